// What the columns of a table mean, by the names that they have in the layouts of other tools and
// in ours. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/properties.h"

namespace lw::exchange {

struct Column {
  enum class Use : std::uint8_t {
    kUnknown,  // said in a remark
    kIgnored,  // known, and nothing that the inventory keeps
    kName,
    kProperty,
    kAddress,     // a mask behind it is cut; the first that is told counts
    kLabel,       // the property, made a valid name
    kTagNames,    // parted by commas; may have blanks in them
    kObjectId,    // SNMP sysObjectID, for the platform
    kDeviceType,  // words that may tell the platform
    kIdentity,    // by which it is known to an Auto Update Server
    kHttpPort,
    kHttpsPort,
    kNote,  // kept in the notes, under the column's title
    kUserName,
    kPassword,
    kEnablePassword,
    kUnkept,  // a secret that the inventory does not keep: said in a remark
  };
  Use use = Use::kUnknown;
  const Property* property = nullptr;
  std::string title = {};
  std::uint8_t rank = 0;  // of several user names and passwords, the pair of the lowest rank counts
};

enum class Dictionary : std::uint8_t { kOwn, kCisco, kNetbox };

// kUnknown, with the name as its title, for a name that the dictionary does not have. Upper case,
// blanks and punctuation make no difference. Our own names are in every dictionary.
[[nodiscard]] Column column_named(std::string_view name, Dictionary dictionary);

// "host_name=2,address=1" as columns; what has no name is kIgnored. kInvalidArgument for names that
// are in no dictionary and places that are none.
[[nodiscard]] Result<std::vector<Column>> parse_columns(std::string_view text);

}  // namespace lw::exchange
