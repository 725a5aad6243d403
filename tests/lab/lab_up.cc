// Runs a lab until standard input closes, for tests with other people's clients: the default one,
// or that of a file. One line for each port: "edge-r1 telnet 127.0.0.1 40001", then "ready".
#include <unistd.h>

#include <cstdio>

#include "base/file.h"
#include "lab/lab.h"

namespace {

lw::Result<lw::lab::Lab> start(const char* file) {
  if (file == nullptr) return lw::lab::Lab::start(lw::lab::default_lab());
  LW_ASSIGN(const std::string text, lw::read_file(file, 1 << 20));
  LW_ASSIGN(const auto description, lw::lab::parse_lab(text, file));
  return lw::lab::Lab::start(description);
}

}  // namespace

int main(int argc, char** argv) {
  auto lab = start(argc > 1 ? argv[1] : nullptr);
  if (!lab) {
    std::fprintf(stderr, "%s\n", lab.error().message.c_str());
    return 1;
  }
  for (const lw::lab::RunningDevice& device : lab->devices()) {
    for (const auto& [transport, port] : device.ports) {
      std::printf("%s %s %s %d\n", device.name.c_str(), lw::lab::name(transport).data(),
                  device.address.c_str(), port);
    }
  }
  for (const lw::lab::RunningAaaServer& server : lab->aaa_servers()) {
    std::printf("%s tacacs %s %d\n", server.name.c_str(), server.address.c_str(), server.port);
  }
  std::printf("ready\n");
  std::fflush(stdout);
  char byte = 0;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  return 0;
}
