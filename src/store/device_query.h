// Which devices are asked for, a page at a time. A plain value.
#pragma once

#include <cstdint>
#include <string>

namespace lw::store {

// Empty fields ask for nothing; all that are given must fit.
struct DeviceQuery {
  std::string name = {};    // exactly this one
  std::string search = {};  // part of the name, display name, address, a group or a tag; without
                            // case (of ASCII letters)
  std::string platform = {};
  std::string site = {};
  std::string group = {};
  std::string tag = {};
  std::string server = {};  // that it uses, whatever for
  std::string credential_set = {};
  std::string part_of = {};  // modules and contexts of this device
  std::string after = {};    // names behind this one: the page after it
  std::int64_t limit = -1;   // at most so many; -1: all
};

}  // namespace lw::store
