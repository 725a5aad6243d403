// Why an upload failed, from what libcurl and the server said. Pure. Private to the room.
#pragma once

#include <curl/curl.h>

#include <string>

#include "base/result.h"

namespace lw::net {

struct FtpFailure {
  CURLcode code = CURLE_OK;
  long status = 0;             // the server's last three digits; 0: it said nothing
  std::string reply = {};      // its last line, printable
  std::string directory = {};  // that was asked for
};

[[nodiscard]] Error explain_ftp(const FtpFailure& failure);

// Whether a part of the file, or all of it, stays on the server under the temporary name although
// the connection is good.
[[nodiscard]] bool leaves_a_file(const FtpFailure& failure);

}  // namespace lw::net
