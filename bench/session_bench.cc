// Sessions inside one process, opened as every command opens them: connect, log in, enable, paging
// off, one command, log out. `one` opens them one after the other; `many` holds all of them open at
// the same time and says what each costs. The devices are another process.
//
// Usage: session_bench one|many TRANSPORT PLATFORM COUNT
// Sessions are dealt out in turn to the devices that standard input names (bench_devices.h). Prints
// one JSON object.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "bench_devices.h"
#include "net/loop.h"
#include "usage.h"

namespace lw::bench {
namespace {

using Clock = std::chrono::steady_clock;
using SessionPointer = std::unique_ptr<session::Session>;

constexpr std::size_t kLoginsAtOnce = 200;  // as commands have it

Deadline patience() { return Deadline::after(std::chrono::minutes(5)); }

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

long threads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return std::distance(begin(tasks), end(tasks));
}

net::Task<Result<void>> use(session::Session& session) {
  LW_CO_ASSIGN(auto output, co_await session.run("show version", {}, patience()));
  if (output.rejected || output.text.empty()) {
    co_return failure(ErrorCode::kInternal, "show version gave nothing");
  }
  co_return Result<void>{};
}

Result<void> one_after_the_other(BenchDevices& devices, std::size_t count) {
  net::Loop loop;
  const auto whole = [&]() -> net::Task<Result<void>> {
    LW_CO_ASSIGN(const SessionPointer session, co_await devices.open(0));
    LW_CO_TRY(co_await use(*session));
    co_await session->close(patience());
    co_return Result<void>{};
  };
  LW_TRY(loop.run<Result<void>>(whole));
  const double cpu = processor_seconds();
  const auto start = Clock::now();
  for (std::size_t i = 0; i < count; ++i) LW_TRY(loop.run<Result<void>>(whole));
  const double wall = since(start);
  fmt::print("{{\"sessions\":{},\"wall\":{:.6f},\"cpu\":{:.6f}}}\n", count, wall,
             processor_seconds() - cpu);
  return {};
}

// One thread for each of two loops, so that every session stays on the thread that opened it.
Result<void> all_at_once(BenchDevices& devices, std::size_t count) {
  std::array<net::Loop, 2> loops;
  const double cpu = processor_seconds();
  const long resident = resident_bytes();
  const auto bytes_each = [&] { return (resident_bytes() - resident) / static_cast<long>(count); };
  const auto start = Clock::now();
  std::vector<SessionPointer> sessions;
  while (sessions.size() < count) {
    std::vector<std::future<Result<SessionPointer>>> opening;
    const std::size_t until = std::min(count, sessions.size() + kLoginsAtOnce);
    for (std::size_t i = sessions.size(); i < until; ++i) {
      opening.push_back(
          loops[i % 2].start<Result<SessionPointer>>([&devices, i] { return devices.open(i); }));
    }
    for (auto& one : opening) {
      LW_ASSIGN(auto session, one.get());
      sessions.push_back(std::move(session));
    }
  }
  const double opened = since(start);
  const long held = bytes_each();

  const auto command = Clock::now();
  std::vector<std::future<Result<void>>> running;
  for (std::size_t i = 0; i < count; ++i) {
    running.push_back(
        loops[i % 2].start<Result<void>>([&session = *sessions[i]] { return use(session); }));
  }
  for (auto& one : running) LW_TRY(one.get());
  const double commanded = since(command);
  const double used = processor_seconds() - cpu;
  const long used_bytes = bytes_each();
  const long running_threads = threads();

  std::vector<std::future<void>> closing;
  for (std::size_t i = 0; i < count; ++i) {
    closing.push_back(
        loops[i % 2].start<void>([&session = *sessions[i]] { return session.close(patience()); }));
  }
  for (auto& one : closing) one.get();
  fmt::print(
      "{{\"sessions\":{},\"opened\":{:.6f},\"commanded\":{:.6f},\"cpu\":{:.6f},"
      "\"bytes_each\":{},\"bytes_each_after\":{},\"threads\":{}}}\n",
      count, opened, commanded, used, held, used_bytes, running_threads);
  return {};
}

Result<void> run(int argc, char** argv) {
  if (argc != 5) {
    return failure(ErrorCode::kInvalidArgument,
                   "usage: session_bench one|many TRANSPORT PLATFORM COUNT <DEVICES");
  }
  LW_ASSIGN(const auto devices, BenchDevices::read(argv[2], argv[3]));
  const std::size_t count = std::strtoul(argv[4], nullptr, 10);
  return std::string_view(argv[1]) == "many" ? all_at_once(*devices, count)
                                             : one_after_the_other(*devices, count);
}

}  // namespace
}  // namespace lw::bench

int main(int argc, char** argv) {
  const auto result = lw::bench::run(argc, argv);
  if (!result) fmt::print(stderr, "{}\n", result.error().message);
  return result ? 0 : 3;
}
