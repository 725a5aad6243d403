// A server that this project did not write, as a child process on 127.0.0.1 and a free port, for
// the tests of this room. Test code only.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "net/stream_testing.h"
#include "net/tcp.h"

extern char** environ;

namespace lw::net {

class ServerProcess {
 public:
  // In a word of the command: "PORT" becomes the port.
  ServerProcess(Loop& loop, std::vector<std::string> words) {
    port_ = listen(loop, says("")).local().port;  // free again at the end of this line
    std::vector<char*> arguments;
    for (auto& word : words) {
      if (const auto at = word.find("PORT"); at != std::string::npos) {
        word.replace(at, 4, std::to_string(port_));
      }
      arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    int pipe[2] = {-1, -1};
    EXPECT_EQ(::pipe2(pipe, O_CLOEXEC), 0);
    keyboard_ = pipe[1];
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_adddup2(&files, pipe[0], 0);
    ::posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    started_ =
        ::posix_spawn(&process_, arguments[0], &files, nullptr, arguments.data(), environ) == 0;
    ::posix_spawn_file_actions_destroy(&files);
    ::close(pipe[0]);
    up_ = started_ && loop.run<bool>([this]() -> Task<bool> {
      for (const auto limit = soon(); !limit.passed();) {
        if (co_await connect_tcp(at(), direct_route(), limit)) co_return true;
        co_await wait_until(Deadline::after(std::chrono::milliseconds(10)));
      }
      co_return false;
    });
  }
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess() {
    ::close(keyboard_);
    if (!started_) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }

  [[nodiscard]] bool up() const { return up_; }
  [[nodiscard]] Endpoint at() const { return {"127.0.0.1", port_}; }
  // Into its standard input.
  void type(std::string_view text) const {
    EXPECT_EQ(::write(keyboard_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

 private:
  pid_t process_ = 0;
  std::uint16_t port_ = 0;
  int keyboard_ = -1;
  bool started_ = false;
  bool up_ = false;
};

// What a client that this project did not write says; ends it after a minute.
inline std::string said_by_client(const std::string& command) {
  std::string text;
  FILE* const pipe = ::popen(("timeout 60 " + command + " 2>&1").c_str(), "r");
  char buffer[4096];
  while (const auto count = std::fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, count);
  ::pclose(pipe);
  return text;
}

}  // namespace lw::net
