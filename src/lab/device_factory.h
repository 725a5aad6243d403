// Makes the simulated device that a description asks for. Pure.
#pragma once

#include <memory>

#include "base/result.h"
#include "lab/device.h"
#include "lab/lab_description.h"

namespace lw::lab {

// kInvalidArgument names the first line of its configuration that the device does not know.
[[nodiscard]] Result<std::unique_ptr<Device>> make_device(const DeviceDescription& description);

}  // namespace lw::lab
