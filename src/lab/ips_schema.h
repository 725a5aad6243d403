// What a sensor's configuration is made of, as data: one tree that the command line and the web
// interface's IDCONF both walk. The names, and that the two share them, are inferred but for
// those of facts 4.2 (service host, web-server) and 4.1 (userAccount). Read only: any thread.
#pragma once

#include <span>
#include <string_view>

namespace lw::lab {

enum class IpsKind { kStruct, kMap, kValue };

// What a value, or the key of a map's entry, may be.
enum class IpsType {
  kText,       // one line
  kName,       // letters, digits, dashes, dots and underscores, beginning with a letter or digit
  kHostIp,     // address/bits,gateway
  kNetwork,    // address/bits
  kAddress,    // a.b.c.d
  kAddresses,  // the same, or nothing
  kChoice,     // one of `choices`
  kNumber,     // from low to high
  kPassword,   // kept hashed, never shown
};

struct IpsSchema {
  std::string_view name;
  IpsKind kind = IpsKind::kValue;
  IpsType type = IpsType::kText;
  std::string_view fallback = {};  // a value that nobody has set
  std::string_view choices = {};   // "enabled|disabled"
  long low = 0;
  long high = 0;
  std::string_view unit = {};
  std::string_view key = {};                // of a map's entries, as IDCONF names it
  std::size_t most = 0;                     // entries
  std::span<const IpsSchema> members = {};  // of a struct, or of each entry of a map
  int since = 5;                            // major release
};

struct IpsComponent {
  std::string_view name;     // in IDCONF: webServer
  std::string_view service;  // on the command line: web-server; empty: no service of its own
  IpsSchema root;
};

[[nodiscard]] std::span<const IpsComponent> ips_components();

}  // namespace lw::lab
