// SQLite's C API behind the contract. Private to the room.
#pragma once

#include <filesystem>
#include <memory>

#include "database/engine.h"

namespace lw::database {

[[nodiscard]] Result<std::unique_ptr<Engine>> open_sqlite(const std::filesystem::path& file);

}  // namespace lw::database
