// Text that an ASA, PIX or FWSM answers over its web interface, which puts the answers to several
// commands behind one another with nothing in between (verified). So that they can be told apart, a
// sentinel command is asked before, between and behind them; its answer is learned from the text
// itself. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace lw::session {

// Shows who is logged in: the same words each time, which no other command prints (the vendor's own
// program uses it to see whether a device is there; its wording is inferred).
inline constexpr std::string_view kSentinel = "show curpriv";

struct SplitReply {
  std::string_view sentinel;            // its answer
  std::vector<std::string_view> parts;  // what stands between
};

// `text`: lines ended by \n, that begins and ends with the sentinel's answer. nullopt when the
// answer does not come exactly `parts` + 1 times, or is not that of the sentinel.
[[nodiscard]] std::optional<SplitReply> split_reply(std::string_view text, std::size_t parts);

// "Current privilege level : 15" in the sentinel's answer.
[[nodiscard]] std::optional<long> privilege_level(std::string_view sentinel);

// A reply to configuration lines without the two lines at its end, the checksum and "Config OK",
// which come whether or not the lines were taken (verified). nullopt: they are not there.
[[nodiscard]] std::optional<std::string_view> strip_config_end(std::string_view text);

}  // namespace lw::session
