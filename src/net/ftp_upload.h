// Uploads to one FTP server (RFC 959), on request under TLS (RFC 4217, explicit), by libcurl. A
// file goes under a temporary name and is then renamed, so that whoever looks finds it whole or not
// at all. One connection serves all uploads; it goes straight, never through a jump host or a proxy
// of the environment. Each upload runs on a thread of its own, which the destructor waits for: a
// host name that is being looked up may hold that up.
#pragma once

#include <memory>
#include <string>

#include "base/deadline.h"
#include "base/result.h"
#include "base/secret.h"
#include "net/crypto_profile.h"
#include "net/endpoint.h"
#include "net/peer_pins.h"
#include "net/task.h"

namespace lw::net {

enum class FtpSecurity { kNone, kExplicitTls };

struct FtpServer {
  Endpoint endpoint = {};
  std::string username = {};
  Secret password = {};
  std::string directory = {};  // empty: where the login arrives
  FtpSecurity security = FtpSecurity::kNone;
  CryptoProfile profile = CryptoProfile::kModern;  // of TLS
};

class FtpUploader {
 public:
  // `pins` outlives it and gets the certificate of a TLS server, at first sight. kInvalidArgument
  // for a user, a password or a directory that holds a line end.
  [[nodiscard]] static Result<std::unique_ptr<FtpUploader>> create(FtpServer server,
                                                                   PeerPins& pins);
  FtpUploader(const FtpUploader&) = delete;
  FtpUploader& operator=(const FtpUploader&) = delete;
  ~FtpUploader();  // says goodbye and waits for no answer

  // `bytes` become the file `name` of the directory; a file of that name is replaced. One upload at
  // a time. kLoginRefused; kNotFound: no such directory; kCommandRejected: the server has no room,
  // or its user may not write or rename there; kUnreachable, kConnectionLost, kTimeout, kCancelled,
  // kHostKeyChanged; kUnsupported: it speaks no FTP, or no TLS. Also cancelled with the Task.
  [[nodiscard]] Task<Result<void>> upload(std::string name, std::string bytes, Deadline deadline);
  // From any thread: ends the upload under way, and every later one.
  void cancel();

 private:
  struct State;
  explicit FtpUploader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lw::net
