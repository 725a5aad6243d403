// The layouts of Cisco's own tools: Device Credential Repository, Security Manager, CS-MARS.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "exchange/csv.h"
#include "exchange/reading.h"
#include "exchange/table.h"

namespace lw::exchange {
namespace {

using Use = Column::Use;

// Verified: the order in which a public client writes rows for Cisco's collector; the spelling is
// inferred.
constexpr auto kOrder = std::to_array<std::string_view>({
    "management_ip_address",
    "host_name",
    "domain_name",
    "device_identity",
    "display_name",
    "sysObjectID",
    "dcr_device_type",
    "mdf_type",
    "snmp_v2_ro_comm_string",
    "snmp_v2_rw_comm_string",
    "snmp_v3_user_id",
    "snmp_v3_password",
    "snmp_v3_engine_id",
    "snmp_v3_auth_algorithm",
    "rxboot_mode_username",
    "rxboot_mode_password",
    "primary_username",
    "primary_password",
    "primary_enable_password",
    "http_username",
    "http_password",
    "http_mode",
    "http_port",
    "https_port",
    "cert_common_name",
    "secondary_username",
    "secondary_password",
    "secondary_enable_password",
    "secondary_http_username",
    "secondary_http_password",
    "snmp_v3_priv_algorithm",
    "snmp_v3_priv_password",
    "user_defined_field_1",
    "user_defined_field_2",
    "user_defined_field_3",
    "user_defined_field_4",
});
// Verified: the sample in the user guide of Resource Manager Essentials 2.0.
constexpr auto kOrder1 = std::to_array<std::string_view>({
    "Device name",
    "RO community string",
    "RW community string",
    "Serial Number",
    "User Field 1",
    "User Field 2",
    "User Field 3",
    "User Field 4",
    "Telnet password",
    "Enable password",
    "Enable secret",
    "Tacacs user",
    "Tacacs password",
    "Tacacs enable user",
    "Tacacs enable password",
    "Local user",
    "Local password",
});

std::vector<Column> columns_of(std::span<const std::string_view> names) {
  std::vector<Column> columns;
  columns.reserve(names.size());
  for (const std::string_view name : names) {
    columns.push_back(column_named(name, Dictionary::kCisco));
  }
  return columns;
}

// The text behind `key` and its separator, "= " or ": ".
std::optional<std::string_view> value_after(std::string_view text, std::string_view key) {
  const auto at = to_lower(text).find(key);
  if (at == std::string::npos) return std::nullopt;
  std::string_view rest = trim(text.substr(at + key.size()));
  if (rest.empty() || (rest.front() != '=' && rest.front() != ':')) return std::nullopt;
  return trim(rest.substr(1));
}

bool is_file_header(std::span<const std::string> fields) {
  return to_lower(fields.front()).contains("cisco systems nm data import");
}

class DcrReader {
 public:
  explicit DcrReader(const std::vector<Column>& columns) {
    if (!columns.empty()) {
      table_.set_columns(columns);
      mapped_ = Mapped::kByUser;
    }
  }

  Result<Reading> read(std::string_view text, bool header_required) {
    header_required_ = header_required;
    read_csv(text, ',',
             {.row = [&](std::size_t line, auto fields) { take(line, fields); },
              .fault = [&](std::size_t line, Error error) { table_.fault(line, std::move(error)); },
              .comment = [&](std::size_t, std::string_view said) { comment(said); }});
    if (missing_header_) {
      return refuse("no line names the columns, and their order is not known",
                    "name them: --columns address=1,host_name=2,os_type=3");
    }
    return std::move(table_).finish();
  }

 private:
  enum class Mapped { kNot, kByColumnLines, kByHeader, kByOrder, kByUser };

  // `;Col# = 9; Name = Telnet password`, `;HEADER: management_ip_address,host_name`.
  void comment(std::string_view said) {
    if (mapped_ == Mapped::kByUser) return;
    if (const auto names = value_after(said, "header")) {
      if (!to_lower(said).starts_with("header")) return;
      read_csv(*names, ',',
               {.row =
                    [&](std::size_t, auto fields) {
                      table_.set_columns(fields, Dictionary::kCisco);
                      mapped_ = Mapped::kByHeader;
                    },
                .fault = [](std::size_t, const Error&) {}});
      return;
    }
    const auto place = value_after(said, "col#");
    const auto name = value_after(said, "name");
    if (!place || !name || mapped_ == Mapped::kByHeader) return;
    const auto number = parse_decimal(
        place->substr(0, std::min(place->find_first_not_of("0123456789"), place->size())));
    if (!number || *number < 1 || *number > static_cast<long>(kMaxCsvFields)) return;
    auto columns = mapped_ == Mapped::kByColumnLines ? table_.columns() : std::vector<Column>();
    const auto index = static_cast<std::size_t>(*number) - 1;
    if (columns.size() <= index) columns.resize(index + 1, Column{.use = Use::kIgnored});
    columns[index] = column_named(*name, Dictionary::kCisco);
    table_.set_columns(std::move(columns));
    mapped_ = Mapped::kByColumnLines;
  }

  void take(std::size_t line, std::span<const std::string> fields) {
    if (is_file_header(fields)) {
      first_version_ = std::ranges::any_of(fields, [](const std::string& field) {
        const auto version = value_after(field, "version");
        return version && version->starts_with("1.");
      });
      return;
    }
    if (mapped_ == Mapped::kNot) {
      if (is_header_line(fields)) {
        table_.set_columns(fields, Dictionary::kCisco);
        mapped_ = Mapped::kByHeader;
        return;
      }
      missing_header_ = header_required_;
      table_.set_columns(first_version_ ? columns_of(kOrder1) : columns_of(kOrder));
      mapped_ = Mapped::kByOrder;
    } else if (mapped_ == Mapped::kByUser && is_header_line(fields)) {
      return;
    }
    table_.add(line, fields);
  }

  // Two names of columns, one of which names a device: no row of data looks like that.
  static bool is_header_line(std::span<const std::string> fields) {
    Table table;
    table.set_columns(fields, Dictionary::kCisco);
    const auto known = std::ranges::count_if(
        table.columns(), [](const Column& column) { return column.use != Use::kUnknown; });
    return known >= 2 && table.names_devices();
  }

  Table table_;
  Mapped mapped_ = Mapped::kNot;
  bool first_version_ = false;
  bool header_required_ = false;
  bool missing_header_ = false;
};

}  // namespace

Result<Reading> read_dcr(std::string_view text, const std::vector<Column>& columns) {
  return DcrReader(columns).read(text, false);
}

Result<Reading> read_security_manager(std::string_view text, const std::vector<Column>& columns) {
  return DcrReader(columns).read(text, true);
}

Result<Reading> read_mars(std::string_view text, const std::vector<Column>& columns) {
  Table table;
  if (columns.empty()) {
    std::vector<Column> inferred = {column_named("display_name", Dictionary::kCisco),
                                    column_named("address", Dictionary::kCisco)};
    inferred.resize(kMaxCsvFields, Column{.use = Use::kIgnored});
    table.set_columns(std::move(inferred));
  } else {
    table.set_columns(columns);
  }
  std::size_t most = 0;
  read_csv(text, ',',
           {.row =
                [&](std::size_t line, auto fields) {
                  most = std::max(most, fields.size());
                  table.add(line, fields);
                },
            .fault = [&](std::size_t line, Error error) { table.fault(line, std::move(error)); },
            .comment = [](std::size_t, std::string_view) {},
            .comment_mark = '#'});
  Reading reading = std::move(table).finish();
  if (columns.empty() && most > 2) {
    reading.remarks.push_back(
        fmt::format("columns 3 to {} are not used: what they mean is not known for sure; --columns "
                    "says it",
                    most));
  }
  return reading;
}

}  // namespace lw::exchange
