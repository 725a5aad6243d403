// The ASA's management server as it answers one request (facts 1.1): commands by URL, lines of the
// configuration by POST, files. Stateless but for the device. Pure; on the device's thread.
#pragma once

#include <variant>

#include "lab/asa_device.h"
#include "lab/asa_session.h"

namespace lw::lab {

// Who makes the request, or the refusal.
struct AsaWebUser {
  std::string name;
  int privilege = 0;
};
[[nodiscard]] std::variant<AsaWebUser, WebReply> asa_web_login(const AsaDevice& device,
                                                               const WebRequest& request);

// The status and its usual short page, with the fields that every reply has.
[[nodiscard]] WebReply asa_web_reply(const AsaDevice& device, int status);

class AsaWeb {
 public:
  AsaWeb(AsaDevice& device, const WebRequest& request) : device_(device), request_(request) {}
  [[nodiscard]] WebReply answer();

 private:
  [[nodiscard]] WebReply text(std::string body, std::string_view type = "text/plain") const;
  [[nodiscard]] WebReply public_page() const;
  [[nodiscard]] WebReply execute(std::string_view commands);
  [[nodiscard]] WebReply configure();
  [[nodiscard]] WebReply version_properties() const;
  [[nodiscard]] WebReply file(std::string_view path);
  [[nodiscard]] std::string carry_out(RequestMode mode, const std::vector<std::string>& lines);

  AsaDevice& device_;
  const WebRequest& request_;
  AsaWebUser user_;
};

}  // namespace lw::lab
