#include "lab/tacacs_client.h"

namespace lw::lab {
namespace {

using enum AaaAnswer::Verdict;

// A user name and a password; more is asked by servers that change passwords or want a second
// factor, for which a login at a terminal has no room here.
constexpr int kMostTold = 2;
constexpr std::uint8_t kUserLevel = 1;
constexpr std::uint8_t kEnableLevel = 15;

std::string first_body(const AaaQuestion& question) {
  if (question.kind == AaaQuestion::Kind::kShell) {
    TacacsRequest request;
    request.user = question.user;
    request.port = question.port;
    request.remote_address = question.remote_address;
    request.arguments = {"service=shell", "cmd="};
    return encode(request, TacacsType::kAuthorization);
  }
  const bool enable = question.kind == AaaQuestion::Kind::kEnable;
  TacacsStart start;
  start.privilege = enable ? kEnableLevel : kUserLevel;
  start.service = enable ? TacacsService::kEnable : TacacsService::kLogin;
  start.user = question.user;
  start.port = question.port;
  start.remote_address = question.remote_address;
  return encode(start);
}

}  // namespace

TacacsClient::TacacsClient(AaaQuestion question, Secret key, std::uint32_t session)
    : question_(std::move(question)), key_(std::move(key)), reader_(key_) {
  header_.type = question_.kind == AaaQuestion::Kind::kShell ? TacacsType::kAuthorization
                                                             : TacacsType::kAuthentication;
  header_.session = session;
  if (key_.empty()) header_.flags = TacacsHeader::kUnencrypted;
  send(first_body(question_));
}

void TacacsClient::send(std::string_view body) { output_ += encode(header_, body, key_); }

void TacacsClient::receive(std::string_view bytes) {
  reader_.receive(bytes);
  while (!answer_) {
    const auto packet = reader_.next();
    if (!packet) return conclude(kNoAnswer);
    if (!*packet) return;
    take(**packet);
  }
}

void TacacsClient::take(const TacacsPacket& packet) {
  const TacacsHeader& header = packet.header;
  if (header.type != header_.type || header.session != header_.session ||
      header.sequence != header_.sequence + 1) {
    return conclude(kNoAnswer);
  }
  header_.sequence = static_cast<std::uint8_t>(header.sequence + 1);
  if (header_.type == TacacsType::kAuthorization) {
    const auto response = decode_tacacs_response(packet.body);
    return response ? take_response(*response) : conclude(kNoAnswer);
  }
  const auto reply = decode_tacacs_reply(packet.body);
  reply ? take_reply(*reply) : conclude(kNoAnswer);
}

void TacacsClient::take_reply(const TacacsReply& reply) {
  switch (reply.status) {
    case TacacsAuthenStatus::kPass:
      return conclude(kAccepted);
    case TacacsAuthenStatus::kFail:
      return conclude(kRefused);
    case TacacsAuthenStatus::kGetUser:
    case TacacsAuthenStatus::kGetPass: {
      if (++told_ > kMostTold) return conclude(kRefused);
      const bool user = reply.status == TacacsAuthenStatus::kGetUser;
      return send(encode(TacacsContinue{
          .abort = false, .message = user ? question_.user : question_.password.reveal()}));
    }
    case TacacsAuthenStatus::kGetData:  // inferred: a question that nobody answers is a refusal
      return conclude(kRefused);
    case TacacsAuthenStatus::kRestart:
    case TacacsAuthenStatus::kError:
    case TacacsAuthenStatus::kFollow:
      break;
  }
  conclude(kNoAnswer);
}

void TacacsClient::take_response(const TacacsResponse& response) {
  switch (response.status) {
    case TacacsAuthorStatus::kPassAdd:
    case TacacsAuthorStatus::kPassReplace:
      answer_ = AaaAnswer{kAccepted, tacacs_privilege(response.arguments)};
      return;
    case TacacsAuthorStatus::kFail:
      return conclude(kRefused);
    case TacacsAuthorStatus::kError:
    case TacacsAuthorStatus::kFollow:
      break;
  }
  conclude(kNoAnswer);
}

}  // namespace lw::lab
