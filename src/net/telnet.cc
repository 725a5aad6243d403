#include "net/telnet.h"

#include <algorithm>
#include <array>
#include <utility>

#include "net/tcp.h"

namespace lw::net {
namespace {

constexpr char kIac = '\xff';  // what every Telnet command begins with: RFC 854

// A byte of noise on a raw line is no Telnet: WILL, WON'T, DO or DON'T follows where that begins.
bool begins_negotiation(std::string_view arrived) {
  for (auto at = arrived.find(kIac); at != std::string_view::npos;
       at = arrived.find(kIac, at + 1)) {
    if (at + 1 < arrived.size() && arrived[at + 1] >= '\xfb' && arrived[at + 1] <= '\xfe') {
      return true;
    }
  }
  return false;
}

// Who begins: this side, or the peer; until then the line is raw.
enum class Negotiation { kNow, kWhenPeerDoes };

class TelnetStream final : public Stream {
 public:
  TelnetStream(std::unique_ptr<Stream> carrier, TelnetCodec codec, Negotiation negotiation)
      : carrier_(std::move(carrier)),
        codec_(std::move(codec)),
        raw_(negotiation == Negotiation::kWhenPeerDoes) {
    if (!raw_) unsent_ = codec_.opening();
  }

  Task<Result<std::size_t>> read_some(std::span<char> buffer, Deadline deadline) override {
    while (text_.empty()) {
      LW_CO_TRY(co_await send_answers(deadline));
      std::array<char, 4096> wire;
      LW_CO_ASSIGN(const auto count, co_await carrier_->read_some(wire, deadline));
      receive({wire.data(), count});
    }
    LW_CO_TRY(co_await send_answers(deadline));
    const auto count = std::min(buffer.size(), text_.size() - given_);
    std::copy_n(text_.data() + given_, count, buffer.data());
    given_ += count;
    if (given_ == text_.size()) {
      text_.clear();
      given_ = 0;
    }
    co_return count;
  }

  Task<Result<void>> write(std::string_view bytes, Deadline deadline) override {
    LW_CO_TRY(co_await send_answers(deadline));
    if (raw_) co_return co_await carrier_->write(bytes, deadline);
    co_return co_await carrier_->write(TelnetCodec::encode(bytes), deadline);
  }

  Task<void> close(Deadline deadline) override { return carrier_->close(deadline); }
  void cancel() override { carrier_->cancel(); }
  void interrupt() override { carrier_->interrupt(); }
  std::string description() const override { return "telnet over " + carrier_->description(); }

 private:
  void receive(std::string_view arrived) {
    if (!raw_) return codec_.receive(arrived, text_, unsent_);
    text_ = std::exchange(undecided_, {}).append(arrived);
    if (begins_negotiation(text_)) {
      raw_ = false;
      unsent_ = codec_.opening();
      return codec_.receive(std::exchange(text_, {}), text_, unsent_);
    }
    if (text_.ends_with(kIac)) {
      text_.pop_back();
      undecided_ = kIac;
    }
  }

  Task<Result<void>> send_answers(Deadline deadline) {
    if (unsent_.empty()) co_return Result<void>{};
    co_return co_await carrier_->write(std::exchange(unsent_, {}), deadline);
  }

  std::unique_ptr<Stream> carrier_;
  TelnetCodec codec_;
  std::string unsent_;  // negotiation that is still to go out
  std::string text_;    // received, from given_ on not yet handed over
  std::size_t given_ = 0;
  bool raw_;
  std::string undecided_;  // the last byte of a raw line, which may begin a negotiation
};

}  // namespace

std::unique_ptr<Stream> make_telnet_client(std::unique_ptr<Stream> carrier,
                                           TelnetTerminal terminal) {
  return std::make_unique<TelnetStream>(
      std::move(carrier), TelnetCodec::client(terminal.window, std::move(terminal.type)),
      Negotiation::kNow);
}

Task<Result<std::unique_ptr<Stream>>> connect_telnet(Endpoint endpoint, Route& route,
                                                     Deadline deadline, TelnetTerminal terminal) {
  LW_CO_ASSIGN(auto carrier, co_await connect_tcp(std::move(endpoint), route, deadline));
  co_return make_telnet_client(std::move(carrier), std::move(terminal));
}

Task<Result<std::unique_ptr<Stream>>> connect_console(Endpoint endpoint, Route& route,
                                                      Deadline deadline) {
  LW_CO_ASSIGN(auto carrier, co_await connect_tcp(std::move(endpoint), route, deadline));
  TelnetTerminal terminal;
  co_return std::make_unique<TelnetStream>(
      std::move(carrier), TelnetCodec::client(terminal.window, std::move(terminal.type)),
      Negotiation::kWhenPeerDoes);
}

std::unique_ptr<Stream> make_telnet_server(std::unique_ptr<Stream> carrier) {
  return std::make_unique<TelnetStream>(std::move(carrier), TelnetCodec::server(),
                                        Negotiation::kNow);
}

std::unique_ptr<Stream> make_console_server(std::unique_ptr<Stream> carrier) {
  return std::make_unique<TelnetStream>(std::move(carrier), TelnetCodec::server(),
                                        Negotiation::kWhenPeerDoes);
}

}  // namespace lw::net
