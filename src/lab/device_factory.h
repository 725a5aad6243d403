// Makes the simulated device that a description asks for. Pure.
#pragma once

#include <memory>

#include "base/result.h"
#include "lab/device.h"
#include "lab/lab_description.h"

namespace lw::lab {

// `aaa` carries its questions to AAA servers and outlives it; null: it reaches none.
// kInvalidArgument names the first line of its configuration that the device does not know.
[[nodiscard]] Result<std::unique_ptr<Device>> make_device(const DeviceDescription& description,
                                                          AaaClient* aaa = nullptr);

}  // namespace lw::lab
