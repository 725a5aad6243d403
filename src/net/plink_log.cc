#include "net/plink_log.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace lw::net {
namespace {

constexpr std::size_t kLongestLine = 1024;

bool says(std::string_view line, std::string_view words) {
  return line.find(words) != std::string_view::npos;
}

struct Ending {
  std::string_view words;
  ErrorCode code;
  std::string_view message;
  std::string_view hint;
};

// The strings of PuTTY 0.78's ssh/login1.c, userauth2-client.c, transport2.c and cmdline.c.
constexpr std::array kEndings = {
    Ending{"Configured password was not accepted", ErrorCode::kLoginRefused,
           "the device refused user name or password",
           "check both, and what the device's AAA server says"},
    Ending{"Access denied", ErrorCode::kLoginRefused, "the device refused user name or password",
           "check both, and what the device's AAA server says"},
    Ending{"No supported authentication methods", ErrorCode::kUnsupported, "",
           "enable password login for this user on the device"},
    Ending{"Couldn't agree a", ErrorCode::kUnsupported, "",
           "no program here speaks that: give the device newer software or larger keys, or reach "
           "it over another transport"},
    Ending{"No supported ciphers found", ErrorCode::kUnsupported, "",
           "give the device newer software, or reach it over another transport"},
};

}  // namespace

void PlinkLog::add(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    line_.append(
        bytes.substr(0, std::min(end, kLongestLine - std::min(line_.size(), kLongestLine))));
    if (end == bytes.size()) return;
    take_line(trim(line_));
    line_.clear();
    bytes.remove_prefix(end + 1);
  }
}

void PlinkLog::take_line(std::string_view line) {
  if (line.empty()) return;
  if (std::exchange(fingerprint_follows_, false)) {
    const auto words = split_words(line);  // "ssh-dss 1024 SHA256:…"
    if (words.size() >= 3 && words[2].starts_with("SHA256:")) {
      host_key_ = PeerKey{std::string(words[0]), std::string(words[2])};
    }
  }
  if (line == "Host key fingerprint is:") fingerprint_follows_ = true;
  if (line == "Started a shell/command") shell_started_ = true;
  if (says(line, "Cannot confirm a host key") || says(line, "not in manually configured list")) {
    host_key_unconfirmed_ = true;
  }
  // "FATAL ERROR: …" is the last word of all; before it, the latest line is.
  if (line.starts_with("FATAL ERROR: ") || !last_words_.starts_with("FATAL ERROR: ")) {
    last_words_ = line;
  }
}

Error PlinkLog::error() const {
  std::string_view words = last_words_;
  if (words.starts_with("FATAL ERROR: "))
    words.remove_prefix(std::string_view("FATAL ERROR: ").size());
  for (const auto& ending : kEndings) {
    if (!says(words, ending.words)) continue;
    return {ending.code, ending.message.empty() ? printable(words) : std::string(ending.message),
            std::string(ending.hint)};
  }
  if (words.empty()) return {ErrorCode::kConnectionLost, "plink ended without a word", ""};
  return {ErrorCode::kConnectionLost, "plink: " + printable(words), ""};
}

}  // namespace lw::net
