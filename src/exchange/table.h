// Rows of fields under known columns, or records of named values, as rows of devices. Used while
// one file is read; one thread.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exchange/columns.h"
#include "exchange/row.h"

namespace lw::exchange {

class Table {
 public:
  // What the columns of the rows that follow mean.
  void set_columns(std::vector<Column> columns);
  // A header line as columns.
  void set_columns(std::span<const std::string> names, Dictionary dictionary);
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  // Whether a device can be told from its row: a name, an address or a host name.
  [[nodiscard]] bool names_devices() const;

  // Becomes a row of the reading, a good one or not.
  void add(std::size_t line, std::span<const std::string> fields);
  // The same from values by the names of their columns.
  using Record = std::vector<std::pair<std::string_view, std::string>>;
  void add(std::size_t line, const Record& record, Dictionary dictionary);
  void fault(std::size_t line, Error error);

  [[nodiscard]] Reading finish() &&;

 private:
  const Column& column(std::string_view name, Dictionary dictionary);

  std::vector<Column> columns_;
  std::map<std::string, Column, std::less<>> named_;  // of records: looked up once
  std::vector<std::string> unknown_;
  std::set<std::string> unkept_;
  Reading reading_;
};

}  // namespace lw::exchange
