// Telnet (RFC 854, 855) without any I/O: takes the bytes of the wire apart into text and option
// negotiation, and says what to answer. Negotiation is RFC 1143's, without its queue bits: this
// side never changes its mind while an answer is outstanding. Correct for any splitting of the
// bytes; memory is bounded whatever the peer sends. One owner, no threads.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace lw::net {

struct WindowSize {
  std::uint16_t columns = 0;
  std::uint16_t rows = 0;
  friend bool operator==(const WindowSize&, const WindowSize&) = default;
};

class TelnetCodec {
 public:
  // Answers what the peer offers and asks for: lets it echo and suppress go-ahead, tells it
  // `window` and `terminal`, refuses the rest.
  [[nodiscard]] static TelnetCodec client(WindowSize window, std::string terminal);
  // As a device does: echoes, suppresses go-ahead, asks for window size and terminal type.
  [[nodiscard]] static TelnetCodec server();

  // What this side says first; empty for a client.
  [[nodiscard]] std::string opening();

  // Takes bytes from the wire; appends text to `text` and what has to be sent to `answer`.
  void receive(std::string_view wire, std::string& text, std::string& answer);

  // Text as it goes onto the wire: IAC doubled, a CR that no LF follows becomes CR NUL.
  [[nodiscard]] static std::string encode(std::string_view text);

  // What a peer has told, if it has: server side.
  [[nodiscard]] std::optional<WindowSize> peer_window() const { return peer_window_; }
  [[nodiscard]] const std::string& peer_terminal() const { return peer_terminal_; }
  [[nodiscard]] bool peer_echoes() const;

 private:
  enum class Agreement : std::uint8_t { kNo, kYes, kWantNo, kWantYes };
  enum class Place : std::uint8_t {
    kText,
    kCarriageReturn,
    kCommand,
    kNegotiation,
    kSubnegotiation,
    kSubnegotiationCommand
  };
  struct Option {
    Agreement ours = Agreement::kNo;
    Agreement theirs = Agreement::kNo;
    bool we_may = false;
    bool they_may = false;
  };

  TelnetCodec(std::initializer_list<std::uint8_t> we_may,
              std::initializer_list<std::uint8_t> they_may);
  void take(std::uint8_t byte, std::string& text, std::string& answer);
  void take_text(std::uint8_t byte, std::string& text);
  void take_command(std::uint8_t byte, std::string& text);
  void negotiate(std::uint8_t option, std::string& answer);
  void peer_asks(std::uint8_t option, std::string& answer);
  void peer_offers(std::uint8_t option, std::string& answer);
  void subnegotiate(std::string& answer);
  void tell_window(std::string& answer) const;

  std::array<Option, 256> options_{};
  Place place_ = Place::kText;
  std::uint8_t verb_ = 0;
  std::string subnegotiation_;
  WindowSize window_;
  std::string terminal_;
  std::optional<WindowSize> peer_window_;
  std::string peer_terminal_;
};

}  // namespace lw::net
