// A text file that cmake/embed.cmake put into the binary. Static data: valid for the whole run.
#pragma once

#include <span>
#include <string_view>

namespace lw {

struct EmbeddedFile {
  std::string_view name;  // without folder: "cisco_ios.yaml"
  std::string_view text;
};

}  // namespace lw
