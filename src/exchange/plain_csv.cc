// Tables with a header line: our own, and the one that NetBox's pages export.
#include <fmt/format.h>

#include "exchange/csv.h"
#include "exchange/reading.h"
#include "exchange/table.h"

namespace lw::exchange {
namespace {

Result<Reading> read(std::string_view text, const std::vector<Column>& columns,
                     Dictionary dictionary) {
  Table table;
  if (!columns.empty()) table.set_columns(columns);
  bool header_due = true;
  Error trouble;
  const auto take = [&](std::size_t line, std::span<const std::string> fields) {
    if (!std::exchange(header_due, false)) {
      table.add(line, fields);
    } else if (columns.empty()) {
      table.set_columns(fields, dictionary);
    }
  };
  read_csv(text, guess_delimiter(text), {.row = take, .fault = [&](std::size_t line, Error error) {
                                           if (header_due) trouble = std::move(error);
                                           table.fault(line, std::move(error));
                                         }});
  if (!trouble.message.empty())
    return std::unexpected(std::move(trouble).with_context("header line"));
  if (header_due) return refuse("the file is empty", "the first line names the columns");
  if (!table.names_devices()) {
    return refuse("no column of the first line names the devices",
                  "there is to be one with the title name, address or host_name; or say what the "
                  "columns are: --columns name=1,address=2");
  }
  return std::move(table).finish();
}

}  // namespace

Result<Reading> read_own_csv(std::string_view text, const std::vector<Column>& columns) {
  return read(text, columns, Dictionary::kOwn);
}

Result<Reading> read_netbox_csv(std::string_view text, const std::vector<Column>& columns) {
  return read(text, columns, Dictionary::kNetbox);
}

}  // namespace lw::exchange
