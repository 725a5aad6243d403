// Files on the flash of an ASA, PIX or FWSM over its web interface: POST and GET /admin/disk0/…
// (upload verified, download inferred). Owned by whoever made it; one coroutine at a time. A whole
// file is in memory.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "session/holding.h"
#include "session/web_access.h"

namespace lw::session {

// As many bytes as fit the flash of the devices, and a process that holds them all.
inline constexpr std::size_t kMostFileBytes = std::size_t{200} << 20;

// "folder/file" of "disk0:/folder/file", "flash:folder/file" or itself. kUnsupported for a drive
// that the web interface does not reach.
[[nodiscard]] Result<std::string> flash_path(std::string_view text);

class WebFiles : public Holding {
 public:
  WebFiles(std::unique_ptr<net::HttpClient> http, const Credentials& credentials);

  // Proves user, password and privilege before a long transfer begins; errors as of the session
  // over the same interface.
  [[nodiscard]] net::Task<Result<void>> login(Deadline deadline);

  // `path`: below disk0:, as "folder/file". The device must say that it has as many bytes as were
  // sent; otherwise kConnectionLost, and what it has may be a part.
  [[nodiscard]] net::Task<Result<void>> upload(std::string path, std::string bytes,
                                               Deadline deadline);
  // kNotFound. kUnsupported when the device does not say how long the file is: a part of it could
  // not be told from the whole.
  [[nodiscard]] net::Task<Result<std::string>> download(std::string path, Deadline deadline);

  [[nodiscard]] net::Task<void> close(Deadline deadline);
  void cancel() { access_.http().cancel(); }

 private:
  WebAccess access_;
};

}  // namespace lw::session
