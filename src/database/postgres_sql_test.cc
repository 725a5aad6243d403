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

TEST(PostgresSql, MakesManyRowsOfOneThatIsAllParameters) {
  const auto plain = postgres_rows("INSERT INTO t VALUES (?, ?)", 3);
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->sql, "INSERT INTO t VALUES ($1, $2), ($3, $4), ($5, $6)");
  EXPECT_EQ(plain->parameters, 2u);
  const auto numbered = postgres_rows("INSERT INTO t (a, b, c) VALUES (?1, ?2, ?3)", 1);
  ASSERT_TRUE(numbered);
  EXPECT_EQ(numbered->sql, "INSERT INTO t (a, b, c) VALUES ($1, $2, $3)");
  EXPECT_EQ(postgres_rows("INSERT INTO t VALUES (?)", 2)->sql, "INSERT INTO t VALUES ($1), ($2)");
}

TEST(PostgresSql, LeavesEveryOtherStatementToItsRows) {
  for (const std::string_view sql :
       {"INSERT INTO t VALUES (?1, ?1)", "INSERT INTO t VALUES (?2, ?1)",
        "INSERT INTO t VALUES (?, 'x')", "INSERT INTO t VALUES (?, NULL)",
        "INSERT INTO t VALUES (?1, ?2) ON CONFLICT DO NOTHING", "INSERT INTO t VALUES ()",
        "INSERT INTO t SELECT ?1", "UPDATE t SET a = ? WHERE b IN (SELECT b FROM u VALUES (?))",
        "DELETE FROM t WHERE a = ?", ""}) {
    EXPECT_FALSE(postgres_rows(sql, 2)) << sql;
  }
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
