#include "session/web_files.h"

#include <fmt/core.h>

#include "base/text.h"
#include "session/asa_web_session.h"

namespace lw::session {
namespace {

constexpr std::size_t kShown = 100;

Result<std::string> file_target(std::string_view path) {
  std::string target = "/admin/disk0";
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const auto name = path.substr(at, end - at);
    if (name.empty() || name == "." || name == "..") {
      return failure(
          ErrorCode::kInvalidArgument,
          fmt::format("\"{}\" is no path of a file below disk0:", printable(path, kShown)));
    }
    target += '/' + net::url_encode(name);
    at = end + 1;
  }
  return target;
}

// "<N> bytes uploaded".
std::optional<long> uploaded_bytes(std::string_view body) {
  for (const auto line : split_lines(body)) {
    const auto words = split_words(line);
    if (words.size() >= 3 && words[1] == "bytes" && words[2].starts_with("uploaded")) {
      return parse_decimal(words[0]);
    }
  }
  return std::nullopt;
}

}  // namespace

WebFiles::WebFiles(std::unique_ptr<net::HttpClient> http, const Credentials& credentials)
    : access_(std::move(http), "CSM") {
  access_.log_in_as(credentials);
}

Result<std::string> flash_path(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::string(text);
  const auto drive = text.substr(0, colon);
  if (drive != "disk0" && drive != "flash") {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("the web interface reaches no \"{}:\"", printable(drive, kShown)),
                   "give a path below disk0:");
  }
  auto path = text.substr(colon + 1);
  if (path.starts_with('/')) path.remove_prefix(1);
  return std::string(path);
}

net::Task<Result<void>> WebFiles::login(Deadline deadline) {
  LW_CO_ASSIGN(const auto response, co_await access_.get("/admin/exec/show+curpriv", deadline));
  if (response.status != 200) {
    co_return std::unexpected(asa_status_error(response, access_.nameless()));
  }
  co_return check_full_privilege(response.body, printable(trim(response.body), kShown));
}

net::Task<Result<void>> WebFiles::upload(std::string path, std::string bytes, Deadline deadline) {
  LW_CO_ASSIGN(std::string target, file_target(path));
  const std::size_t size = bytes.size();
  LW_CO_ASSIGN(const auto response,
               co_await access_.post(std::move(target), "application/octet-stream",
                                     std::move(bytes), deadline));
  if (response.status != 200) {
    co_return std::unexpected(asa_status_error(response, access_.nameless()));
  }
  const auto taken = uploaded_bytes(response.body);
  if (!taken) {
    co_return failure(ErrorCode::kCommandRejected,
                      fmt::format("the device did not take the file: \"{}\"",
                                  printable(trim(response.body), kShown)));
  }
  if (static_cast<std::size_t>(*taken) == size) co_return Result<void>{};
  co_return failure(ErrorCode::kConnectionLost,
                    fmt::format("the device took {} of {} bytes of \"{}\"", *taken, size,
                                printable(path, kShown)),
                    "send the file again: what the device has now is a part of it");
}

net::Task<Result<std::string>> WebFiles::download(std::string path, Deadline deadline) {
  LW_CO_ASSIGN(std::string target, file_target(path));
  LW_CO_ASSIGN(auto response, co_await access_.get(std::move(target), deadline));
  if (response.status == 404) {
    co_return failure(ErrorCode::kNotFound,
                      fmt::format("the device has no file disk0:/{}", printable(path, kShown)));
  }
  if (response.status != 200) {
    co_return std::unexpected(asa_status_error(response, access_.nameless()));
  }
  if (!response.maybe_cut) co_return std::move(response.body);
  co_return failure(ErrorCode::kUnsupported,
                    "the device does not say how long the file is, so a part of it could not be "
                    "told from the whole",
                    "copy the file from the device with its copy command");
}

net::Task<void> WebFiles::close(Deadline deadline) { co_await access_.http().close(deadline); }

}  // namespace lw::session
