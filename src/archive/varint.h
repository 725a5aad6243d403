// Whole numbers as few bytes (LEB128), written and read back with every bound checked. Pure;
// belongs to one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lw::archive {

void put_number(std::string& into, std::uint64_t number);
void put_text(std::string& into, std::string_view text);
// Small numbers of either sign stay small.
void put_signed(std::string& into, std::int64_t number);

// Reads from the front of `bytes`. After the first fault every answer is 0 or empty, and good() is
// false: callers read on and ask once.
class NumberReader {
 public:
  explicit NumberReader(std::string_view bytes) : left_(bytes) {}

  [[nodiscard]] std::uint64_t number(std::uint64_t most);
  [[nodiscard]] std::int64_t signed_number();
  [[nodiscard]] std::string_view text(std::uint64_t most);
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] std::size_t left() const { return left_.size(); }

 private:
  std::string_view left_;
  bool good_ = true;
};

}  // namespace lw::archive
