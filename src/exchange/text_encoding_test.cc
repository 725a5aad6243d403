#include "exchange/text_encoding.h"

#include <gtest/gtest.h>

namespace lw::exchange {
namespace {

using namespace std::string_literals;

std::string decoded(std::string bytes, std::string_view encoding = {}) {
  const auto text = decode(std::move(bytes), encoding);
  return text ? *text : "refused: " + text.error().message;
}

TEST(TextEncoding, MarksTellUtf8AndUtf16) {
  EXPECT_EQ(decoded("\xEF\xBB\xBFname\n"), "name\n");
  EXPECT_EQ(decoded("\xFF\xFEn\0\xF6\0\n\0"s), "n\xC3\xB6\n");
  EXPECT_EQ(decoded("\xFE\xFF\0n\0\xF6\0\n"s), "n\xC3\xB6\n");
  EXPECT_EQ(decoded("plain"), "plain");
  EXPECT_EQ(decoded(""), "");
}

TEST(TextEncoding, OthersAreGivenByName) {
  EXPECT_EQ(decoded("K\xF6ln", "latin1"), "K\xC3\xB6ln");
  EXPECT_EQ(decoded("n\0\xF6\0"s, "utf-16le"), "n\xC3\xB6");
  EXPECT_EQ(decoded("x", "no-such"), "refused: there is no encoding \"no-such\"");
  EXPECT_EQ(decoded("x", "latin1//IGNORE"), "refused: there is no encoding \"latin1//IGNORE\"");
  EXPECT_EQ(decoded("a\nb\xFF", "utf-8"),
            "refused: the byte 0xFF at offset 3 (line 2) is no utf-8");
}

TEST(TextEncoding, WhatIsNoTextSaysWhereAndWhatToDo) {
  const auto text = decode("ab\ncd\0"s, {});
  ASSERT_FALSE(text);
  EXPECT_NE(text.error().message.find("a zero byte at offset 5 (line 2)"), std::string::npos);
  EXPECT_NE(text.error().hint.find("utf-16le"), std::string::npos);
  EXPECT_EQ(decoded("\xFF\xFEn"), "refused: the byte 0x6E at offset 0 (line 1) is no utf-16le");
}

TEST(TextEncoding, OldLineEndsBecomeOurs) { EXPECT_EQ(decoded("a\rb\r\nc\r"), "a\nb\r\nc\n"); }

}  // namespace
}  // namespace lw::exchange
