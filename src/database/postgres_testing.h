// A PostgreSQL server of the tests' own: in a folder of its own, on a socket there, as an
// unprivileged user where the tests run as root (the server refuses root). Started with the first
// use, stopped with the process. For tests only.
#pragma once

#include <memory>
#include <string>

#include "base/temporary_folder.h"

namespace lw::database {

class PostgresServer {
 public:
  PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  ~PostgresServer();

  // Whether the server's programs are on this machine.
  [[nodiscard]] static bool installed();
  // One for all tests of a program.
  [[nodiscard]] static PostgresServer& shared();

  // The URL of a new, empty database.
  [[nodiscard]] std::string new_database();
  void start();
  void stop();  // at once: connections are cut, as in a crash

 private:
  TemporaryFolder folder_;
  int process_ = -1;
  int databases_ = 0;
};

}  // namespace lw::database
