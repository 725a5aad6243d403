// What the router shows about itself.
#include <fmt/format.h>

#include "base/text.h"
#include "lab/ios_session.h"

namespace lw::lab {
std::string IosSession::running_text() const {
  std::string body = "!\n";
  if (!device_.last_change().empty()) {
    body += fmt::format("! Last configuration change at {}\n!\n", device_.last_change());
  }
  body += device_.config().render();
  return fmt::format("Building configuration...\n\nCurrent configuration : {} bytes\n{}\n",
                     body.size(), body);
}

void IosSession::show_running(const Match&) { print(running_text()); }

void IosSession::show_running_section(const Match& match) {
  if (match.words[2] != "interface") {
    print("Building configuration...\n\nCurrent configuration : 4 bytes\n!\nend\n\n");
    return;
  }
  const std::string name = ios_interface_name(match.words.back());
  const ConfigSection* section = device_.config().store().find("interface " + name);
  if (name.empty() || section == nullptr) {
    print("% Invalid input detected at '^' marker.\n\n");
    return;
  }
  std::string body = "!\n" + section->text + "\n";
  for (const std::string& line : section->lines) body += " " + line + "\n";
  body += "end\n";
  print(fmt::format("Building configuration...\n\nCurrent configuration : {} bytes\n{}\n",
                    body.size(), body));
}

void IosSession::show_startup(const Match&) {
  if (device_.startup().empty()) {
    print("startup-config is not present\n");
    return;
  }
  print(fmt::format("Using {} out of 262136 bytes\n!\n{}\n", device_.startup().size(),
                    device_.startup()));
}

void IosSession::show_privilege(const Match&) {
  print(fmt::format("Current privilege level is {}\n", privilege_));
}

void IosSession::show_clock(const Match&) {
  print(fmt::format("*{}\n", ios_time_milliseconds(device_.now())));
}

void IosSession::show_users(const Match&) {
  print("    Line       User       Host(s)              Idle       Location\n");
  const auto row = [&](const IosSession* session, std::size_t number) {
    if (session == nullptr) return;
    const auto idle =
        std::chrono::duration_cast<std::chrono::seconds>(device_.now() - session->last_key());
    print(fmt::format("{} {:>3} {:<7}{:<11}{:<21}{:02}:{:02}:{:02}   {}\n",
                      session == this ? '*' : ' ', number, session->line_name(), session->user(),
                      "idle", idle.count() / 3600, idle.count() / 60 % 60, idle.count() % 60,
                      session->vty_ ? session->arrival().source_address : ""));
  };
  // A console at which nobody has logged in has no row (inferred).
  const IosSession* console = device_.console_user();
  if (console != nullptr && console->logged_in_) row(console, 0);
  for (std::size_t i = 0; i < device_.vty_users().size(); ++i) row(device_.vty_users()[i], i + 2);
  print("\n  Interface    User               Mode         Idle     Peer Address\n\n");
}

void IosSession::show_history(const Match&) {
  for (const std::string& line : history_) print("  " + line + "\n");
}

void IosSession::show_interfaces_brief(const Match&) {
  print(device_.config().interface_summary());
}

void IosSession::show_ip_ssh(const Match&) {
  const IosConfig& config = device_.config();
  const auto keys = device_.host_keys();
  const auto or_else = [](std::string value, std::string_view usual) {
    return value.empty() ? std::string(usual) : value;
  };
  const bool only2 = config.value("ip ssh version") == "2";
  if (!device_.ssh_enabled()) {
    print(
        fmt::format("SSH Disabled - version {}\n"
                    "%Please create RSA keys (of atleast 768 bits size) to enable SSH v2.\n",
                    only2 ? "2.0" : "1.99"));
  } else {
    print(fmt::format("SSH Enabled - version {}\n", keys->version == SshVersion::k1 ? "1.5"
                                                    : only2                         ? "2.0"
                                                                                    : "1.99"));
  }
  if (const auto methods = device_.release().ssh_methods; !methods.empty()) {
    print(fmt::format("Authentication methods:{}\n", methods));
  }
  print(fmt::format("Authentication timeout: {} secs; Authentication retries: {}\n",
                    or_else(config.value("ip ssh time-out"), "120"),
                    or_else(config.value("ip ssh authentication-retries"), "3")));
  // The releases of the 12.x trains say no more (inferred).
  if (keys && !device_.release().version.starts_with("12.")) {
    print("Minimum expected Diffie Hellman key size : 1024 bits\n");
  }
}

// The columns of version 1 are inferred.
void IosSession::show_ssh(const Match&) {
  std::string rows;
  std::string rows_of_1;
  for (std::size_t i = 0; i < device_.vty_users().size(); ++i) {
    const IosSession* session = device_.vty_users()[i];
    if (session == nullptr || session->arrival().transport != Transport::kSsh) continue;
    if (session->arrival().ssh_version == SshVersion::k1) {
      rows_of_1 += fmt::format("{:<16}1.5     3DES            Session started         {}\n", i,
                               session->user());
      continue;
    }
    for (const std::string_view direction : {"IN ", "OUT"}) {
      rows += fmt::format("{:<11}2.0     {}  aes256-ctr   hmac-sha2-256 Session started       {}\n",
                          i, direction, session->user());
    }
  }
  print(rows.empty() ? std::string("%No SSHv2 server connections running.\n")
                     : "Connection Version Mode Encryption  Hmac         State                 "
                       "Username\n" +
                           rows);
  print(rows_of_1.empty()
            ? std::string("%No SSHv1 server connections running.\n")
            : "Connection      Version Encryption      State                   Username\n" +
                  rows_of_1);
}

void IosSession::show_http_status(const Match&) {
  const IosConfig& config = device_.config();
  std::string method = config.value("ip http authentication");
  std::string port = config.value("ip http port");
  const std::string access = config.value("ip http access-class");
  print(
      fmt::format("HTTP server status: {}\nHTTP server port: {}\n"
                  "HTTP server active supplementary listener ports:\n"
                  "HTTP server authentication method: {}\n"
                  "HTTP server access class: {}\n",
                  config.has("ip http server") ? "Enabled" : "Disabled", port.empty() ? "80" : port,
                  method.empty() ? "enable" : method, access.empty() ? "0" : access));
  if (device_.release().has(IosFeature::kCryptography)) {
    show_http_secure_status({});
  } else {
    print("HTTP secure server capability: Not present\n");  // inferred
  }
}

void IosSession::show_http_secure_status(const Match&) {
  const IosConfig& config = device_.config();
  std::string port = config.value("ip http secure-port");
  print(
      fmt::format("HTTP secure server status: {}\n"
                  "HTTP secure server port: {}\n"
                  "HTTP secure server ciphersuite: 3des-ede-cbc-sha des-cbc-sha rc4-128-md5\n"
                  "        rc4-128-sha aes-128-cbc-sha aes-256-cbc-sha\n"
                  "HTTP secure server client authentication: Disabled\n"
                  "HTTP secure server trustpoint: {}\n"
                  "HTTP secure server active session modules: ALL\n",
                  config.has("ip http secure-server") ? "Enabled" : "Disabled",
                  port.empty() ? "443" : port, config.value("ip http secure-trustpoint")));
}

// The form is inferred; bytes are not counted here.
void IosSession::show_http_connections(const Match&) {
  print(
      "\nHTTP server current connections:\n"
      "local-ipaddress:port  remote-ipaddress:port in-bytes  out-bytes\n");
  const auto door = device_.web_door();
  const auto port = door && door->https ? *door->https : door && door->http ? *door->http : 0;
  for (const std::string& client : *device_.web_clients()) {
    print(
        fmt::format("{:>20}  {:>20} {:<8}  {}\n", fmt::format("127.0.0.1:{}", port), client, 0, 0));
  }
}

void IosSession::show_keys(const Match&) {
  const auto keys = device_.host_keys();
  if (!keys) return;
  print(fmt::format(
      "% Key pair was generated at: {}\nKey name: {}.{}\nKey type: RSA KEYS\n"
      " Storage Device: not specified\n Usage: General Purpose Key\n"
      " Key is not exportable.\n\n",
      ios_time(device_.booted()), device_.config().hostname(), device_.config().domain()));
}

void IosSession::show_reload(const Match&) {
  if (!device_.scheduled_reload) {
    print("No reload is scheduled.\n");
    return;
  }
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(
      device_.scheduled_reload->when - device_.now());
  print(
      fmt::format("Reload scheduled for {} (in {} and {} seconds) by {}\n"
                  "Reload reason: Reload Command\n",
                  ios_time(device_.scheduled_reload->when), ios_duration(left), left.count() % 60,
                  device_.scheduled_reload->by));
}

void IosSession::show_terminal(const Match&) {
  print(fmt::format("Line {}, Location: \"\", Type: \"\"\nLength: {} lines, Width: {} columns\n",
                    vty_ ? *vty_ + 2 : 0, screen().lines, screen().columns));
}

void IosSession::show_archive(const Match&) {
  if (!device_.config().has("archive")) {
    print("Archive feature not enabled\n");
    return;
  }
  print(
      "The maximum archive configurations allowed is 10.\n"
      "There are currently 0 archive configurations saved.\n");
}

// Inferred, but for the names of the lines and the answer when none is pending.
void IosSession::show_rollback_timer(const Match&) {
  const auto& pending = device_.pending_revert;
  if (!pending) {
    print("%No Rollback Confirmed Change pending\n");
    return;
  }
  print(fmt::format(
      "Time configured: {}\nTimer type: absolute timer\nTimer value: {} min\nUser: {}\n",
      ios_time(pending->when - pending->delay), pending->delay.count(), pending->by));
}

void IosSession::show_logging(const Match&) {
  const bool console = !device_.config().has("no logging console");
  print(
      fmt::format("Syslog logging: enabled\n\n    Console logging: {}\n"
                  "    Monitor logging: level debugging\n    Buffer logging: {}\n",
                  console ? "level debugging" : "disabled",
                  device_.config().has("logging buffered") ? "level debugging" : "disabled"));
}

}  // namespace lw::lab
