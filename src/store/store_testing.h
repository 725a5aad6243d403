// The contract of the store, on each back end: tests that derive from OnBothStores run on a file
// and on a PostgreSQL server. For tests only.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "base/temporary_folder.h"
#include "database/postgres_testing.h"
#include "store/inventory.h"

namespace lw::store {

class OnBothStores : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    location_.folder = folder_.path() / "data";
    if (std::string(GetParam()) != "postgres") return;
    if (!database::PostgresServer::installed()) GTEST_SKIP() << "PostgreSQL is not installed";
    location_.url = database::PostgresServer::shared().new_database();
  }
  [[nodiscard]] Result<Inventory> open() const { return Inventory::open(location_); }

  TemporaryFolder folder_;
  Location location_;
};

inline std::string store_name(const testing::TestParamInfo<const char*>& each) {
  return each.param;
}

}  // namespace lw::store

#define LW_ON_BOTH_STORES(suite) \
  INSTANTIATE_TEST_SUITE_P(On, suite, testing::Values("sqlite", "postgres"), store_name)
