#include "net/telnet.h"

#include <algorithm>
#include <array>
#include <utility>

#include "net/tcp.h"

namespace lw::net {
namespace {

constexpr char kIac = '\xff';  // what every Telnet command begins with: RFC 854

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
      const std::string_view arrived(wire.data(), count);
      if (raw_ && arrived.contains(kIac)) {
        raw_ = false;
        unsent_ = codec_.opening();
      }
      codec_.receive(arrived, text_, unsent_);
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

std::unique_ptr<Stream> make_telnet_server(std::unique_ptr<Stream> carrier) {
  return std::make_unique<TelnetStream>(std::move(carrier), TelnetCodec::server(),
                                        Negotiation::kNow);
}

std::unique_ptr<Stream> make_console_server(std::unique_ptr<Stream> carrier) {
  return std::make_unique<TelnetStream>(std::move(carrier), TelnetCodec::server(),
                                        Negotiation::kWhenPeerDoes);
}

}  // namespace lw::net
