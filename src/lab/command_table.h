// The grammar of one mode of a device's command line, and how a typed line is matched against it:
// each word by unique prefix, parameters by their kind, the column of the first word that fits
// nothing. Built once from a table of our own, then read only: any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lw::lab {

struct Match {
  enum class Kind { kMatched, kIncomplete, kAmbiguous, kInvalid };
  Kind kind = Kind::kInvalid;
  int command = -1;                // for kMatched: the number given to add()
  std::vector<std::string> words;  // keywords in full, parameters as typed; LINE is one word
  std::size_t column = 0;          // for kInvalid: where in the line the wrong word starts
};

struct HelpEntry {
  std::string word;
  bool ends_here = false;  // "<cr>"
};

class CommandTable {
 public:
  CommandTable() : nodes_(1) {}

  // `syntax`: literal words, WORD, LINE (the rest of the line), A.B.C.D, <low-high>,
  // {one|other words}, [optional]. A later command with the same syntax replaces the earlier.
  void add(std::string_view syntax, int command);

  [[nodiscard]] Match match(std::string_view line) const;
  // What may stand in place of the line's last word, or after it when the line ends in a blank.
  [[nodiscard]] std::vector<HelpEntry> help(std::string_view line) const;
  // The last word completed, when exactly one keyword begins with it.
  [[nodiscard]] std::optional<std::string> complete(std::string_view line) const;

 private:
  enum class Token { kKeyword, kNumber, kAddress, kWord, kLine };
  struct Edge {
    Token token;
    std::string text;  // the keyword, or the parameter as written in the syntax
    long low = 0;
    long high = 0;
    std::size_t node = 0;
  };
  struct Node {
    std::vector<Edge> edges;
    int command = -1;
  };
  struct Step {
    enum class Kind { kFound, kAmbiguous, kNone };
    Kind kind;
    const Edge* edge = nullptr;
  };

  [[nodiscard]] static Edge parse_token(std::string_view token);
  [[nodiscard]] Step step(std::size_t node, std::string_view word) const;

  std::vector<Node> nodes_;
};

[[nodiscard]] bool is_ipv4_address(std::string_view word);

}  // namespace lw::lab
