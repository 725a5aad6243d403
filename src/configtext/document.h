// A device's configuration text as a tree that keeps every byte: reading then writing gives the
// same bytes, whatever they are. Lines that are not understood stay in place as text.
//
// A Document owns its text; Lines and views point into it and live as long as it (or a copy) does.
// Reading is pure and linear in the size of the text. A read Document is immutable: any thread may
// look at it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
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
  kIps,    // IPS sensors: sections opened by a word of their own and left by `exit`
};

// "ios", "asa", "catos", "ips".
[[nodiscard]] std::optional<Dialect> parse_dialect(std::string_view name);

enum class LineKind : std::uint8_t {
  kCommand,  // a configuration command (also `exit-address-family`, `exit`, `end`)
  kComment,  // `!`, ASA's `:`, CatOS' `#`
  kBlank,
  kBody,   // inside a banner, macro or certificate block: text; its parent is the command that
           // opened it
  kNoise,  // captured with the text but no part of it: prompts, pager remnants, echoed commands
};

inline constexpr std::uint32_t kNoParent = 0xFFFFFFFF;

struct Line {
  std::string_view text;     // without indentation, line ending, trailing blanks and pager remnants
  std::uint32_t number = 0;  // 1-based line in the file, as an editor counts
  std::uint32_t parent = kNoParent;  // index of the line whose section this one is in
  std::uint32_t section_end = 0;  // index one past the last line of the section that this one opens
  std::uint16_t indent = 0;       // columns; tabs stop at every eighth
  std::uint16_t trailing_blanks =
      0;  // how many were taken off the end: banners care (guide page 2-5)
  LineKind kind = LineKind::kBlank;
};

// Something about the text that its reader should know.
struct Note {
  std::uint32_t line = 0;  // 1-based
  std::string text;        // "the banner that starts here has no end"
};

class Document {
 public:
  // Never fails: anything is some text. UTF-16 (with a byte order mark) is understood through a
  // converted copy; to_bytes() still gives the bytes that were read.
  [[nodiscard]] static Document read(std::string bytes, Dialect dialect);

  // Exactly the bytes that were read.
  [[nodiscard]] std::string_view to_bytes() const;

  [[nodiscard]] Dialect dialect() const;
  [[nodiscard]] std::span<const Line> lines() const;
  [[nodiscard]] std::span<const Note> notes() const;

  // Indices, in order, of the commands outside all sections whose first word is `word`, or whose
  // first words are `no word`. Made while reading: cheap to ask.
  [[nodiscard]] std::span<const std::uint32_t> top_level(std::string_view word) const;

  // Indices, in order, of the commands directly inside the section that line `opener` opens.
  [[nodiscard]] std::vector<std::uint32_t> children(std::uint32_t opener) const;

  // What the device calls itself (`hostname x`, CatOS `set system name x`, IPS `host-name x`); the
  // last one.
  [[nodiscard]] std::optional<std::string_view> hostname() const;

 private:
  struct State;
  explicit Document(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

}  // namespace lw::configtext
