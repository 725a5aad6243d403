#include <gtest/gtest.h>

#include "platform/platform.h"

namespace lw::platform {
namespace {

TEST(Registry, LoadsTheEmbeddedFamilies) {
  const auto registry = Registry::load();
  ASSERT_TRUE(registry) << registry.error().message;
  ASSERT_TRUE(registry->find("cisco_ios"));
}

}  // namespace
}  // namespace lw::platform
