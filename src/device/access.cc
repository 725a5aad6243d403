#include "device/access.h"

#include <fmt/format.h>

#include "net/ssh.h"
#include "net/telnet.h"

namespace lw::device {
namespace {

net::Task<Result<std::unique_ptr<net::Stream>>> connect(const Access& access, Transport transport,
                                                        net::HostKeyPins& pins, Deadline deadline) {
  const net::Endpoint endpoint{access.device.address, port_for(access.device, transport)};
  if (transport == Transport::kTelnet) co_return co_await net::connect_telnet(endpoint, deadline);
  if (access.credentials.username.empty()) {
    co_return failure(ErrorCode::kInvalidArgument, "SSH needs a user name",
                      fmt::format("linewarden device set {} --username USER --password-env VAR",
                                  access.device.name));
  }
  co_return co_await net::connect_ssh(
      net::SshTarget{endpoint, access.credentials.username, access.credentials.password}, pins,
      deadline);
}

}  // namespace

Result<Transport> transport_in_use(const store::Device& device) {
  if (device.transport.empty()) return Transport::kSsh;
  return parse_transport(device.transport);
}

std::uint16_t port_for(const store::Device& device, Transport transport) {
  const auto own = device.ports.find(std::string(name(transport)));
  return own == device.ports.end() ? standard_port(transport) : own->second;
}

net::Task<Result<std::unique_ptr<session::Session>>> open_session(Access access,
                                                                  Transport transport,
                                                                  net::HostKeyPins& pins,
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
  auto stream = co_await connect(access, transport, pins, deadline);
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
