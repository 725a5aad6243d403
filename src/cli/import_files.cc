#include "cli/import_files.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "cli/file_walk.h"
#include "cli/local_file.h"
#include "exchange/text_encoding.h"

namespace lw::cli {
namespace {

using exchange::Format;

class Files {
 public:
  Files(const platform::Registry& registry, const ImportOptions& options,
        std::vector<exchange::Column> columns)
      : registry_(registry), options_(options), columns_(std::move(columns)) {}

  void read(const FoundFile& found) {
    if (auto taken = take(found); !taken) refuse(found.path, std::move(taken).error());
  }

  void refuse(std::string path, Error error) {
    imported_.rows.push_back(
        {.file = std::move(path), .line = 0, .entry = std::unexpected(std::move(error))});
  }

  [[nodiscard]] Result<Imported> finish() && {
    // Nothing could be read: that is bad usage, and no list of refused rows.
    if (imported_.files.empty() && !imported_.rows.empty()) {
      exchange::Row& first = imported_.rows.front();
      return std::unexpected(std::move(first.entry).error().with_context(first.file));
    }
    return std::move(imported_);
  }

 private:
  Result<void> take(const FoundFile& found) {
    LW_ASSIGN(std::string bytes, read_input(found.path, exchange::kMaxFileBytes));
    LW_ASSIGN(std::string text, exchange::decode(std::move(bytes), options_.encoding));
    LW_ASSIGN(const Format format, format_of(text));
    ImportedFile file{.path = found.path,
                      .format = format,
                      .told_by_content = options_.format.empty(),
                      .remarks = {}};
    if (format == Format::kConfig) {
      if (text.size() > exchange::kMaxConfigBytes) {
        return failure(ErrorCode::kInvalidArgument, "the file is too large for a configuration");
      }
      imported_.rows.push_back(
          exchange::read_config(found.path, std::move(text), registry_, options_.config));
    } else {
      LW_ASSIGN(exchange::Reading reading, exchange::read(format, text, columns_));
      for (exchange::Row& row : reading.rows) row.file = found.path;
      imported_.rows.insert(imported_.rows.end(), std::move_iterator(reading.rows.begin()),
                            std::move_iterator(reading.rows.end()));
      file.remarks = std::move(reading.remarks);
    }
    imported_.files.push_back(std::move(file));
    return {};
  }

  Result<Format> format_of(std::string_view text) const {
    if (!options_.format.empty()) return exchange::parse_format(options_.format);
    return exchange::guess_format(text, registry_);
  }

  const platform::Registry& registry_;
  const ImportOptions& options_;
  std::vector<exchange::Column> columns_;
  Imported imported_;
};

}  // namespace

Result<Imported> read_files(Context& context, const platform::Registry& registry,
                            const ImportOptions& options) {
  if (!options.format.empty()) LW_TRY(exchange::parse_format(options.format));
  std::vector<exchange::Column> columns;
  if (!options.columns.empty()) {
    LW_ASSIGN(columns, exchange::parse_columns(options.columns));
  }
  Files files(registry, options, std::move(columns));
  Walk found;
  for (const std::string& path : options.paths) {
    // Standard input is no file that a walk would find.
    Walk one = path == "-" ? Walk{{{path, Named::kDirectly}}, {}} : walk({path});
    std::ranges::move(one.files, std::back_inserter(found.files));
    for (Error& fault : one.faults) files.refuse(path, std::move(fault));
  }
  for (std::size_t i = 0; i < found.files.size(); ++i) {
    context.output.progress(fmt::format("reading {} of {} files", i + 1, found.files.size()));
    files.read(found.files[i]);
  }
  return std::move(files).finish();
}

}  // namespace lw::cli
