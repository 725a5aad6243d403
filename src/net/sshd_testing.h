// OpenSSH's server for tests: on 127.0.0.1 and a free port, with keys, configuration and log in a
// folder of its own. Test code only; needs to be run as root, as sshd wants it.
#pragma once

#include <fcntl.h>
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "net/stream_testing.h"
#include "net/tcp.h"

extern char** environ;

namespace lw::net {

inline std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = ::popen(("timeout 60 sh -c '" + command + "' 2>&1").c_str(), "r");
  char buffer[4096];
  while (const auto count = std::fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, count);
  ::pclose(pipe);
  return text;
}

inline std::string file_text(const std::filesystem::path& file) {
  std::ostringstream all;
  all << std::ifstream(file).rdbuf();
  return all.str();
}

inline std::string this_user() {
  auto name = output_of("id -un");
  name.erase(name.find_last_not_of("\n") + 1);
  return name;
}

// Makes a key pair with ssh-keygen ("ed25519", "rsa -b 1024"); the public half is in `file`.pub.
inline void generate_key(const std::filesystem::path& file, const std::string& type) {
  if (std::filesystem::exists(file)) return;
  const auto said =
      output_of(fmt::format("ssh-keygen -q -t {} -N \"\" -f {}", type, file.string()));
  EXPECT_TRUE(std::filesystem::exists(file)) << said;
}

class Sshd {
 public:
  // `more` is added to its configuration; `host_key` as for generate_key(). Those whose public keys
  // are in the folder's file "authorized" may log in as the user that runs the test; they get a
  // shell that greets with "r1#" and echoes.
  Sshd(const std::filesystem::path& folder, Loop& loop, std::string_view more,
       const std::string& host_key = "ed25519")
      : folder_(folder / fmt::format("sshd-{}", ++count())) {
    std::filesystem::create_directory(folder_);
    const auto key = folder_ / "host_key";
    generate_key(key, host_key);
    fingerprint_ = output_of("ssh-keygen -l -f " + key.string());
    {
      auto free = listen(loop, says(""));
      endpoint_ = free.local();
    }
    std::ofstream(folder_ / "config") << fmt::format(
        "ListenAddress 127.0.0.1:{}\nHostKey {}\nPidFile none\nUsePAM no\nPermitRootLogin yes\n"
        "PasswordAuthentication yes\nKbdInteractiveAuthentication no\nStrictModes no\n"
        "AuthorizedKeysFile {}\nMaxStartups 200\nUseDNS no\n"
        "ForceCommand stty raw -echo; printf r1#; exec cat\n{}\n",
        endpoint_.port, key.string(), (folder / "authorized").string(), more);
    start(loop);
  }
  Sshd(const Sshd&) = delete;
  Sshd& operator=(const Sshd&) = delete;
  ~Sshd() { stop(); }

  // Listens on its port again after stop().
  void start(Loop& loop) {
    const auto config = (folder_ / "config").string();
    const auto log = (folder_ / "log").string();
    // Where sshd insists on locking its unprivileged half up; the service's own start makes it.
    std::error_code not_root;
    std::filesystem::create_directory("/run/sshd", not_root);
    const char* arguments[] = {"/usr/sbin/sshd", "-D",   "-f", config.c_str(), "-E",
                               log.c_str(),      nullptr};
    ::posix_spawn(&process_, arguments[0], nullptr, nullptr, const_cast<char**>(arguments),
                  environ);
    up_ = loop.run<bool>([this]() -> Task<bool> {
      for (const auto limit = soon(); !limit.passed();) {
        if (co_await connect_tcp(endpoint_, direct_route(), limit)) co_return true;
        co_await wait_until(Deadline::after(std::chrono::milliseconds(10)));
      }
      co_return false;
    });
  }

  // With all its sessions, at once.
  void stop() {
    if (process_ == 0) return;
    ::kill(process_, SIGSTOP);  // forks no more
    std::vector<pid_t> all{process_};
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", all[i]));
      for (pid_t child = 0; children >> child;) all.push_back(child);
    }
    for (const auto process : all) ::kill(process, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }

  [[nodiscard]] bool up() const { return up_; }
  [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }
  [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }  // and its kind
  [[nodiscard]] std::size_t logged(std::string_view what) const {
    const auto text = file_text(folder_ / "log");
    std::size_t times = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++times;
    return times;
  }

 private:
  static int& count() {
    static int servers = 0;
    return servers;
  }

  std::filesystem::path folder_;
  pid_t process_ = 0;
  Endpoint endpoint_;
  bool up_ = false;
  std::string fingerprint_;
};

}  // namespace lw::net
