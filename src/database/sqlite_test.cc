// What only a file can suffer.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <string>

#include "base/file.h"
#include "base/temporary_folder.h"
#include "database/database.h"

namespace lw::database {
namespace {

// No file of this process may grow beyond `bytes`: a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST(Sqlite, StoresNothingOfAChangeThatTheDiskHasNoRoomFor) {
  const TemporaryFolder folder;
  auto database = Database::open_file(folder.path() / "test.db");
  ASSERT_TRUE(database);
  ASSERT_TRUE(database->execute_schema("CREATE TABLE t (b BLOB) STRICT"));
  const std::string large(1 << 20, 'x');
  const auto insert = [&]() -> Result<void> {
    LW_ASSIGN(auto statement, database->prepare("INSERT INTO t VALUES (?)"));
    LW_TRY(statement.bind_blob(1, "small").run());
    return statement.bind_blob(1, large).run();
  };
  {
    const FullDisk disk(200'000);
    const auto done = write(*database, insert);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::kStoreFailed);
    EXPECT_NE(done.error().hint.find("make room"), std::string::npos) << done.error().message;
  }
  auto query = database->prepare("SELECT count(*) FROM t");
  ASSERT_TRUE(query && query->step());
  EXPECT_EQ(query->number(0), 0);
  const auto later = write(*database, insert);
  EXPECT_TRUE(later) << later.error().message;
}

TEST(Sqlite, MakesFilesThatOnlyTheirOwnerReads) {
  const TemporaryFolder folder;
  auto database = Database::open_file(folder.path() / "test.db");
  ASSERT_TRUE(database);
  ASSERT_TRUE(database->execute_schema("CREATE TABLE t (b BLOB) STRICT"));
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    struct stat status{};
    ASSERT_EQ(::stat(file.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U) << file.path();
  }
}

TEST(Sqlite, SaysOfADamagedFileThatItIsOne) {
  const TemporaryFolder folder;
  ASSERT_TRUE(
      write_file(folder.path() / "test.db", std::string(8192, 'x'), FileAccess::kOwnerOnly));
  auto database = Database::open_file(folder.path() / "test.db");
  const auto read = database ? database->schema_version() : std::unexpected(database.error());
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("damaged"), std::string::npos) << read.error().message;
}

}  // namespace
}  // namespace lw::database
