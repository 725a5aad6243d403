#include "lab/command_table.h"

#include <algorithm>
#include <cassert>

#include "base/text.h"

namespace lw::lab {
namespace {

using Sequence = std::vector<std::string>;

// Unfolds {a|b c} and [x] into the plain sequences of words that they stand for.
class SyntaxReader {
 public:
  explicit SyntaxReader(std::string_view syntax) : syntax_(syntax) {}

  std::vector<Sequence> read() {
    std::vector<Sequence> all = alternatives('\0');
    assert(at_ == syntax_.size());
    return all;
  }

 private:
  std::vector<Sequence> alternatives(char closing) {
    std::vector<Sequence> all;
    for (;;) {
      std::vector<Sequence> one = sequence();
      all.insert(all.end(), one.begin(), one.end());
      if (at_ < syntax_.size() && syntax_[at_] == '|') {
        ++at_;
        continue;
      }
      if (closing != '\0') {
        assert(at_ < syntax_.size() && syntax_[at_] == closing);
        ++at_;
      }
      return all;
    }
  }

  std::vector<Sequence> sequence() {
    std::vector<Sequence> heads{{}};
    while (at_ < syntax_.size() && syntax_[at_] != '|' && syntax_[at_] != '}' &&
           syntax_[at_] != ']') {
      if (syntax_[at_] == ' ') {
        ++at_;
        continue;
      }
      std::vector<Sequence> tails = part();
      std::vector<Sequence> joined;
      for (const Sequence& head : heads) {
        for (const Sequence& tail : tails) {
          joined.push_back(head);
          joined.back().insert(joined.back().end(), tail.begin(), tail.end());
        }
      }
      heads = std::move(joined);
    }
    return heads;
  }

  std::vector<Sequence> part() {
    const char opening = syntax_[at_];
    if (opening == '{' || opening == '[') {
      ++at_;
      std::vector<Sequence> inner = alternatives(opening == '{' ? '}' : ']');
      if (opening == '[') inner.push_back({});
      return inner;
    }
    const std::size_t end = std::min(syntax_.find_first_of(" |}]", at_), syntax_.size());
    std::string word(syntax_.substr(at_, end - at_));
    at_ = end;
    return {{std::move(word)}};
  }

  std::string_view syntax_;
  std::size_t at_ = 0;
};

struct Word {
  std::string_view text;
  std::size_t column;
};

std::vector<Word> words_of(std::string_view line) {
  std::vector<Word> words;
  for (std::size_t at = line.find_first_not_of(' '); at != std::string_view::npos;) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    words.push_back({line.substr(at, end - at), at});
    at = line.find_first_not_of(' ', end);
  }
  return words;
}

bool begins_with_word(std::string_view keyword, std::string_view word) {
  return word.size() <= keyword.size() &&
         std::ranges::equal(word, keyword.substr(0, word.size()), [](char typed, char known) {
           return to_lower({&typed, 1}) == to_lower({&known, 1});
         });
}

}  // namespace

bool is_ipv4_address(std::string_view word) {
  int parts = 0;
  for (std::size_t at = 0; at <= word.size(); ++parts) {
    const std::size_t end = std::min(word.find('.', at), word.size());
    const auto number = parse_decimal(word.substr(at, end - at));
    if (!number || *number > 255) return false;
    at = end + 1;
  }
  return parts == 4;
}

CommandTable::Edge CommandTable::parse_token(std::string_view token) {
  if (token == "LINE") return {Token::kLine, "LINE"};
  if (token == "WORD") return {Token::kWord, "WORD"};
  if (token == "A.B.C.D") return {Token::kAddress, "A.B.C.D"};
  if (token.starts_with('<')) {
    const std::size_t dash = token.find('-');
    const auto low = parse_decimal(token.substr(1, dash - 1));
    const auto high = parse_decimal(token.substr(dash + 1, token.size() - dash - 2));
    assert(low && high);
    return {Token::kNumber, std::string(token), low.value_or(0), high.value_or(0)};
  }
  return {Token::kKeyword, std::string(token)};
}

void CommandTable::add(std::string_view syntax, int command) {
  for (const Sequence& sequence : SyntaxReader(syntax).read()) {
    std::size_t node = 0;
    for (const std::string& word : sequence) {
      auto& edges = nodes_[node].edges;
      auto edge = std::ranges::find(edges, word, &Edge::text);
      if (edge != edges.end()) {
        node = edge->node;
        continue;
      }
      Edge made = parse_token(word);
      made.node = nodes_.size();
      edges.push_back(made);
      node = made.node;
      nodes_.emplace_back();
    }
    nodes_[node].command = command;
  }
}

CommandTable::Step CommandTable::step(std::size_t node, std::string_view word) const {
  const Edge* found = nullptr;
  std::size_t candidates = 0;
  for (const Edge& edge : nodes_[node].edges) {
    if (edge.token != Token::kKeyword || !begins_with_word(edge.text, word)) continue;
    if (edge.text.size() == word.size()) return {Step::Kind::kFound, &edge};
    found = &edge;
    ++candidates;
  }
  if (candidates == 1) return {Step::Kind::kFound, found};
  if (candidates > 1) return {Step::Kind::kAmbiguous};
  for (const Token kind : {Token::kNumber, Token::kAddress, Token::kWord, Token::kLine}) {
    for (const Edge& edge : nodes_[node].edges) {
      if (edge.token != kind) continue;
      if (kind == Token::kNumber) {
        const auto number = parse_decimal(word);
        if (!number || *number < edge.low || *number > edge.high) continue;
      }
      if (kind == Token::kAddress && !is_ipv4_address(word)) continue;
      return {Step::Kind::kFound, &edge};
    }
  }
  return {Step::Kind::kNone};
}

Match CommandTable::match(std::string_view line) const {
  Match match;
  std::size_t node = 0;
  for (const Word& word : words_of(line)) {
    const Step next = step(node, word.text);
    if (next.kind != Step::Kind::kFound) {
      match.kind =
          next.kind == Step::Kind::kAmbiguous ? Match::Kind::kAmbiguous : Match::Kind::kInvalid;
      match.column = word.column;
      return match;
    }
    node = next.edge->node;
    if (next.edge->token == Token::kLine) {
      match.words.emplace_back(trim(line.substr(word.column)));
      break;
    }
    match.words.emplace_back(next.edge->token == Token::kKeyword ? next.edge->text
                                                                 : std::string(word.text));
  }
  match.command = nodes_[node].command;
  match.kind = match.command < 0 ? Match::Kind::kIncomplete : Match::Kind::kMatched;
  return match;
}

std::vector<HelpEntry> CommandTable::help(std::string_view line) const {
  std::vector<Word> words = words_of(line);
  std::string_view last;
  if (!line.empty() && line.back() != ' ' && !words.empty()) {
    last = words.back().text;
    words.pop_back();
  }
  std::size_t node = 0;
  for (const Word& word : words) {
    const Step next = step(node, word.text);
    if (next.kind != Step::Kind::kFound) return {};
    node = next.edge->node;
    if (next.edge->token == Token::kLine) return {{"<cr>", true}};
  }
  std::vector<HelpEntry> entries;
  for (const Edge& edge : nodes_[node].edges) {
    if (last.empty() || (edge.token == Token::kKeyword && begins_with_word(edge.text, last))) {
      entries.push_back({edge.text, false});
    }
  }
  std::ranges::sort(entries, {}, &HelpEntry::word);
  if (last.empty() && nodes_[node].command >= 0) entries.push_back({"<cr>", true});
  return entries;
}

std::optional<std::string> CommandTable::complete(std::string_view line) const {
  if (line.empty() || line.back() == ' ') return std::nullopt;
  const std::vector<HelpEntry> entries = help(line);
  if (entries.size() != 1 || entries.front().ends_here) return std::nullopt;
  const std::size_t blank = line.find_last_of(' ');
  const std::size_t start = blank == std::string_view::npos ? 0 : blank + 1;
  return std::string(line.substr(0, start)) + entries.front().word + " ";
}

}  // namespace lw::lab
