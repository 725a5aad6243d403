#include "discovery/interview.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace lw::discovery {
namespace {

constexpr std::size_t kLongestKept = std::size_t{256} << 10;
constexpr std::size_t kWordsShown = 200;

class Interview {
 public:
  Interview(session::Session& session, const platform::Platform& platform,
            const platform::Registry& registry, Deadline::Clock::duration each)
      : session_(session), platform_(platform), registry_(registry), each_(each) {}

  net::Task<Result<void>> ask(const platform::Question& question) {
    if (question.command.empty()) co_return co_await read_configuration(&question);
    LW_CO_ASSIGN(const session::Output output,
                 co_await session_.run(question.command, {}, Deadline::after(each_)));
    std::string answer = output.text;
    // "Failover unit Primary" looks like a message of the device's own accord, and is set apart.
    for (const std::string& line : output.log_lines) answer.append("\n").append(line);
    if (output.rejected) {
      // A web session's answer need not hold the words of the refusal.
      const std::string& words = output.rejected->message;
      if (answer.find(words) == std::string::npos) answer.append("\n").append(words);
      told.refused[question.command] = printable(platform_.redact(trim(words)), kWordsShown);
    }
    if (question.command == platform_.version) LW_CO_TRY(recognise(answer));
    platform::take_facts(question, answer, told.facts);
    if (output.rejected) co_return Result<void>{};
    for (const platform::ChildPattern& child : question.children) told.counted.insert(child.kind);
    for (platform::Child& child : platform::children_in(question, answer)) {
      told.children.push_back(std::move(child));
    }
    if (!question.keep.empty()) keep(question, answer);
    co_return Result<void>{};
  }

  // Once, whether a question asks for it or not.
  net::Task<Result<void>> read_configuration(const platform::Question* question) {
    if (!read_) {
      LW_CO_ASSIGN(session::Output output,
                   co_await session_.run(platform_.running_config, {}, Deadline::after(each_)));
      if (output.rejected) {
        co_return failure(ErrorCode::kCommandRejected,
                          fmt::format("\"{}\" was refused: {}", platform_.running_config,
                                      printable(output.rejected->message, kWordsShown)),
                          "discovery reads the configuration: the user needs the privilege for it");
      }
      told.running_config = std::move(output.text);
      read_ = true;
    }
    if (question != nullptr) platform::take_facts(*question, told.running_config, told.facts);
    co_return Result<void>{};
  }

  void name_by_prompt() {
    const std::string& host = session_.hostname();
    if (!host.empty() && host.find('/') == std::string::npos) {
      told.facts.try_emplace("host_name", printable(host, kWordsShown));
    }
  }

  Told told;

 private:
  Result<void> recognise(const std::string& answer) {
    const auto recognised = registry_.recognise_version(answer);
    if (!recognised) return {};
    told.recognised = recognised->platform;
    if (registry_.akin(recognised->platform, platform_.name)) return {};
    return failure(ErrorCode::kConflict,
                   fmt::format("it is of the type {} (\"{}\"), not {}", recognised->platform,
                               recognised->evidence, platform_.name),
                   fmt::format("when that is right: linewarden device set NAME --platform {}",
                               recognised->platform));
  }

  void keep(const platform::Question& question, std::string_view answer) {
    std::string text = platform_.redact(answer.substr(0, kLongestKept));
    told.answers.push_back({question.keep, question.command, std::move(text)});
  }

  session::Session& session_;
  const platform::Platform& platform_;
  const platform::Registry& registry_;
  Deadline::Clock::duration each_;
  bool read_ = false;
};

}  // namespace

net::Task<Result<Told>> interview(session::Session& session,
                                  std::shared_ptr<const platform::Platform> platform,
                                  const platform::Registry& registry, std::optional<StopAt> until,
                                  Deadline::Clock::duration each) {
  Interview interview(session, *platform, registry, each);
  Told& told = interview.told;
  for (const platform::Question& question : platform->discovery) {
    if (!question.concerns(told.facts)) continue;
    LW_CO_TRY(co_await interview.ask(question));
    if (!until) continue;
    const auto at = told.facts.find(until->fact);
    if (at == told.facts.end() || at->second != until->value) continue;
    Told cut;
    cut.facts.emplace(until->fact, until->value);
    co_return cut;
  }
  LW_CO_TRY(co_await interview.read_configuration(nullptr));
  interview.name_by_prompt();
  co_return std::move(told);
}

}  // namespace lw::discovery
