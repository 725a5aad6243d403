#include "session/ips_idconf.h"

#include <fmt/format.h>

#include "base/text.h"
#include "session/ips_document.h"

namespace lw::session {
namespace {

constexpr const char* kTypedefs = "2004-03-01";

// Lists, whose entries are lines of their own; the name of an entry's key is inferred.
struct MapName {
  std::string_view name;
  const char* key;
};
constexpr MapName kMaps[] = {{"access-list", "network-address"}};

const MapName* find_map(std::string_view name) {
  for (const MapName& map : kMaps) {
    if (map.name == name) return &map;
  }
  return nullptr;
}

// "web-server" is the component webServer.
std::string component_of(std::string_view service) {
  std::string name;
  bool upper = false;
  for (const char byte : service) {
    if (byte == '-') {
      upper = true;
    } else {
      name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(byte))) : byte;
      upper = false;
    }
  }
  return name;
}

std::string service_of(std::string_view component) {
  std::string name;
  for (const char byte : component) {
    if (std::isupper(static_cast<unsigned char>(byte)) != 0) name += '-';
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
  }
  return name;
}

std::string word(std::string_view text) { return printable(trim(text), 400); }

void write_members(const pugi::xml_node& members, std::string& into);

void write_entry(std::string_view map, const pugi::xml_node& entry, std::string& into) {
  const auto key = find_element(find_element(entry, "key"), "var");
  into += fmt::format("{} {}\n", map, words_in(key));
  const auto members =
      entry.find_child([](const pugi::xml_node& one) { return local_name(one) == "struct"; });
  if (!members.first_child()) return;
  write_members(members, into);
  into += "exit\n";
}

void write_members(const pugi::xml_node& members, std::string& into) {
  for (const pugi::xml_node& member : members.children()) {
    const std::string name = word(member.attribute("name").value());
    const auto kind = local_name(member);
    if (kind == "var" && !member.attribute("protected").as_bool()) {
      into += fmt::format("{} {}\n", name, words_in(member));
    } else if (kind == "struct") {
      into += name + "\n";
      write_members(member, into);
      into += "exit\n";
    } else if (kind == "map") {
      for (const pugi::xml_node& entry : member.children()) write_entry(name, entry, into);
    }
  }
}

// Builds one editConfigDelta from the lines of a service.
class Editor {
 public:
  explicit Editor(std::string_view service) {
    pugi::xml_node component =
        begin_ips_request(document_, "editConfigDelta").append_child("component");
    component.append_attribute("name") = component_of(service).c_str();
    pugi::xml_node config = component.append_child("config");
    config.append_attribute("typedefsVersion") = kTypedefs;
    config.append_attribute("xmlns") = kIdconf;
    open_.push_back(config.append_child("struct"));
  }

  // False: this "exit" leaves the service.
  bool take(std::string_view line) {
    auto words = split_words(line);
    if (words.size() == 1 && words[0] == "exit") {
      open_.pop_back();
      return !open_.empty();
    }
    const bool no = words.size() > 1 && words[0] == "no";
    if (no) words.erase(words.begin());
    const std::string name(words[0]);
    const std::string value(trim(
        line.substr(static_cast<std::size_t>(words[0].data() + words[0].size() - line.data()))));
    if (const MapName* map = find_map(name); map != nullptr && !value.empty()) {
      add_entry(*map, value, no);
    } else if (no || !value.empty()) {
      add_value(name, value, no);
    } else {
      pugi::xml_node opened = open_.back().append_child("struct");
      opened.append_attribute("name") = name.c_str();
      open_.push_back(opened);
    }
    return true;
  }

  [[nodiscard]] std::string text() const { return write_xml(document_); }

 private:
  void add_entry(const MapName& map, const std::string& key, bool no) {
    pugi::xml_node list = open_.back().append_child("map");
    list.append_attribute("name") = std::string(map.name).c_str();
    list.append_attribute("editOp") = "merge";
    pugi::xml_node entry = list.append_child("mapEntry");
    if (no) entry.append_attribute("editOp") = "delete";
    pugi::xml_node var = entry.append_child("key").append_child("var");
    var.append_attribute("name") = map.key;
    var.text().set(key.c_str());
    entry.append_child("struct");
  }

  void add_value(const std::string& name, const std::string& value, bool no) {
    pugi::xml_node var = open_.back().append_child("var");
    var.append_attribute("name") = name.c_str();
    if (no) var.append_attribute("editOp") = "delete";
    if (!no) var.text().set(value.c_str());
  }

  pugi::xml_document document_;
  std::vector<pugi::xml_node> open_;
};

std::unexpected<Error> wrong(std::size_t line, std::string_view what) {
  return failure(ErrorCode::kInvalidArgument, fmt::format("line {}: {}", line + 1, what),
                 "over its web interface a sensor takes the settings of its services; for anything "
                 "else: --over ssh");
}

}  // namespace

Result<std::string> ips_commands(std::string_view reply) {
  LW_ASSIGN(const auto document, read_ips_reply(reply));
  const auto config = find_element(document.document_element(), "respGetConfigDelta");
  if (!config) return failure(ErrorCode::kUnsupported, "the sensor's answer is no configuration");
  std::string text;
  for (const pugi::xml_node& component : config.children()) {
    if (local_name(component) != "component") continue;
    text += fmt::format("service {}\n", service_of(word(component.attribute("name").value())));
    const auto settings =
        find_element(component, "config").find_child([](const pugi::xml_node& one) {
          return local_name(one) == "struct";
        });
    write_members(settings, text);
    text += "exit\n";
  }
  return text;
}

Result<std::vector<IpsEdit>> ips_edits(const std::vector<std::string_view>& lines) {
  std::vector<IpsEdit> edits;
  std::optional<Editor> editor;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto line = trim(lines[i]);
    const auto words = split_words(line);
    if (words.empty()) return wrong(i, "the line is empty");
    if (!editor) {
      if (words[0] != "service" || words.size() != 2) {
        return wrong(i, fmt::format("\"{}\" is outside any service", word(words[0])));
      }
      editor.emplace(words[1]);
      edits.push_back({i, 1, {}});
      continue;
    }
    ++edits.back().count;
    if (editor->take(line)) continue;
    edits.back().request = editor->text();
    editor.reset();
  }
  if (editor) return wrong(lines.size() - 1, "the service is not left again (\"exit\")");
  return edits;
}

}  // namespace lw::session
