// The values of a lab file, one by one: each as its type, or the line and the rule that it breaks.
// Pure functions; `origin` is the file's name, for errors.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lab/lab_description.h"

namespace YAML {
class Node;
}

namespace lw::lab::lab_file {

[[nodiscard]] Error wrong(std::string_view origin, const YAML::Node& node, std::string_view what);
[[nodiscard]] Result<std::string> scalar(std::string_view origin, const YAML::Node& node,
                                         std::string_view key);
[[nodiscard]] Result<long> number(std::string_view origin, const YAML::Node& node,
                                  std::string_view key, long most, long least = 0);
[[nodiscard]] Result<void> check_list(std::string_view origin, const YAML::Node& node,
                                      std::string_view key);
// Letters, digits, dashes, underlines and dots, and no file that is hidden.
[[nodiscard]] bool good_name(std::string_view name);
[[nodiscard]] Result<Transport> transport(std::string_view origin, const YAML::Node& node);
[[nodiscard]] Result<std::map<Transport, std::uint16_t>> ports(std::string_view origin,
                                                               const YAML::Node& node,
                                                               std::string_view key);
[[nodiscard]] Result<Faults> faults(std::string_view origin, const YAML::Node& node);
[[nodiscard]] Result<std::set<Transport>> faults_over(std::string_view origin,
                                                      const YAML::Node& node);
[[nodiscard]] Result<net::SshServerAlgorithms> crypto(std::string_view origin,
                                                      const YAML::Node& node);
[[nodiscard]] Result<AsaLicence> licence(std::string_view origin, const YAML::Node& node);
// In the file's order: the first is the admin context.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> contexts(
    std::string_view origin, const YAML::Node& node);
[[nodiscard]] Result<std::optional<FailoverUnit>> failover(std::string_view origin,
                                                           const YAML::Node& node);
// Slots of a chassis, and the names of the devices in them.
[[nodiscard]] Result<std::map<int, std::string>> modules(std::string_view origin,
                                                         const YAML::Node& node);
[[nodiscard]] Result<TokenDescription> token(std::string_view origin, const YAML::Node& node);
// Keys to what they switch on: words of "licence", and "reload" when it takes one.
[[nodiscard]] Result<AsaActivationKeys> activation_keys(std::string_view origin,
                                                        const YAML::Node& node);
// Names to features: what a router's licence in that file switches on.
[[nodiscard]] Result<IosLicenceFiles> router_licence_files(std::string_view origin,
                                                           const YAML::Node& node);
// Names to dates: until when a sensor's licence in that file is good.
[[nodiscard]] Result<std::map<std::string, WallTime>> licence_files(std::string_view origin,
                                                                    const YAML::Node& node);

}  // namespace lw::lab::lab_file
