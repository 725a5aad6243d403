#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/file.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/context.h"
#include "cli/json_answer.h"
#include "cli/setting_options.h"
#include "cli/table.h"
#include "configtext/document.h"
#include "platform/platform.h"
#include "procedure/procedure.h"

namespace lw::cli {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kLargestConfig = 64 << 20;
constexpr const char* kFooter = R"(
With --config, only what that configuration lacks is shown.
Exit status: 0 the plan is given, or the configuration lacks nothing; 1 the configuration (--config)
lacks steps; 2 bad usage or bad input.

A secret that is not given stays in the plan as a placeholder. One that is given appears in it: the
plan is what to type.

Examples:
  linewarden plan ios-ssh --platform cisco_ios --set hostname=r1 --set domain=example.com
  linewarden plan ios-ssh --platform cisco_ios --config r1.cfg
  linewarden plan ios-ssh --platform cisco_ios --set username=admin --set-env password=ADMIN_PW)";

struct Options {
  std::string procedure;
  std::string platform;
  std::string os_version;
  std::string config;
  SettingOptions settings;
};

struct Question {
  std::shared_ptr<const procedure::Procedure> procedure;
  procedure::Target target;
  procedure::Plan plan;
  bool with_config = false;
};

// The family to plan for: named, or recognised from the configuration.
Result<procedure::Target> find_target(const platform::Registry& registry, const Options& options,
                                      const std::optional<std::string>& text) {
  procedure::Target target{.platform = nullptr, .os_version = options.os_version};
  std::string name = options.platform;
  if (text) {
    const auto recognised = registry.recognise_config(*text);
    if (name.empty() && recognised) name = recognised->platform;
    if (recognised && recognised->platform == name && target.os_version.empty()) {
      target.os_version = recognised->version;
    }
  }
  if (name.empty()) {
    return failure(ErrorCode::kInvalidArgument, "which platform the plan is for is not known",
                   "name it with --platform");
  }
  LW_ASSIGN(target.platform, registry.find(name));
  return target;
}

ordered_json to_json(const procedure::Step& step) {
  return {{"command", json_text(step.command)},
          {"mode", step.mode == procedure::StepMode::kExec ? "exec" : "configure"},
          {"submode", json_text_or_null(step.submode)},
          {"why", json_text(step.why)},
          {"id", step.id},
          {"answers", step.answers},
          {"secret", step.secret}};
}

ordered_json to_json(const std::vector<procedure::Step>& steps) {
  ordered_json array = ordered_json::array();
  for (const auto& step : steps) array.push_back(to_json(step));
  return array;
}

ordered_json to_json(const Question& question) {
  ordered_json proofs = ordered_json::array();
  for (const auto& proof : question.plan.proofs) {
    proofs.push_back({{"command", proof.command}, {"expect", proof.expect}, {"why", proof.why}});
  }
  ordered_json notes = ordered_json::array();
  for (const auto& note : question.plan.notes) notes.push_back(json_text(note));
  ordered_json setup = ordered_json::array();
  for (const auto& step : question.plan.setup) {
    setup.push_back({{"dialog", step.dialog},
                     {"question", step.question},
                     {"answer", json_text(step.answer)},
                     {"why", step.why},
                     {"secret", step.secret}});
  }
  return {{"procedure", question.procedure->id},
          {"title", question.procedure->title},
          {"platform", question.target.platform->name},
          {"os_version", json_text_or_null(question.target.os_version)},
          {"setup", std::move(setup)},
          {"steps", to_json(question.plan.steps)},
          {"unseen", to_json(question.plan.unseen)},
          {"satisfied", question.plan.satisfied},
          {"proofs", std::move(proofs)},
          {"notes", std::move(notes)}};
}

// The prompt that a person sees where the command is typed.
std::string prompt_of(const procedure::Step& step) {
  if (step.mode == procedure::StepMode::kExec) return "#";
  return fmt::format("({})#", step.submode.empty() ? "config" : step.submode);
}

// The steps with the commands that lead from one mode to another, as a person types them.
class Typing {
 public:
  Typing(const platform::Platform& platform, Table& table) : platform_(platform), table_(table) {}

  void type(const procedure::Step& step) {
    if (step.mode == procedure::StepMode::kConfigure) {
      enter();
    } else {
      leave();
    }
    std::string why = step.why;
    for (const auto& [question, answer] : step.answers) {
      why += fmt::format(" (to the question \"{}\" answer \"{}\")", question, answer);
    }
    table_.add({prompt_of(step), printable(step.command, kLongestCommand), printable(why, 1000)});
  }
  void leave() {
    if (!configuring_) return;
    configuring_ = false;
    table_.add({"(config)#", platform_.end_configure, ""});
  }

 private:
  static constexpr std::size_t kLongestCommand = 4096;

  void enter() {
    if (configuring_ || platform_.configure.empty()) return;
    configuring_ = true;
    table_.add({"#", platform_.configure, ""});
  }

  const platform::Platform& platform_;
  Table& table_;
  bool configuring_ = false;
};

void print_steps(Output& output, const platform::Platform& platform,
                 const std::vector<procedure::Step>& steps) {
  Table table({"PROMPT", "TYPE", "WHY"});
  Typing typing(platform, table);
  for (const auto& step : steps) typing.type(step);
  typing.leave();
  const auto lines = table.lines(output.width() == Output::kUnlimited ? 160 : output.width());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    output.line(i == 0 ? output.paint(Tone::kStrong, lines[i]) : lines[i]);
  }
}

void print_setup(Output& output, const platform::Platform& platform,
                 const std::vector<procedure::SetupStep>& steps) {
  std::string dialog;
  std::optional<Table> table;
  const auto finish = [&] {
    if (!table) return;
    const auto lines = table->lines(output.width() == Output::kUnlimited ? 160 : output.width());
    for (const auto& line : lines) output.line(line);
    output.line();
  };
  for (const auto& step : steps) {
    if (step.dialog != dialog) {
      finish();
      dialog = step.dialog;
      const auto known = std::ranges::find(platform.setups, dialog, &platform::SetupDialog::id);
      output.line(fmt::format("A device without any configuration asks first: {}",
                              known == platform.setups.end() ? dialog : known->title));
      table.emplace(std::vector<std::string>{"QUESTION", "ANSWER", "WHY"});
    }
    table->add({step.question, printable(step.answer, 400), step.why});
  }
  finish();
}

void print(Output& output, const Question& question) {
  const auto& plan = question.plan;
  output.line(output.paint(Tone::kStrong, question.procedure->title));
  output.line(fmt::format("{} on {}{}{}", question.procedure->id, question.target.platform->name,
                          question.target.os_version.empty() ? "" : " ",
                          printable(question.target.os_version)));
  output.line();
  print_setup(output, *question.target.platform, plan.setup);
  if (plan.satisfied) {
    output.line(output.paint(Tone::kGood, "The configuration lacks nothing."));
  } else if (plan.steps.empty()) {
    output.line(output.paint(Tone::kWarning,
                             "The configuration is not ready, and no command mends that by itself: "
                             "linewarden audit names what stands in the way."));
  } else {
    print_steps(output, *question.target.platform, plan.steps);
  }
  if (!plan.unseen.empty()) {
    output.line();
    output.line("A configuration does not show these; needed where the proof fails:");
    print_steps(output, *question.target.platform, plan.unseen);
  }
  if (!plan.proofs.empty()) output.line();
  for (const auto& proof : plan.proofs) {
    output.line(
        fmt::format("Proof: {}   shows   {}   ({})", proof.command, proof.expect, proof.why));
  }
  if (!plan.notes.empty()) output.line();
  for (const auto& note : plan.notes) {
    const std::size_t width = output.width() == Output::kUnlimited ? 100 : output.width();
    for (const auto& line : wrap("Note: " + printable(note, 2000), width)) output.line(line);
  }
}

Result<ExitStatus> run(Context& context, const Options& options) {
  LW_ASSIGN(const auto registry, platform::Registry::load(context.options.platforms));
  LW_ASSIGN(const auto library, procedure::Library::load(context.options.procedures));
  Question question;
  LW_ASSIGN(question.procedure, library.find(options.procedure));
  LW_ASSIGN(const auto values, read_settings(options.settings, {question.procedure}));

  std::optional<std::string> text;
  if (!options.config.empty()) {
    LW_ASSIGN(text, read_file(options.config, kLargestConfig));
    if (trim(*text).empty()) {
      return failure(ErrorCode::kInvalidArgument, fmt::format("{} is empty", options.config));
    }
  }
  LW_ASSIGN(question.target, find_target(registry, options, text));
  std::optional<configtext::Document> running;
  if (text) {
    const auto dialect = configtext::parse_dialect(question.target.platform->dialect);
    running =
        configtext::Document::read(*std::move(text), dialect.value_or(configtext::Dialect::kIos));
    question.with_config = true;
  }
  LW_ASSIGN(question.plan, procedure::plan(*question.procedure, question.target, values,
                                           running ? &*running : nullptr));
  if (context.output.json()) {
    context.output.line(to_string(to_json(question)));
  } else {
    print(context.output, question);
  }
  return question.with_config && !question.plan.satisfied ? ExitStatus::kNo : ExitStatus::kYes;
}

}  // namespace

void add_plan(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("plan", "Shows the commands that a procedure enters");
  command->footer(kFooter);
  auto options = std::make_shared<Options>();
  command->add_option("procedure", options->procedure, "The procedure's id")
      ->required()
      ->option_text("PROCEDURE");
  command->add_option("--platform", options->platform,
                      "The device's platform (with --config it may be recognised)");
  command->add_option("--os-version", options->os_version, "The version of its software");
  command->add_option("--config", options->config, "Show only what this configuration lacks")
      ->option_text("FILE");
  add_setting_options(*command, options->settings);
  command->callback([&context, options] {
    context.run = [options](Context& chosen) { return run(chosen, *options); };
  });
}

}  // namespace lw::cli
