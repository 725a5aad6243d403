// The session over the web interfaces of IOS: class and shared steps. Login is in ios_web_login.cc,
// exec commands and requests in ios_web_session.cc, configuration in ios_web_configure.cc. Owned by
// whoever called make_ios_web_session; one coroutine at a time.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "session/commandset.h"
#include "session/config_blocks.h"
#include "session/ios_web_session.h"
#include "session/web_session.h"

namespace lw::session {

class IosWeb final : public WebSession {
 public:
  IosWeb(std::unique_ptr<net::HttpClient> http, std::shared_ptr<const platform::Platform> platform,
         SideChannel side_channel, Options options);

  net::Task<Result<void>> login(const Credentials& credentials, Deadline deadline) override;
  net::Task<Result<std::vector<Output>>> configure(std::vector<ConfigureLine> lines,
                                                   Deadline deadline) override;
  net::Task<Result<Saved>> save(Deadline deadline) override;
  net::Task<void> close(Deadline deadline) override;
  void cancel() override;

 private:
  enum class Interface { kCommandset, kPages };
  using Replies = std::optional<std::vector<CommandReply>>;

  net::Task<Result<Output>> run_alone(std::string command, Deadline deadline) override;
  net::Task<Result<Together>> run_together(std::vector<std::string> commands,
                                           Deadline deadline) override;
  std::size_t fitting(std::span<const std::string> commands) const override;
  net::Task<Result<Output>> run_interactive(std::string command, std::string_view why,
                                            Answers answers, Deadline deadline) override;

  // ios_web_login.cc
  net::Task<Result<void>> find_interface(Deadline deadline);
  // Fetches the token that newer releases want with every POST; without one there is none.
  net::Task<Result<void>> fetch_token(Deadline deadline);
  net::Task<Result<bool>> try_commandset(Deadline deadline);
  net::Task<Result<void>> try_pages(Deadline deadline);
  [[nodiscard]] Result<void> check_privilege(std::string_view answer) const;

  net::Task<Result<Replies>> post(CommandsetMode mode, std::vector<std::string> commands,
                                  Deadline deadline);
  net::Task<Result<net::HttpResponse>> post_body(std::string body, Deadline deadline);
  net::Task<Result<std::string>> get_page(std::string target, Deadline deadline);
  [[nodiscard]] Error status_error(const net::HttpResponse& response) const;
  [[nodiscard]] Output make_reply_output(std::string_view command, const CommandReply& reply,
                                         Source source) const;

  // ios_web_configure.cc
  // Why a block can't go over the web interface; empty: it can.
  [[nodiscard]] std::string needs_terminal(const ConfigBlock& block,
                                           const std::vector<ConfigureLine>& lines) const;
  net::Task<Result<void>> enter(ConfigBlock block, const std::vector<ConfigureLine>& lines,
                                std::vector<Output>& outputs, Deadline deadline);
  net::Task<Result<void>> enter_on_terminal(ConfigBlock block,
                                            const std::vector<ConfigureLine>& lines,
                                            std::vector<Output>& outputs, Deadline deadline);
  [[nodiscard]] Output judge_line(std::string_view command, const CommandReply& reply) const;

  // Opens the side channel unless it is open; `what` needs it.
  net::Task<Result<void>> open_side(std::string what, Deadline deadline);

  Interface interface_ = Interface::kCommandset;
  bool token_ = false;
  SideChannel side_channel_;
  std::unique_ptr<Session> side_;
  // What cancel(), on any thread, may look at.
  std::atomic<Session*> side_to_cancel_ = nullptr;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace lw::session
