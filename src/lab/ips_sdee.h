// The sensor's event server: SDEE requests and the SOAP envelopes that answer them (facts 4.1: the
// parameters, the envelope's namespaces, header and subscription are [V]; events, faults and what
// "force" does are inferred). On the device's thread.
#pragma once

#include <string_view>

#include "lab/ips_device.h"

namespace lw::lab {

[[nodiscard]] WebReply answer_sdee(IpsDevice& device, const IpsAccount& account,
                                   std::string_view target);

}  // namespace lw::lab
