#include "device/connector.h"

#include <fmt/format.h>

#include "net/ssh.h"
#include "net/telnet.h"

namespace lw::device {
namespace {

constexpr std::chrono::seconds kGoodbye{2};

// What the layers below could not know: the device's name.
Error in_context(Error error, const Access& access, Transport transport) {
  if (error.code == ErrorCode::kHostKeyChanged) {
    error.hint = fmt::format(
        "compare the new fingerprint at the device's console; if it is right: linewarden device "
        "set {} --accept-key",
        access.device.name);
  }
  return std::move(error).with_context(
      fmt::format("{} over {}", access.device.name, name(transport)));
}

}  // namespace

Connector::Connector(const std::filesystem::path& folder,
                     const std::vector<store::SessionLimit>& limits)
    : pins_(folder / "host_keys"), limits_(limits) {}
Connector::~Connector() = default;

net::Task<Result<std::unique_ptr<net::Stream>>> Connector::connect(const Access& access,
                                                                   Transport transport,
                                                                   Deadline deadline) {
  LW_CO_ASSIGN(const net::Endpoint endpoint, endpoint_of(access.device, transport));
  if (transport == Transport::kTelnet) {
    co_return co_await net::connect_telnet(endpoint, net::direct_route(), deadline);
  }
  if (transport != Transport::kSsh) {
    co_return failure(ErrorCode::kUnsupported, "no session can be held over this transport");
  }
  if (access.credentials.username.empty()) {
    co_return failure(ErrorCode::kInvalidArgument, "SSH needs a user name",
                      fmt::format("linewarden device set {} --username USER --password-env VAR",
                                  access.device.name));
  }
  co_return co_await net::connect_ssh(
      net::SshTarget{endpoint, access.credentials.username, access.credentials.password}, pins_,
      net::direct_route(), deadline);
}

net::Task<Connector::Opened> Connector::log_in(Access access, Transport transport,
                                               Deadline deadline, session::Options options) {
  LW_CO_ASSIGN(auto stream, co_await connect(access, transport, deadline));
  const auto login = transport == Transport::kSsh ? session::TransportLogin::kDone
                                                  : session::TransportLogin::kAsked;
  auto session =
      session::make_session(std::move(stream), access.platform, login, std::move(options));
  const session::Credentials credentials{access.credentials.username, access.credentials.password,
                                         access.credentials.enable_password};
  auto logged_in = co_await session->login(credentials, deadline);
  if (!logged_in) {
    co_await session->close(Deadline::after(kGoodbye));
    co_return std::unexpected(std::move(logged_in).error());
  }
  co_return session;
}

net::Task<Connector::Opened> Connector::open(Access access, Transport transport, Timeouts timeouts,
                                             session::Options options) {
  const Deadline turn = Deadline::after(timeouts.turn);
  auto leave = co_await limits_.wait_for_turn(access.device, turn);
  if (!leave) co_return std::unexpected(in_context(std::move(leave).error(), access, transport));
  options.held = *std::move(leave);
  auto attempt = co_await guard_.begin(access.device.aaa, access.credentials.username,
                                       access.device.name, turn);
  if (!attempt) {
    co_return std::unexpected(in_context(std::move(attempt).error(), access, transport));
  }
  auto session =
      co_await log_in(access, transport, Deadline::after(timeouts.connect), std::move(options));
  if (session) {
    attempt->accepted();
    co_return session;
  }
  if (session.error().code == ErrorCode::kLoginRefused) attempt->refused();
  co_return std::unexpected(in_context(std::move(session).error(), access, transport));
}

}  // namespace lw::device
