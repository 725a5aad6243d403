#include "lab/ios_web.h"

#include <fmt/format.h>

#include "base/text.h"
#include "lab/ios_commandset.h"
#include "net/http.h"

namespace lw::lab {
namespace {

constexpr std::string_view kCommandSet = "/ios_web_exec/commandset";
constexpr std::string_view kToken = "/get_csrf";
constexpr std::size_t kLongestTarget = 4096;
constexpr std::size_t kMostOutput = 16 * 1024 * 1024;
constexpr int kFull = 15;

IosCommandResult::Parse parse_result(std::optional<Match::Kind> refusal) {
  using Parse = IosCommandResult::Parse;
  if (!refusal) return Parse::kOk;
  if (*refusal == Match::Kind::kAmbiguous) return Parse::kAmbiguous;
  return *refusal == Match::Kind::kIncomplete ? Parse::kIncomplete : Parse::kInvalid;
}

}  // namespace

std::optional<IosWeb::Address> IosWeb::read_address(std::vector<std::string> segments) {
  Address address;
  std::size_t at = 0;
  if (segments.size() > 2 && segments[0] == "level") {
    const auto level = parse_decimal(segments[1]);
    // Releases 11.3 to 12.2 let levels over 15 in without a password (CVE-2001-0537); not this one.
    if (!level || *level > kFull) return std::nullopt;
    address.level = static_cast<int>(*level);
    at = 2;
  }
  if (at == segments.size()) return std::nullopt;
  if (segments[at] != "exec" && segments[at] != "configure") return std::nullopt;
  address.configures = segments[at++] == "configure";
  if (at < segments.size() && segments[at] == "-") ++at;
  if (at < segments.size() && segments.back() == "CR") {
    address.entered = true;
    segments.pop_back();
  }
  for (; at < segments.size(); ++at) {
    address.line += (address.line.empty() ? "" : " ") + segments[at];
  }
  return address;
}

WebReply IosWeb::answer() {
  const std::string_view path = web_path(request_.target);
  const IosWebFaces& faces = device_.web_faces();
  if (path.size() > kLongestTarget) return ios_web_reply(device_, 414);
  const auto segments = web_segments(path, false);
  if (!segments) return ios_web_reply(device_, 400);
  const bool get = request_.method == "GET";
  const auto runs = [&](std::string_view module) {
    return ios_web_module_runs(device_.config(), module, request_.encrypted);
  };
  std::optional<Address> address;
  if (get && faces.exec && runs("WEB_EXEC")) address = read_address(*segments);
  const bool commands =
      faces.commandset && runs("WEB_EXEC") && request_.method == "POST" && path == kCommandSet;
  const bool token = faces.csrf && get && path == kToken;
  const bool home = get && segments->empty() && runs("HOME_PAGE");
  // That an image without a page says so before it asks for a password is inferred.
  if (!address && !commands && !token && !home) return ios_web_reply(device_, 404);
  auto login = ios_web_login(device_, request_, address ? address->level : kFull);
  if (WebReply* refused = std::get_if<WebReply>(&login)) return std::move(*refused);
  if (address) return execute(*address, std::get<IosWebUser>(login));
  if (token) return this->token();
  return commands ? command_set(std::get<IosWebUser>(login)) : this->home();
}

Arrival IosWeb::arrival(const IosWebUser& user) const {
  return {request_.encrypted ? Transport::kHttps : Transport::kHttp, request_.source_address,
          user.name};
}

std::string IosWeb::written(std::string_view text) const {
  return device_.web_faces().escapes ? html_escaped(text) : std::string(text);
}

// Head and form are verified of 11.3, and the title's host and path; what follows the output from
// 12.x on is inferred.
WebReply IosWeb::page(std::string_view output) const {
  WebReply reply = ios_web_reply(device_, 200);
  const std::string host = device_.config().hostname();
  const std::string path =
      written(net::url_decode(web_path(request_.target)).value_or(std::string()));
  reply.body = fmt::format(
      "<HTML><HEAD><TITLE>{0} {1}</TITLE></HEAD>\n<BODY><H1>{0}</H1><PRE><HR>\n"
      "<FORM METHOD=POST ACTION=\"{1}\"><DL>\n{2}</DL>\n</FORM>\n",
      host, path, output);
  if (!device_.web_faces().old_pages) {
    reply.body +=
        "command completed.\n<HR>\n<FORM METHOD=POST ACTION=\"/level/15/exec/-\">Command "
        "<INPUT TYPE=TEXT NAME=CMD SIZE=60></FORM>\n";
  }
  reply.body += "</PRE></BODY></HTML>\n";
  return reply;
}

WebReply IosWeb::execute(const Address& address, const IosWebUser& user) {
  IosSession session(device_, arrival(user), std::nullopt, 0);
  session.begin_request(user.name, address.level,
                        address.configures ? RequestMode::kConfigure : RequestMode::kExec);
  // Verified: Return must be pressed where more words could follow. The page of choices that comes
  // otherwise is inferred.
  if (!address.entered) {
    std::string choices;
    bool more = address.configures;
    for (const HelpEntry& entry : session.continuations(address.line)) {
      more |= !entry.ends_here;
      choices += fmt::format("<DD>{}\n", html_escaped(entry.word));
    }
    if (more) return page(choices);
  }
  const std::string output = session.execute(address.line);
  session.end_request();
  return page(written(output));
}

WebReply IosWeb::home() const {
  WebReply reply = ios_web_reply(device_, 200);
  reply.body = fmt::format(
      "<HTML><HEAD><TITLE>{0} Home Page</TITLE></HEAD>\n<BODY><H1>{0}</H1>\n"
      "<A HREF=/level/15/exec/-/show/version/CR>Show version</A>\n</BODY></HTML>\n",
      device_.config().hostname());
  return reply;
}

WebReply IosWeb::token() {
  WebReply reply = ios_web_reply(device_, 200);
  reply.body = device_.new_web_token();
  return reply;
}

WebReply IosWeb::command_set(const IosWebUser& user) {
  // Verified: newer images want the token in this field. With which status they refuse is unknown.
  const auto given = web_field(request_.fields, "X-Csrf-Token").value_or("");
  if (device_.web_faces().csrf && !device_.knows_web_token(given)) {
    return ios_web_reply(device_, 403);
  }
  WebReply reply = ios_web_reply(device_, 200);
  for (auto& [name, value] : reply.fields) {
    if (name == "Content-type") value = "text/plain";
  }
  const auto set = read_command_set(request_.body);
  if (!set) {
    reply.body = command_set_refusal();
    return reply;
  }
  IosSession session(device_, arrival(user), std::nullopt, 0);
  session.begin_request(user.name, kFull,
                        set->configures ? RequestMode::kConfigure : RequestMode::kExec);
  std::vector<IosCommandResult> results;
  std::size_t size = 0;
  for (const std::string& command : set->commands) {
    if (session.finished() || size > kMostOutput) break;
    IosCommandResult result{command, IosCommandResult::Parse::kOk, session.execute(command)};
    result.parse = parse_result(session.refusal());
    // Verified of a client: 2 with no output means invalid input, so that is how it comes here.
    if (result.parse == IosCommandResult::Parse::kInvalid) result.output.clear();
    size += command.size() + result.output.size();
    const bool stops = set->configures && result.parse != IosCommandResult::Parse::kOk;
    results.push_back(std::move(result));
    // Verified: a deployment over SSL stops at a syntax error and at no other; that the device
    // itself does, and only for MODE="1", is inferred.
    if (stops) break;
  }
  session.end_request();
  reply.body = command_set_answer(results);
  return reply;
}

}  // namespace lw::lab
