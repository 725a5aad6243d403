#include "net/ssh1_stream.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace lw::net {
namespace {

constexpr std::size_t kLargestPiece = 8192;
constexpr std::chrono::seconds kGoodbye{2};
constexpr std::uint32_t kExitSuccess = 0;

class Ssh1Stream final : public Stream {
 public:
  Ssh1Stream(std::unique_ptr<Stream> carrier, Ssh1Packets packets)
      : carrier_(std::move(carrier)), packets_(std::move(packets)) {}

  Task<Result<std::size_t>> read_some(std::span<char> buffer, Deadline deadline) override {
    if (buffer.empty()) co_return failure(ErrorCode::kInternal, "read into an empty buffer");
    while (given_ == typed_.size()) {
      if (silent_) co_return failure(ErrorCode::kConnectionLost, "the client has no more to say");
      LW_CO_TRY(co_await take_packet(deadline));
    }
    const auto count = std::min(buffer.size(), typed_.size() - given_);
    std::copy_n(typed_.data() + given_, count, buffer.data());
    given_ += count;
    co_return count;
  }

  Task<Result<void>> write(std::string_view bytes, Deadline deadline) override {
    while (!bytes.empty()) {
      const auto piece = bytes.substr(0, kLargestPiece);
      LW_CO_TRY(co_await send(Ssh1Type::kStdoutData, Ssh1Writer().text(piece).take(), deadline));
      bytes.remove_prefix(piece.size());
    }
    co_return Result<void>{};
  }

  Task<void> close(Deadline deadline) override {
    const auto patience = deadline.within(kGoodbye);
    const auto status = Ssh1Writer().number(kExitSuccess).take();
    if (given_up_) {
      co_await let_peer_close(*carrier_, patience);
    } else if (co_await send(Ssh1Type::kExitStatus, status, patience)) {
      while (!confirmed_ && co_await take_packet(patience)) {
      }
    }
    co_await carrier_->close(deadline);
  }

  void cancel() override { carrier_->cancel(); }
  void interrupt() override { carrier_->interrupt(); }
  std::string description() const override { return "ssh1 over " + carrier_->description(); }

 private:
  // One packet, or some bytes towards it.
  Task<Result<void>> take_packet(Deadline deadline) {
    if (broken_) co_return failure(ErrorCode::kConnectionLost, "the connection is closed");
    auto packet = packets_.next();
    if (!packet) co_return co_await give_up(packet.error().message, deadline);
    if (*packet) co_return co_await handle(**packet, deadline);
    std::array<char, 4096> wire;
    LW_CO_ASSIGN(const auto count, co_await carrier_->read_some(wire, deadline));
    packets_.receive({wire.data(), count});
    co_return Result<void>{};
  }

  Task<Result<void>> handle(const Ssh1Packet& packet, Deadline deadline) {
    switch (packet.type) {
      case Ssh1Type::kStdinData: {
        const auto text = Ssh1Reader(packet.data).text();
        if (!text) co_return co_await give_up(text.error().message, deadline);
        typed_ = *text;
        given_ = 0;
        break;
      }
      case Ssh1Type::kEof:
        silent_ = true;
        break;
      case Ssh1Type::kExitConfirmation:
        confirmed_ = true;
        break;
      case Ssh1Type::kWindowSize:
      case Ssh1Type::kIgnore:
      case Ssh1Type::kDebug:
        break;
      case Ssh1Type::kDisconnect:
        broken_ = true;
        co_return failure(ErrorCode::kConnectionLost, "the client left");
      default:
        co_return co_await give_up("an SSH 1 message that a shell does not know", deadline);
    }
    co_return Result<void>{};
  }

  // What the client sends makes no sense, or no sense here: the draft wants it told and left.
  Task<Result<void>> give_up(std::string reason, Deadline deadline) {
    const auto farewell = Ssh1Writer().text(reason).take();
    given_up_ =
        (co_await send(Ssh1Type::kDisconnect, farewell, deadline.within(kGoodbye))).has_value();
    broken_ = true;
    co_return failure(ErrorCode::kConnectionLost, std::move(reason));
  }

  Task<Result<void>> send(Ssh1Type type, std::string data, Deadline deadline) {
    if (broken_) co_return failure(ErrorCode::kConnectionLost, "the connection is closed");
    LW_CO_ASSIGN(const auto packet, packets_.encode(type, data));
    auto sent = co_await carrier_->write(packet, deadline);
    broken_ = !sent;
    co_return sent;
  }

  std::unique_ptr<Stream> carrier_;
  Ssh1Packets packets_;
  std::string typed_;  // received, from given_ on not yet handed over
  std::size_t given_ = 0;
  bool silent_ = false;     // the client's input has ended
  bool confirmed_ = false;  // it has taken note of the exit status
  bool broken_ = false;     // nothing more can be sent, or what arrives be understood
  bool given_up_ = false;   // the client was told so
};

}  // namespace

Task<> let_peer_close(Stream& stream, Deadline deadline) {
  std::array<char, 4096> unread;
  while (co_await stream.read_some(unread, deadline)) {
  }
}

std::unique_ptr<Stream> make_ssh1_stream(std::unique_ptr<Stream> carrier, Ssh1Packets packets) {
  return std::make_unique<Ssh1Stream>(std::move(carrier), std::move(packets));
}

}  // namespace lw::net
