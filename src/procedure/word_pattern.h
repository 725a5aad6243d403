// A pattern over the words of a command: `ip http authentication {method}`. A word is a literal,
// alternatives
// (`local|aaa`), `{parameter}`, `*` (any one word) or, at the end, `**` (anything, also nothing).
// Immutable once compiled.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "procedure/procedure.h"

namespace lw::procedure {

// What stands for a parameter when a pattern is matched: its value, or any value of its type.
struct Bindings {
  const std::vector<Parameter>* parameters = nullptr;
  const Values* values = nullptr;

  [[nodiscard]] const std::string* value(std::string_view parameter) const;
  [[nodiscard]] const Parameter* parameter(std::string_view name) const;
};

class WordPattern {
 public:
  // Every parameter named must exist.
  [[nodiscard]] static Result<WordPattern> compile(std::string_view text,
                                                   const std::vector<Parameter>& parameters);

  [[nodiscard]] bool matches(const std::vector<std::string_view>& words,
                             const Bindings& bindings) const;
  // Whether these words, written after `no`, take the command away: they match its beginning, and
  // at least every leading literal.
  [[nodiscard]] bool negated_by(const std::vector<std::string_view>& words,
                                const Bindings& bindings) const;
  // Whether the words set the same single-valued command (all words of the pattern but the last
  // agree).
  [[nodiscard]] bool sets_same(const std::vector<std::string_view>& words,
                               const Bindings& bindings) const;

  [[nodiscard]] const std::string& first_word() const {
    return words_.front().alternatives.front();
  }
  // False when the text can neither match, nor be a `no` form of the pattern, nor set the same
  // command: a quick look that spares most commands from being split into words.
  [[nodiscard]] bool may_concern(std::string_view text) const;
  // With the values filled in: for messages.
  [[nodiscard]] std::string display(const Bindings& bindings) const;

 private:
  enum class Kind { kLiteral, kParameter, kAnyWord, kRest };
  struct Word {
    Kind kind;
    std::vector<std::string> alternatives;  // the literal's; or the parameter's name
  };
  [[nodiscard]] static bool word_matches(const Word& word, std::string_view text,
                                         const Bindings& bindings);

  std::vector<Word> words_;
  std::string head_;     // the leading plain words but the pattern's last, with a blank behind each
  std::string display_;  // without any values
};

}  // namespace lw::procedure
