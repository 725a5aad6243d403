#include "device/connector.h"

#include <fmt/format.h>

#include "device/access_error.h"
#include "device/journal.h"
#include "net/http_client.h"
#include "net/telnet.h"
#include "session/asa_context.h"
#include "session/asa_web_session.h"
#include "session/ios_web_session.h"
#include "session/ips_web_session.h"
#include "session/module_stream.h"

namespace lw::device {
namespace {

using session::TransportLogin;

constexpr std::chrono::seconds kGoodbye{2};

Result<net::CryptoProfile> profile_of(const std::string& word) {
  if (word.empty()) return net::CryptoProfile::kModern;
  return net::parse_crypto_profile(word);
}

Error user_is_missing(const Access& access) {
  return {ErrorCode::kInvalidArgument, "SSH needs a user name",
          fmt::format("linewarden device set {} --username USER --password-env VAR",
                      access.device.name)};
}

Error no_such_session(const Access& access, Transport transport) {
  return {ErrorCode::kUnsupported,
          fmt::format("this version holds no session with {} over {}", access.platform->name,
                      name(transport)),
          "reach it over another transport this time: --over ssh, telnet or console"};
}

// Files are there only on devices with the ASA's web server.
Result<void> check_files(const Access& access) {
  if (access.platform->dialect != "asa") {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("files are put and got on ASA, PIX and FWSM only, not on {}",
                               access.platform->name),
                   "copy the file with the device's own copy command");
  }
  if (access.transport == Transport::kHttps) return {};
  return failure(ErrorCode::kUnsupported, "files are put and got over HTTPS only",
                 "reach the device over it this time: --over https; on the device: http server "
                 "enable, http ADDRESS MASK INTERFACE");
}

// "in slot 6 of sw1"
std::string slot_of(const Access& access) {
  return fmt::format("in slot {} of {}", access.device.slot, access.device.chassis);
}

// On a terminal, the context is entered behind the login; a web session names it in each request.
Result<void> check_context(const Access& access) {
  if (access.context.empty()) return {};
  if (access.platform->dialect == "asa") return session::check_context_name(access.context);
  return failure(
      ErrorCode::kInvalidArgument,
      fmt::format("only ASA, PIX and FWSM have security contexts, not {}", access.platform->name),
      "leave --context out");
}

// Whether a session in the slot can be opened, as far as the inventory tells.
Result<void> check_slot(const Access& access) {
  LW_TRY(check_context(access));
  if (!access.chassis) {
    return std::unexpected(endpoint_of(access.device, Transport::kChassis).error());
  }
  const Access& chassis = *access.chassis;
  if (is_terminal(chassis.transport)) return {};
  return failure(ErrorCode::kUnsupported,
                 fmt::format("{} is set to {}, and only a terminal of the switch leads to a module",
                             chassis.device.name, name(chassis.transport)),
                 fmt::format("linewarden device set {} --transport ssh", chassis.device.name));
}

session::Credentials login_of(const Access& access) {
  return {access.credentials.username, access.credentials.password,
          access.credentials.enable_password};
}

}  // namespace

Connector::Connector(const std::filesystem::path& folder,
                     const std::vector<store::SessionLimit>& limits)
    : folder_(folder), pins_(folder / "host_keys"), limits_(limits), jumps_(jump_loop_, pins_) {}
Connector::~Connector() = default;

Result<void> Connector::record_old(const std::string& peer, std::string_view protocol,
                                   net::CryptoProfile profile) {
  LW_ASSIGN(auto journal, Journal::open(folder_));
  return journal.record_old_cryptography(peer, protocol, name(profile));
}

std::function<Result<void>(net::SshVersion)> Connector::recorder_of(const std::string& peer,
                                                                    net::CryptoProfile profile) {
  return [this, peer, profile](net::SshVersion version) -> Result<void> {
    const bool first = version == net::SshVersion::k1;
    if (!first && profile != net::CryptoProfile::kAncient) return {};
    return record_old(peer, first ? "ssh1" : "ssh2", profile);
  };
}

Result<net::SshTarget> Connector::ssh_target(const Access& access, net::Endpoint endpoint) {
  if (access.credentials.username.empty()) return std::unexpected(user_is_missing(access));
  net::SshTarget target;
  LW_ASSIGN(target.profile, profile_of(access.device.crypto));
  target.endpoint = std::move(endpoint);
  target.username = access.credentials.username;
  target.password = access.credentials.password;
  target.private_key = access.credentials.ssh_key;
  target.allow_ssh1 = access.device.allow_ssh1;
  target.before_login = recorder_of(access.device.name, target.profile);
  return target;
}

Result<std::shared_ptr<net::Route>> Connector::route_of(const Access& access) {
  std::vector<net::SshTarget> hops;
  for (const Hop& hop : access.hops) {
    net::SshTarget target;
    LW_ASSIGN(target.profile, profile_of(hop.server.crypto));
    target.endpoint = {hop.server.address, hop.server.port};
    target.username = hop.credentials.username;
    target.password = hop.credentials.password;
    target.private_key = hop.credentials.ssh_key;
    target.before_login = recorder_of(hop.server.name, target.profile);
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

Result<Connector::Web> Connector::web_of(const Access& access, Transport transport,
                                         std::size_t most_bytes) {
  net::HttpServerAddress address;
  LW_ASSIGN(address.endpoint, endpoint_of(access.device, transport));
  address.tls.reset();
  if (transport == Transport::kHttps) {
    LW_ASSIGN(address.tls, profile_of(access.device.crypto));
  }
  if (address.tls == net::CryptoProfile::kAncient) {
    LW_TRY(record_old(access.device.name, name(transport), *address.tls));
  }
  Web web;
  LW_ASSIGN(web.route, route_of(access));
  web.http = net::make_http_client(address, pins_, *web.route, {.body = most_bytes});
  return web;
}

net::Task<Connector::OpenedSession> Connector::begin_terminal(const Access& access,
                                                              Transport transport,
                                                              Deadline deadline,
                                                              session::Options options) {
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

Connector::OpenedSession Connector::begin_web(const Access& access, Transport transport,
                                              Timeouts timeouts, session::Options options) {
  const std::string& dialect = access.platform->dialect;
  if (dialect != "asa" && dialect != "ios" && dialect != "ips") {
    return std::unexpected(no_such_session(access, transport));
  }
  LW_ASSIGN(Web web, web_of(access, transport, options.output_limit));
  std::unique_ptr<session::Session> session;
  if (dialect == "asa") {
    session =
        session::make_asa_web_session(std::move(web.http), access.platform,
                                      {.session = std::move(options), .context = access.context});
  } else if (dialect == "ips") {
    session =
        session::make_ips_web_session(std::move(web.http), access.platform, std::move(options));
  } else {
    // Within this session's place among few: a device that takes one at a time takes both.
    auto side_channel = [this, access, timeouts, options](Deadline deadline) {
      return attempt(access, Transport::kSsh, timeouts, deadline,
                     session_opening(access, Transport::kSsh, timeouts, options));
    };
    session = session::make_ios_web_session(std::move(web.http), access.platform,
                                            std::move(side_channel), std::move(options));
  }
  session->hold(web.route);  // a connection that the device closed is opened anew
  return session;
}

Connector::Opening<session::Session> Connector::session_opening(const Access& access,
                                                                Transport transport,
                                                                Timeouts timeouts,
                                                                const session::Options& options) {
  return [this, access, transport, timeouts, options](Deadline deadline) {
    return log_in(access, transport, timeouts, deadline, options);
  };
}

net::Task<Connector::OpenedSession> Connector::log_in(Access access, Transport transport,
                                                      Timeouts timeouts, Deadline deadline,
                                                      session::Options options) {
  if (!contacts_device(transport)) co_return std::unexpected(no_such_session(access, transport));
  LW_CO_TRY(check_context(access));
  const bool terminal = is_terminal(transport);
  LW_CO_ASSIGN(auto session,
               terminal ? co_await begin_terminal(access, transport, deadline, std::move(options))
                        : begin_web(access, transport, timeouts, std::move(options)));
  co_return co_await begin(std::move(session), std::move(access), terminal, deadline);
}

net::Task<Connector::OpenedSession> Connector::begin(std::unique_ptr<session::Session> session,
                                                     Access access, bool terminal,
                                                     Deadline deadline) {
  const session::Credentials login = login_of(access);
  auto logged_in = co_await session->login(login, deadline);
  if (logged_in && terminal && !access.context.empty()) {
    logged_in = co_await session::change_context(*session, access.context, deadline);
  }
  if (!logged_in) {
    co_await session->close(Deadline::after(kGoodbye));
    co_return std::unexpected(std::move(logged_in).error());
  }
  co_return session;
}

net::Task<Connector::OpenedSession> Connector::begin_in_slot(WayIn way, Access access,
                                                             Deadline deadline,
                                                             session::Options options) {
  auto session = session::make_session(std::move(*way), access.platform, TransportLogin::kAsked,
                                       std::move(options));
  const std::string place = slot_of(access);
  auto begun = co_await begin(std::move(session), std::move(access), true, deadline);
  if (begun) co_return begun;
  co_return std::unexpected(std::move(begun).error().with_context(place));
}

net::Task<Connector::OpenedSession> Connector::open_in_slot(Access access, Timeouts timeouts,
                                                            session::Options options) {
  const auto in_module_context = [&](Error error) {
    return std::unexpected(in_context(std::move(error), access, Transport::kChassis));
  };
  if (auto fits = check_slot(access); !fits) co_return in_module_context(fits.error());
  const Access chassis = *access.chassis;
  auto leave = co_await limits_.wait_for_turn_through(chassis.device, access.device,
                                                      Deadline::after(timeouts.turn));
  if (!leave) co_return in_module_context(std::move(leave).error());
  // The switch's login is over before the module's begins: where both ask one AAA server, only one
  // may be under way.
  auto opening = session_opening(chassis, chassis.transport, timeouts, {});
  const Deadline until = Deadline::after(timeouts.turn + 2 * timeouts.connect);
  auto supervisor = co_await attempt(chassis, chassis.transport, timeouts, until, opening);
  if (!supervisor) co_return in_module_context(std::move(supervisor).error());
  auto stream =
      co_await session::enter_module(*std::move(supervisor), chassis.platform, access.device.slot,
                                     Deadline::after(timeouts.connect));
  if (!stream) {
    co_return in_module_context(std::move(stream).error().with_context(slot_of(access)));
  }
  const WayIn way = std::make_shared<std::unique_ptr<net::Stream>>(*std::move(stream));
  Opening<session::Session> begin_there = [this, way, access, options](Deadline deadline) {
    return begin_in_slot(way, access, deadline, options);
  };
  auto opened = co_await attempt(access, Transport::kChassis, timeouts, until, begin_there);
  // Not begun at all: the guard said no.
  if (*way) co_await (*way)->close(Deadline::after(kGoodbye));
  if (opened) (*opened)->hold(*std::move(leave));
  co_return opened;
}

net::Task<Connector::Opened<session::WebFiles>> Connector::log_in_for_files(Access access,
                                                                            Deadline deadline) {
  LW_CO_TRY(check_files(access));
  LW_CO_ASSIGN(Web web, web_of(access, access.transport, session::kMostFileBytes));
  auto files = std::make_unique<session::WebFiles>(std::move(web.http), login_of(access));
  files->hold(web.route);
  auto logged_in = co_await files->login(deadline);
  if (!logged_in) {
    co_await files->close(Deadline::after(kGoodbye));
    co_return std::unexpected(std::move(logged_in).error());
  }
  co_return files;
}

template <class Conversation>
net::Task<Connector::Opened<Conversation>> Connector::attempt(Access access, Transport transport,
                                                              Timeouts timeouts, Deadline deadline,
                                                              Opening<Conversation> opening) {
  auto attempt = co_await guard_.begin(access.device.aaa, access.credentials.username,
                                       access.device.name, deadline);
  if (!attempt) {
    co_return std::unexpected(in_context(std::move(attempt).error(), access, transport));
  }
  auto opened = co_await opening(deadline.within(timeouts.connect));
  if (opened) {
    attempt->accepted();
    co_return opened;
  }
  // A jump host that refuses its user says nothing about the device's.
  if (opened.error().code == ErrorCode::kLoginRefused && !failed_hop(opened.error(), access)) {
    attempt->refused();
  }
  co_return std::unexpected(in_context(std::move(opened).error(), access, transport));
}

template <class Conversation>
net::Task<Connector::Opened<Conversation>> Connector::in_turn(Access access, Transport transport,
                                                              Timeouts timeouts,
                                                              Opening<Conversation> opening) {
  auto leave = co_await limits_.wait_for_turn(access.device, Deadline::after(timeouts.turn));
  if (!leave) co_return std::unexpected(in_context(std::move(leave).error(), access, transport));
  LW_CO_ASSIGN(auto opened, co_await attempt(std::move(access), transport, timeouts,
                                             Deadline::after(timeouts.turn + timeouts.connect),
                                             std::move(opening)));
  opened->hold(*std::move(leave));
  co_return opened;
}

net::Task<Connector::OpenedSession> Connector::open(Access access, Transport transport,
                                                    Timeouts timeouts, session::Options options) {
  access = by_firewall(std::move(access));
  if (transport == Transport::kChassis) {
    return open_in_slot(std::move(access), timeouts, std::move(options));
  }
  auto opening = session_opening(access, transport, timeouts, options);
  return in_turn(std::move(access), transport, timeouts, std::move(opening));
}

net::Task<Connector::Opened<session::WebFiles>> Connector::open_files(Access access,
                                                                      Timeouts timeouts) {
  access = by_firewall(std::move(access));
  Opening<session::WebFiles> opening = [this, access](Deadline deadline) {
    return log_in_for_files(access, deadline);
  };
  const Transport transport = access.transport;
  return in_turn(std::move(access), transport, timeouts, std::move(opening));
}

}  // namespace lw::device
