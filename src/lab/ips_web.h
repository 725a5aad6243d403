// The sensor's web server as it answers one request (facts 4.1): control transactions, events.
// Stateless but for the device. Pure; on the device's thread.
#pragma once

#include <expected>

#include "lab/ips_device.h"

namespace lw::lab {

class IpsWeb {
 public:
  IpsWeb(IpsDevice& device, const WebRequest& request) : device_(device), request_(request) {}
  [[nodiscard]] WebReply answer();

 private:
  [[nodiscard]] WebReply reply(int status) const;
  // Who makes the request, or the refusal: every request carries user and password [V].
  [[nodiscard]] std::expected<IpsAccount, WebReply> login();
  [[nodiscard]] WebReply transaction(const IpsAccount& account);

  IpsDevice& device_;
  const WebRequest& request_;
};

}  // namespace lw::lab
