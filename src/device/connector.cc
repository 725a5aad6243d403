#include "device/connector.h"

#include <fmt/format.h>

#include "net/crypto_profile.h"
#include "net/http_client.h"
#include "net/ssh.h"
#include "net/telnet.h"
#include "session/asa_web_session.h"
#include "session/ios_web_session.h"

namespace lw::device {
namespace {

constexpr std::chrono::seconds kGoodbye{2};

Result<net::CryptoProfile> profile_of(const std::string& word) {
  if (word.empty()) return net::CryptoProfile::kModern;
  return net::parse_crypto_profile(word);
}

// What a code means where the layer below knew no better.
Diagnosis usual_diagnosis(ErrorCode code) {
  switch (code) {
    case ErrorCode::kHostKeyChanged:
      return Diagnosis::kIdentityChanged;
    case ErrorCode::kLoginRefused:
      return Diagnosis::kWrongLogin;
    case ErrorCode::kPromptNotSeen:
      return Diagnosis::kPromptNotRecognised;
    case ErrorCode::kUnauthenticated:
      return Diagnosis::kCertificateDates;
    case ErrorCode::kTimeout:
      return Diagnosis::kSilent;
    case ErrorCode::kConnectionLost:
      return Diagnosis::kCutOff;
    default:
      return Diagnosis::kNone;
  }
}

// What helps where the layer below had no advice.
std::string usual_hint(ErrorCode code, Transport transport) {
  if (code == ErrorCode::kConnectionLost && transport == Transport::kConsole) {
    return "try again: what is left on the line is taken back then; look at the console server";
  }
  if (code == ErrorCode::kConnectionLost) {
    return "try again; when it is cut off again, look at the device's log and its time limits";
  }
  if (code == ErrorCode::kTimeout) {
    return "it may be busy, or the way to it slow: try again, or with longer timeouts";
  }
  return {};
}

Error user_is_missing(const Access& access) {
  return {ErrorCode::kInvalidArgument, "SSH needs a user name",
          fmt::format("linewarden device set {} --username USER --password-env VAR",
                      access.device.name)};
}

Result<net::SshTarget> ssh_target(const Access& access, net::Endpoint endpoint) {
  if (access.credentials.username.empty()) return std::unexpected(user_is_missing(access));
  net::SshTarget target;
  LW_ASSIGN(target.profile, profile_of(access.device.crypto));
  target.endpoint = std::move(endpoint);
  target.username = access.credentials.username;
  target.password = access.credentials.password;
  target.private_key = access.credentials.ssh_key;
  target.allow_ssh1 = access.device.allow_ssh1;
  return target;
}

bool is_terminal(Transport transport) {
  return transport == Transport::kSsh || transport == Transport::kTelnet ||
         transport == Transport::kConsole;
}

Error no_such_session(const Access& access, Transport transport) {
  return {ErrorCode::kUnsupported,
          fmt::format("this version holds no session with {} over {}", access.platform->name,
                      name(transport)),
          "reach it over another transport this time: --over ssh, telnet or console"};
}

}  // namespace

Error in_context(Error error, const Access& access, Transport transport) {
  if (error.diagnosis == Diagnosis::kNone) error.diagnosis = usual_diagnosis(error.code);
  if (error.hint.empty()) error.hint = usual_hint(error.code, transport);
  const std::string set = fmt::format("linewarden device set {}", access.device.name);
  const bool own_key = error.message.find("through jump host") == std::string::npos;
  if (error.code == ErrorCode::kHostKeyChanged && own_key) {
    error.hint = fmt::format(
        "compare the new fingerprint at the device's console; if it is right: {} --accept-key",
        set);
  }
  if (const auto at = error.hint.find("linewarden device set NAME"); at != std::string::npos) {
    error.hint.replace(at, std::string_view("linewarden device set NAME").size(), set);
  }
  return std::move(error).with_context(
      fmt::format("{} over {}", access.device.name, name(transport)));
}

Connector::Connector(const std::filesystem::path& folder,
                     const std::vector<store::SessionLimit>& limits)
    : pins_(folder / "host_keys"), limits_(limits), jumps_(jump_loop_, pins_) {}
Connector::~Connector() = default;

Result<std::shared_ptr<net::Route>> Connector::route_of(const Access& access) {
  std::vector<net::SshTarget> hops;
  for (const Hop& hop : access.hops) {
    net::SshTarget target;
    LW_ASSIGN(target.profile, profile_of(hop.server.crypto));
    target.endpoint = {hop.server.address, hop.server.port};
    target.username = hop.credentials.username;
    target.password = hop.credentials.password;
    target.private_key = hop.credentials.ssh_key;
    if (target.username.empty()) {
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("jump host {} needs a user name", hop.server.name),
                     fmt::format("linewarden server set {} --username USER --password-env VAR",
                                 hop.server.name));
    }
    hops.push_back(std::move(target));
  }
  return jumps_.via(std::move(hops));
}

net::Task<Connector::Opened> Connector::begin_terminal(const Access& access, Transport transport,
                                                       Deadline deadline,
                                                       session::Options options) {
  using session::TransportLogin;
  LW_CO_ASSIGN(const net::Endpoint endpoint, endpoint_of(access.device, transport));
  LW_CO_ASSIGN(const auto route, route_of(access));
  std::unique_ptr<net::Stream> stream;
  TransportLogin login = TransportLogin::kAsked;
  if (transport == Transport::kSsh) {
    LW_CO_ASSIGN(auto target, ssh_target(access, endpoint));
    LW_CO_ASSIGN(stream, co_await net::connect_ssh(std::move(target), pins_, *route, deadline));
    login = TransportLogin::kDone;
  } else if (transport == Transport::kTelnet) {
    LW_CO_ASSIGN(stream, co_await net::connect_telnet(endpoint, *route, deadline));
  } else {
    LW_CO_ASSIGN(stream, co_await net::connect_console(endpoint, *route, deadline));
    login = TransportLogin::kConsole;
  }
  co_return session::make_session(std::move(stream), access.platform, login, std::move(options));
}

Result<std::unique_ptr<session::Session>> Connector::begin_web(const Access& access,
                                                               Transport transport,
                                                               Timeouts timeouts,
                                                               session::Options options) {
  const std::string& dialect = access.platform->dialect;
  if (dialect != "asa" && dialect != "ios") {
    return std::unexpected(no_such_session(access, transport));
  }
  net::HttpServerAddress address;
  LW_ASSIGN(address.endpoint, endpoint_of(access.device, transport));
  address.tls.reset();
  if (transport == Transport::kHttps) {
    LW_ASSIGN(address.tls, profile_of(access.device.crypto));
  }
  LW_ASSIGN(const auto route, route_of(access));
  auto http = net::make_http_client(address, pins_, *route, {.body = options.output_limit});
  std::unique_ptr<session::Session> session;
  if (dialect == "asa") {
    session = session::make_asa_web_session(std::move(http), access.platform,
                                            {.session = std::move(options), .context = {}});
  } else {
    // Within this session's place among few: a device that takes one at a time takes both.
    auto side_channel = [this, access, timeouts, options](Deadline deadline) {
      return attempt(access, Transport::kSsh, timeouts, deadline, options);
    };
    session = session::make_ios_web_session(std::move(http), access.platform,
                                            std::move(side_channel), std::move(options));
  }
  session->hold(route);  // a connection that the device closed is opened anew
  return session;
}

net::Task<Connector::Opened> Connector::log_in(Access access, Transport transport,
                                               Timeouts timeouts, Deadline deadline,
                                               session::Options options) {
  if (!contacts_device(transport)) co_return std::unexpected(no_such_session(access, transport));
  LW_CO_ASSIGN(auto session,
               is_terminal(transport)
                   ? co_await begin_terminal(access, transport, deadline, std::move(options))
                   : begin_web(access, transport, timeouts, std::move(options)));
  const session::Credentials credentials{access.credentials.username, access.credentials.password,
                                         access.credentials.enable_password};
  auto logged_in = co_await session->login(credentials, deadline);
  if (!logged_in) {
    co_await session->close(Deadline::after(kGoodbye));
    co_return std::unexpected(std::move(logged_in).error());
  }
  co_return session;
}

net::Task<Connector::Opened> Connector::attempt(Access access, Transport transport,
                                                Timeouts timeouts, Deadline deadline,
                                                session::Options options) {
  auto attempt = co_await guard_.begin(access.device.aaa, access.credentials.username,
                                       access.device.name, deadline);
  if (!attempt) {
    co_return std::unexpected(in_context(std::move(attempt).error(), access, transport));
  }
  auto session = co_await log_in(access, transport, timeouts, deadline.within(timeouts.connect),
                                 std::move(options));
  if (session) {
    attempt->accepted();
    co_return session;
  }
  if (session.error().code == ErrorCode::kLoginRefused) attempt->refused();
  co_return std::unexpected(in_context(std::move(session).error(), access, transport));
}

net::Task<Connector::Opened> Connector::open(Access access, Transport transport, Timeouts timeouts,
                                             session::Options options) {
  auto leave = co_await limits_.wait_for_turn(access.device, Deadline::after(timeouts.turn));
  if (!leave) co_return std::unexpected(in_context(std::move(leave).error(), access, transport));
  LW_CO_ASSIGN(auto session, co_await attempt(std::move(access), transport, timeouts,
                                              Deadline::after(timeouts.turn + timeouts.connect),
                                              std::move(options)));
  session->hold(*std::move(leave));
  co_return session;
}

}  // namespace lw::device
