#include "exchange/text_encoding.h"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include "base/text.h"
#include "exchange/row.h"

namespace lw::exchange {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LittleMark = "\xFF\xFE";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";
constexpr std::string_view kHint =
    "say what it is written in: --encoding latin1, or another that `iconv --list` shows";

class Converter {
 public:
  explicit Converter(const std::string& from) : handle_(::iconv_open("UTF-8", from.c_str())) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (ok()) ::iconv_close(handle_);
  }
  [[nodiscard]] bool ok() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  // The offset of the first byte that could not be converted; npos: all were.
  std::size_t convert(std::string& bytes, std::string& text) {
    constexpr std::size_t kBlock = 65536;
    std::array<char, kBlock> block;
    char* in = bytes.data();
    std::size_t left = bytes.size();
    while (true) {
      char* out = block.data();
      std::size_t room = block.size();
      const auto converted = ::iconv(handle_, left == 0 ? nullptr : &in, &left, &out, &room);
      text.append(block.data(), block.size() - room);
      if (converted != static_cast<std::size_t>(-1)) {
        if (left == 0) return std::string::npos;
      } else if (errno != E2BIG) {
        return bytes.size() - left;
      }
    }
  }

 private:
  iconv_t handle_;
};

std::size_t line_at(std::string_view text, std::size_t offset) {
  return static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n')) + 1;
}

// A CR alone ended lines on the Macintosh; left in, it would make two rows of one line.
void end_lines_with_lf(std::string& text) {
  for (std::size_t at = 0; (at = text.find('\r', at)) != std::string::npos; ++at) {
    if (at + 1 == text.size() || text[at + 1] != '\n') text[at] = '\n';
  }
}

Result<std::string> convert(std::string bytes, std::string_view encoding) {
  // A slash would begin iconv's own options, which drop what they can't convert.
  const bool plain = std::ranges::all_of(encoding, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.' || c == ':';
  });
  Converter converter(plain ? std::string(encoding) : std::string());
  if (!plain || !converter.ok()) {
    return refuse(fmt::format("there is no encoding \"{}\"", printable(encoding, 40)),
                  "such as utf-8, utf-16, latin1, windows-1252, shift_jis");
  }
  std::string text;
  text.reserve(bytes.size());
  const std::size_t bad = converter.convert(bytes, text);
  if (bad != std::string::npos) {
    return refuse(fmt::format("the byte 0x{:02X} at offset {} (line {}) is no {}",
                              static_cast<std::uint8_t>(bytes[std::min(bad, bytes.size() - 1)]),
                              bad, line_at(text, text.size()), encoding),
                  std::string(kHint));
  }
  return text;
}

}  // namespace

Result<void> check_utf8(std::string_view text) {
  const std::size_t good = valid_utf8_length(text);
  if (good == text.size()) return {};
  return refuse(fmt::format("the byte 0x{:02X} is no UTF-8", static_cast<std::uint8_t>(text[good])),
                std::string(kHint));
}

Result<std::string> decode(std::string bytes, std::string_view encoding) {
  const std::string_view all = bytes;
  if (encoding.empty() && all.starts_with(kUtf16LittleMark)) {
    encoding = "utf-16le";
    bytes.erase(0, kUtf16LittleMark.size());
  } else if (encoding.empty() && all.starts_with(kUtf16BigMark)) {
    encoding = "utf-16be";
    bytes.erase(0, kUtf16BigMark.size());
  }
  if (!encoding.empty()) {
    LW_ASSIGN(bytes, convert(std::move(bytes), encoding));
  }
  if (bytes.starts_with(kUtf8Mark)) bytes.erase(0, kUtf8Mark.size());
  if (const std::size_t zero = bytes.find('\0'); zero != std::string::npos) {
    return refuse(
        fmt::format("a zero byte at offset {} (line {}): not a text file, or one in UTF-16 "
                    "without its mark",
                    zero, line_at(bytes, zero)),
        "for UTF-16 without its mark: --encoding utf-16le");
  }
  end_lines_with_lf(bytes);
  return bytes;
}

}  // namespace lw::exchange
