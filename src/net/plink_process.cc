#include "net/plink_process.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <functional>
#include <utility>

#include "net/loop.h"
#include "net/pending.h"
#include "net/relay.h"

namespace lw::net {
namespace {

constexpr std::string_view kProgram = "/usr/bin/plink";
constexpr std::size_t kLongestIdentification = 255;
constexpr std::chrono::hours kForever{24 * 365};

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

// The read end of a pipe that holds the password as plink's -pwfile wants it, and then ends.
Result<int> password_pipe(const Secret& password) {
  constexpr std::size_t kLongest = 1024;  // far under what a pipe holds: writing does not wait
  const auto& bytes = password.reveal();
  if (bytes.size() > kLongest || bytes.find_first_of("\r\n") != std::string::npos) {
    return failure(ErrorCode::kInvalidArgument,
                   "the password is longer than a line, or has a line end in it");
  }
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    return failure(ErrorCode::kInternal, "no descriptor left for plink");
  }
  const Descriptor input(ends[1]);
  const Secret line(bytes + "\n");
  if (::write(ends[1], line.reveal().data(), line.reveal().size()) < 0) {
    ::close(ends[0]);
    return failure(ErrorCode::kInternal, "no room for plink's password");
  }
  return ends[0];
}

// A socket of ours, and the child's end of it, which waits when it has to.
Result<SocketPair> child_stream(const Executor& executor) {
  LW_ASSIGN(auto pair, join_sockets(executor, executor, "plink"));
  const int flags = ::fcntl(pair.second->descriptor(), F_GETFL);
  ::fcntl(pair.second->descriptor(), F_SETFL, flags & ~O_NONBLOCK);
  return pair;
}

}  // namespace

// What plink says beside the shell: read as long as it runs.
struct PlinkProcess::Output {
  Output(const Executor& executor, std::shared_ptr<TcpSocket> from)
      : socket(std::move(from)), news(executor) {}
  std::shared_ptr<TcpSocket> socket;
  PlinkLog log;
  bool ended = false;
  asio::steady_timer news;
  std::function<void()> at_end;
};

PlinkProcess::PlinkProcess(std::shared_ptr<TcpSocket> network, Executor executor)
    : network_(std::move(network)), executor_(std::move(executor)) {}

PlinkProcess::~PlinkProcess() {
  child_.reset();
  if (network_->descriptor() >= 0) ::shutdown(network_->descriptor(), SHUT_RDWR);
}

Task<Result<std::unique_ptr<PlinkProcess>>> PlinkProcess::open_shell(
    std::shared_ptr<TcpSocket> network, const SshTarget& target, Start start, PlinkLog& log,
    Deadline deadline) {
  const Executor executor = network->executor();
  std::unique_ptr<PlinkProcess> self(new PlinkProcess(std::move(network), executor));
  LW_CO_TRY(self->run(target, start));
  auto joined = co_await self->join(start, deadline);
  auto& output = *self->output_;
  while (joined && !output.log.shell_started() && !output.ended) {
    if (deadline.passed()) {
      co_return failure(ErrorCode::kTimeout, "plink gave no shell in time",
                        "the device may be slow with large keys: allow more time");
    }
    output.news.expires_at(deadline.when());
    co_await output.news.async_wait(kAsTuple);
  }
  log = output.log;
  if (output.log.shell_started()) co_return self;
  if (output.ended) co_return std::unexpected(output.log.error());
  co_return std::unexpected(std::move(joined).error());
}

Result<void> PlinkProcess::run(const SshTarget& target, const Start& start) {
  LW_ASSIGN(folder_, PlinkFolder::create(executor_, {target.columns, target.rows}));
  LW_ASSIGN(const int password_from, password_pipe(target.password));
  const Descriptor password(password_from);
  LW_ASSIGN(const auto shell, child_stream(executor_));
  LW_ASSIGN(const auto log, child_stream(executor_));
  const int in_and_out = shell.second->descriptor();

  ChildProcess::Plan plan;
  plan.program = kProgram;
  plan.arguments = {"-v",
                    "-batch",
                    "-ssh",
                    start.version == Version::k1 ? "-1" : "-2",
                    "-t",
                    "-noagent",
                    "-noshare",
                    "-no-antispoof",
                    "-no-sanitise-stdout",
                    "-pwfile",
                    "/dev/fd/3",
                    "-P",
                    std::to_string(target.endpoint.port),
                    "-l",
                    target.username};
  if (!start.host_key.empty()) {
    plan.arguments.insert(plan.arguments.end(), {"-hostkey", start.host_key});
  }
  plan.arguments.push_back(folder_->socket().string());  // a host that begins with '/' is a socket
  plan.environment = {"PUTTYDIR=" + folder_->path().string(), "HOME=" + folder_->path().string(),
                      "PATH=/usr/bin:/bin"};
  plan.descriptors = {in_and_out, in_and_out, log.second->descriptor(), password.get()};
  auto child = ChildProcess::start(executor_, plan);
  if (!child && child.error().code == ErrorCode::kNotFound) {
    return failure(ErrorCode::kUnsupported, "PuTTY's plink is not installed",
                   "install Debian's putty-tools on this machine");
  }
  if (!child) return std::unexpected(std::move(child).error());
  child_ = *std::move(child);
  shell_ = shell.first;
  output_ = std::make_shared<Output>(executor_, log.first);
  spawn(
      executor_, [output = output_] { return read_log(output); }, [](const std::exception_ptr&) {});
  return {};
}

Task<> PlinkProcess::read_log(std::shared_ptr<Output> output) {
  std::array<char, 1024> buffer;
  for (;;) {
    const auto count = ::recv(output->socket->descriptor(), buffer.data(), buffer.size(), 0);
    if (count > 0) {
      output->log.add({buffer.data(), static_cast<std::size_t>(count)});
      output->news.cancel();
    } else if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
      if (!co_await output->socket->wait(Ready::kRead, Deadline::after(kForever))) break;
    } else {
      break;
    }
  }
  output->ended = true;
  output->news.cancel();
  if (output->at_end) output->at_end();
}

// plink's connection; when plink ends first, the log's error is the better one.
Task<Result<std::shared_ptr<TcpSocket>>> PlinkProcess::accept(Deadline deadline) {
  using Protocol = asio::local::stream_protocol;
  struct Accepted {
    boost::system::error_code error;
    std::shared_ptr<TcpSocket> socket;
  };
  const auto pending = std::make_shared<Pending<Accepted>>(executor_);
  folder_->listener().async_accept([pending](boost::system::error_code error,
                                             Protocol::socket socket) {
    Accepted accepted{error, nullptr};
    if (!error) {
      accepted.socket = std::make_shared<TcpSocket>(TcpSocket::Socket(std::move(socket)), "plink");
    }
    pending->finish(std::move(accepted));
  });
  // A plink that ends at once shall not use up the deadline.
  const auto give_up = [pending] { pending->finish({asio::error::operation_aborted, nullptr}); };
  output_->at_end = give_up;
  if (output_->ended) give_up();
  const auto accepted = co_await pending->await(deadline);
  output_->at_end = nullptr;
  if (!accepted) co_return failure(ErrorCode::kTimeout, "plink does not start in time");
  if (accepted->socket) co_return accepted->socket;
  co_return failure(ErrorCode::kInternal, "plink does not connect");
}

Task<Result<void>> PlinkProcess::join(const Start& start, Deadline deadline) {
  LW_CO_ASSIGN(const auto plink, co_await accept(deadline));
  if (!start.received.empty()) {
    // Into an empty socket, whose buffer holds more.
    const auto count = ::send(plink->descriptor(), start.received.data(), start.received.size(),
                              MSG_NOSIGNAL | MSG_DONTWAIT);
    if (std::cmp_not_equal(count, start.received.size())) {
      co_return failure(ErrorCode::kInternal, "plink does not take what the device said");
    }
    std::size_t length = 0;
    for (char byte = 0; byte != '\n' && length < kLongestIdentification;) {
      const auto got = ::recv(plink->descriptor(), &byte, 1, 0);
      if (got == 0) co_return failure(ErrorCode::kConnectionLost, "plink closed the connection");
      if (got > 0) {
        ++length;
      } else {
        LW_CO_TRY(co_await plink->wait(Ready::kRead, deadline));
      }
    }
  }
  co_return start_relay(network_, plink);
}

Task<void> PlinkProcess::end_input(Deadline deadline) {
  if (shell_->descriptor() >= 0) ::shutdown(shell_->descriptor(), SHUT_WR);
  (void)co_await child_->ended(deadline);
}

Task<Error> PlinkProcess::last_words(Deadline deadline) {
  while (!output_->ended && !deadline.passed()) {
    output_->news.expires_at(deadline.when());
    co_await output_->news.async_wait(kAsTuple);
  }
  co_return output_->log.error();
}

}  // namespace lw::net
