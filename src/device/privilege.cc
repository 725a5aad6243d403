#include "device/privilege.h"

#include <fmt/format.h>

namespace lw::device {
namespace {

Error too_little_privilege(const Access& access, std::string_view what, std::string_view remedy) {
  return {ErrorCode::kLoginRefused,
          fmt::format("{} over {}: the login works, but {}: nothing can be configured so",
                      access.device.name, name(access.transport), what),
          std::string(remedy), Diagnosis::kTooLittlePrivilege};
}

}  // namespace

std::optional<Error> lack_of_privilege(const Access& access, const session::Session& session,
                                       std::string_view answer) {
  const platform::Platform& platform = *access.platform;
  if (session.mode() == platform::Mode::kUser && !platform.enable.empty()) {
    return too_little_privilege(
        access, fmt::format("it ends in the user mode (\"{}\")", session.prompt()),
        fmt::format(
            "linewarden device set {} --enable-password-env VAR, or give the user privilege "
            "{} on the device",
            access.device.name, platform::kFullPrivilege));
  }
  const auto level = platform.privilege_level(answer);
  if (!level || *level >= platform::kFullPrivilege) return std::nullopt;
  return too_little_privilege(
      access, fmt::format("the user has privilege {} of {}", *level, platform::kFullPrivilege),
      fmt::format("on the device: username {} privilege {}", access.credentials.username,
                  platform::kFullPrivilege));
}

}  // namespace lw::device
