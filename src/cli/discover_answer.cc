#include "cli/discover_answer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/json_answer.h"
#include "cli/table.h"

namespace lw::cli {
namespace {

using nlohmann::ordered_json;

template <class Texts>
ordered_json texts(const Texts& all) {
  ordered_json json = ordered_json::array();
  for (const auto& one : all) json.push_back(json_text(one));
  return json;
}

template <class Values>
ordered_json values(const Values& all) {
  ordered_json json = ordered_json::object();
  for (const auto& [name, value] : all) json[name] = json_text(value);
  return json;
}

template <class All>
ordered_json readiness_json(const All& all) {
  ordered_json json = ordered_json::array();
  for (const auto& one : all) {
    json.push_back(
        {{"procedure", one.procedure}, {"ready", one.ready}, {"missing", texts(one.missing)}});
  }
  return json;
}

std::string told(const platform::Facts& facts, std::string_view fact) {
  const auto at = facts.find(fact);
  return at == facts.end() ? "" : at->second;
}

// "2/5"; nothing where no procedure applies.
template <class All>
std::string ready_of(const All& all) {
  if (all.empty()) return "";
  return fmt::format("{}/{}", std::ranges::count_if(all, [](const auto& one) { return one.ready; }),
                     all.size());
}

// "2 known, 1 added"
std::string children_of(const Discovered& one) {
  std::vector<std::string> counts;
  for (const std::string_view state : {"added", "known", "gone"}) {
    const auto count = std::ranges::count(one.children, state, &Discovered::Child::state);
    if (count > 0) counts.push_back(fmt::format("{} {}", count, state));
  }
  return fmt::format("{}", fmt::join(counts, ", "));
}

}  // namespace

ordered_json to_json(const Discovered& one) {
  ordered_json json;
  json["device"] = json_text(one.device);
  json["platform"] = json_text(one.platform);
  json["transport"] = json_text_or_null(one.transport);
  json["facts"] = values(one.facts);
  json["not_available"] = values(one.refused);
  json["readiness"] = readiness_json(one.readiness);
  json["children"] = ordered_json::array();
  for (const Discovered::Child& child : one.children) {
    json["children"].push_back(
        {{"name", json_text(child.name)}, {"kind", child.kind}, {"state", child.state}});
  }
  json["configuration"] = json_text_or_null(one.configuration);
  json["changed"] = texts(one.changed);
  json["notes"] = texts(one.notes);
  json["milliseconds"] = one.took.count();
  json["error"] = nullptr;
  if (one.error) json["error"] = json_error(*one.error);
  return json;
}

ordered_json to_json(const store::DiscoveryRecord& record) {
  ordered_json json;
  json["taken_at"] = json_text(record.taken_at);
  json["transport"] = json_text(record.transport);
  json["facts"] = values(record.facts);
  json["not_available"] = values(record.refused);
  json["readiness"] = readiness_json(record.readiness);
  json["answers"] = ordered_json::array();
  for (const auto& answer : record.answers) {
    json["answers"].push_back({{"kind", json_text(answer.kind)},
                               {"command", json_text(answer.command)},
                               {"text", json_text(answer.text)}});
  }
  return json;
}

void print_discovered(Output& output, const std::vector<Discovered>& all) {
  Table table({"device", "model", "version", "ready", "children", "what is wrong"});
  for (const Discovered& one : all) {
    table.add({one.device, told(one.facts, "model"), told(one.facts, "os_version"),
               ready_of(one.readiness), children_of(one),
               one.error ? std::string(name(one.error->code)) : ""});
  }
  for (const auto& line : table.lines(output.width())) output.line(line);
  for (const Discovered& one : all) {
    for (const Discovered::Child& child : one.children) {
      if (child.state == "gone") {
        output.message(fmt::format("{}: {} {} is in the inventory and not there any more",
                                   one.device, child.kind, child.name));
      }
    }
    for (const std::string& note : one.notes) {
      output.message(fmt::format("{}: {}", one.device, note));
    }
    if (one.error) output.fail(*one.error);
  }
}

void print_record_of_discovery(Output& output, const store::DiscoveryRecord& record) {
  output.line();
  output.line(output.paint(
      Tone::kStrong, fmt::format("discovered {} over {}", record.taken_at, record.transport)));
  Table facts({"fact", "value"});
  for (const auto& [fact, value] : record.facts) facts.add({fact, value});
  for (const auto& [command, words] : record.refused) {
    facts.add({command, fmt::format("not available: {}", words)});
  }
  for (const auto& line : facts.lines(output.width())) output.line(line);
  if (record.readiness.empty()) return;
  output.line();
  Table ready({"procedure", "ready", "missing"});
  for (const auto& one : record.readiness) {
    ready.add(
        {one.procedure, one.ready ? "yes" : "no", fmt::format("{}", fmt::join(one.missing, "; "))});
  }
  for (const auto& line : ready.lines(output.width())) output.line(line);
}

}  // namespace lw::cli
