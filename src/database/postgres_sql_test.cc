#include "database/postgres_sql.h"

#include <gtest/gtest.h>

namespace lw::database {
namespace {

TEST(PostgresSql, NumbersParametersThatHaveNone) {
  EXPECT_EQ(postgres_parameters("INSERT INTO t VALUES (?, ?, ?)"),
            "INSERT INTO t VALUES ($1, $2, $3)");
  EXPECT_EQ(postgres_parameters("SELECT 1 WHERE a = ?2 OR b = ?12 OR a = ?2"),
            "SELECT 1 WHERE a = $2 OR b = $12 OR a = $2");
  EXPECT_EQ(postgres_parameters(""), "");
}

TEST(PostgresSql, TranslatesTypesAndOptionsOfTables) {
  EXPECT_EQ(postgres_schema("CREATE TABLE t (a TEXT PRIMARY KEY, n INTEGER NOT NULL, b BLOB, "
                            "TEXTUAL INTEGER) STRICT, WITHOUT ROWID;"),
            "CREATE TABLE t (a TEXT COLLATE \"C\" PRIMARY KEY, n BIGINT NOT NULL, b BYTEA, "
            "TEXTUAL BIGINT);");
  EXPECT_EQ(postgres_schema("CREATE TABLE t (a INTEGER) STRICT;"), "CREATE TABLE t (a BIGINT);");
}

}  // namespace
}  // namespace lw::database
