#include "archive/fake_segment_store.h"
#include "archive/segment_store_contract.h"

namespace lw::archive {
namespace {

INSTANTIATE_TEST_SUITE_P(Fake, SegmentStoreContract,
                         ::testing::Values([] { return std::make_shared<FakeSegmentStore>(); }));

}  // namespace
}  // namespace lw::archive
