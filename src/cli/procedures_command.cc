#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/commands.h"
#include "cli/context.h"
#include "cli/json_answer.h"
#include "cli/table.h"
#include "procedure/procedure.h"

namespace lw::cli {
namespace {

using nlohmann::ordered_json;
using ProcedurePointer = std::shared_ptr<const procedure::Procedure>;

constexpr const char* kFooter = R"(
Exit status: 0, or 2 when there is no such procedure.

Examples:
  linewarden procedures
  linewarden procedures ios-ssh
  linewarden --procedures site/ procedures --json)";

ordered_json to_json(const procedure::Procedure& procedure) {
  ordered_json parameters = ordered_json::array();
  for (const auto& parameter : procedure.parameters) {
    ordered_json each{{"name", parameter.name},         {"type", parameter.type},
                      {"required", parameter.required}, {"default", nullptr},
                      {"choices", parameter.choices},   {"secret", parameter.secret},
                      {"help", parameter.help}};
    if (parameter.default_value) each["default"] = *parameter.default_value;
    parameters.push_back(std::move(each));
  }
  return {{"id", procedure.id},
          {"title", procedure.title},
          {"summary", procedure.summary},
          {"guide_page", json_text_or_null(procedure.guide_page)},
          {"platforms", procedure.platforms},
          {"changes_access", procedure.changes_access},
          {"parameters", std::move(parameters)},
          {"notes", procedure.notes}};
}

void print_list(Output& output, const std::vector<ProcedurePointer>& procedures) {
  Table table({"PROCEDURE", "PAGE", "TITLE"});
  for (const auto& each : procedures) table.add({each->id, each->guide_page, each->title});
  const auto lines = table.lines(output.width());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    output.line(i == 0 ? output.paint(Tone::kStrong, lines[i]) : lines[i]);
  }
  output.line();
  output.line("linewarden procedures ID shows one with its parameters.");
}

void print_paragraph(Output& output, std::string_view text, std::string_view indent) {
  const std::size_t width =
      output.width() == Output::kUnlimited ? 100 : output.width() - indent.size();
  for (const auto& line : wrap(text, width)) output.line(std::string(indent) + line);
}

std::string needs(const procedure::Parameter& parameter) {
  if (parameter.default_value) return *parameter.default_value;
  return parameter.required ? "(required)" : "-";
}

void print_details(Output& output, const procedure::Procedure& procedure) {
  output.line(output.paint(Tone::kStrong, procedure.id) + "  " + procedure.title);
  output.line();
  print_paragraph(output, procedure.summary, "");
  output.line();
  if (!procedure.guide_page.empty()) output.line("Guide page:  " + procedure.guide_page);
  output.line(fmt::format("Platforms:   {}", fmt::join(procedure.platforms, " ")));
  if (!procedure.changes_access.empty()) {
    output.line(fmt::format("Ways in:     {}", fmt::join(procedure.changes_access, " ")));
  }
  output.line();
  if (procedure.parameters.empty()) {
    output.line("It takes no parameters.");
  } else {
    Table table({"PARAMETER", "DEFAULT", "WHAT IT IS"});
    for (const auto& parameter : procedure.parameters) {
      std::string help = parameter.help;
      if (!parameter.choices.empty()) {
        help += fmt::format(" ({})", fmt::join(parameter.choices, ", "));
      }
      if (parameter.secret) help += " (secret: --set-env or --set-file)";
      table.add({parameter.name, needs(parameter), help});
    }
    const auto lines = table.lines(output.width() == Output::kUnlimited ? 100 : output.width());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      output.line(i == 0 ? output.paint(Tone::kStrong, lines[i]) : lines[i]);
    }
  }
  if (procedure.notes.empty()) return;
  output.line();
  for (const auto& note : procedure.notes) print_paragraph(output, "Note: " + note, "");
}

Result<ExitStatus> run(Context& context, const std::string& id) {
  LW_ASSIGN(const auto library, procedure::Library::load(context.options.procedures));
  std::vector<ProcedurePointer> chosen;
  if (id.empty()) {
    chosen.assign(library.all().begin(), library.all().end());
  } else {
    LW_ASSIGN(auto found, library.find(id));
    chosen.push_back(std::move(found));
  }
  if (context.output.json()) {
    ordered_json answer = ordered_json::array();
    for (const auto& each : chosen) answer.push_back(to_json(*each));
    context.output.line(to_string(answer));
  } else if (id.empty()) {
    print_list(context.output, chosen);
  } else {
    print_details(context.output, *chosen.front());
  }
  return ExitStatus::kYes;
}

}  // namespace

void add_procedures(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("procedures", "Lists the procedures, or describes one");
  command->footer(kFooter);
  auto id = std::make_shared<std::string>();
  command->add_option("procedure", *id, "Describe this one")->option_text("[ID]");
  command->callback(
      [&context, id] { context.run = [id](Context& chosen) { return run(chosen, *id); }; });
}

}  // namespace lw::cli
