// Runs the default fleet until standard input closes, for tests with other people's clients. One
// line for each port: "edge-r1 telnet 127.0.0.1 40001", then "ready".
#include <unistd.h>

#include <cstdio>

#include "lab/lab.h"

int main() {
  auto lab = lw::lab::Lab::start(lw::lab::default_lab());
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
  std::printf("ready\n");
  std::fflush(stdout);
  char byte = 0;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  return 0;
}
