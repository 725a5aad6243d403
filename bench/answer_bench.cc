// One session that stays open and asks the same commands again and again, as `linewarden run` asks
// them: what an answer costs, apart from the login.
//
// Usage: answer_bench TRANSPORT PLATFORM ROUNDS COMMAND… <DEVICE
// The device is named on standard input (bench_devices.h). Prints one JSON object: seconds of wall
// and processor time of each round, and the bytes of its answers.
#include <fmt/ranges.h>

#include <chrono>
#include <cstdlib>

#include "bench_devices.h"
#include "net/loop.h"
#include "usage.h"

namespace lw::bench {
namespace {

struct Rounds {
  std::vector<double> wall;
  std::vector<double> processor;
  std::size_t bytes = 0;  // of each
};

net::Task<Result<Rounds>> ask(BenchDevices& devices, std::vector<std::string> commands,
                              std::size_t count) {
  LW_CO_ASSIGN(const auto session, co_await devices.open(0));
  Rounds rounds;
  for (std::size_t i = 0; i < count; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const double processor = processor_seconds();
    auto all = co_await session->run_all(commands, std::chrono::minutes(5));
    rounds.processor.push_back(processor_seconds() - processor);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    rounds.wall.push_back(wall.count());
    if (all.error) co_return std::unexpected(*std::move(all.error));
    rounds.bytes = 0;
    for (const session::Output& output : all.outputs) {
      if (output.rejected) co_return failure(ErrorCode::kCommandRejected, output.command);
      rounds.bytes += output.text.size();
    }
  }
  co_await session->close(Deadline::after(std::chrono::seconds(2)));
  co_return rounds;
}

Result<void> run(int argc, char** argv) {
  if (argc < 5) {
    return failure(ErrorCode::kInvalidArgument,
                   "usage: answer_bench TRANSPORT PLATFORM ROUNDS COMMAND… <DEVICE");
  }
  LW_ASSIGN(const auto devices, BenchDevices::read(argv[1], argv[2]));
  const std::size_t count = std::strtoul(argv[3], nullptr, 10);
  net::Loop loop;
  LW_ASSIGN(const Rounds rounds, loop.run<Result<Rounds>>([&] {
    return ask(*devices, {argv + 4, argv + argc}, count);
  }));
  fmt::print("{{\"wall\":[{:.6f}],\"cpu\":[{:.6f}],\"bytes\":{}}}\n", fmt::join(rounds.wall, ","),
             fmt::join(rounds.processor, ","), rounds.bytes);
  return {};
}

}  // namespace
}  // namespace lw::bench

int main(int argc, char** argv) {
  const auto result = lw::bench::run(argc, argv);
  if (!result) fmt::print(stderr, "{}\n", result.error().message);
  return result ? 0 : 3;
}
