#include "lab/aaa_server_file.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "lab/lab_description.h"
#include "lab/lab_file_values.h"

namespace lw::lab {
namespace {

using namespace lab_file;

Result<AaaUser> read_aaa_user(std::string_view origin, const YAML::Node& node) {
  constexpr long kHighest = 15;
  if (!node.IsMap()) return std::unexpected(wrong(origin, node, "a user must be a map"));
  AaaUser user;
  for (const auto& entry : node) {
    const std::string key = entry.first.Scalar();
    LW_ASSIGN(std::string value, scalar(origin, entry.second, key));
    if (key == "name") {
      user.name = std::move(value);
    } else if (key == "password") {
      user.password = Secret(std::move(value));
    } else if (key == "enable") {
      user.enable = Secret(std::move(value));
    } else if (key == "privilege") {
      LW_ASSIGN(const long level, number(origin, entry.second, key, kHighest));
      user.privilege = static_cast<int>(level);
    } else {
      return std::unexpected(
          wrong(origin, entry.first, "a user has name, password, enable and privilege"));
    }
  }
  if (user.name.empty()) return std::unexpected(wrong(origin, node, "a user needs a name"));
  return user;
}

}  // namespace

Result<AaaServerDescription> read_aaa_server(std::string_view origin, const YAML::Node& node,
                                             const YAML::Node& lab_address) {
  if (!node.IsMap()) return std::unexpected(wrong(origin, node, "an AAA server must be a map"));
  AaaServerDescription server;
  if (lab_address && lab_address.IsScalar()) server.address = lab_address.Scalar();
  for (const auto& entry : node) {
    const std::string key = entry.first.Scalar();
    const YAML::Node& value = entry.second;
    if (key == "users" || key == "faults") {
      LW_TRY(check_list(origin, value, key));
      for (const YAML::Node& one : value) {
        if (key == "users") {
          LW_ASSIGN(AaaUser user, read_aaa_user(origin, one));
          server.users.push_back(std::move(user));
          continue;
        }
        LW_ASSIGN(const std::string fault, scalar(origin, one, key));
        if (auto added = add_aaa_fault(server.faults, fault); !added) {
          return std::unexpected(
              std::move(added.error())
                  .with_context(fmt::format("{}: line {}", origin, one.Mark().line + 1)));
        }
      }
      continue;
    }
    LW_ASSIGN(std::string text, scalar(origin, value, key));
    if (key == "name") {
      server.name = std::move(text);
    } else if (key == "protocol") {
      if (text != "tacacs") {
        return std::unexpected(wrong(origin, value, "the lab's own AAA servers speak tacacs"));
      }
    } else if (key == "address") {
      server.address = std::move(text);
    } else if (key == "port") {
      LW_ASSIGN(const long port, number(origin, value, key, 65535));
      server.port = static_cast<std::uint16_t>(port);
    } else if (key == "key") {
      server.key = Secret(std::move(text));
    } else {
      return std::unexpected(
          wrong(origin, entry.first,
                "an AAA server has name, protocol, address, port, key, users and faults"));
    }
  }
  if (!good_name(server.name)) {
    return std::unexpected(
        wrong(origin, node, "an AAA server needs a name of letters, digits, dashes and dots"));
  }
  if (!is_loopback(server.address)) {
    return std::unexpected(wrong(origin, node, "a lab listens on loopback addresses only"));
  }
  return server;
}

}  // namespace lw::lab
