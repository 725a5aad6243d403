// What a reader of inventory files hands on: one row a device that the file tells of, good or not.
// A good row holds only what the file tells; what it leaves open is decided when it is merged into
// the inventory (changes.h). Plain values: any thread.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "exchange/properties.h"
#include "store/inventory.h"

namespace lw::exchange {

inline constexpr std::size_t kMaxFileBytes = 64U * 1024 * 1024;
// More than any network has; keeps patterns such as r[1:99999999] from filling the memory.
inline constexpr std::size_t kMaxRows = 200'000;

struct Entry {
  struct Told {
    const Property* property;
    std::string value;  // never empty
  };
  std::string name;              // as the file writes it; empty: it comes from the properties
  std::vector<Told> told;        // in the file's order, each property once
  std::set<std::string> groups;  // in addition to those that the device has
  store::DeviceCredentials credentials;  // empty: not told
  std::string text;                      // a configuration, with what is secret in it; for archives
  std::string origin;                    // where in it the address stands, or why there is none

  // Replaces what was told before. Blanks at the ends are no part of a value, and an empty value
  // tells nothing.
  void tell(const Property& property, std::string_view value);
  void tell(std::string_view property, std::string_view value);  // by a name that is known to exist
  [[nodiscard]] std::string_view value(std::string_view property) const;  // empty: not told
};

struct Row {
  std::string file = {};  // set by who knows it
  std::size_t line = 0;   // 1-based line in the file; for JSON the number of the record
  Result<Entry> entry;
};

struct Reading {
  std::vector<Row> rows;
  std::vector<std::string> remarks;  // what the file holds that was not used, and why
};

[[nodiscard]] std::unexpected<Error> refuse(std::string message, std::string hint = {});

}  // namespace lw::exchange
