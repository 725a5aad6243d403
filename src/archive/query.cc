#include "archive/query.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <utility>

#include "base/text.h"

namespace lw::archive {
namespace {

constexpr std::size_t kMostQuery = 1000;
constexpr std::size_t kMostPatternMemory = 8u << 20;
// Stands for a secret while a line is matched: the letters of kSecretMark match nothing.
constexpr std::string_view kStandIn = "\x01";

std::string with_stand_in(std::string_view text) {
  std::string replaced;
  for (std::size_t at = text.find(kSecretMark); at != std::string_view::npos;
       at = text.find(kSecretMark)) {
    replaced.append(text.substr(0, at)).append(kStandIn);
    text.remove_prefix(at + kSecretMark.size());
  }
  return replaced.append(text);
}

}  // namespace

Query::Query(Query&&) noexcept = default;
Query& Query::operator=(Query&&) noexcept = default;
Query::~Query() = default;

Result<Query> Query::make(std::string_view text, Form form, Case letters) {
  if (text.empty() || text.size() > kMostQuery ||
      text.find_first_of(std::string_view("\n\0", 2)) != std::string_view::npos) {
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("what is searched for is one line of 1 to {} characters", kMostQuery));
  }
  Query query;
  const std::string wanted = with_stand_in(text);
  if (form == Form::kWords && letters == Case::kExact) {
    query.words_ = wanted;
    query.every_line_ = wanted.contains(kStandIn);
    return query;
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_case_sensitive(letters == Case::kExact);
  options.set_literal(form == Form::kWords);
  options.set_max_mem(kMostPatternMemory);
  query.pattern_ = std::make_unique<const re2::RE2>(wanted, options);
  query.every_line_ = form == Form::kPattern || wanted.contains(kStandIn);
  if (query.pattern_->ok()) return query;
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("bad pattern: {}", query.pattern_->error()),
                 "without --regex the words are searched for as they are");
}

bool Query::found_in(std::string_view line) const {
  if (!pattern_) return line.find(words_) != std::string_view::npos;
  return re2::RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), *pattern_);
}

bool Query::in_shown(std::string_view line, const Rules& rules) const {
  const std::string shown = rules.shown(line);
  return found_in(shown.contains(kSecretMark) ? with_stand_in(shown) : shown);
}

// Lines whose own words match, found in one pass over the block. Words that match a line as it is
// shown match here too: what is shown of it was there.
std::vector<std::size_t> Query::candidates(const Segment& segment) const {
  std::vector<std::size_t> lines;
  const std::string_view block = segment.block();
  std::size_t from = 0;
  const auto next = [&]() -> std::size_t {
    if (!pattern_) return block.find(words_, from);
    re2::StringPiece found;
    const re2::StringPiece all(block.data(), block.size());
    if (!pattern_->Match(all, from, block.size(), re2::RE2::UNANCHORED, &found, 1)) {
      return std::string_view::npos;
    }
    return static_cast<std::size_t>(found.data() - block.data());
  };
  for (std::size_t at = next(); at != std::string_view::npos; at = next()) {
    lines.push_back(segment.line_at(at));
    from = block.find('\n', at) + 1;
    if (from >= block.size()) break;
  }
  return lines;
}

std::vector<std::size_t> Query::matches(const Segment& segment, const Rules& rules) const {
  std::vector<std::size_t> lines;
  if (!every_line_) {
    for (const std::size_t number : candidates(segment)) {
      if (in_shown(segment.line(number), rules)) lines.push_back(number);
    }
    return lines;
  }
  for (std::size_t number = 0; number < segment.line_count(); ++number) {
    if (in_shown(segment.line(number), rules)) lines.push_back(number);
  }
  return lines;
}

}  // namespace lw::archive
