// Which web interfaces an IOS image has and how its pages look. A plain value.
#pragma once

#include <string>
#include <string_view>

namespace lw::lab {

struct IosWebFaces {
  bool exec = true;        // /level/15/exec/-/…: HTML
  bool commandset = true;  // POST /ios_web_exec/commandset: text
  bool csrf = false;       // the latter wants the token that /get_csrf gives
  bool old_pages = false;  // pages and challenge as 11.3 writes them
  bool escapes = true;     // output as HTML wants it; releases differ (unknown which)
  std::string server = "cisco-IOS";
};

// Of an image of this version ("12.2", "15.2(4)M6"). Which release brought what is inferred; that
// there are older ones without and newer ones with a token is verified.
[[nodiscard]] IosWebFaces ios_web_faces(std::string_view os_version);

}  // namespace lw::lab
