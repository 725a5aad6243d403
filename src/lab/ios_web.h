// The router's HTTP server as it answers one request (facts 2.1): commands by URL with HTML around
// their output, command sets by POST. Stateless but for the device. Pure; on the device's thread.
#pragma once

#include <variant>

#include "lab/ios_device.h"
#include "lab/ios_session.h"

namespace lw::lab {

// Who makes the request, or the refusal.
struct IosWebUser {
  std::string name;
  int privilege = 0;
};
// `level`: the least privilege that the request takes; lower users are challenged again (inferred).
[[nodiscard]] std::variant<IosWebUser, WebReply> ios_web_login(const IosDevice& device,
                                                               const WebRequest& request,
                                                               int level);

// The status with the fields that every reply has, and the usual short page when it is no 200.
[[nodiscard]] WebReply ios_web_reply(const IosDevice& device, int status);

// Whether the configuration lets a session module ("WEB_EXEC") answer.
[[nodiscard]] bool ios_web_module_runs(const IosConfig& config, std::string_view module,
                                       bool encrypted);

class IosWeb {
 public:
  IosWeb(IosDevice& device, const WebRequest& request) : device_(device), request_(request) {}
  [[nodiscard]] WebReply answer();

 private:
  // "/level/15/exec/-/show/version/CR" taken apart.
  struct Address {
    int level = 15;
    bool configures = false;
    bool entered = false;  // "CR": Return was pressed
    std::string line;
  };
  [[nodiscard]] static std::optional<Address> read_address(std::vector<std::string> segments);

  [[nodiscard]] WebReply home() const;
  [[nodiscard]] WebReply token();
  [[nodiscard]] WebReply command_set(const IosWebUser& user);
  [[nodiscard]] WebReply execute(const Address& address, const IosWebUser& user);
  [[nodiscard]] WebReply page(std::string_view output) const;
  [[nodiscard]] std::string written(std::string_view text) const;
  [[nodiscard]] Arrival arrival(const IosWebUser& user) const;

  IosDevice& device_;
  const WebRequest& request_;
};

}  // namespace lw::lab
