// A device's configuration text as a tree that keeps every byte: reading then writing gives the
// same bytes, whatever they are. Lines that are not understood stay in place as text.
//
// A Document owns its text; Lines and views point into it and live as long as it does. Reading is
// pure and linear in the size of the text. A read Document is immutable: any thread may look at it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lw::configtext {

// How a family writes configuration text; named by `dialect:` in platforms/*.yaml.
enum class Dialect : std::uint8_t {
  kIos,    // IOS, IOS-XE, FRR: indented sections, delimited banners, certificate blocks
  kAsa,    // ASA, PIX, FWSM: one-blank sections, one banner line per command, certificate blocks
  kCatos,  // flat `set …` commands, `#section` comments, delimited banners
  kIps,    // IPS sensors: nested by indentation, each level left by `exit`
};

enum class LineKind : std::uint8_t {
  kCommand,  // a configuration command (also `exit-address-family`, `exit`, `quit`, `end`)
  kComment,  // `!`, ASA's `:`, CatOS' `#`
  kBlank,
  kBody,   // inside a banner or certificate block: text, not commands; its parent is the command
           // that opened it
  kNoise,  // captured with the text but no part of it: prompts, pager remnants, echoed commands,
           // progress dots
};

inline constexpr std::uint32_t kNoParent = 0xFFFFFFFF;

struct Line {
  std::string_view
      text;  // without indentation, line ending and trailing blanks; pager remnants cut off
  std::uint32_t number = 0;          // 1-based line in the file, as an editor counts
  std::uint32_t parent = kNoParent;  // index of the line whose section this one is in
  std::uint32_t section_end =
      0;  // index one past the last line of the section this one opens; own index + 1 if none
  std::uint16_t indent = 0;  // columns
  LineKind kind = LineKind::kBlank;
};

class Document {
 public:
  // Never fails: anything is some text. Text in UTF-16 (with a byte order mark) is understood
  // through a converted copy; to_bytes() still gives the bytes that were read. More than 2^32-2
  // lines: the rest is kept as bytes only, and truncated() says so.
  [[nodiscard]] static Document read(std::string bytes, Dialect dialect);

  // Exactly the bytes that were read.
  [[nodiscard]] std::string_view to_bytes() const;

  [[nodiscard]] Dialect dialect() const;
  [[nodiscard]] std::span<const Line> lines() const;
  [[nodiscard]] bool truncated() const;

  // Indices of the commands at the top of the tree whose first word is `word` (or, with `no word`,
  // second after `no`), in order of appearance. Case as written by the device (lower). An index
  // made while reading: cheap.
  [[nodiscard]] std::span<const std::uint32_t> top_level(std::string_view first_word) const;

  // Indices of the commands directly inside the section that `line` opens, in order.
  [[nodiscard]] std::vector<std::uint32_t> children(std::uint32_t line) const;

  // The name the device calls itself (`hostname x`, CatOS `set system name x`, IPS `host-name x`);
  // the last one wins.
  [[nodiscard]] std::optional<std::string_view> hostname() const;

 private:
  // configtext owns the representation
};

}  // namespace lw::configtext
