// Whether a device would lose something if it started anew now. Pure.
#pragma once

#include "configtext/document.h"

namespace lw::prepare {

// Whether both texts of one device's configuration hold the same lines in the same order: comments,
// blank lines and what changes by itself (`ntp clock-period`) aside.
[[nodiscard]] bool same_configuration(const configtext::Document& one,
                                      const configtext::Document& other);

}  // namespace lw::prepare
