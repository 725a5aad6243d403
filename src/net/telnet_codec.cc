#include "net/telnet_codec.h"

#include <algorithm>
#include <utility>

namespace lw::net {
namespace {

// RFC 854
constexpr std::uint8_t kSe = 240;
constexpr std::uint8_t kSb = 250;
constexpr std::uint8_t kWill = 251;
constexpr std::uint8_t kWont = 252;
constexpr std::uint8_t kDo = 253;
constexpr std::uint8_t kDont = 254;
constexpr std::uint8_t kIac = 255;
// Options: RFC 857, 858, 1091, 1073
constexpr std::uint8_t kEcho = 1;
constexpr std::uint8_t kSuppressGoAhead = 3;
constexpr std::uint8_t kTerminalType = 24;
constexpr std::uint8_t kWindowSize = 31;
constexpr char kIs = 0;
constexpr char kSend = 1;

// More than any subnegotiation that is understood here; the rest of a longer one is dropped.
constexpr std::size_t kLongestSubnegotiation = 128;

void say(std::string& answer, std::uint8_t verb, std::uint8_t option) {
  answer += {static_cast<char>(kIac), static_cast<char>(verb), static_cast<char>(option)};
}

void say_subnegotiation(std::string& answer, std::uint8_t option, std::string_view content) {
  answer += {static_cast<char>(kIac), static_cast<char>(kSb), static_cast<char>(option)};
  for (const char c : content) {
    answer += c;
    if (static_cast<std::uint8_t>(c) == kIac) answer += c;
  }
  answer += {static_cast<char>(kIac), static_cast<char>(kSe)};
}

std::uint16_t number(std::string_view two) {
  return static_cast<std::uint16_t>(static_cast<std::uint8_t>(two[0]) << 8 |
                                    static_cast<std::uint8_t>(two[1]));
}

}  // namespace

TelnetCodec::TelnetCodec(std::initializer_list<std::uint8_t> we_may,
                         std::initializer_list<std::uint8_t> they_may) {
  for (const auto option : we_may) options_[option].we_may = true;
  for (const auto option : they_may) options_[option].they_may = true;
}

TelnetCodec TelnetCodec::client(WindowSize window, std::string terminal) {
  TelnetCodec codec({kSuppressGoAhead, kTerminalType, kWindowSize}, {kEcho, kSuppressGoAhead});
  codec.window_ = window;
  codec.terminal_ = std::move(terminal);
  return codec;
}

TelnetCodec TelnetCodec::server() {
  return TelnetCodec({kEcho, kSuppressGoAhead}, {kSuppressGoAhead, kTerminalType, kWindowSize});
}

std::string TelnetCodec::opening() {
  std::string answer;
  if (!options_[kEcho].we_may) return answer;
  for (const auto option : {kEcho, kSuppressGoAhead}) {
    options_[option].ours = Agreement::kWantYes;
    say(answer, kWill, option);
  }
  for (const auto option : {kTerminalType, kWindowSize}) {
    options_[option].theirs = Agreement::kWantYes;
    say(answer, kDo, option);
  }
  return answer;
}

bool TelnetCodec::peer_echoes() const { return options_[kEcho].theirs == Agreement::kYes; }

void TelnetCodec::receive(std::string_view wire, std::string& text, std::string& answer) {
  for (const char c : wire) take(static_cast<std::uint8_t>(c), text, answer);
}

void TelnetCodec::take(std::uint8_t byte, std::string& text, std::string& answer) {
  switch (place_) {
    case Place::kText:
    case Place::kCarriageReturn:
      take_text(byte, text);
      break;
    case Place::kCommand:
      take_command(byte, text);
      break;
    case Place::kNegotiation:
      place_ = Place::kText;
      negotiate(byte, answer);
      break;
    case Place::kSubnegotiation:
      if (byte == kIac) {
        place_ = Place::kSubnegotiationCommand;
      } else if (subnegotiation_.size() < kLongestSubnegotiation) {
        subnegotiation_ += static_cast<char>(byte);
      }
      break;
    case Place::kSubnegotiationCommand:
      if (byte == kIac) {
        place_ = Place::kSubnegotiation;
        if (subnegotiation_.size() < kLongestSubnegotiation) {
          subnegotiation_ += static_cast<char>(byte);
        }
      } else if (byte == kSe) {
        place_ = Place::kText;
        subnegotiate(answer);
      } else {
        take_command(byte, text);  // the peer forgot its SE: what follows IAC counts
      }
      break;
  }
}

void TelnetCodec::take_text(std::uint8_t byte, std::string& text) {
  const bool after_return = place_ == Place::kCarriageReturn;
  place_ = Place::kText;
  if (byte == kIac) {
    place_ = Place::kCommand;
  } else if (after_return && byte == 0) {
    return;  // CR NUL is a CR
  } else {
    text += static_cast<char>(byte);
    if (byte == '\r') place_ = Place::kCarriageReturn;
  }
}

void TelnetCodec::take_command(std::uint8_t byte, std::string& text) {
  place_ = Place::kText;
  if (byte == kIac) {
    text += static_cast<char>(byte);
  } else if (byte == kSb) {
    subnegotiation_.clear();
    place_ = Place::kSubnegotiation;
  } else if (byte >= kWill) {
    verb_ = byte;
    place_ = Place::kNegotiation;
  }
}

void TelnetCodec::negotiate(std::uint8_t option, std::string& answer) {
  if (verb_ == kDo || verb_ == kDont) {
    peer_asks(option, answer);
  } else {
    peer_offers(option, answer);
  }
}

void TelnetCodec::peer_asks(std::uint8_t code, std::string& answer) {
  auto& option = options_[code];
  const auto before = option.ours;
  if (verb_ == kDo) {
    if (before == Agreement::kYes) return;
    if (before == Agreement::kNo) say(answer, option.we_may ? kWill : kWont, code);
    if (before == Agreement::kNo && !option.we_may) return;
    option.ours = before == Agreement::kWantNo ? Agreement::kNo : Agreement::kYes;
    if (code == kWindowSize && option.ours == Agreement::kYes) tell_window(answer);
  } else {
    if (before == Agreement::kYes) say(answer, kWont, code);
    option.ours = Agreement::kNo;
  }
}

void TelnetCodec::peer_offers(std::uint8_t code, std::string& answer) {
  auto& option = options_[code];
  const auto before = option.theirs;
  if (verb_ == kWill) {
    if (before == Agreement::kYes) return;
    if (before == Agreement::kNo) say(answer, option.they_may ? kDo : kDont, code);
    if (before == Agreement::kNo && !option.they_may) return;
    option.theirs = before == Agreement::kWantNo ? Agreement::kNo : Agreement::kYes;
    if (code == kTerminalType && option.theirs == Agreement::kYes) {
      say_subnegotiation(answer, kTerminalType, std::string_view(&kSend, 1));
    }
  } else {
    if (before == Agreement::kYes) say(answer, kDont, code);
    option.theirs = Agreement::kNo;
  }
}

void TelnetCodec::subnegotiate(std::string& answer) {
  if (subnegotiation_.empty()) return;
  const auto code = static_cast<std::uint8_t>(subnegotiation_.front());
  const auto content = std::string_view(subnegotiation_).substr(1);
  const auto& option = options_[code];
  if (code == kTerminalType && option.ours == Agreement::kYes &&
      content == std::string_view(&kSend, 1)) {
    say_subnegotiation(answer, kTerminalType, kIs + terminal_);
  } else if (code == kTerminalType && option.theirs == Agreement::kYes &&
             content.starts_with(kIs)) {
    peer_terminal_ = content.substr(1);
  } else if (code == kWindowSize && option.theirs == Agreement::kYes && content.size() == 4) {
    peer_window_ = WindowSize{number(content), number(content.substr(2))};
  }
}

void TelnetCodec::tell_window(std::string& answer) const {
  const auto high = [](std::uint16_t value) { return static_cast<char>(value >> 8); };
  const auto low = [](std::uint16_t value) { return static_cast<char>(value & 0xff); };
  say_subnegotiation(answer, kWindowSize,
                     std::string{high(window_.columns), low(window_.columns), high(window_.rows),
                                 low(window_.rows)});
}

std::string TelnetCodec::encode(std::string_view text) {
  std::string wire;
  wire.reserve(text.size() + 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    wire += text[i];
    if (static_cast<std::uint8_t>(text[i]) == kIac) wire += text[i];
    if (text[i] == '\r' && !text.substr(i + 1).starts_with('\n')) wire += '\0';
  }
  return wire;
}

}  // namespace lw::net
