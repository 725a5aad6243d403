#include "lab/config_store.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace lw::lab {

bool begins_with_words(std::string_view line, std::string_view words) {
  return line.starts_with(words) && (line.size() == words.size() || line[words.size()] == ' ');
}

std::string_view first_words(std::string_view line, std::size_t count) {
  if (count == 0) return line;
  std::size_t end = 0;
  for (std::size_t i = 0; i < count; ++i) {
    end = line.find(' ', i == 0 ? 0 : end + 1);
    if (end == std::string_view::npos) return line;
  }
  return line.substr(0, end);
}

void put_line(std::vector<std::string>& lines, std::string_view line, std::size_t key_words) {
  const std::string_view key = first_words(line, key_words);
  const auto found = std::ranges::find_if(lines, [&](const std::string& old) {
    return key_words == 0 ? old == key : begins_with_words(old, key);
  });
  if (found == lines.end()) {
    lines.emplace_back(line);
  } else {
    *found = line;
  }
}

bool remove_lines(std::vector<std::string>& lines, std::string_view words) {
  return std::erase_if(
             lines, [&](const std::string& line) { return begins_with_words(line, words); }) != 0;
}

ConfigSection& ConfigStore::put(std::string_view text, std::size_t key_words) {
  const std::string_view key = first_words(text, key_words);
  const auto found = std::ranges::find_if(sections_, [&](const ConfigSection& old) {
    return key_words == 0 ? old.text == key : begins_with_words(old.text, key);
  });
  if (found == sections_.end()) {
    sections_.push_back({std::string(text), false, {}});
    return sections_.back();
  }
  found->text = text;
  return *found;
}

bool ConfigStore::remove(std::string_view words) {
  return std::erase_if(sections_, [&](const ConfigSection& section) {
           return begins_with_words(section.text, words);
         }) != 0;
}

const ConfigSection* ConfigStore::find(std::string_view words) const {
  const auto found = std::ranges::find_if(sections_, [&](const ConfigSection& section) {
    return begins_with_words(section.text, words);
  });
  return found == sections_.end() ? nullptr : &*found;
}

ConfigSection* ConfigStore::find(std::string_view words) {
  return const_cast<ConfigSection*>(std::as_const(*this).find(words));
}

std::string ConfigStore::value(std::string_view words) const {
  const ConfigSection* section = find(words);
  if (section == nullptr) return {};
  return std::string(trim(std::string_view(section->text).substr(words.size())));
}

}  // namespace lw::lab
