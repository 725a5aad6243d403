// The files that `device import` was given, as rows of devices: folders are walked, encodings and
// layouts told. Blocking; used from one thread.
#pragma once

#include <string>
#include <vector>

#include "cli/context.h"
#include "exchange/config_file.h"
#include "exchange/format.h"
#include "exchange/row.h"
#include "platform/platform.h"

namespace lw::cli {

struct ImportOptions {
  std::vector<std::string> paths;
  std::string format;  // empty: each file's own
  std::string encoding;
  std::string columns;
  exchange::ConfigOptions config;
};

struct ImportedFile {
  std::string path;
  exchange::Format format;
  bool told_by_content = false;
  std::vector<std::string> remarks;
};

struct Imported {
  std::vector<ImportedFile> files;
  std::vector<exchange::Row> rows;  // a file that can't be read at all is a row that is refused
};

// kInvalidArgument for options that are none, and when not one file could be read.
[[nodiscard]] Result<Imported> read_files(Context& context, const platform::Registry& registry,
                                          const ImportOptions& options);

}  // namespace lw::cli
