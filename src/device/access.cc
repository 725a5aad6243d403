#include "device/access.h"

namespace lw::device {

Result<Transport> transport_in_use(const store::Device& device) {
  if (device.transport.empty()) return Transport::kSsh;
  return parse_transport(device.transport);
}

std::uint16_t port_for(const store::Device& device, Transport transport) {
  const auto own = device.ports.find(std::string(name(transport)));
  return own == device.ports.end() ? standard_port(transport) : own->second;
}

}  // namespace lw::device
