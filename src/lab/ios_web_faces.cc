#include "lab/ios_web_faces.h"

#include "base/text.h"

namespace lw::lab {

IosWebFaces ios_web_faces(std::string_view os_version) {
  const auto part = [](std::string_view text) {
    return parse_decimal(text.substr(0, text.find_first_not_of("0123456789"))).value_or(0);
  };
  const long major = part(os_version);
  const std::size_t dot = os_version.find('.');
  const long minor = dot == std::string_view::npos ? 0 : part(os_version.substr(dot + 1));
  IosWebFaces faces;
  if (major < 12) {
    faces = {.commandset = false,
             .old_pages = true,
             .escapes = false,
             .server = "cisco-IOS/11.3 HTTP-server/1.0(1)"};
  } else if (major == 12 && minor < 3) {
    faces = {.commandset = false, .escapes = false};
  } else if (major >= 16) {
    faces = {.csrf = true, .server = "openresty"};
  }
  return faces;
}

}  // namespace lw::lab
