// The readers, one for each layout of inventory files: text in UTF-8 in, rows out. Pure, bounded by
// the size of the text; any thread. A failure is one of the whole file; what is wrong with one
// device is in its row. What is known of each layout, and how surely: docs/inventory.md.
#pragma once

#include <string_view>
#include <vector>

#include "exchange/columns.h"
#include "exchange/row.h"

namespace lw::exchange {

// Cisco's Device Credential Repository, CSV 1.0, 2.0 and 3.0. The columns are those of the file's
// `;HEADER:` or `;Col#` lines, of a header line, or the order of the version, unless `columns` says
// otherwise.
[[nodiscard]] Result<Reading> read_dcr(std::string_view text, const std::vector<Column>& columns);
// Security Manager's CSV: the same with a header line, for the order of its own columns is unknown.
[[nodiscard]] Result<Reading> read_security_manager(std::string_view text,
                                                    const std::vector<Column>& columns);
// A CS-MARS seed file: name, address, address that it reports from, way of access; no header
// [inferred]. What stands behind those is unknown.
[[nodiscard]] Result<Reading> read_mars(std::string_view text, const std::vector<Column>& columns);

// Ours: a header line, and a row a device.
[[nodiscard]] Result<Reading> read_own_csv(std::string_view text,
                                           const std::vector<Column>& columns);
// Ours: `devices:`, a list of maps.
[[nodiscard]] Result<Reading> read_own_yaml(std::string_view text);
[[nodiscard]] Result<Reading> read_own_json(std::string_view text);

// An Ansible inventory. Variables of groups count for their hosts as they do there; files of
// variables beside it are not read.
[[nodiscard]] Result<Reading> read_ansible_ini(std::string_view text);
[[nodiscard]] Result<Reading> read_ansible_yaml(std::string_view text);

// NetBox: the table of devices as its pages export it, and the answer of /api/dcim/devices/.
[[nodiscard]] Result<Reading> read_netbox_csv(std::string_view text,
                                              const std::vector<Column>& columns);
[[nodiscard]] Result<Reading> read_netbox_json(std::string_view text);

}  // namespace lw::exchange
