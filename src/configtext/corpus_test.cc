// Laws that hold for every real text: `../shared/corpus`, named by LINEWARDEN_CORPUS.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "configtext/document.h"

namespace lw::configtext {
namespace {

TEST(Corpus, ReadingThenWritingGivesTheSameBytesInEveryDialect) {
  const char* corpus = std::getenv("LINEWARDEN_CORPUS");
  if (corpus == nullptr || !std::filesystem::exists(corpus)) GTEST_SKIP() << "skipped: no corpus";
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(corpus)) {
    if (!entry.is_regular_file()) continue;
    const std::string bytes = read_file(entry.path(), 1 << 26).value();
    for (const Dialect dialect : {Dialect::kIos, Dialect::kAsa, Dialect::kCatos, Dialect::kIps}) {
      const auto document = Document::read(bytes, dialect);
      ASSERT_EQ(document.to_bytes(), bytes) << entry.path();
      std::uint32_t number = 0;
      for (const Line& line : document.lines()) ASSERT_EQ(line.number, ++number) << entry.path();
    }
    ++files;
  }
  EXPECT_GT(files, 300U);
}

}  // namespace
}  // namespace lw::configtext
