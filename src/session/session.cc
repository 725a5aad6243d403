#include "session/session.h"

namespace lw::session {

net::Task<Result<void>> Session::check_writable(Deadline) { co_return Result<void>{}; }

net::Task<Session::RunAll> Session::run_all(std::vector<std::string> commands,
                                            Deadline::Clock::duration each) {
  RunAll all;
  for (std::string& command : commands) {
    auto output = co_await run(std::move(command), {}, Deadline::after(each));
    if (!output) {
      all.error = std::move(output).error();
      break;
    }
    all.outputs.push_back(*std::move(output));
    auto& rejected = all.outputs.back().rejected;
    if (!rejected) continue;
    rejected->index = all.outputs.size() - 1;
    break;
  }
  co_return all;
}

}  // namespace lw::session
