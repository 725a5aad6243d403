// libpq behind the contract. Private to the room.
#pragma once

#include <memory>
#include <string>

#include "database/engine.h"

namespace lw::database {

[[nodiscard]] Result<std::unique_ptr<Engine>> open_postgres(const std::string& url);

}  // namespace lw::database
