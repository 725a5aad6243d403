#include "net/child_process.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "net/pending.h"

namespace lw::net {
namespace {

// The arrays of pointers that exec() wants.
std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (auto& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

class FileActions {
 public:
  FileActions() { ::posix_spawn_file_actions_init(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() {
    ::posix_spawn_file_actions_destroy(&actions_);
    for (const int copy : copies_) ::close(copy);
  }

  // Copies first: one of the descriptors may have a number that another one gets in the child.
  bool give(const std::vector<int>& descriptors) {
    constexpr int kAbove = 64;
    for (const int descriptor : descriptors) {
      const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, kAbove);
      if (copy < 0) return false;
      const auto number = static_cast<int>(copies_.size());
      copies_.push_back(copy);
      ::posix_spawn_file_actions_adddup2(&actions_, copy, number);
    }
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, static_cast<int>(copies_.size()));
    return true;
  }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
  std::vector<int> copies_;
};

}  // namespace

ChildProcess::ChildProcess(pid_t process, asio::posix::stream_descriptor pidfd)
    : process_(process), pidfd_(std::move(pidfd)) {}

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const Executor& executor,
                                                          const Plan& plan) {
  auto words = plan.arguments;
  words.insert(words.begin(), plan.program.filename().string());
  auto environment = plan.environment;
  FileActions actions;
  pid_t process = 0;
  int error = EMFILE;
  if (actions.give(plan.descriptors)) {
    error = ::posix_spawn(&process, plan.program.c_str(), actions.get(), nullptr,
                          pointers(words).data(), pointers(environment).data());
  }
  if (error != 0) {
    return failure(error == ENOENT ? ErrorCode::kNotFound : ErrorCode::kInternal,
                   fmt::format("cannot start {}: {}", plan.program.string(),
                               std::generic_category().message(error)));
  }
  // glibc 2.36 declares pidfd_open() without C linkage, so that C++ can't link it.
  const int pidfd = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
  if (pidfd < 0) {
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
    return failure(ErrorCode::kInternal, "no descriptor left to watch " + plan.program.string(),
                   "raise the limit on open files (ulimit -n)");
  }
  return std::unique_ptr<ChildProcess>(
      new ChildProcess(process, asio::posix::stream_descriptor(executor, pidfd)));
}

ChildProcess::~ChildProcess() {
  ::kill(process_, SIGKILL);
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Task<Result<void>> ChildProcess::ended(Deadline deadline) {
  using Descriptor = asio::posix::stream_descriptor;
  const auto pending =
      std::make_shared<Pending<boost::system::error_code>>(co_await asio::this_coro::executor);
  pidfd_.async_wait(Descriptor::wait_read,
                    [pending](boost::system::error_code error) { pending->finish(error); });
  if (co_await pending->await(deadline)) co_return Result<void>{};
  pidfd_.cancel();
  co_return failure(ErrorCode::kTimeout, "the child is still running");
}

}  // namespace lw::net
