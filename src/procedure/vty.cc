#include "procedure/vty.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "procedure/access_list.h"

namespace lw::procedure {
namespace {

using configtext::Document;

bool in_question(const VtyRange& range, const Bindings& bindings) {
  const auto number = [&](std::string_view name) -> std::optional<long> {
    const std::string* value = bindings.value(name);
    return value == nullptr ? std::nullopt : parse_decimal(*value);
  };
  const auto first = number("first_line");
  const auto last = number("last_line");
  return (!last || range.first <= *last) && (!first || range.last >= *first);
}

std::vector<VtyRange> ranges_in_question(const Context& context) {
  auto ranges = vty_ranges(context.running);
  std::erase_if(ranges,
                [&](const VtyRange& range) { return !in_question(range, context.bindings); });
  return ranges;
}

// The words after `transport input`; empty when there is no such line.
std::vector<std::string_view> accepted(const Context& context, const VtyRange& range) {
  if (!range.transport) return {};
  auto words = split_words(context.running.lines()[*range.transport].text);
  words.erase(words.begin(),
              words.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(2, words.size())));
  return words;
}

bool contains(const std::vector<std::string_view>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A condition that looks at each vty range in turn.
class EachRange : public Condition {
 public:
  Verdict evaluate(const Context& context) const final {
    Verdict verdict;
    const auto ranges = ranges_in_question(context);
    if (ranges.empty()) {
      verdict.missing.emplace_back("line vty …: the configuration shows no such terminal lines");
      return verdict;
    }
    for (const VtyRange& range : ranges) judge(context, range, verdict);
    verdict.holds = verdict.missing.empty();
    return verdict;
  }

 protected:
  virtual void judge(const Context& context, const VtyRange& range, Verdict& verdict) const = 0;
};

class Accepts final : public EachRange {
 public:
  explicit Accepts(std::string transport) : transport_(std::move(transport)) {}

 private:
  void judge(const Context& context, const VtyRange& range, Verdict& verdict) const override {
    if (!range.transport) {
      verdict.evidence.push_back(
          {context.running.lines()[range.line].number,
           range.section + ": no transport input line, the release's default applies"});
      return;
    }
    verdict.evidence.push_back(evidence_of(context, *range.transport));
    const auto words = accepted(context, range);
    if (contains(words, transport_) || contains(words, "all")) return;
    std::string command = "transport input";
    for (const std::string_view word : words) {
      if (word != "none") command += fmt::format(" {}", word);
    }
    command += " " + transport_;
    verdict.missing.push_back(fmt::format("{}: {}", range.section, command));
    verdict.fixes.push_back({range.section, std::move(command)});
  }
  std::string transport_;
};

class Only final : public EachRange {
 public:
  explicit Only(std::string transport) : transport_(std::move(transport)) {}

 private:
  void judge(const Context& context, const VtyRange& range, Verdict& verdict) const override {
    const auto words = accepted(context, range);
    if (range.transport) verdict.evidence.push_back(evidence_of(context, *range.transport));
    if (words.size() == 1 && words.front() == transport_) return;
    const std::string command = "transport input " + transport_;
    verdict.missing.push_back(fmt::format("{}: {}", range.section, command));
    verdict.fixes.push_back({range.section, command});
  }
  std::string transport_;
};

// The last of `aaa new-model` and `no aaa new-model`.
std::optional<std::uint32_t> aaa_on(const Document& running) {
  std::optional<std::uint32_t> on;
  for (const std::uint32_t index : running.top_level("aaa")) {
    const auto text = running.lines()[index].text;
    if (text == "aaa new-model") on = index;
    if (text == "no aaa new-model") on.reset();
  }
  return on;
}

class Login final : public EachRange {
 private:
  void judge(const Context& context, const VtyRange& range, Verdict& verdict) const override {
    if (const auto aaa = aaa_on(context.running)) {
      // With AAA the lines' own `login local` no longer counts (guide page 2-5).
      if (verdict.evidence.empty()) verdict.evidence.push_back(evidence_of(context, *aaa));
      return;
    }
    if (range.login) verdict.evidence.push_back(evidence_of(context, *range.login));
    const auto login =
        range.login ? context.running.lines()[*range.login].text : std::string_view{};
    if (login == "login local" || login == "login tacacs") return;
    verdict.missing.push_back(fmt::format("{}: login local{}", range.section,
                                          login.empty() ? "" : fmt::format(" (now: {})", login)));
    verdict.fixes.push_back({range.section, "login local"});
  }
};

class Access final : public EachRange {
 private:
  void judge(const Context& context, const VtyRange& range, Verdict& verdict) const override {
    if (!range.access_class) return;
    verdict.evidence.push_back(evidence_of(context, *range.access_class));
    const auto words = split_words(context.running.lines()[*range.access_class].text);
    // access-class NAME in [vrf-also]
    if (words.size() < 3 || words[2] != "in") return;
    if (auto refusal = why_not_permitted(context, words[1], range.section)) {
      verdict.missing.push_back(std::move(*refusal));
    }
  }
};

}  // namespace

std::vector<VtyRange> vty_ranges(const Document& running) {
  std::vector<VtyRange> ranges;
  for (const std::uint32_t index : running.top_level("line")) {
    const auto words = split_words(running.lines()[index].text);
    if (words.size() < 3 || words[1] != "vty") continue;
    const auto first = parse_decimal(words[2]);
    const auto last = words.size() > 3 ? parse_decimal(words[3]) : first;
    if (!first || !last) continue;
    auto range = std::find_if(ranges.begin(), ranges.end(), [&](const VtyRange& one) {
      return one.first == *first && one.last == *last;
    });
    if (range == ranges.end()) {
      VtyRange fresh;
      fresh.line = index;
      fresh.section = running.lines()[index].text;
      fresh.first = *first;
      fresh.last = *last;
      range = ranges.insert(range, std::move(fresh));
    }
    for (const std::uint32_t child : running.children(index)) {
      const auto text = running.lines()[child].text;
      if (text.starts_with("transport input ")) range->transport = child;
      if (text == "login" || text.starts_with("login ") || text == "no login") range->login = child;
      if (text.starts_with("access-class ")) range->access_class = child;
    }
  }
  return ranges;
}

ConditionPtr vty_accepts(std::string transport) {
  return std::make_shared<Accepts>(std::move(transport));
}
ConditionPtr vty_only(std::string transport) {
  return std::make_shared<Only>(std::move(transport));
}
ConditionPtr vty_login() { return std::make_shared<Login>(); }

namespace {
// No vty at all is the other conditions' matter.
class AccessWhereLimited final : public Condition {
 public:
  Verdict evaluate(const Context& context) const override {
    Verdict verdict = Access().evaluate(context);
    if (ranges_in_question(context).empty()) verdict.missing.clear();
    verdict.holds = verdict.missing.empty();
    return verdict;
  }
};
}  // namespace

ConditionPtr vty_access() { return std::make_shared<AccessWhereLimited>(); }

}  // namespace lw::procedure
