#include "database/postgres_testing.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <initializer_list>
#include <vector>

#include "base/deadline.h"

namespace lw::database {
namespace {

const std::string kPrograms = "/usr/lib/postgresql/15/bin/";

// In the child: nothing of the caller's is kept, root least of all.
[[noreturn]] void become(const std::vector<std::string>& words) {
  if (::getuid() == 0) {
    const passwd* user = ::getpwnam("postgres");
    if (user == nullptr || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0) ::_exit(126);
  }
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  ::dup2(nothing, 0);
  ::dup2(nothing, 1);
  ::dup2(nothing, 2);
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

int launch(const std::vector<std::string>& words) {
  const int child = ::fork();
  if (child == 0) become(words);
  return child;
}

void must(bool done) {
  if (!done) std::abort();  // a test without its server proves nothing
}

}  // namespace

bool PostgresServer::installed() { return ::access((kPrograms + "postgres").c_str(), X_OK) == 0; }

PostgresServer& PostgresServer::shared() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer() {
  if (::getuid() == 0) {
    const passwd* user = ::getpwnam("postgres");
    must(user != nullptr && ::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) == 0);
  }
  const int made = launch({kPrograms + "initdb", "-D", folder_.path() / "data", "-A", "trust", "-U",
                           "linewarden", "-E", "UTF8", "--no-locale", "--no-sync"});
  int status = -1;
  must(::waitpid(made, &status, 0) == made && WIFEXITED(status) && WEXITSTATUS(status) == 0);
  start();
}

PostgresServer::~PostgresServer() {
  if (process_ > 0) stop();
}

void PostgresServer::start() {
  process_ = launch({kPrograms + "postgres", "-D", folder_.path() / "data", "-k", folder_.path(),
                     "-c", "listen_addresses=", "-c", "fsync=off"});
  const auto limit = Deadline::after(std::chrono::seconds(30));
  const std::string socket = "host=" + folder_.path().string() + " user=linewarden";
  while (PQping((socket + " dbname=postgres").c_str()) != PQPING_OK) {
    must(!limit.passed());
    ::poll(nullptr, 0, 20);
  }
}

void PostgresServer::stop() {
  ::kill(process_, SIGQUIT);  // "immediate shutdown"
  must(::waitpid(process_, nullptr, 0) == process_);
  process_ = -1;
}

std::string PostgresServer::new_database() {
  const std::string name = "test" + std::to_string(++databases_);
  const std::string socket = "host=" + folder_.path().string() + " user=linewarden dbname=postgres";
  PGconn* connection = PQconnectdb(socket.c_str());
  PGresult* made = PQexec(connection, ("CREATE DATABASE " + name).c_str());
  must(PQresultStatus(made) == PGRES_COMMAND_OK);
  PQclear(made);
  PQfinish(connection);
  return "postgres:///" + name + "?user=linewarden&host=" + folder_.path().string();
}

}  // namespace lw::database
