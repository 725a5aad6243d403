// Sessions inside one process, on the rooms alone: connect, log in, enable, paging off, one
// command, log out. `one` opens them one after the other; `many` holds all of them open at the same
// time and says what each costs. The device is another process.
//
// Usage: session_bench one|many telnet|ssh [ADDRESS:]PORT[,[ADDRESS:]PORT]… COUNT
// Sessions are dealt out to the devices in turn; ADDRESS is 127.0.0.1 when not given. The
// environment has SSH_USER, SSH_PASSWORD and ENABLE_PASSWORD. Prints one JSON object.
#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "net/loop.h"
#include "net/peer_pins.h"
#include "net/ssh.h"
#include "net/telnet.h"
#include "platform/platform.h"
#include "session/session.h"

namespace lw {
namespace {

using Clock = std::chrono::steady_clock;
using SessionPointer = std::unique_ptr<session::Session>;

constexpr auto kPatience = std::chrono::seconds(60);

struct Target {
  std::string transport;
  std::vector<net::Endpoint> devices;
  std::string user;
  std::string password;
  std::string enable;
  std::shared_ptr<const platform::Platform> platform;
  net::PeerPins* pins = nullptr;
};

net::Task<Result<SessionPointer>> open(const Target& target, std::size_t index) {
  const Deadline deadline = Deadline::after(kPatience);
  const net::Endpoint endpoint = target.devices[index % target.devices.size()];
  const bool ssh = target.transport == "ssh";
  auto stream = ssh ? co_await net::connect_ssh(
                          net::SshTarget{endpoint, target.user, Secret(target.password)},
                          *target.pins, net::direct_route(), deadline)
                    : co_await net::connect_telnet(endpoint, net::direct_route(), deadline);
  if (!stream) co_return std::unexpected(std::move(stream).error());
  auto session =
      session::make_session(*std::move(stream), target.platform,
                            ssh ? session::TransportLogin::kDone : session::TransportLogin::kAsked);
  LW_CO_TRY(co_await session->login(
      session::Credentials{target.user, Secret(target.password), Secret(target.enable)}, deadline));
  co_return session;
}

net::Task<Result<void>> use(session::Session& session) {
  LW_CO_ASSIGN(auto output, co_await session.run("show version", {}, Deadline::after(kPatience)));
  if (output.rejected || output.text.empty()) {
    co_return failure(ErrorCode::kInternal, "show version gave nothing");
  }
  co_return Result<void>{};
}

struct Usage {
  double cpu = 0;
  long resident = 0;
  long threads = 0;
};

Usage usage() {
  Usage now;
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  now.cpu = seconds(used.ru_utime) + seconds(used.ru_stime);
  long pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> now.resident;
  now.resident *= sysconf(_SC_PAGESIZE);
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator("/proc/self/task")) {
    ++now.threads;
  }
  return now;
}

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Result<void> one_after_the_other(const Target& target, std::size_t count) {
  net::Loop loop;
  const auto whole = [&]() -> net::Task<Result<void>> {
    LW_CO_ASSIGN(const SessionPointer session, co_await open(target, 0));
    LW_CO_TRY(co_await use(*session));
    co_await session->close(Deadline::after(kPatience));
    co_return Result<void>{};
  };
  LW_TRY(loop.run<Result<void>>(whole));
  const double cpu = usage().cpu;
  const auto start = Clock::now();
  for (std::size_t i = 0; i < count; ++i) LW_TRY(loop.run<Result<void>>(whole));
  const double wall = since(start);
  fmt::print("{{\"sessions\":{},\"wall\":{:.6f},\"cpu\":{:.6f}}}\n", count, wall,
             usage().cpu - cpu);
  return {};
}

// One thread for each of two loops, so that every session stays on the thread that opened it.
Result<void> all_at_once(const Target& target, std::size_t count) {
  std::array<net::Loop, 2> loops;
  const Usage before = usage();
  const auto start = Clock::now();
  std::vector<std::future<Result<SessionPointer>>> opening;
  for (std::size_t i = 0; i < count; ++i) {
    opening.push_back(loops[i % 2].start<Result<SessionPointer>>(
        [&target, i]() -> net::Task<Result<SessionPointer>> { return open(target, i); }));
  }
  std::vector<SessionPointer> sessions;
  for (auto& one : opening) {
    LW_ASSIGN(auto session, one.get());
    sessions.push_back(std::move(session));
  }
  const double opened = since(start);
  const Usage open_all = usage();

  const auto command = Clock::now();
  std::vector<std::future<Result<void>>> running;
  for (std::size_t i = 0; i < count; ++i) {
    running.push_back(loops[i % 2].start<Result<void>>(
        [&session = *sessions[i]]() -> net::Task<Result<void>> { return use(session); }));
  }
  for (auto& one : running) LW_TRY(one.get());
  const double commanded = since(command);
  const Usage after = usage();

  std::vector<std::future<void>> closing;
  for (std::size_t i = 0; i < count; ++i) {
    closing.push_back(loops[i % 2].start<void>([&session = *sessions[i]]() -> net::Task<> {
      return session.close(Deadline::after(kPatience));
    }));
  }
  for (auto& one : closing) one.get();
  fmt::print(
      "{{\"sessions\":{},\"opened\":{:.6f},\"commanded\":{:.6f},\"cpu\":{:.6f},"
      "\"bytes_each\":{},\"bytes_each_after\":{},\"threads\":{}}}\n",
      count, opened, commanded, after.cpu - before.cpu,
      (open_all.resident - before.resident) / static_cast<long>(count),
      (after.resident - before.resident) / static_cast<long>(count), after.threads);
  return {};
}

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Result<void> run(int argc, char** argv) {
  if (argc != 5) {
    return failure(ErrorCode::kInvalidArgument,
                   "usage: session_bench one|many telnet|ssh [ADDRESS:]PORT[,...] COUNT");
  }
  std::vector<net::Endpoint> devices;
  std::string list = argv[3];
  std::ranges::replace(list, ',', ' ');
  for (const std::string_view text : split_words(list)) {
    const std::size_t colon = text.rfind(':');
    const bool has_address = colon != std::string_view::npos;
    const auto port = parse_decimal(has_address ? text.substr(colon + 1) : text);
    if (!port || *port < 1 || *port > 65535) {
      return failure(ErrorCode::kInvalidArgument, "a port is a number from 1 to 65535");
    }
    devices.push_back({has_address ? std::string(text.substr(0, colon)) : "127.0.0.1",
                       static_cast<std::uint16_t>(*port)});
  }
  LW_ASSIGN(const auto registry, platform::Registry::load());
  LW_ASSIGN(const auto ios, registry.find("cisco_ios"));
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("linewarden-session-bench-{}", getpid());
  std::filesystem::create_directory(folder);
  net::PeerPins pins(folder / "host_keys");
  const Target target{argv[2],
                      std::move(devices),
                      from_environment("SSH_USER"),
                      from_environment("SSH_PASSWORD"),
                      from_environment("ENABLE_PASSWORD"),
                      ios,
                      &pins};
  const std::size_t count = std::strtoul(argv[4], nullptr, 10);
  const auto result = std::string_view(argv[1]) == "many" ? all_at_once(target, count)
                                                          : one_after_the_other(target, count);
  std::filesystem::remove_all(folder);
  return result;
}

}  // namespace
}  // namespace lw

int main(int argc, char** argv) {
  const auto result = lw::run(argc, argv);
  if (!result) fmt::print(stderr, "{}\n", result.error().message);
  return result ? 0 : 3;
}
