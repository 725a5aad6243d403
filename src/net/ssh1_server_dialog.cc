#include "net/ssh1_server_dialog.h"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <utility>

#include "base/text.h"
#include "net/ssh1_key_exchange.h"

namespace lw::net {
namespace {

// The draft leaves the line's length open; SSH-2 has 255 (RFC 4253 section 4.2).
constexpr std::size_t kLongestLine = 255;

constexpr std::uint32_t bit(std::uint32_t number) { return 1U << number; }

std::uint32_t mask(Ssh1Ciphers ciphers) {
  const std::uint32_t des = bit(kSsh1CipherDes);
  return ciphers == Ssh1Ciphers::kDes ? des : des | bit(kSsh1CipherTripleDes);
}

std::unexpected<Error> out_of_order(Ssh1Type type) {
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("an SSH 1 message of type {} out of order", std::to_underlying(type)));
}

}  // namespace

Ssh1ServerDialog::Ssh1ServerDialog(const Ssh1ServerOptions& options,
                                   std::shared_ptr<const Ssh1RsaKey> server_key)
    : options_(options),
      host_key_(options.host_key),
      server_key_(std::move(server_key)),
      cookie_(kSsh1CookieSize, '\0'),
      output_("SSH-1.5-" + options.identification + "\n") {
  RAND_bytes(reinterpret_cast<unsigned char*>(cookie_.data()), static_cast<int>(cookie_.size()));
}

Result<void> Ssh1ServerDialog::receive(std::string_view bytes) { return say_why(advance(bytes)); }

Result<void> Ssh1ServerDialog::say_why(Result<void> outcome) {
  const bool listening = phase_ != Phase::kIdentification;
  if (!outcome && listening && outcome.error().code != ErrorCode::kConnectionLost) {
    LW_TRY(send(Ssh1Type::kDisconnect, Ssh1Writer().text(outcome.error().message).take()));
  }
  return outcome;
}

Result<void> Ssh1ServerDialog::advance(std::string_view bytes) {
  if (phase_ == Phase::kIdentification) {
    const std::size_t end = bytes.find('\n');
    line_ += bytes.substr(0, end);
    if (line_.size() > kLongestLine) {
      return failure(ErrorCode::kUnsupported, "the client's first line has no end");
    }
    if (end == std::string_view::npos) return {};
    LW_TRY(identify());
    bytes.remove_prefix(end + 1);
  }
  packets_.receive(bytes);
  return answer_packets();
}

Result<void> Ssh1ServerDialog::answer_packets() {
  while (!started() && phase_ != Phase::kJudgement) {
    LW_ASSIGN(const auto packet, packets_.next());
    if (!packet) break;
    LW_TRY(answer(*packet));
  }
  return {};
}

Result<void> Ssh1ServerDialog::identify() {
  if (!line_.starts_with("SSH-1.")) {
    return failure(ErrorCode::kUnsupported,
                   "the client does not speak SSH 1: " + printable(trim(line_)));
  }
  phase_ = Phase::kSessionKey;
  return send(Ssh1Type::kPublicKey, encode(Ssh1PublicKeys{
                                        .cookie = cookie_,
                                        .server_bits = server_key_->bits(),
                                        .server_exponent = server_key_->exponent(),
                                        .server_modulus = server_key_->modulus(),
                                        .host_bits = host_key_->bits(),
                                        .host_exponent = host_key_->exponent(),
                                        .host_modulus = host_key_->modulus(),
                                        .ciphers = mask(options_.ciphers),
                                        .logins = bit(kSsh1AuthPassword),
                                    }));
}

Result<void> Ssh1ServerDialog::answer(const Ssh1Packet& packet) {
  if (packet.type == Ssh1Type::kIgnore || packet.type == Ssh1Type::kDebug) return {};
  if (packet.type == Ssh1Type::kDisconnect) {
    return failure(ErrorCode::kConnectionLost, "the client left");
  }
  switch (phase_) {
    case Phase::kSessionKey:
      return take_session_key(packet);
    case Phase::kUser:
      return take_user(packet);
    case Phase::kLogin:
      return take_password(packet);
    case Phase::kPreparation:
      return prepare(packet);
    case Phase::kIdentification:
    case Phase::kJudgement:
    case Phase::kStarted:
      break;
  }
  return failure(ErrorCode::kInternal, "a packet without a phase");
}

Result<void> Ssh1ServerDialog::take_session_key(const Ssh1Packet& packet) {
  if (packet.type != Ssh1Type::kSessionKey) return out_of_order(packet.type);
  LW_ASSIGN(const auto message, decode_ssh1_session_key(packet.data));
  if (message.cookie != cookie_) {
    return failure(ErrorCode::kInvalidArgument, "the client returns a wrong cookie");
  }
  if (message.cipher > kSsh1CipherTripleDes ||
      (mask(options_.ciphers) & bit(message.cipher)) == 0) {
    return failure(ErrorCode::kUnsupported, "the client chose a cipher that was not offered");
  }
  LW_ASSIGN(const Secret key,
            ssh1_session_key(*host_key_, *server_key_, cookie_, message.encrypted_key));
  LW_TRY(packets_.encrypt_with(message.cipher, key));
  phase_ = Phase::kUser;
  return send(Ssh1Type::kSuccess);
}

// The answer is the same whether there is such a user or not: a password is wanted.
Result<void> Ssh1ServerDialog::take_user(const Ssh1Packet& packet) {
  if (packet.type != Ssh1Type::kUser) return out_of_order(packet.type);
  LW_ASSIGN(shell_.username, Ssh1Reader(packet.data).text());
  phase_ = Phase::kLogin;
  return send(Ssh1Type::kFailure);
}

Result<void> Ssh1ServerDialog::take_password(const Ssh1Packet& packet) {
  if (packet.type != Ssh1Type::kAuthPassword) return send(Ssh1Type::kFailure);
  LW_ASSIGN(const auto password, Ssh1Reader(packet.data).text());
  login_ = Login{shell_.username, Secret(std::string(password))};
  phase_ = Phase::kJudgement;
  return {};
}

Result<void> Ssh1ServerDialog::judge(LoginAnswer answer) {
  if (answer == LoginAnswer::kAccepted) {
    phase_ = Phase::kPreparation;
    LW_TRY(send(Ssh1Type::kSuccess));
    return say_why(answer_packets());
  }
  phase_ = Phase::kLogin;
  LW_TRY(send(Ssh1Type::kFailure));
  if (++refused_ < options_.most_attempts) return say_why(answer_packets());
  return say_why(failure(ErrorCode::kLoginRefused, "Too many authentication failures"));
}

Result<void> Ssh1ServerDialog::prepare(const Ssh1Packet& packet) {
  switch (packet.type) {
    case Ssh1Type::kRequestPty: {
      LW_ASSIGN(const auto terminal, decode_ssh1_terminal(packet.data));
      shell_.columns = terminal.columns;
      shell_.rows = terminal.rows;
      return send(Ssh1Type::kSuccess);
    }
    case Ssh1Type::kExecCommand: {
      LW_ASSIGN(shell_.command, Ssh1Reader(packet.data).text());
      phase_ = Phase::kStarted;
      return {};
    }
    case Ssh1Type::kExecShell:
      phase_ = Phase::kStarted;
      return {};
    default:  // forwarding, compression, what nobody knows
      return send(Ssh1Type::kFailure);
  }
}

Result<void> Ssh1ServerDialog::send(Ssh1Type type, std::string_view data) {
  LW_ASSIGN(const auto packet, packets_.encode(type, data));
  output_ += packet;
  return {};
}

}  // namespace lw::net
