#include "cli/import_answer.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/json_answer.h"
#include "cli/table.h"

namespace lw::cli {
namespace {

using Json = nlohmann::ordered_json;
using exchange::Change;

std::string place(const exchange::Row& row, bool several_files) {
  if (row.line == 0) return row.file;
  return several_files ? fmt::format("{}:{}", row.file, row.line) : std::to_string(row.line);
}

// "site: berlin -> bonn, password"
std::string differences_text(const Change& change) {
  std::string text;
  for (const exchange::Difference& one : change.differences) {
    if (!text.empty()) text += ", ";
    text += one.secret ? one.property
                       : fmt::format("{}: {} -> {}", one.property,
                                     one.from.empty() ? "none" : printable(one.from, 60),
                                     one.to.empty() ? "none" : printable(one.to, 60));
  }
  return text;
}

std::string added_text(const Change& change, const exchange::Row& row) {
  std::string text;
  if (row.entry && !row.entry->origin.empty()) {
    text = (change.device.address.empty() ? "no address: " : "address ") + row.entry->origin;
  }
  if (change.sets_credentials) text += text.empty() ? "with its login" : ", with its login";
  return text;
}

Json place_json(const exchange::Row& row) {
  return {{"file", json_text(row.file)}, {"row", row.line == 0 ? Json() : Json(row.line)}};
}

Json changes_json(const std::vector<Change>& changes, const Imported& imported) {
  Json list = Json::array();
  for (const Change& change : changes) {
    const exchange::Row& row = imported.rows[change.row];
    Json one = {{"name", json_text(change.device.name)},
                {"platform", json_text(change.device.platform)},
                {"address", json_text_or_null(change.device.address)}};
    one.update(place_json(row));
    if (row.entry && !row.entry->origin.empty()) one["address_is"] = json_text(row.entry->origin);
    if (!change.differences.empty()) {
      Json& differences = one["differences"] = Json::array();
      for (const exchange::Difference& difference : change.differences) {
        Json entry = {{"property", difference.property}};
        if (!difference.secret) {
          entry["from"] = json_text_or_null(difference.from);
          entry["to"] = json_text_or_null(difference.to);
        }
        differences.push_back(std::move(entry));
      }
    }
    list.push_back(std::move(one));
  }
  return list;
}

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}", count, what);
}

}  // namespace

void Answer::print(Output& output) const {
  const bool several = imported.files.size() > 1 || imported.rows.empty();
  for (const ImportedFile& file : imported.files) {
    if (file.told_by_content && !several) {
      output.message(fmt::format("{} is taken for {} (--format {})", file.path,
                                 exchange::title(file.format), exchange::name(file.format)));
    }
    for (const std::string& remark : file.remarks) {
      output.message(fmt::format("{}: {}", file.path, remark));
    }
  }
  Table table({"", "device", "row", "platform", "address", ""});
  bool shown = false;
  const auto add = [&](std::string_view what, const Change& change, std::string text) {
    shown = true;
    table.add({std::string(what), change.device.name, place(imported.rows[change.row], several),
               change.device.platform, change.device.address, std::move(text)});
  };
  const bool dry = dry_run == DryRun::kYes;
  // After an import, what was asked for is counted, and only what was not done is shown.
  if (dry) {
    for (const Change& change : changes.added) {
      add("add", change, added_text(change, imported.rows[change.row]));
    }
    for (const Change& change : changes.changed) add("change", change, differences_text(change));
  }
  for (const Change& change : changes.left) add("differs", change, differences_text(change));
  for (const exchange::Refusal& refusal : changes.refused) {
    shown = true;
    const std::string hint =
        refusal.error.hint.empty() ? "" : fmt::format(" ({})", refusal.error.hint);
    table.add({"refused", refusal.device, place(imported.rows[refusal.row], several), "", "",
               printable(refusal.error.message, 400) + hint});
  }
  if (shown) {
    for (const auto& line : table.lines(output.width())) output.line(line);
  }
  output.line(fmt::format(
      "{}{}, {}, {}{}, {}", dry ? "A dry run: nothing was changed. " : "",
      counted(changes.added.size(), dry ? "would be added" : "added"),
      counted(changes.changed.size(), dry ? "would be changed" : "changed"),
      changes.left.empty() ? "" : counted(changes.left.size(), "differ and stay as they are, "),
      counted(changes.unchanged.size(), "unchanged"), counted(changes.refused.size(), "refused")));
  if (!changes.left.empty()) {
    output.message("to change the devices that differ, give --update");
  }
}

void Answer::print_json(Output& output) const {
  Json json;
  json["dry_run"] = dry_run == DryRun::kYes;
  Json& files = json["files"] = Json::array();
  for (const ImportedFile& file : imported.files) {
    Json one = {{"file", json_text(file.path)},
                {"format", exchange::name(file.format)},
                {"told_by_content", file.told_by_content}};
    Json& remarks = one["remarks"] = Json::array();
    for (const std::string& remark : file.remarks) remarks.push_back(json_text(remark));
    files.push_back(std::move(one));
  }
  json["added"] = changes_json(changes.added, imported);
  json["changed"] = changes_json(changes.changed, imported);
  json["left"] = changes_json(changes.left, imported);
  Json& unchanged = json["unchanged"] = Json::array();
  for (const Change& change : changes.unchanged) unchanged.push_back(json_text(change.device.name));
  Json& refused = json["refused"] = Json::array();
  for (const exchange::Refusal& refusal : changes.refused) {
    Json one = place_json(imported.rows[refusal.row]);
    one["name"] = json_text_or_null(refusal.device);
    one["reason"] = json_text(refusal.error.message);
    one["hint"] = json_text_or_null(refusal.error.hint);
    refused.push_back(std::move(one));
  }
  output.line(to_string(json));
}

}  // namespace lw::cli
