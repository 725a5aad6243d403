// The commands of `linewarden archive` that have files of their own.
#pragma once

namespace CLI {
class App;
}

namespace lw::cli {

struct Context;

void add_archive_diff(CLI::App& archive, Context& context);
void add_archive_search(CLI::App& archive, Context& context);
void add_archive_export(CLI::App& archive, Context& context);

}  // namespace lw::cli
