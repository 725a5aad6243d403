// The session over the web interface of ASA, PIX and FWSM: class and shared steps. Exec commands
// are in asa_web_session.cc, configuration in asa_web_configure.cc, failover pairs in
// asa_web_failover.cc. Owned by whoever called
// make_asa_web_session; one coroutine at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "session/asa_web_session.h"
#include "session/config_blocks.h"
#include "session/failover.h"
#include "session/web_session.h"

namespace lw::session {

class AsaWeb final : public WebSession {
 public:
  AsaWeb(std::unique_ptr<net::HttpClient> http, std::shared_ptr<const platform::Platform> platform,
         AsaWebOptions options);

  net::Task<Result<void>> login(const Credentials& credentials, Deadline deadline) override;
  net::Task<Result<std::vector<Output>>> configure(std::vector<ConfigureLine> lines,
                                                   Deadline deadline) override;
  net::Task<Result<void>> check_writable(Deadline deadline) override;
  net::Task<Result<Saved>> save(Deadline deadline) override;

 private:
  net::Task<Result<Output>> run_alone(std::string command, Deadline deadline) override;
  net::Task<Result<Together>> run_together(std::vector<std::string> commands,
                                           Deadline deadline) override;
  std::size_t fitting(std::span<const std::string> commands) const override;
  net::Task<Result<Output>> run_interactive(std::string command, std::string_view why,
                                            Answers answers, Deadline deadline) override;

  net::Task<Result<void>> prove_login(Deadline deadline);
  // The answer to commands in one request, as lines.
  net::Task<Result<std::string>> ask(std::vector<std::string> commands, Deadline deadline);
  net::Task<Result<std::string>> post(std::string body, Deadline deadline);
  [[nodiscard]] Result<std::string> text_of(const net::HttpResponse& response) const;
  // "changeto context X"; empty when there is none to change to.
  [[nodiscard]] std::string change_context() const;
  // Of the answer to it.
  [[nodiscard]] Result<void> check_context(std::string_view answer) const;

  // asa_web_failover.cc
  net::Task<Result<UnitState>> ask_unit(Deadline deadline);
  net::Task<Result<void>> check_unit(Deadline deadline);
  net::Task<Result<void>> check_switch_over(const std::vector<Output>& outputs, Deadline deadline);

  // That no command asks something: nobody could answer.
  [[nodiscard]] Result<void> check_questions(const ConfigBlock& block,
                                             const std::vector<ConfigureLine>& lines) const;
  // Appends the block's outputs; the last one may be rejected.
  net::Task<Result<void>> enter(ConfigBlock block, const std::vector<ConfigureLine>& lines,
                                std::vector<Output>& outputs, Deadline deadline);
  // The same when the answers to the lines of a block can't be told apart.
  void take_unsplit(const ConfigBlock& block, const std::vector<ConfigureLine>& lines,
                    std::string_view text, std::vector<Output>& outputs) const;

  // What stands in front of the addresses; PIX 6 has nothing there [inferred].
  std::string_view root_ = "/admin";
  std::string context_;
  bool alone_ = false;     // the device was asked, and is no unit of a failover pair
  bool separates_ = true;  // the device takes several commands in one request
};

}  // namespace lw::session
