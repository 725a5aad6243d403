#include "device/connector.h"

#include <fmt/format.h>

#include "net/ssh.h"
#include "net/telnet.h"

namespace lw::device {

Connector::Connector(const std::filesystem::path& folder) : pins_(folder / "host_keys") {}
Connector::~Connector() = default;

net::Task<Result<std::unique_ptr<net::Stream>>> Connector::connect(const Access& access,
                                                                   Transport transport,
                                                                   Deadline deadline) {
  const net::Endpoint endpoint{access.device.address, port_for(access.device, transport)};
  if (transport == Transport::kTelnet)
    co_return co_await net::connect_telnet(endpoint, net::direct_route(), deadline);
  if (access.credentials.username.empty()) {
    co_return failure(ErrorCode::kInvalidArgument, "SSH needs a user name",
                      fmt::format("linewarden device set {} --username USER --password-env VAR",
                                  access.device.name));
  }
  co_return co_await net::connect_ssh(
      net::SshTarget{endpoint, access.credentials.username, access.credentials.password}, pins_,
      net::direct_route(), deadline);
}

net::Task<Result<std::unique_ptr<session::Session>>> Connector::open(Access access,
                                                                     Transport transport,
                                                                     Deadline deadline,
                                                                     session::Options options) {
  const auto in_context = [&](Error error) {
    if (error.code == ErrorCode::kHostKeyChanged) {
      error.hint = fmt::format(
          "compare the new fingerprint at the device's console; if it is right: linewarden device "
          "set {} --accept-key",
          access.device.name);
    }
    return std::unexpected(std::move(error).with_context(
        fmt::format("{} over {}", access.device.name, name(transport))));
  };
  auto stream = co_await connect(access, transport, deadline);
  if (!stream) co_return in_context(std::move(stream).error());

  const auto login = transport == Transport::kSsh ? session::TransportLogin::kDone
                                                  : session::TransportLogin::kAsked;
  auto session =
      session::make_session(*std::move(stream), access.platform, login, std::move(options));
  auto logged_in = co_await session->login(
      session::Credentials{access.credentials.username, access.credentials.password,
                           access.credentials.enable_password},
      deadline);
  if (!logged_in) {
    co_await session->close(Deadline::after(std::chrono::seconds(2)));
    co_return in_context(std::move(logged_in).error());
  }
  co_return session;
}

}  // namespace lw::device
