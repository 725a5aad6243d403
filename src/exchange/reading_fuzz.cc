// Fuzzes the readers of inventory files: any bytes give rows, faults or an error, never a crash,
// and what was read is planned without one. The first byte chooses the reader.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

#include "exchange/changes.h"
#include "exchange/config_file.h"
#include "exchange/format.h"
#include "exchange/text_encoding.h"
#include "exchange/writing.h"

namespace {

using namespace lw::exchange;

const lw::platform::Registry& registry() {
  static const lw::platform::Registry registry = *lw::platform::Registry::load();
  return registry;
}

void plan(std::span<const Row> rows) {
  const Known known{{}, nullptr};
  const Policy policy{.platform = "cisco_ios",
                      .has_platform = [](std::string_view name) { return name == "cisco_ios"; }};
  const Changes planned = changes(known, rows, policy);
  if (planned.added.size() + planned.refused.size() != rows.size()) std::abort();
  std::vector<Exported> devices;
  for (const Change& change : planned.added) devices.push_back({change.device, "user"});
  // What an import accepts can be exported and read again, name by name.
  const auto again = read(Format::kCsv, write_csv(devices), {});
  if (!again || again->rows.size() != devices.size()) std::abort();
  const auto tree = read(Format::kYaml, write_yaml(devices), {});
  if (!tree || tree->rows.size() != devices.size()) std::abort();
  for (std::size_t i = 0; i < devices.size(); ++i) {
    if (!again->rows[i].entry || again->rows[i].entry->name != devices[i].device.name) std::abort();
    if (!tree->rows[i].entry || tree->rows[i].entry->name != devices[i].device.name) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Format format = formats()[data[0] % formats().size()];
  const auto text = decode(std::string(reinterpret_cast<const char*>(data) + 1, size - 1), {});
  if (!text) return 0;
  (void)guess_format(*text, registry()).has_value();
  if (format == Format::kConfig) {
    plan(std::span<const Row>({read_config("fuzz.cfg", *text, registry(), {})}));
  } else if (const auto reading = read(format, *text, {})) {
    plan(reading->rows);
  }
  return 0;
}
