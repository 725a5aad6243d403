#include "exchange/table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "exchange/csv.h"
#include "exchange/device_words.h"

namespace lw::exchange {
namespace {

using Use = Column::Use;

constexpr std::size_t kRanks = 5;

// What of a row is only known when all its fields were seen.
struct Seen {
  struct Login {
    std::string user;
    std::string password;
  };
  std::array<Login, kRanks> logins;
  std::array<std::string, kRanks> enables;
  std::string object_id;
  std::string device_type;
  std::vector<std::string> notes;
};

void take_tags(Entry& entry, std::string_view field) {
  std::vector<std::string> tags;
  while (!field.empty()) {
    const std::size_t comma = std::min(field.find(','), field.size());
    if (std::string tag = valid_name(field.substr(0, comma)); !tag.empty()) {
      tags.push_back(std::move(tag));
    }
    field.remove_prefix(std::min(comma + 1, field.size()));
  }
  entry.tell("tags", fmt::format("{}", fmt::join(tags, ", ")));
}

void add_port(Entry& entry, std::string_view transport, std::string_view field,
              std::string_view standard) {
  field = trim(field);
  if (field.empty() || field == standard || field == "0") return;
  const std::string_view before = entry.value("ports");
  entry.tell("ports",
             fmt::format("{}{}{}={}", before, before.empty() ? "" : ", ", transport, field));
}

void take(const Column& column, const std::string& field, Entry& entry, Seen& seen) {
  switch (column.use) {
    case Use::kName:
      entry.name = trim(field);
      break;
    case Use::kProperty:
      entry.tell(*column.property, field);
      break;
    case Use::kAddress:
      if (entry.value("address").empty()) entry.tell("address", without_mask(field));
      break;
    case Use::kLabel:
      entry.tell(*column.property, valid_name(field));
      break;
    case Use::kTagNames:
      take_tags(entry, field);
      break;
    case Use::kObjectId:
      seen.object_id = trim(field);
      break;
    case Use::kDeviceType:
      seen.device_type = trim(field);
      break;
    case Use::kIdentity:
      // Which of the five forms it has is not in the file.
      entry.tell("identity", field);
      entry.tell("identity_form", trim(field).empty() ? "" : "string");
      break;
    case Use::kHttpPort:
      add_port(entry, "http", field, "80");
      break;
    case Use::kHttpsPort:
      add_port(entry, "https", field, "443");
      break;
    case Use::kNote:
      if (!trim(field).empty()) {
        seen.notes.push_back(column.title == "Comments" || column.title == "comments"
                                 ? std::string(trim(field))
                                 : fmt::format("{}: {}", column.title, trim(field)));
      }
      break;
    case Use::kUserName:
      seen.logins.at(column.rank).user = trim(field);
      break;
    case Use::kPassword:
      seen.logins.at(column.rank).password = field;
      break;
    case Use::kEnablePassword:
      seen.enables.at(column.rank) = field;
      break;
    case Use::kUnknown:
    case Use::kIgnored:
    case Use::kUnkept:
      break;
  }
}

void complete(Entry& entry, Seen& seen) {
  // A password's user name is that of its own columns.
  auto login =
      std::ranges::find_if(seen.logins, [](const auto& one) { return !one.password.empty(); });
  if (login == seen.logins.end()) {
    login = std::ranges::find_if(seen.logins, [](const auto& one) { return !one.user.empty(); });
  }
  if (login != seen.logins.end()) {
    entry.credentials.username = login->user;
    entry.credentials.password = Secret(std::move(login->password));
  }
  const auto enable =
      std::ranges::find_if(seen.enables, [](const auto& one) { return !one.empty(); });
  if (enable != seen.enables.end()) entry.credentials.enable_password = Secret(std::move(*enable));
  if (entry.value("platform").empty()) {
    const auto platform = platform_of_object_id(seen.object_id);
    entry.tell("platform", platform ? *platform : platform_meant(seen.device_type).value_or(""));
  }
  if (entry.value("address").empty() && !entry.value("host_name").empty()) {
    const std::string_view domain = entry.value("domain_name");
    entry.tell("address",
               fmt::format("{}{}{}", entry.value("host_name"), domain.empty() ? "" : ".", domain));
  }
  if (!seen.notes.empty()) {
    const std::string_view before = entry.value("notes");
    entry.tell("notes", note_text(fmt::format("{}{}{}", before, before.empty() ? "" : "\n",
                                              fmt::join(seen.notes, "\n"))));
  }
}

}  // namespace

void Table::set_columns(std::vector<Column> columns) {
  columns_ = std::move(columns);
  for (const Column& column : columns_) {
    if (column.use == Use::kUnknown && !column.title.empty() &&
        std::ranges::find(unknown_, column.title) == unknown_.end()) {
      unknown_.push_back(column.title);
    }
  }
}

void Table::set_columns(std::span<const std::string> names, Dictionary dictionary) {
  std::vector<Column> columns;
  columns.reserve(names.size());
  for (const std::string& name : names) columns.push_back(column_named(name, dictionary));
  set_columns(std::move(columns));
}

bool Table::names_devices() const {
  return std::ranges::any_of(columns_, [](const Column& column) {
    return column.use == Use::kName || column.use == Use::kAddress ||
           (column.property != nullptr &&
            (column.property->name == "address" || column.property->name == "host_name" ||
             column.property->name == "display_name"));
  });
}

void Table::add(std::size_t line, std::span<const std::string> fields) {
  // Spreadsheets leave empty fields behind; more than that, and the fields are not those of the
  // columns.
  std::size_t count = fields.size();
  while (count > columns_.size() && fields[count - 1].empty()) --count;
  if (count > columns_.size()) {
    const bool one = columns_.size() == 1;
    fault(line, {ErrorCode::kInvalidArgument,
                 fmt::format("the row has {} fields, and there {} {} column{}", count,
                             one ? "is" : "are", columns_.size(), one ? "" : "s"),
                 "a field with the delimiter in it stands in quotes"});
    return;
  }
  Entry entry;
  Seen seen;
  for (std::size_t i = 0; i < count; ++i) {
    if (fields[i].empty()) continue;
    take(columns_[i], fields[i], entry, seen);
    if (columns_[i].use == Use::kUnkept) unkept_.insert(columns_[i].title);
  }
  complete(entry, seen);
  reading_.rows.push_back({.line = line, .entry = std::move(entry)});
}

void Table::add(std::size_t line, const Record& record, Dictionary dictionary) {
  Entry entry;
  Seen seen;
  for (const auto& [name, value] : record) {
    if (!value.empty()) take(column(name, dictionary), value, entry, seen);
  }
  complete(entry, seen);
  reading_.rows.push_back({.line = line, .entry = std::move(entry)});
}

const Column& Table::column(std::string_view name, Dictionary dictionary) {
  auto known = named_.find(name);
  if (known == named_.end()) {
    known = named_.emplace(name, column_named(name, dictionary)).first;
    if (known->second.use == Use::kUnknown && unknown_.size() < kMaxCsvFields) {
      unknown_.emplace_back(name);
    }
  }
  return known->second;
}

void Table::fault(std::size_t line, Error error) {
  reading_.rows.push_back({.line = line, .entry = std::unexpected(std::move(error))});
}

Reading Table::finish() && {
  if (!unknown_.empty()) {
    reading_.remarks.push_back(
        fmt::format("not used, for the inventory has no such property: {}",
                    printable(fmt::format("{}", fmt::join(unknown_, ", ")))));
  }
  if (!unkept_.empty()) {
    reading_.remarks.push_back(fmt::format("not used, for the inventory keeps no such secret: {}",
                                           printable(fmt::format("{}", fmt::join(unkept_, ", ")))));
  }
  return std::move(reading_);
}

}  // namespace lw::exchange
