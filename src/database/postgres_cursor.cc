#include "database/postgres_cursor.h"

#include <utility>

namespace lw::database {
namespace {

// Object identifiers of types, as the server tells them (pg_type.dat).
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kBool = 16;

}  // namespace

PostgresCursor::Parameter& PostgresCursor::at(int index) {
  answer_.reset();  // bound anew: what comes next is another run
  row_ = -1;
  const auto place = static_cast<std::size_t>(index);
  if (parameters_.size() < place) parameters_.resize(place);
  return parameters_[place - 1];
}

void PostgresCursor::place(int index, std::string_view bytes, int format) {
  auto& parameter = at(index);
  parameter.bytes = bytes.data() != nullptr ? bytes : std::string_view("", 0);
  parameter.number.clear();
  parameter.format = format;
}

void PostgresCursor::bind(int index, std::int64_t number) {
  auto& parameter = at(index);
  parameter.number = std::to_string(number);
  parameter.format = 0;
}

PostgresCursor::Parameters PostgresCursor::parameters() const {
  Parameters all;
  for (const auto& each : parameters_) {
    const bool number = each.format == 0;
    all.values.push_back(number ? each.number.c_str() : each.bytes.data());
    all.lengths.push_back(static_cast<int>(number ? each.number.size() : each.bytes.size()));
    all.formats.push_back(each.format);
  }
  return all;
}

void PostgresCursor::Parameters::append(const Parameters& more) {
  values.insert(values.end(), more.values.begin(), more.values.end());
  lengths.insert(lengths.end(), more.lengths.begin(), more.lengths.end());
  formats.insert(formats.end(), more.formats.begin(), more.formats.end());
}

Result<bool> PostgresCursor::step() {
  if (answer_ == nullptr) {
    LW_ASSIGN(answer_, run_(*this));
    row_ = -1;
  }
  if (row_ + 1 >= PQntuples(answer_.get())) return false;
  ++row_;
  return true;
}

std::string_view PostgresCursor::text(int column) const {
  return {PQgetvalue(answer_.get(), row_, column),
          static_cast<std::size_t>(PQgetlength(answer_.get(), row_, column))};
}

std::int64_t PostgresCursor::number(int column) const {
  const auto bytes = text(column);
  if (bytes.empty()) return 0;
  // Big-endian, of 1 to 8 bytes, with its sign in front.
  std::uint64_t value = (bytes.front() & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return static_cast<std::int64_t>(value);
}

Kind PostgresCursor::kind(int column) const {
  if (PQgetisnull(answer_.get(), row_, column) == 1) return Kind::kNull;
  switch (PQftype(answer_.get(), column)) {
    case kBytea:
      return Kind::kBytes;
    case kInt8:
    case kInt4:
    case kInt2:
    case kBool:
      return Kind::kNumber;
    default:
      return Kind::kText;
  }
}

int PostgresCursor::columns() const { return PQnfields(answer_.get()); }

std::string PostgresCursor::column_name(int column) const {
  const char* name = PQfname(answer_.get(), column);
  return name != nullptr ? name : "";
}

}  // namespace lw::database
