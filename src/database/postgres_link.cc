#include "database/postgres_link.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace lw::database {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{50};
constexpr milliseconds kLongestPause{1000};

struct FreeOptions {
  void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

std::string_view value_of(const PQconninfoOption* options, std::string_view keyword) {
  for (; options->keyword != nullptr; ++options) {
    if (keyword == options->keyword) return options->val != nullptr ? options->val : "";
  }
  return {};
}

// A socket's folder, or this machine by number or name.
bool is_here(std::string_view host) {
  return host.empty() || host.front() == '/' || host.front() == '@' || host == "localhost" ||
         host == "::1" || host.starts_with("127.");
}

Result<Options> parse(const std::string& url) {
  char* words = nullptr;
  Options options(PQconninfoParse(url.c_str(), &words));
  const std::string reason(words != nullptr ? trim(words) : "");
  PQfreemem(words);
  if (options == nullptr) {
    // libpq quotes the URL, which may hold a password.
    const bool secret = url.find(':', url.find("://") + 3) < url.find('@');
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("the store's URL is not understood{}", secret ? "" : ": " + reason),
                   "give it as postgres://user@host:port/database");
  }
  if (!value_of(options.get(), "password").empty()) {
    return failure(ErrorCode::kInvalidArgument,
                   "the store's URL holds a password, which other processes of this machine could "
                   "read there",
                   "leave it out of the URL; give it in PGPASSWORD, or in ~/.pgpass (mode 0600)");
  }
  return options;
}

}  // namespace

Result<PostgresLink> PostgresLink::open(const std::string& url) {
  LW_ASSIGN(const auto options, parse(url));
  const std::string_view host = value_of(options.get(), "host");
  const std::string_view port = value_of(options.get(), "port");
  PostgresLink link(url,
                    fmt::format("postgres://{}{}{}/{}", host.starts_with('/') ? "" : host,
                                port.empty() ? "" : ":", port, value_of(options.get(), "dbname")));
  LW_TRY(link.connect());
  return link;
}

Result<void> PostgresLink::connect() {
  LW_ASSIGN(const auto options, parse(url_));
  std::vector<const char*> keywords{"connect_timeout", "tcp_user_timeout", "application_name"};
  std::vector<const char*> values{"10", "20000", "linewarden"};
  // The schema is found by its plain names; writers wait for one another, but not for ever.
  keywords.push_back("options");
  values.push_back("-c lock_timeout=30s -c client_min_messages=error -c client_encoding=UTF8");
  if (value_of(options.get(), "sslmode").empty() && !is_here(value_of(options.get(), "host"))) {
    keywords.push_back("sslmode");
    values.push_back("require");
  }
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    keywords.push_back(option->keyword);
    values.push_back(option->val);
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  connection_.reset(PQconnectdbParams(keywords.data(), values.data(), 0));
  given_up_ = false;
  ++generation_;
  if (connection_ == nullptr) return failure(ErrorCode::kInternal, "out of memory for libpq");
  if (PQstatus(connection_.get()) == CONNECTION_OK) {
    PQsetnonblocking(connection_.get(), 1);
    return {};
  }
  const std::string words = printable(trim(PQerrorMessage(connection_.get())), 400);
  const bool refused = words.find("password") != std::string::npos ||
                       words.find("authentication") != std::string::npos;
  return failure(
      refused ? ErrorCode::kUnauthenticated : ErrorCode::kStoreFailed,
      fmt::format("the store {} can't be used: {}", name_, words),
      refused ? "give the password in PGPASSWORD, or in ~/.pgpass; check pg_hba.conf of the server"
              : "check that the server runs and that --store names it");
}

Result<void> PostgresLink::mend(Deadline deadline) {
  for (milliseconds pause = kFirstPause;; pause = std::min(pause * 2, kLongestPause)) {
    auto connected = connect();
    if (connected || connected.error().code != ErrorCode::kStoreFailed) return connected;
    if (deadline.remaining() < pause) return connected;
    ::poll(nullptr, 0, static_cast<int>(pause.count()));  // a server that starts takes a moment
  }
}

Result<void> PostgresLink::wait(Deadline deadline) {
  const bool unsent = PQflush(connection_.get()) == 1;
  pollfd socket{.fd = PQsocket(connection_.get()),
                .events = static_cast<short>(POLLIN | (unsent ? POLLOUT : 0)),
                .revents = 0};
  const auto left = std::chrono::ceil<milliseconds>(deadline.remaining());
  const int ready = ::poll(&socket, 1, static_cast<int>(left.count()));
  if (ready < 0 && errno == EINTR) return {};
  if (ready <= 0) {
    given_up_ = true;
    return failure(ErrorCode::kStoreFailed, fmt::format("the store {} does not answer", name_),
                   "check the server and its load");
  }
  if (PQconsumeInput(connection_.get()) != 1) return std::unexpected(error_of(nullptr));
  return {};
}

Result<Answer> PostgresLink::receive(Deadline deadline) {
  while (true) {
    const int unsent = PQflush(connection_.get());
    if (unsent < 0) return std::unexpected(error_of(nullptr));
    if (unsent == 0 && PQisBusy(connection_.get()) == 0) break;
    LW_TRY(wait(deadline));
  }
  return Answer(PQgetResult(connection_.get()));
}

Result<Answer> PostgresLink::query(const char* sql, Deadline deadline) {
  if (PQsendQuery(connection_.get(), sql) != 1) return std::unexpected(error_of(nullptr));
  Answer last;
  std::optional<Error> failed;
  while (true) {
    LW_ASSIGN(auto answer, receive(deadline));
    if (answer == nullptr) break;
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && !failed) {
      failed = error_of(answer.get());
    }
    last = std::move(answer);
  }
  if (failed) return std::unexpected(*std::move(failed));
  return last;
}

Error PostgresLink::error_of(const PGresult* result) const {
  const char* field =
      result != nullptr ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
  const char* state = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  const std::string_view sqlstate = state != nullptr ? state : "";
  if (broken() || field == nullptr || sqlstate.starts_with("57P")) {
    return {ErrorCode::kStoreFailed, fmt::format("the connection to the store {} was lost", name_),
            "check that the server runs, and try again"};
  }
  const std::string words = printable(field, 400);
  if (sqlstate == "42501") {
    return {ErrorCode::kPermissionDenied,
            fmt::format("the store {} refuses its user: {}", name_, words),
            "grant the user all rights on the tables of the database"};
  }
  if (sqlstate == "53100") {
    return {ErrorCode::kStoreFailed,
            fmt::format("the store {} could not be written: {}; nothing of this change was stored",
                        name_, words),
            "make room on the server's disk, and try again"};
  }
  if (sqlstate == "55P03") {
    return {ErrorCode::kStoreFailed,
            fmt::format("the store {} is in use by another process: {}", name_, words),
            "try again when the other command has ended"};
  }
  return {ErrorCode::kStoreFailed, fmt::format("the store {}: {}", name_, words), {}};
}

}  // namespace lw::database
