// Feeds the configuration archive, or git, with the same made-up history, and times single calls.
//
//   archive_bench feed DATA DEVICES DAYS    into the store of the folder DATA; prints JSON
//   archive_bench git DEVICES DAYS          a stream for `git fast-import`, a commit a day
//   archive_bench show DATA TIMES           reads revisions at random; prints JSON
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "config_history.h"
#include "platform/platform.h"
#include "store/archive_store.h"
#include "store/inventory.h"

namespace {

using namespace lw;
using Clock = std::chrono::steady_clock;

template <class T>
T must(Result<T> result) {
  if (result) {
    if constexpr (std::is_void_v<T>) {
      return;
    } else {
      return *std::move(result);
    }
  }
  std::fprintf(stderr, "archive_bench: %s\n", result.error().message.c_str());
  std::exit(1);
}

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::string percentiles(std::vector<double> all) {
  std::ranges::sort(all);
  const auto part = [&](double share) {
    return all[std::min(all.size() - 1,
                        static_cast<std::size_t>(share * static_cast<double>(all.size())))];
  };
  return fmt::format(R"({{"median": {:.4f}, "p99": {:.4f}, "most": {:.4f}}})", part(0.5),
                     part(0.99), all.back());
}

archive::Rules rules_of_ios() {
  const auto family = must(must(platform::Registry::load()).find("cisco_ios"));
  return {[family](std::string_view line) { return family->redact(line); },
          [family](std::string_view line) { return family->is_noise(line); }};
}

archive::Time at(std::int64_t seconds) { return archive::Time(std::chrono::seconds(seconds)); }

// All days but the last at once, as an import does; the last one by one, as every night's run does.
int feed(const std::string& folder, unsigned devices, unsigned days) {
  auto inventory = must(store::Inventory::open(folder));
  auto segments = must(store::ArchiveStore::open(inventory));
  archive::Archive archive(*segments);
  const auto rules = rules_of_ios();
  std::vector<bench::ConfigHistory> last_day;
  std::uint64_t bytes = 0;
  const auto started = Clock::now();
  for (unsigned device = 0; device < devices; ++device) {
    bench::ConfigHistory history(device);
    store::Device row;
    row.name = history.name();
    row.platform = "cisco_ios";
    row.address = "192.0.2.1";
    must(inventory.add(row, {}));
    std::vector<archive::Capture> captures;
    for (unsigned day = 0; day + 1 < days; ++day) {
      captures.push_back({history.text(), {"nightly", "discovery"}, at(history.time())});
      bytes += captures.back().text.size();
      history.next_day();
    }
    must(archive.put_all(history.name(), "cisco_ios", captures, rules));
    last_day.push_back(std::move(history));
  }
  const double fed = milliseconds_since(started);
  std::vector<double> puts;
  for (const auto& history : last_day) {
    archive::Capture capture{history.text(), {"nightly", "discovery"}, at(history.time())};
    bytes += capture.text.size();
    const auto start = Clock::now();
    must(archive.put(history.name(), "cisco_ios", capture, rules));
    puts.push_back(milliseconds_since(start));
  }
  fmt::print(R"({{"bytes": {}, "fed_ms": {:.0f}, "put_ms": {}}})", bytes, fed, percentiles(puts));
  return 0;
}

int git(unsigned devices, unsigned days) {
  std::vector<bench::ConfigHistory> all;
  for (unsigned device = 0; device < devices; ++device) all.emplace_back(device);
  for (unsigned day = 0; day < days; ++day) {
    fmt::print(
        "commit refs/heads/main\ncommitter nightly <nightly@localhost> {} +0000\ndata 9\n"
        "discovery\n",
        all.front().time());
    for (auto& history : all) {
      const std::string text = history.text();
      fmt::print("M 100644 inline {}.cfg\ndata {}\n{}\n", history.name(), text.size(), text);
      history.next_day();
    }
  }
  return 0;
}

int show(const std::string& folder, unsigned times) {
  auto inventory = must(store::Inventory::open(folder));
  auto segments = must(store::ArchiveStore::open(inventory));
  archive::Archive archive(*segments);
  const auto all = must(archive.list());
  const auto rules = rules_of_ios();
  std::mt19937 random(1);
  std::vector<double> shows;
  for (unsigned i = 0; i < times; ++i) {
    const auto start = Clock::now();
    const auto series = must(archive.find(all[random() % all.size()].device));
    const auto text = must(archive.version(series, 1 + random() % series.versions));
    if (rules.shown(text.text).empty()) return 1;
    shows.push_back(milliseconds_since(start));
  }
  fmt::print(R"({{"show_ms": {}}})", percentiles(shows));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  const auto number = [&](std::size_t i) {
    return static_cast<unsigned>(std::strtoul(words[i].data(), nullptr, 10));
  };
  if (words.size() == 4 && words[0] == "feed")
    return feed(std::string(words[1]), number(2), number(3));
  if (words.size() == 3 && words[0] == "git") return git(number(1), number(2));
  if (words.size() == 3 && words[0] == "show") return show(std::string(words[1]), number(2));
  std::fputs("archive_bench feed DATA DEVICES DAYS | git DEVICES DAYS | show DATA TIMES\n", stderr);
  return 2;
}
