#include "lab/tacacs_server.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace lw::lab {
namespace {

constexpr std::size_t kMostLogins = 16;  // at once, on one connection
constexpr long kLongestDelay = 60'000;
constexpr std::string_view kFaultNames = "silent, wrong-key, error-reply, slow:N";

}  // namespace

Result<void> add_aaa_fault(AaaServerFaults& faults, std::string_view name) {
  constexpr std::string_view kSlow = "slow:";
  if (name == "silent") {
    faults.silent = true;
  } else if (name == "wrong-key") {
    faults.wrong_key = true;
  } else if (name == "error-reply") {
    faults.error_reply = true;
  } else if (const auto delay = parse_decimal(name.substr(std::min(kSlow.size(), name.size())));
             name.starts_with(kSlow) && delay && *delay <= kLongestDelay) {
    faults.delay = std::chrono::milliseconds(*delay);
  } else {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("an AAA server has no fault \"{}\"", printable(name)),
                   fmt::format("its faults are {}", kFaultNames));
  }
  return {};
}

TacacsServerDialog::TacacsServerDialog(const AaaServerDescription& server)
    : server_(server),
      key_(server.faults.wrong_key ? Secret(server.key.reveal() + "-another") : server.key),
      reader_(key_) {}

Result<void> TacacsServerDialog::receive(std::string_view bytes) {
  reader_.receive(bytes);
  for (;;) {
    LW_ASSIGN(const auto packet, reader_.next());
    if (!packet) return {};
    if (packet->header.sequence % 2 == 0) {
      return failure(ErrorCode::kInvalidArgument, "a client's sequence numbers are odd");
    }
    LW_TRY(answer(*packet));
    if (server_.faults.silent) output_.clear();
  }
}

Result<void> TacacsServerDialog::answer(const TacacsPacket& packet) {
  const TacacsHeader& header = packet.header;
  switch (header.type) {
    case TacacsType::kAuthentication:
      return authenticate(packet);
    case TacacsType::kAuthorization: {
      LW_ASSIGN(const auto request, decode_tacacs_request(packet.body, header.type));
      authorize(header, request);
      return {};
    }
    case TacacsType::kAccounting: {
      LW_TRY(decode_tacacs_request(packet.body, header.type));
      send(header, encode(TacacsAcctReply{server_.faults.error_reply ? TacacsAcctStatus::kError
                                                                     : TacacsAcctStatus::kSuccess,
                                          {},
                                          {}}));
      return {};
    }
  }
  return {};
}

Result<void> TacacsServerDialog::authenticate(const TacacsPacket& packet) {
  const TacacsHeader& header = packet.header;
  if (header.sequence == 1) {
    LW_ASSIGN(const auto start, decode_tacacs_start(packet.body));
    begin(header, start);
    return {};
  }
  const auto place = logins_.find(header.session);
  if (place == logins_.end() || place->second.next_sequence != header.sequence) {
    return failure(ErrorCode::kInvalidArgument, "a CONTINUE that belongs to no login");
  }
  Login login = std::move(place->second);
  logins_.erase(place);
  LW_ASSIGN(const auto typed, decode_tacacs_continue(packet.body));
  // The RFC wants no answer to an abort.
  if (!typed.abort) go_on(header, std::move(login), typed);
  return {};
}

void TacacsServerDialog::begin(const TacacsHeader& header, const TacacsStart& start) {
  Login login{.service = start.service, .user = start.user};
  if (server_.faults.error_reply) {
    reply(header, TacacsAuthenStatus::kError, "out of order");
  } else if (start.type == TacacsAuthenType::kPap) {
    reply(header, right(login, start.data) ? TacacsAuthenStatus::kPass : TacacsAuthenStatus::kFail);
  } else if (start.type == TacacsAuthenType::kAscii && logins_.size() < kMostLogins) {
    ask_for(header, std::move(login));
  } else {
    reply(header, TacacsAuthenStatus::kError, "only ASCII and PAP logins are served");
  }
}

void TacacsServerDialog::ask_for(const TacacsHeader& header, Login login) {
  login.next_sequence = static_cast<std::uint8_t>(header.sequence + 2);
  if (login.user.empty()) {
    reply(header, TacacsAuthenStatus::kGetUser, "Username: ");
  } else {
    reply(header, TacacsAuthenStatus::kGetPass, "Password: ");
  }
  logins_.insert_or_assign(header.session, std::move(login));
}

void TacacsServerDialog::go_on(const TacacsHeader& header, Login login,
                               const TacacsContinue& typed) {
  if (login.user.empty() && !typed.message.empty()) {
    login.user = typed.message;
    ask_for(header, std::move(login));
    return;
  }
  reply(header,
        right(login, typed.message) ? TacacsAuthenStatus::kPass : TacacsAuthenStatus::kFail);
}

bool TacacsServerDialog::right(const Login& login, std::string_view typed) const {
  const AaaUser* user = find(login.user);
  if (user == nullptr) return false;
  const Secret& wanted = login.service == TacacsService::kEnable ? user->enable : user->password;
  return !wanted.empty() && wanted.equals(Secret(std::string(typed)));
}

// Commands are not judged one by one: whoever has a shell may type what its level allows.
void TacacsServerDialog::authorize(const TacacsHeader& header, const TacacsRequest& request) {
  TacacsResponse response;
  const AaaUser* user = find(request.user);
  const bool shell = std::ranges::any_of(request.arguments, [](const std::string& argument) {
    return argument == "service=shell" || argument == "service*shell";
  });
  if (server_.faults.error_reply) {
    response.status = TacacsAuthorStatus::kError;
  } else if (user == nullptr || !shell) {
    response.status = TacacsAuthorStatus::kFail;
  } else {
    response.status = TacacsAuthorStatus::kPassAdd;
    response.arguments = {fmt::format("priv-lvl={}", user->privilege)};
  }
  send(header, encode(response));
}

const AaaUser* TacacsServerDialog::find(std::string_view user) const {
  const auto found = std::ranges::find(server_.users, user, &AaaUser::name);
  return found == server_.users.end() ? nullptr : &*found;
}

void TacacsServerDialog::send(const TacacsHeader& to, std::string_view body) {
  TacacsHeader header = to;
  header.sequence = static_cast<std::uint8_t>(to.sequence + 1);
  output_ += encode(header, body, key_);
}

void TacacsServerDialog::reply(const TacacsHeader& to, TacacsAuthenStatus status,
                               std::string_view message) {
  send(to, encode(TacacsReply{.status = status,
                              .no_echo = status == TacacsAuthenStatus::kGetPass,
                              .message = std::string(message),
                              .data = {}}));
}

}  // namespace lw::lab
