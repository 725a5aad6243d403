// Configuration lines as a device keeps them: top-level lines, some of which open a section of
// lines of their own, in order of entry. What a line replaces is decided by its first words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lw::lab {

struct ConfigSection {
  std::string text;
  bool opens = false;  // shown as a section even when it holds no line
  std::vector<std::string> lines;
};

// Whether `line` is `words`, or begins with them.
[[nodiscard]] bool begins_with_words(std::string_view line, std::string_view words);
// The first `count` words of `line`, all of it when count is 0 or larger.
[[nodiscard]] std::string_view first_words(std::string_view line, std::size_t count);

// Adds `line`, in the place of one with the same first `key_words` words (0: the same line).
void put_line(std::vector<std::string>& lines, std::string_view line, std::size_t key_words);
// Takes out the lines that begin with `words`; whether there was one.
bool remove_lines(std::vector<std::string>& lines, std::string_view words);

class ConfigStore {
 public:
  // As put_line(); a section's lines stay when its first line is entered again.
  ConfigSection& put(std::string_view text, std::size_t key_words);
  bool remove(std::string_view words);
  // The first whose line begins with `words`; null when there is none.
  [[nodiscard]] ConfigSection* find(std::string_view words);
  [[nodiscard]] const ConfigSection* find(std::string_view words) const;
  [[nodiscard]] bool has(std::string_view words) const { return find(words) != nullptr; }
  // What follows `words` on the first such line; empty when there is none.
  [[nodiscard]] std::string value(std::string_view words) const;

  [[nodiscard]] const std::vector<ConfigSection>& sections() const { return sections_; }
  [[nodiscard]] std::vector<ConfigSection>& sections() { return sections_; }

 private:
  std::vector<ConfigSection> sections_;
};

}  // namespace lw::lab
