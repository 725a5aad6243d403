// The same configuration lines for several routers that boot from USB tokens: one file each, sealed
// to the key of the router's token server and uploaded there. A router has nothing of it until
// somebody has written a token and plugged it in. Checked whole before anything is sent.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/ftp_upload.h"
#include "platform/platform.h"
#include "session/config_file.h"
#include "token/keys.h"

namespace lw::deploy {

struct TokenServer {
  std::string name = {};
  net::FtpServer ftp = {};
  token::PublicKey key = {};
  std::string file_name = {};  // with {device}, and perhaps {mode}
};

struct TokenTarget {
  std::string device;
  std::shared_ptr<const platform::Platform> platform;
  std::shared_ptr<const TokenServer> server;
};

// What becomes of one device.
struct TokenOutcome {
  std::string device = {};
  std::string file = {};  // its name in the server's directory
  std::string text = {};  // what is in it, or would be; it may hold secrets
  bool uploaded = false;
  std::optional<Error> error = {};  // names the device, and the line where one is to blame
};

// Checks and names; sends nothing. Outcomes are in the order of the targets. Pure.
[[nodiscard]] std::vector<TokenOutcome> check_token_files(const std::vector<TokenTarget>& targets,
                                                          const std::vector<std::string>& lines,
                                                          session::ConfigFileKind kind);

struct UploadLimits {
  std::chrono::seconds each{60};  // for a file
  std::stop_token stop = {};      // what is under way then ends with kCancelled
};

// The same, and uploads when all targets passed: over one connection a server. What a server
// refuses for all files (the login, the directory), or its silence, is not tried again for the
// others. `pins` outlives the Task.
[[nodiscard]] net::Task<std::vector<TokenOutcome>> deploy_to_token_servers(
    std::vector<TokenTarget> targets, std::vector<std::string> lines, session::ConfigFileKind kind,
    std::chrono::sys_seconds now, net::PeerPins& pins, UploadLimits limits);

// What is left to do after the upload, in order: on the token server, then at the router.
[[nodiscard]] std::vector<std::string> token_steps(const TokenOutcome& outcome,
                                                   session::ConfigFileKind kind);

}  // namespace lw::deploy
