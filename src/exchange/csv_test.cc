#include "exchange/csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::exchange {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

std::vector<std::string> read(std::string_view text, char delimiter = ',', bool comments = false) {
  std::vector<std::string> seen;
  CsvSinks sinks{.row =
                     [&](std::size_t line, auto fields) {
                       seen.push_back(fmt::format("{} {}", line, fmt::join(fields, "|")));
                     },
                 .fault =
                     [&](std::size_t line, const Error& error) {
                       seen.push_back(fmt::format("{} fault: {}", line, error.message));
                     }};
  if (comments) {
    sinks.comment = [&](std::size_t line, std::string_view said) {
      seen.push_back(fmt::format("{} says {}", line, said));
    };
  }
  read_csv(text, delimiter, sinks);
  return seen;
}

TEST(Csv, RowsKnowTheLineTheyBeginIn) {
  EXPECT_THAT(read("a,b\r\n\r\n\"x\ny\",\"say \"\"hi\"\"\"\n , \nlast, 1 "),
              ElementsAre("1 a|b", "3 x\ny|say \"hi\"", "6 last|1"));
  EXPECT_THAT(read("a;b,c", ';'), ElementsAre("1 a|b,c"));
  EXPECT_THAT(read("a\t\tc\n", '\t'), ElementsAre("1 a||c"));
  EXPECT_THAT(read(""), ElementsAre());
}

TEST(Csv, ARowThatIsNoneCostsOnlyItself) {
  EXPECT_THAT(read("a,b\nc\"d,e\nf,g\n"),
              ElementsAre("1 a|b", StartsWith("2 fault: not valid CSV"), "3 f|g"));
  EXPECT_THAT(read("a,b\n\"never closed,c\nd,e\nf,g"),
              ElementsAre("1 a|b", StartsWith("2 fault: not valid CSV"), "3 d|e", "4 f|g"));
  EXPECT_THAT(read("a,b\nK\xF6ln,c\nd,e\n"),
              ElementsAre("1 a|b", "2 fault: the byte 0xF6 is no UTF-8", "3 d|e"));
}

TEST(Csv, WhatIsTooLongIsRefusedAndReadingGoesOn) {
  const std::string open = "\"" + std::string(10, 'x') + "\n";
  std::string many = open;
  for (std::size_t i = 0; i < kMaxCsvRowBytes / 8; ++i) many += "row,more\n";
  many += "last,row\n";
  const auto seen = read(many);
  ASSERT_GT(seen.size(), 3U);
  EXPECT_THAT(seen[0], StartsWith("1 fault: the row has more than 64 KiB"));
  EXPECT_EQ(seen[1], "2 row|more");
  EXPECT_THAT(read(std::string(kMaxCsvFields, ',') + "\nx,y\n"),
              ElementsAre("1 fault: the row has 257 fields, more than 256", "2 x|y"));
}

TEST(Csv, CommentsAreTakenOnlyWhereARowBegins) {
  EXPECT_THAT(read("; one\na,\"b\n;c\"\n;two\n", ',', true),
              ElementsAre("1 says one", "2 a|b\n;c", "4 says two"));
}

TEST(Csv, FieldsAreWrittenAsTheyAreReadBack) {
  std::string line;
  const std::vector<std::string> fields = {"plain",   "a,b",        "say \"hi\"",
                                           " blank ", "two\nlines", ""};
  for (const std::string& field : fields) {
    if (!line.empty()) line += ',';
    append_csv_field(line, field);
  }
  EXPECT_THAT(read(line), ElementsAre(fmt::format("1 {}", fmt::join(fields, "|"))));
}

TEST(Csv, TheDelimiterIsWhatStandsMostOftenOutsideQuotes) {
  EXPECT_EQ(guess_delimiter("a,b,c\n;;;;;\n"), ',');
  EXPECT_EQ(guess_delimiter("name;\"a,b,c\";address"), ';');
  EXPECT_EQ(guess_delimiter("name\taddress"), '\t');
  EXPECT_EQ(guess_delimiter("name"), ',');
}

}  // namespace
}  // namespace lw::exchange
