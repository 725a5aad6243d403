#include "session/ips_web_session.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "session/exec_command.h"
#include "session/ips_event_query.h"
#include "session/ips_events.h"
#include "session/ips_idconf.h"
#include "session/ips_transaction.h"
#include "session/web_session.h"

namespace lw::session {
namespace {

constexpr std::string_view kUserAgent = "Linewarden";
constexpr std::string_view kEventServer = "/cgi-bin/sdee-server?action=";
// What preparation and audits look at.
constexpr std::string_view kComponents[] = {"host", "webServer"};
constexpr int kMostEvents = 500;  // at once (verified)

class IpsWeb final : public WebSession {
 public:
  IpsWeb(std::unique_ptr<net::HttpClient> http, std::shared_ptr<const platform::Platform> platform,
         Options options)
      : WebSession(std::move(http), std::move(platform), std::move(options),
                   std::string(kUserAgent)) {}

  net::Task<Result<void>> login(const Credentials& credentials, Deadline deadline) override {
    LW_CO_TRY(begin_login(credentials));
    tell_sent(platform_->version);
    LW_CO_ASSIGN(const std::string version, settle(co_await ask_version(deadline)));
    tell_answer(version);
    learn_name("sensor");
    state_ = State::kReady;
    co_return Result<void>{};
  }

  net::Task<Result<std::vector<Output>>> configure(std::vector<ConfigureLine> lines,
                                                   Deadline deadline) override;

  net::Task<Result<Saved>> save(Deadline) override {
    LW_CO_TRY(ready());
    co_return Saved{};
  }

 private:
  net::Task<Result<Output>> run_alone(std::string command, Deadline deadline) override;
  net::Task<Result<Together>> run_together(std::vector<std::string>, Deadline) override {
    co_return Together{};
  }
  std::size_t fitting(std::span<const std::string>) const override { return 1; }
  net::Task<Result<Output>> run_interactive(std::string command, std::string_view why, Answers,
                                            Deadline) override {
    co_return failure(ErrorCode::kUnsupported,
                      fmt::format("\"{}\" {}, and a sensor's web server holds no dialogue",
                                  words_of(command), why),
                      "--over ssh");
  }

  net::Task<Result<std::string>> transact(std::string_view command, std::string request,
                                          Deadline deadline);
  net::Task<Result<std::string>> ask_version(Deadline deadline);
  net::Task<Result<SdeeEvents>> ask_events(std::string query, Deadline deadline);
  net::Task<Result<std::string>> get_events(std::string_view action, Deadline deadline);
  [[nodiscard]] Result<std::string> body_of(net::HttpResponse response) const;
};

Result<std::string> IpsWeb::body_of(net::HttpResponse response) const {
  if (response.status == 401) {
    return std::unexpected(login_refused("the user name or the password was refused", false));
  }
  // A refusal of the event server comes as a document, too.
  const bool document = response.status == 200 || response.body.starts_with("<?xml");
  if (!document) return std::unexpected(unexpected_status(response, "the sensor's web server"));
  LW_TRY(check_size(response));
  return std::move(response.body);
}

net::Task<Result<std::string>> IpsWeb::transact(std::string_view command, std::string request,
                                                Deadline deadline) {
  auto target = fmt::format("/cgi-bin/transaction-server?command={}", command);
  LW_CO_ASSIGN(auto response,
               co_await access_.post(std::move(target), "text/xml", std::move(request), deadline));
  co_return body_of(std::move(response));
}

net::Task<Result<std::string>> IpsWeb::ask_version(Deadline deadline) {
  LW_CO_ASSIGN(const auto reply, co_await transact("getVersion", ips_version_request(), deadline));
  co_return ips_version_text(reply);
}

net::Task<Result<std::string>> IpsWeb::get_events(std::string_view action, Deadline deadline) {
  LW_CO_ASSIGN(auto response,
               co_await access_.get(fmt::format("{}{}", kEventServer, action), deadline));
  co_return body_of(std::move(response));
}

net::Task<Result<SdeeEvents>> IpsWeb::ask_events(std::string query, Deadline deadline) {
  LW_CO_ASSIGN(const auto opened, co_await get_events("open&" + query, deadline));
  LW_CO_ASSIGN(const std::string id, sdee_subscription(opened));
  const auto batch = co_await get_events(
      fmt::format("get&confirm=yes&timeout=1&maxNbrOfEvents={}&subscriptionId={}", kMostEvents, id),
      deadline);
  // Also after an error: a sensor has five of them, and forgets none.
  const auto closed = co_await get_events(fmt::format("close&subscriptionId={}", id), deadline);
  if (!batch) co_return std::unexpected(batch.error());
  if (!closed) co_return std::unexpected(closed.error());
  co_return sdee_events(*batch);
}

net::Task<Result<Output>> IpsWeb::run_alone(std::string command, Deadline deadline) {
  const std::string asked = fmt::format("{}", fmt::join(split_words(command), " "));
  tell_sent(command);
  Result<std::string> text;
  std::vector<std::string> warnings;
  if (asked == platform_->version) {
    text = co_await ask_version(deadline);
  } else if (asked == platform_->running_config) {
    LW_CO_ASSIGN(const auto reply,
                 co_await transact("getConfigDelta", ips_config_request(kComponents), deadline));
    text = ips_commands(reply);
  } else if (asked == kShowEvents || asked.starts_with(fmt::format("{} ", kShowEvents))) {
    LW_CO_ASSIGN(auto query, ips_event_query(asked, std::chrono::system_clock::now()));
    auto events = co_await ask_events(std::move(query), deadline);
    if (!events) {
      text = std::unexpected(std::move(events).error());
    } else {
      text = std::move(events->lines);
      warnings = std::move(events->warnings);
    }
  } else {
    co_return failure(
        ErrorCode::kUnsupported,
        fmt::format("a sensor's web server answers \"{}\", \"{}\" and \"{}\", not \"{}\"",
                    platform_->version, platform_->running_config, kShowEvents, words_of(command)),
        "for any other command: --over ssh");
  }
  if (!text && text.error().code == ErrorCode::kCommandRejected) {
    Output refused = answer_to(command, "");
    refused.rejected = Rejection{0, command, text.error().message, std::nullopt, text.error().hint};
    co_return refused;
  }
  if (!text) co_return std::unexpected(std::move(text).error());
  tell_answer(*text);
  Output output = answer_to(command, *text);
  output.warnings.insert(output.warnings.end(), warnings.begin(), warnings.end());
  co_return output;
}

net::Task<Result<std::vector<Output>>> IpsWeb::configure(std::vector<ConfigureLine> lines,
                                                         Deadline deadline) {
  LW_CO_TRY(ready());
  std::vector<std::string_view> commands;
  for (const ConfigureLine& line : lines) {
    LW_CO_TRY(check_command(line.command));
    commands.emplace_back(line.command);
  }
  LW_CO_ASSIGN(const auto edits, ips_edits(commands));
  std::vector<Output> outputs;
  for (const IpsEdit& edit : edits) {
    for (std::size_t i = 0; i < edit.count; ++i) tell_sent(lines[edit.first + i].command);
    auto reply = settle(co_await transact("editConfigDelta", edit.request, deadline));
    if (!reply) {
      co_return std::unexpected(how_far_is_unknown(std::move(reply).error())
                                    .with_context(fmt::format("line {}", edit.first + 1)));
    }
    const auto taken = check_ips_reply(*reply);
    if (!taken && taken.error().code != ErrorCode::kCommandRejected) {
      co_return settle(Result<std::vector<Output>>(std::unexpected(
          how_far_is_unknown(taken.error()).with_context(fmt::format("line {}", edit.first + 1)))));
    }
    for (std::size_t i = 0; i < edit.count; ++i) {
      outputs.push_back(answer_to(lines[edit.first + i].command, ""));
      if (taken) continue;
      outputs.back().rejected = Rejection{edit.first, lines[edit.first].command,
                                          taken.error().message, std::nullopt, taken.error().hint};
      co_return outputs;
    }
  }
  co_return outputs;
}

}  // namespace

std::unique_ptr<Session> make_ips_web_session(std::unique_ptr<net::HttpClient> http,
                                              std::shared_ptr<const platform::Platform> platform,
                                              Options options) {
  return std::make_unique<IpsWeb>(std::move(http), std::move(platform), std::move(options));
}

}  // namespace lw::session
