// One connection to a PostgreSQL server: connecting, connecting anew when it was lost, and waiting
// for answers no longer than a deadline. libpq's results as values. Private to the room; one thread
// at a time.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>

#include "base/deadline.h"
#include "base/result.h"

namespace lw::database {

struct ClearResult {
  void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;

class PostgresLink {
 public:
  // kInvalidArgument for what is no such URL, or one with a password in it; kUnauthenticated or
  // kStoreFailed in the server's words.
  [[nodiscard]] static Result<PostgresLink> open(const std::string& url);

  [[nodiscard]] PGconn* connection() const { return connection_.get(); }
  [[nodiscard]] bool broken() const {
    return given_up_ || PQstatus(connection_.get()) != CONNECTION_OK;
  }
  // Counts connections: what a server keeps for one (prepared statements) ends with it.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

  // Connects again after the connection was lost, until the server is back or the deadline passes.
  [[nodiscard]] Result<void> mend(Deadline deadline);

  // The next answer to what was sent; null when there is none left. After the deadline the
  // connection counts as lost, for what comes later would be taken for another answer.
  [[nodiscard]] Result<Answer> receive(Deadline deadline);
  // Of a command without rows, or the last of several.
  [[nodiscard]] Result<Answer> query(const char* sql, Deadline deadline);

  // Why a command failed, or that the connection is gone. The server's primary message alone, which
  // shows no values.
  [[nodiscard]] Error error_of(const PGresult* result) const;
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
  };
  PostgresLink(std::string url, std::string name) : url_(std::move(url)), name_(std::move(name)) {}
  [[nodiscard]] Result<void> connect();
  [[nodiscard]] Result<void> wait(Deadline deadline);

  std::string url_;
  std::string name_;
  std::unique_ptr<PGconn, Finish> connection_;
  std::uint64_t generation_ = 0;
  bool given_up_ = false;
};

}  // namespace lw::database
