#include "lab/ips_idiom.h"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "base/text.h"
#include "lab/ips_idconf.h"

namespace lw::lab {
namespace {

constexpr const char* kIdiomNamespace = "http://www.cisco.com/cids/idiom";
constexpr const char* kSchemaVersion = "2.00";
constexpr std::size_t kMostComponents = 32;

using Reply = std::expected<void, IpsError>;

std::string document_text(const pugi::xml_document& document) {
  std::ostringstream text;
  document.save(text, "", pugi::format_raw, pugi::encoding_utf8);
  return text.str() + "\n";
}

pugi::xml_node begin_document(pugi::xml_document& document, const char* root) {
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node element = document.append_child(root);
  element.append_attribute("xmlns") = kIdiomNamespace;
  element.append_attribute("schemaVersion") = kSchemaVersion;
  return element;
}

void add_text(pugi::xml_node& parent, const char* name, std::string_view text) {
  parent.append_child(name).text().set(std::string(text).c_str());
}

// [V] times are in nanoseconds.
std::string nanoseconds(WallTime time) {
  using std::chrono::nanoseconds;
  return std::to_string(std::chrono::duration_cast<nanoseconds>(time.time_since_epoch()).count());
}

class Transaction {
 public:
  Transaction(IpsDevice& device, const IpsAccount& account, pugi::xml_node asked,
              pugi::xml_node response)
      : device_(device), account_(account), asked_(asked), response_(response) {}

  Reply run(std::string_view name) {
    if (name == "getVersion") return get_version();
    if (name == "getHostStatistics") return get_host_statistics();
    if (name == "getConfigDelta") return get_config("respGetConfigDelta", IdconfPart::kDelta);
    if (name == "getDefaultConfig")
      return get_config("respGetDefaultConfig", IdconfPart::kDefaults);
    if (name == "editConfigDelta") return edit_config();
    return ips_error("errNotFound", fmt::format("there is no transaction {}", printable(name)));
  }

 private:
  // [V] the tree but for the version's own place, which is inferred.
  Reply get_version() {
    pugi::xml_node version = response_.append_child("respGetVersion");
    const IpsRelease& release = device_.release();
    add_text(version, "platform", release.platform);
    pugi::xml_node licence = version.append_child("licenseKey");
    add_text(licence, "expirationTime", device_.licence() ? nanoseconds(*device_.licence()) : "0");
    add_text(licence, "status",
             device_.licensed() ? "valid" : (device_.licence() ? "expired" : "none"));
    pugi::xml_node partition = version.append_child("partition-application");
    add_text(partition, "version", release.version);
    pugi::xml_node all = partition.append_child("applications");
    for (const std::string_view one : release.applications()) {
      pugi::xml_node application = all.append_child("application");
      add_text(application, "name", one);
      add_text(application, "executionState", "running");
    }
    return {};
  }

  // Inferred, all of it.
  Reply get_host_statistics() {
    pugi::xml_node statistics = response_.append_child("respGetHostStatistics");
    add_text(statistics, "hostName", device_.config().host_name());
    add_text(statistics, "currentTime", nanoseconds(device_.now()));
    add_text(statistics, "bootTime", nanoseconds(device_.now() - device_.uptime()));
    add_text(statistics, "lastConfigurationChange", nanoseconds(device_.modified()));
    return {};
  }

  template <class Use>
  Reply for_each_component(Use use) {
    std::size_t count = 0;
    for (const pugi::xml_node& element : asked_.children()) {
      if (local_name(element) != "component") continue;
      const std::string name = element.attribute("name").value();
      const IpsNode* node = device_.config().component(name);
      if (node == nullptr) return ips_not_found(fmt::format("component {}", name));
      if (++count > kMostComponents) {
        return ips_error("errUnacceptableValue", "there are too many components");
      }
      if (auto done = use(name, *node, element); !done) return done;
    }
    if (count == 0) return ips_error("errUnacceptableValue", "no component is named");
    return {};
  }

  Reply get_config(const char* name, IdconfPart part) {
    pugi::xml_node reply = response_.append_child(name);
    reply.append_attribute("xmlns") = kIdconfNamespace;
    return for_each_component(
        [&](const std::string& component, const IpsNode& node, const pugi::xml_node&) -> Reply {
          pugi::xml_node written = reply.append_child("component");
          written.append_attribute("name") = component.c_str();
          write_idconf(node, part, written);
          return {};
        });
  }

  // All of it or nothing (inferred). The components that the lab has are an administrator's.
  Reply edit_config() {
    if (account_.role != IpsRole::kAdministrator) {
      return ips_error("errPermissionDenied",
                       fmt::format("the role {} may not do that", name(account_.role)));
    }
    IpsConfig tried = device_.config();
    std::vector<std::string> names;
    auto edited = for_each_component(
        [&](const std::string& component, const IpsNode&, const pugi::xml_node& element) -> Reply {
          IpsNode copy = *tried.component(component);
          if (auto done = edit_idconf(copy, element, tried.major()); !done) return done;
          names.push_back(component);
          return tried.replace(component, std::move(copy), tried.revision(component));
        });
    if (!edited) return edited;
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    for (const std::string& component : names) {
      if (auto done = device_.commit(component, *tried.component(component),
                                     device_.config().revision(component), account_.name);
          !done) {
        return done;
      }
    }
    return {};
  }

  IpsDevice& device_;
  const IpsAccount& account_;
  pugi::xml_node asked_;
  pugi::xml_node response_;
};

}  // namespace

std::string ips_error_document(const IpsError& error) {
  pugi::xml_document document;
  pugi::xml_node message = begin_document(document, "error").append_child("errorMessage");
  message.append_attribute("name") = error.name.c_str();
  message.text().set(to_utf8(error.text).c_str());
  return document_text(document);
}

std::string answer_ips_transaction(IpsDevice& device, const IpsAccount& account,
                                   std::string_view command, std::string body) {
  if (account.aged) {
    return ips_error_document({"errAuthenticationTokenExpired", "the password has to be changed"});
  }
  if (body.size() > kLongestIpsRequest) {
    return ips_error_document({"errSystemError", "the request is too long"});
  }
  pugi::xml_document request;
  const pugi::xml_parse_result parsed = request.load_buffer_inplace(
      body.data(), body.size(), pugi::parse_default, pugi::encoding_utf8);
  const pugi::xml_node root = request.document_element();
  if (!parsed || local_name(root) != "request") {
    return ips_error_document({"errSystemError", "the request is no XML document of a request"});
  }
  const pugi::xml_node asked =
      root.find_child([](const pugi::xml_node& one) { return one.type() == pugi::node_element; });
  pugi::xml_document document;
  const pugi::xml_node response = begin_document(document, "response");
  Transaction transaction(device, account, asked, response);
  const auto done = transaction.run(command.empty() ? local_name(asked) : command);
  return done ? document_text(document) : ips_error_document(done.error());
}

}  // namespace lw::lab
