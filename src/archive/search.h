// Looks through every line that ever was in any configuration, and says in which versions it stood.
// Reads the store on the caller's thread and looks through segments on more. Waits for all of them
// before it returns.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "archive/query.h"
#include "archive/rules.h"
#include "archive/segment_store.h"
#include "base/result.h"

namespace lw::archive {

struct SearchOptions {
  std::set<std::string> devices;  // empty: all
  bool latest_only = false;       // of each device the latest version alone
  std::size_t most = 1000;        // findings that are given back; all are counted
  int threads = 2;
};

// One line of one device, as it is shown, in consecutive versions.
struct Finding {
  std::string device;
  std::string line;
  std::uint64_t from = 0;  // versions
  std::uint64_t to = 0;
  Time since = {};         // when version `from` was first seen
  bool in_latest = false;  // it stands there still
  bool device_removed = false;
};

struct SearchResult {
  std::vector<Finding> findings;  // by device, first version and line
  std::size_t total = 0;
  std::size_t devices = 0;  // that were looked through
  std::uint64_t versions = 0;
};

// kNotFound for a device without a series.
[[nodiscard]] Result<SearchResult> search(SegmentStore& store, const Query& query,
                                          const RulesOf& rules_of, const SearchOptions& options);

}  // namespace lw::archive
