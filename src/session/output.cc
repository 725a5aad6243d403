#include "session/output.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/text.h"
#include "session/echo.h"

namespace lw::session {
namespace {

// In long output a line that looks like a refusal is usually content (a banner, a stored log), so
// only its ends are judged: devices refuse before they print, or after they failed.
constexpr std::size_t kShortOutput = 20;
constexpr std::size_t kJudgedHead = 5;
constexpr std::size_t kJudgedTail = 3;
constexpr std::size_t kLongestJudged = 4096;
constexpr std::size_t kLongestStamp = 64;  // of what a log message has in front of its "%FAC-1-"
constexpr std::size_t kEchoLines = 50;     // an echo is looked for no further down

bool is_marker(std::string_view line) {
  const auto at = line.find_first_not_of(" \t");
  return at != std::string_view::npos && trim(line) == "^";
}

// "show logging" prints log lines as its answer: they stay where they are.
bool asks_for_log(std::string_view command) {
  const std::string text = to_lower(command);
  return text.find("log") != std::string::npos || text.find("more ") != std::string::npos;
}

bool starts_message(std::string_view line, std::size_t percent) {
  return percent + 1 < line.size() &&
         std::isupper(static_cast<unsigned char>(line[percent + 1])) != 0 &&
         line.find('-', percent) != std::string_view::npos;
}

std::vector<std::string_view> finished_lines(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.empty()) return {};
  return split_lines(text);
}

// The first line after the echo; `before` gets what stood in front of it.
std::size_t skip_echo(const std::vector<std::string_view>& lines, const Sent& sent,
                      std::vector<std::string>& before) {
  if (sent.source != Source::kTerminal || trim(sent.command).empty()) return 0;
  const std::size_t end = std::min(lines.size(), kEchoLines);
  for (std::size_t i = 0; i < end; ++i) {
    if (!is_echo_line(lines[i], sent.prompt, sent.command)) continue;
    for (std::size_t k = 0; k < i; ++k) {
      const auto line = trim(lines[k]);
      if (!line.empty() && line != trim(sent.prompt)) before.emplace_back(line);
    }
    return i + 1;
  }
  return 0;
}

class Maker {
 public:
  Maker(const platform::Platform& platform, const Sent& sent) : platform_(platform), sent_(sent) {
    output_.command = sent.command;
  }

  Output make(std::string_view text) {
    const auto lines = finished_lines(text);
    std::size_t first = skip_echo(lines, sent_, output_.log_lines);
    while (first < lines.size() && trim(lines[first]).empty()) ++first;
    const bool keep_log = sent_.source != Source::kTerminal || asks_for_log(sent_.command);
    for (std::size_t i = first; i < lines.size(); ++i) {
      const auto line = i == first ? behind_progress(lines[i]) : lines[i];
      if (keep_log) {
        add(line);
      } else {
        set_apart(line);
      }
    }
    drop_blank_end();
    if (!kept_.empty() && !sent_.next_prompt.empty() &&
        trim(kept_.back()) == trim(sent_.next_prompt)) {
      kept_.pop_back();
      drop_blank_end();
    }
    judge();
    for (const auto& line : kept_) {
      if (!output_.text.empty() || &line != &kept_.front()) output_.text += '\n';
      output_.text += line;
    }
    return std::move(output_);
  }

 private:
  void drop_blank_end() {
    while (!kept_.empty() && trim(kept_.back()).empty()) kept_.pop_back();
  }

  std::string_view behind_progress(std::string_view line) const {
    re2::StringPiece rest(line.data(), line.size());
    if (platform_.progress) RE2::Consume(&rest, *platform_.progress);
    return {rest.data(), rest.size()};
  }

  void set_apart(std::string_view line) {
    const std::size_t at = find_log_message(platform_, line);
    if (at == std::string_view::npos) return add(line);
    output_.log_lines.emplace_back(line.substr(at));
    if (at > 0) {
      add(line.substr(0, at));
      unfinished_ = true;
    }
  }

  void add(std::string_view line) {
    const bool wrapped = sent_.width && !line.empty() && previous_ == *sent_.width;
    previous_ = line.size();
    if ((unfinished_ || wrapped) && !kept_.empty()) {
      kept_.back() += line;
    } else {
      kept_.emplace_back(line);
    }
    unfinished_ = false;
  }

  void judge() {
    std::optional<std::size_t> marker;
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      const bool judged = sent_.source == Source::kConfigReply || kept_.size() <= kShortOutput ||
                          i < kJudgedHead || i + kJudgedTail >= kept_.size();
      if (!judged) continue;
      const std::string_view line = std::string_view(kept_[i]).substr(0, kLongestJudged);
      if (is_marker(line)) {
        marker = line.find('^');
        continue;
      }
      const auto verdict = platform_.judge(line);
      if (verdict == platform::Verdict::kWarning) output_.warnings.emplace_back(line);
      if (verdict == platform::Verdict::kError && !output_.rejected) reject(line, marker);
    }
  }

  void reject(std::string_view line, std::optional<std::size_t> marker) {
    Rejection rejection;
    rejection.command = sent_.command;
    rejection.message = trim(line);
    if (marker && *marker >= sent_.prompt.size() &&
        *marker - sent_.prompt.size() <= sent_.command.size()) {
      rejection.column = *marker - sent_.prompt.size();
    }
    output_.rejected = std::move(rejection);
  }

  const platform::Platform& platform_;
  const Sent& sent_;
  Output output_;
  std::vector<std::string> kept_;
  std::size_t previous_ = 0;
  bool unfinished_ = false;
};

}  // namespace

std::size_t find_log_message(const platform::Platform& platform, std::string_view line) {
  const std::string_view head = line.substr(0, kLongestJudged);
  if (platform.is_asynchronous(head)) return 0;
  if (const std::size_t at = platform.find_interruption(head); at != std::string_view::npos) {
    return at;
  }
  // A message printed into a line: stamp and "%FACILITY-", searched for leftwards of the first
  // per cent sign that can begin one.
  for (std::size_t percent = head.find('%'); percent != std::string_view::npos;
       percent = head.find('%', percent + 1)) {
    if (!starts_message(head, percent)) continue;
    const std::size_t from = percent > kLongestStamp ? percent - kLongestStamp : 1;
    for (std::size_t at = from; at <= percent; ++at) {
      const char before = head[at - 1];
      const char first = head[at];
      const bool begins = first == '*' || first == '%' || first == '<' ||
                          (std::isalnum(static_cast<unsigned char>(first)) != 0 &&
                           std::isalnum(static_cast<unsigned char>(before)) == 0 && before != '*');
      if (begins && platform.is_asynchronous(head.substr(at))) return at;
    }
    return std::string_view::npos;
  }
  return std::string_view::npos;
}

Output make_output(const platform::Platform& platform, const Sent& sent, std::string_view text) {
  return Maker(platform, sent).make(text);
}

}  // namespace lw::session
