#include "lab/asa_web.h"

#include <fmt/format.h>

#include "base/text.h"
#include "lab/password_hash.h"

namespace lw::lab {
namespace {

constexpr std::string_view kPublicPage = "/admin/public/index.html";
constexpr std::string_view kExec = "/admin/exec/";
constexpr std::string_view kDisk = "/admin/disk0/";
constexpr std::string_view kAsdmVersion = "7.8(2)";
constexpr std::size_t kLongestTarget = 16 * 1024;
constexpr std::size_t kMostOutput = 16 * 1024 * 1024;
constexpr std::size_t kLongestFileName = 255;
constexpr int kFull = 15;

}  // namespace

WebReply AsaWeb::text(std::string body, std::string_view type) const {
  WebReply reply = asa_web_reply(device_, 200);
  for (auto& [name, value] : reply.fields) {
    if (name == "Content-Type") value = type;
  }
  reply.body = std::move(body);
  return reply;
}

WebReply AsaWeb::answer() {
  // PIX 6 has the same pages without "/admin" in front (inferred).
  const bool old = !device_.release().has(AsaFeature::kModes);
  const std::string whole = (old ? "/admin" : "") + std::string(web_path(request_.target));
  const std::string_view path = whole;
  const bool get = request_.method == "GET";
  const bool post = request_.method == "POST";
  if (request_.target.size() > kLongestTarget) return asa_web_reply(device_, 414);
  if (!get && !post) return asa_web_reply(device_, 405);
  if (get && path == (old ? "/admin/" : "/")) {
    WebReply reply = asa_web_reply(device_, 301);
    reply.fields.emplace_back("Location", std::string(kPublicPage.substr(old ? 6 : 0)));
    return reply;
  }
  if (get && path == kPublicPage) return public_page();
  auto login = asa_web_login(device_, request_);
  if (WebReply* refused = std::get_if<WebReply>(&login)) return std::move(*refused);
  user_ = std::get<AsaWebUser>(login);
  if (get && path.starts_with(kExec)) return execute(path.substr(kExec.size()));
  if (get && path == "/admin/version.prop") return version_properties();
  if (get && path == "/admin/login_banner") return text(device_.config().banner("login"));
  if (get && path == "/admin/asdm_banner") return text(device_.config().banner("asdm"));
  const bool configures = post && path == "/admin/config";
  const bool downloads = get && path == "/admin/system/running-config";
  if (!configures && !downloads && !path.starts_with(kDisk)) return asa_web_reply(device_, 404);
  // Since CVE-2018-15465 was closed these are for the highest privilege; with which status others
  // are refused is unknown.
  if (user_.privilege < kFull) return asa_web_reply(device_, 403);
  if (configures) return configure();
  if (downloads) return text(carry_out(RequestMode::kExec, {"show running-config"}));
  return file(path.substr(kDisk.size()));
}

WebReply AsaWeb::public_page() const {
  return text(
      fmt::format(
          "<html><head><title>Cisco ASDM {}</title></head>\n<body><h1>{}</h1></body></html>\n",
          kAsdmVersion, html_escaped(device_.config().hostname())),
      "text/html");
}

WebReply AsaWeb::version_properties() const {
  return text(fmt::format("asdm.version={}\nlauncher.version=1.8.0\n", kAsdmVersion));
}

std::string AsaWeb::carry_out(RequestMode mode, const std::vector<std::string>& lines) {
  AsaSession session(device_, {Transport::kHttps, request_.source_address, user_.name}, 0);
  session.begin_request(user_.name, user_.privilege, mode);
  std::string output;
  for (const std::string& line : lines) {
    if (session.finished() || output.size() > kMostOutput) break;
    output += session.execute(line);
  }
  return output;
}

// Verified: outputs follow each other with nothing between them, "changeto" works until the request
// ends. That the rest is carried out after a command that failed is a choice: unknown.
WebReply AsaWeb::execute(std::string_view commands) {
  const auto lines = web_segments(commands, true);
  if (!lines) return asa_web_reply(device_, 400);
  return text(carry_out(RequestMode::kExec, *lines));
}

// Verified: whatever the lines led to, the status is 200 and the reply ends in "Config OK"; the
// checksum of an empty change is the MD5 of nothing, so it is taken over what was posted. "exit"
// and "end" lead where they lead on a console (inferred).
WebReply AsaWeb::configure() {
  const auto rows = split_lines(request_.body);
  std::string output = carry_out(RequestMode::kConfigure, {rows.begin(), rows.end()});
  output +=
      fmt::format("\nCryptochecksum (changed): {} \nConfig OK\n", cryptochecksum(request_.body));
  return text(std::move(output));
}

WebReply AsaWeb::file(std::string_view path) {
  const auto segments = web_segments(path, false);
  std::string name;
  for (const std::string& segment : segments.value_or(std::vector<std::string>())) {
    if (segment == "." || segment == ".." || segment.find('/') != std::string::npos) {
      return asa_web_reply(device_, 400);
    }
    name += (name.empty() ? "" : "/") + segment;
  }
  if (name.empty() || name.size() > kLongestFileName) return asa_web_reply(device_, 400);
  if (request_.method == "POST") {
    // What a full disk says is unknown.
    if (!device_.write_file(name, request_.body)) return asa_web_reply(device_, 507);
    return text(fmt::format("{} bytes uploaded", request_.body.size()));
  }
  const std::string* bytes = device_.find_file(name);
  if (bytes == nullptr) return asa_web_reply(device_, 404);
  return text(*bytes, "application/octet-stream");
}

}  // namespace lw::lab
