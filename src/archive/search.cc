#include "archive/search.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <queue>
#include <thread>
#include <tuple>
#include <utility>

#include "archive/archive.h"

namespace lw::archive {
namespace {

struct Task {
  Series series;
  StoredSegment segment;
};

// Hands segments from the reader to those who look through them; holds few, so that a large archive
// is never in memory.
class TaskQueue {
 public:
  void put(Task task) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return tasks_.size() < kMost; });
    tasks_.push(std::move(task));
    changed_.notify_all();
  }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }
  // nullopt: there will be no more.
  std::optional<Task> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !tasks_.empty() || closed_; });
    if (tasks_.empty()) return std::nullopt;
    Task task = std::move(tasks_.front());
    tasks_.pop();
    changed_.notify_all();
    return task;
  }

 private:
  static constexpr std::size_t kMost = 64;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::queue<Task> tasks_;
  bool closed_ = false;
};

// Consecutive versions of one segment in which a shown line stands: lines that differ in their
// secret alone are one line here.
std::vector<Finding> findings_in(const Task& task, const Segment& segment, const Query& query,
                                 const Rules& rules, bool latest_only) {
  const auto matches = query.matches(segment, rules);
  if (matches.empty()) return {};
  const auto lives = segment.lifetimes();
  const auto last = static_cast<std::uint32_t>(segment.versions().size() - 1);
  std::map<std::string, std::vector<Segment::Lifetime>> lines;
  for (const std::size_t number : matches) {
    if (latest_only && lives[number].to != last) continue;
    lines[rules.shown(segment.line(number))].push_back(lives[number]);
  }
  std::vector<Finding> findings;
  const bool is_latest = task.segment.place.number + 1 == task.series.segments;
  for (auto& [line, spans] : lines) {
    std::ranges::sort(spans, {}, &Segment::Lifetime::from);
    for (std::size_t i = 0; i < spans.size();) {
      Segment::Lifetime joined = spans[i];
      for (++i; i < spans.size() && spans[i].from <= joined.to + 1; ++i) {
        joined.to = std::max(joined.to, spans[i].to);
      }
      const std::uint64_t first = task.segment.place.first_version;
      findings.push_back({task.series.device, line, first + joined.from, first + joined.to,
                          segment.versions()[joined.from].at, is_latest && joined.to == last,
                          task.series.device_removed});
    }
  }
  return findings;
}

// What ends where a segment ends may go on in the next one.
void join_over_segments(std::vector<Finding>& findings) {
  std::ranges::sort(findings, {}, [](const Finding& finding) {
    return std::tie(finding.device, finding.line, finding.from);
  });
  std::vector<Finding> joined;
  for (Finding& finding : findings) {
    if (!joined.empty() && joined.back().device == finding.device &&
        joined.back().line == finding.line && joined.back().to + 1 == finding.from) {
      joined.back().to = finding.to;
      joined.back().in_latest = finding.in_latest;
    } else {
      joined.push_back(std::move(finding));
    }
  }
  findings = std::move(joined);
}

class Searcher {
 public:
  Searcher(const Query& query, const RulesOf& rules_of, const SearchOptions& options)
      : query_(query), rules_of_(rules_of), options_(options) {
    for (int i = 0; i < std::max(options.threads, 1); ++i)
      threads_.emplace_back([this] { work(); });
  }
  ~Searcher() { finish(); }
  Searcher(const Searcher&) = delete;
  Searcher& operator=(const Searcher&) = delete;

  void add(Task task) { tasks_.put(std::move(task)); }
  void finish() {
    tasks_.close();
    threads_.clear();  // waits for them
  }
  [[nodiscard]] std::vector<Finding>& findings() { return findings_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  void work() {
    std::vector<Finding> found;
    std::map<std::string, Rules> rules;
    std::optional<Error> error;
    while (const auto task = tasks_.take()) {
      const std::string& platform = task->segment.place.platform;
      if (!rules.contains(platform)) rules.emplace(platform, rules_of_(platform));
      auto segment = Segment::decode(task->segment.bytes);
      if (!segment) {
        error = std::move(segment).error().with_context(task->series.device);
        continue;
      }
      auto more = findings_in(*task, *segment, query_, rules.at(platform), options_.latest_only);
      std::ranges::move(more, std::back_inserter(found));
    }
    const std::lock_guard lock(mutex_);
    std::ranges::move(found, std::back_inserter(findings_));
    if (error) error_ = std::move(error);
  }

  const Query& query_;
  const RulesOf& rules_of_;
  const SearchOptions& options_;
  TaskQueue tasks_;
  std::mutex mutex_;
  std::vector<Finding> findings_;
  std::optional<Error> error_;
  std::vector<std::jthread> threads_;
};

}  // namespace

Result<SearchResult> search(SegmentStore& store, const Query& query, const RulesOf& rules_of,
                            const SearchOptions& options) {
  SearchResult result;
  Searcher searcher(query, rules_of, options);
  std::string last;
  const auto add = [&](const Series& series, StoredSegment segment) -> Result<void> {
    if (series.device != last) ++result.devices;
    last = series.device;
    result.versions += options.latest_only ? 1 : segment.place.versions;
    searcher.add({series, std::move(segment)});
    return {};
  };
  const auto which = options.latest_only ? SegmentStore::Which::kLast : SegmentStore::Which::kAll;
  if (options.devices.empty()) LW_TRY(store.each(which, add));
  for (const std::string& device : options.devices) {
    LW_ASSIGN(const auto series, Archive(store).find(device));
    LW_TRY(store.each_of(series, which, add));
  }
  searcher.finish();
  if (searcher.error()) return std::unexpected(*searcher.error());
  result.findings = std::move(searcher.findings());
  join_over_segments(result.findings);
  std::ranges::sort(result.findings, {}, [](const Finding& finding) {
    return std::tie(finding.device, finding.from, finding.line);
  });
  result.total = result.findings.size();
  if (result.findings.size() > options.most) result.findings.resize(options.most);
  return result;
}

}  // namespace lw::archive
