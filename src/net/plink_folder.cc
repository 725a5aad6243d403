#include "net/plink_folder.h"

#include <fmt/core.h>
#include <stdlib.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "base/file.h"

namespace lw::net {
namespace {

// Names and values of PuTTY 0.78's settings.c. "WARN" is the threshold: nothing is below it.
std::string settings(PlinkTerminal terminal) {
  return fmt::format(
      "Cipher=aes,chacha20,aesgcm,3des,blowfish,des,arcfour,WARN\n"
      "KEX=ecdh,dh-group14-sha1,dh-gex-sha1,dh-group1-sha1,rsa,WARN\n"
      "HostKey=ed25519,ecdsa,rsa,dsa,WARN\n"
      "SSH2DES=1\nTryAgent=0\nAuthTIS=0\nAuthGSSAPI=0\nAuthGSSAPIKEX=0\nCompression=0\n"
      "LogType=0\nTCPNoDelay=1\nTerminalType=vt100\nTermWidth={}\nTermHeight={}\n",
      terminal.columns, terminal.rows);
}

std::unexpected<Error> cannot(std::string_view what, const std::filesystem::path& path,
                              const std::error_code& error) {
  return failure(ErrorCode::kInternal,
                 fmt::format("cannot {} {} for plink: {}", what, path.string(), error.message()),
                 "check the folder for temporary files (TMPDIR)");
}

}  // namespace

Result<std::unique_ptr<PlinkFolder>> PlinkFolder::create(const Executor& executor,
                                                         PlinkTerminal terminal) {
  std::error_code error;
  const auto parent = std::filesystem::temp_directory_path(error);
  if (error) return cannot("find", "a folder for temporary files", error);
  std::string name = (parent / "linewarden-plink-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    return cannot("make", name, std::error_code(errno, std::generic_category()));
  }
  std::unique_ptr<PlinkFolder> folder(new PlinkFolder(executor, name));
  const auto sessions = folder->path() / "sessions";
  std::filesystem::create_directory(sessions, error);
  if (error) return cannot("make", sessions, error);
  LW_TRY(write_file(sessions / "Default%20Settings", settings(terminal), FileAccess::kOwnerOnly));

  using Protocol = asio::local::stream_protocol;
  constexpr std::size_t kLongestSocketName = 107;  // unix(7)
  const auto at = folder->socket();
  boost::system::error_code failed = asio::error::name_too_long;
  if (at.native().size() <= kLongestSocketName) {
    auto& listener = folder->listener();
    listener.open(Protocol(), failed);
    if (!failed) listener.bind(Protocol::endpoint(at.string()), failed);
    if (!failed) listener.listen(1, failed);
  }
  if (failed) return cannot("listen on", at, failed);
  return folder;
}

PlinkFolder::~PlinkFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace lw::net
