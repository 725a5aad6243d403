#include "lab/asa_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "lab/pix_rules.h"

namespace lw::lab {
namespace {

using Kind = AsaOutcome::Kind;

constexpr std::string_view kDefaultClients[] = {"ASDM", "CSM", "REST API Agent"};

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

// Its lines are not known: a line of the global mode ends it, but only when its first word stands
// in full ("host 192.0.2.1" in an object is no "hostname").
bool free_form(const AsaMode& mode) {
  return mode.rules.size() == 1 && mode.rules[0].syntax == "LINE";
}

bool usable(const Match& match) {
  return !match.words.empty() &&
         (match.kind == Match::Kind::kMatched || match.kind == Match::Kind::kIncomplete);
}

// "http 192.0.2.1" of PIX 6: one host, and it comes from the inside [verified in the guide].
std::string permit_line(std::vector<std::string> words) {
  if (words.size() == 2 || (words.size() == 3 && !is_ipv4_address(words[2]))) {
    words.insert(words.begin() + 2, "255.255.255.255");
  }
  if (words.size() == 3) words.emplace_back("inside");
  return joined(words);
}

AsaOutcome complaint(const Match& match) {
  if (match.kind == Match::Kind::kIncomplete) return {.kind = Kind::kIncomplete};
  if (match.kind == Match::Kind::kAmbiguous) return {.kind = Kind::kAmbiguous};
  return {.kind = Kind::kInvalid, .column = match.column};
}

}  // namespace

AsaConfig::AsaConfig(AsaRelease release, AsaSpace space, std::string name)
    : release_(std::move(release)), space_(space), name_(std::move(name)) {
  if (!release_.has(AsaFeature::kModes)) {
    load(pix6_factory_config());
    return;
  }
  store_.put(fmt::format("hostname {}", default_hostname()), 1);
  store_.put("names", 0);
  store_.put("pager lines 24", 1);
}

std::string AsaConfig::banner(std::string_view kind) const {
  std::string text;
  const std::string head = fmt::format("banner {} ", kind);
  for (const ConfigSection& section : store_.sections()) {
    if (section.text.starts_with(head)) text += section.text.substr(head.size()) + "\n";
  }
  return text;
}

const AsaMode& AsaConfig::global() const {
  if (!release_.has(AsaFeature::kModes)) return asa_mode("config-pix6");
  return asa_mode(space_ == AsaSpace::kSystem ? "config-system" : "config");
}

const AsaMode& AsaConfig::mode(const AsaCursor& cursor) const {
  return cursor.section.empty() ? global() : asa_mode(cursor.mode);
}

std::string AsaConfig::context_line(std::string_view name) {
  return fmt::format("context {}", name);
}

std::string_view AsaConfig::mark() const {
  return space_ == AsaSpace::kSystem    ? " <system>"
         : space_ == AsaSpace::kContext ? " <context>"
                                        : "";
}

std::vector<std::string> AsaConfig::basic_auth_clients() const {
  std::vector<std::string> clients;
  constexpr std::string_view kLine = "http server basic-auth-client ";
  for (const std::string_view client : kDefaultClients) {
    if (!store_.has(fmt::format("no {}{}", kLine, client))) clients.emplace_back(client);
  }
  for (const ConfigSection& section : store_.sections()) {
    if (section.text.starts_with(kLine)) clients.push_back(section.text.substr(kLine.size()));
  }
  return clients;
}

AsaOutcome AsaConfig::apply(AsaCursor& cursor, std::string_view line) {
  if (cursor.paste) return paste(cursor, line);
  const std::size_t start = line.find_first_not_of(' ');
  if (start == std::string_view::npos || line[start] == '!' || line[start] == ':') return {};
  const std::string_view first = first_words(line.substr(start), 1);
  if (first == "no") return remove(cursor, line, start + first.size());
  const AsaMode& here = mode(cursor);
  const AsaMode& global = this->global();
  const Match outside = global.table->match(line);
  if (outside.kind == Match::Kind::kMatched &&
      (cursor.section.empty() || (free_form(here) && outside.words.front() == first))) {
    return apply_rule(cursor, global, outside);
  }
  if (cursor.section.empty()) return complaint(outside);
  const Match inside = here.table->match(line);
  if (inside.kind == Match::Kind::kMatched) return apply_rule(cursor, here, inside);
  if (outside.kind == Match::Kind::kMatched) return apply_rule(cursor, global, outside);
  const bool outer = inside.kind == Match::Kind::kInvalid &&
                     (outside.kind != Match::Kind::kInvalid || outside.column > inside.column);
  return complaint(outer ? outside : inside);
}

AsaOutcome AsaConfig::apply_rule(AsaCursor& cursor, const AsaMode& mode, const Match& match) {
  const AsaRule& rule = mode.rules[static_cast<std::size_t>(match.command)];
  const std::string line = joined(match.words);
  if (&mode != &global()) return apply_section_rule(cursor, rule, match);
  const bool was_inside = !cursor.section.empty();
  cursor = AsaCursor{};
  switch (rule.action) {
    case AsaAction::kStore:
      store_.put(line, rule.key_words);
      return {};
    case AsaAction::kSwitch:
      store_.remove("no " + line);
      store_.put(line, rule.key_words);
      return {};
    case AsaAction::kSection:
      store_.put(line, rule.key_words).opens = true;
      cursor = {std::string(rule.opens), line};
      return {};
    case AsaAction::kBasicAuthClient:
      store_.remove("no " + line);
      if (std::ranges::find(kDefaultClients, match.words.back()) == std::end(kDefaultClients)) {
        store_.put(line, 0);
      }
      return {};
    case AsaAction::kCaAuthenticate:
      return begin_authentication(cursor, match);
    case AsaAction::kCaCertificate:  // only within a section
      return {};
    case AsaAction::kCallHome:
      store_.remove("no call-home reporting anonymous");
      store_.put(line, 0);
      return {};
    case AsaAction::kDefaultOn:
      store_.remove("no " + line);
      return {};
    case AsaAction::kPager:
      store_.remove("no pager");
      store_.put(match.words.size() > 1 ? line : "pager lines 24", 1);
      return {};
    case AsaAction::kPermit:
      store_.put(permit_line(match.words), 0);
      return {};
    case AsaAction::kSaveKeys:
      return {.kind = Kind::kSaveKeys};
    case AsaAction::kSetup:
      return {.kind = Kind::kSetup};
    case AsaAction::kEnablePassword:
      store_.put("enable password " + kept_password(match.words.back()), 2);
      return {};
    case AsaAction::kPasswd:
      store_.put("passwd " + kept_password(match.words.back()), 1);
      return {};
    case AsaAction::kUsername:
      return set_user(match);
    case AsaAction::kCryptoKeyGenerate:
    case AsaAction::kCryptoKeyZeroize: {
      AsaOutcome outcome{.kind = rule.action == AsaAction::kCryptoKeyGenerate ? Kind::kGenerateKeys
                                                                              : Kind::kZeroizeKeys};
      const auto at = std::ranges::find(match.words, "modulus");
      const std::string& size = at == match.words.end() ? match.words.back() : *(at + 1);
      outcome.modulus = static_cast<int>(parse_decimal(size).value_or(2048));
      outcome.unasked = match.words.back() == "noconfirm";
      return outcome;
    }
    case AsaAction::kExit:
      return {.kind = was_inside ? Kind::kDone : Kind::kLeave};
    case AsaAction::kEnd:
      return {.kind = Kind::kLeave};
  }
  return {};
}

AsaOutcome AsaConfig::apply_section_rule(AsaCursor& cursor, const AsaRule& rule,
                                         const Match& match) {
  ConfigSection* section = store_.find(cursor.section);
  if (section == nullptr) return {};
  const std::string line = joined(match.words);
  if (rule.action == AsaAction::kCaCertificate) {
    cursor.paste = AsaCursor::Paste{AsaCursor::Paste::Kind::kHexadecimal, line};
    return {.text = "Enter the certificate in hexadecimal representation....\n"};
  }
  if (rule.action == AsaAction::kSwitch) {
    remove_lines(section->lines, fmt::format("no {}", first_words(line, rule.key_words)));
  }
  put_line(section->lines, line, rule.key_words);
  if (match.words.front() != "nameif") return {};
  const int level = match.words.back() == "inside" ? 100 : 0;
  if (!std::ranges::any_of(section->lines, [](const std::string& old) {
        return begins_with_words(old, "security-level");
      })) {
    section->lines.push_back(fmt::format("security-level {}", level));
  }
  return {.text = fmt::format("INFO: Security level for \"{}\" set to {} by default.\n",
                              match.words.back(), level)};
}

AsaOutcome AsaConfig::remove(AsaCursor& cursor, std::string_view line, std::size_t offset) {
  std::string positive(line);
  std::fill_n(positive.begin(), offset, ' ');
  constexpr std::string_view kNoConfirm = " noconfirm";
  const bool unasked = trim(positive).ends_with(kNoConfirm);
  if (unasked) positive.resize(positive.rfind(kNoConfirm));
  const AsaMode& here = mode(cursor);
  const Match inside = here.table->match(positive);
  const Match outside = global().table->match(positive);
  const bool ends = free_form(here) && outside.kind == Match::Kind::kMatched &&
                    outside.words.front() == first_words(trim(positive), 1);
  if (!cursor.section.empty() && usable(inside) && !ends) {
    return remove_from_section(cursor, inside);
  }
  if (!usable(outside)) return complaint(outside);
  cursor = AsaCursor{};
  const std::string text = joined(outside.words);
  const bool matched = outside.kind == Match::Kind::kMatched;
  const AsaRule* rule =
      matched ? &global().rules[static_cast<std::size_t>(outside.command)] : nullptr;
  if (rule != nullptr && rule->action == AsaAction::kBasicAuthClient) {
    store_.remove(text);
    if (std::ranges::find(kDefaultClients, outside.words.back()) != std::end(kDefaultClients)) {
      store_.put("no " + text, 0);
    }
    return {};
  }
  if (matched && begins_with_words(text, "crypto ca trustpoint") && store_.has(text)) {
    return {.kind = Kind::kRemoveTrustpoint, .unasked = unasked, .subject = outside.words.back()};
  }
  if (matched && outside.words.front() == "context" && store_.has(text)) {
    return {.kind = Kind::kRemoveContext, .unasked = unasked, .subject = outside.words.back()};
  }
  if (rule != nullptr &&
      (rule->action == AsaAction::kCallHome || rule->action == AsaAction::kDefaultOn)) {
    store_.remove(text);
    store_.put("no " + text, 0);
    return {};
  }
  if (rule != nullptr && (rule->action == AsaAction::kExit || rule->action == AsaAction::kEnd ||
                          rule->action == AsaAction::kCryptoKeyGenerate)) {
    return {.kind = Kind::kInvalid, .column = offset + 1};
  }
  if (outside.words.front() == "hostname") {
    store_.put(fmt::format("hostname {}", default_hostname()), 1);
    return {};
  }
  if (outside.words.front() == "pager") {
    if (release_.has(AsaFeature::kModes)) {
      store_.put("pager lines 0", 1);
    } else {
      store_.remove("pager");
      store_.put("no pager", 0);
    }
    return {};
  }
  if (text == "names") store_.put("no names", 0);
  bool removed = store_.remove(text);
  if (!removed && rule != nullptr && rule->key_words != 0) {
    removed = store_.remove(first_words(text, rule->key_words));
  }
  if (!removed && !matched) return {.kind = Kind::kIncomplete};
  return {};
}

AsaOutcome AsaConfig::remove_from_section(AsaCursor& cursor, const Match& inside) {
  ConfigSection* section = store_.find(cursor.section);
  if (section == nullptr) return {};
  const std::string text = joined(inside.words);
  const bool matched = inside.kind == Match::Kind::kMatched;
  const AsaRule* rule =
      matched ? &mode(cursor).rules[static_cast<std::size_t>(inside.command)] : nullptr;
  remove_lines(section->lines, first_words(text, rule == nullptr ? 0 : rule->key_words));
  const std::string_view head = first_words(text, 1);
  if (head == "nameif" || head == "security-level" || text.starts_with("ip address")) {
    put_line(section->lines, "no " + std::string(first_words(text, head == "ip" ? 2 : 1)), 0);
  }
  return {};
}

std::vector<std::string> AsaConfig::load(std::string_view text) {
  std::vector<std::string> refused;
  AsaCursor cursor;
  for (const std::string_view line : split_lines(text)) {
    if (is_heading(line)) continue;
    const AsaOutcome outcome = apply(cursor, line);
    if (outcome.kind != Kind::kDone) refused.emplace_back(line);
  }
  return refused;
}

}  // namespace lw::lab
