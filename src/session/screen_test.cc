#include "session/screen.h"

#include <gtest/gtest.h>

namespace lw::session {
namespace {

struct Case {
  const char* what;
  std::string bytes;
  std::string text;
  std::string line;
};

TEST(Screen, ShowsWhatATerminalWouldShow) {
  const Case cases[] = {
      {"plain lines", "a\r\nb\r\nR1#", "a\nb\n", "R1#"},
      {"doubled returns", "a\r\r\nb\r\n\rR1#", "a\nb\n", "R1#"},
      {"a bare return starts anew", "Generating: |\rGenerating: /\rdone\r\n", "done\n", ""},
      {"an erased pager", " --More-- \b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\bnext\r\n",
       "next\n", ""},
      {"an erased ASA pager", "<--- More --->\r              \rnext\r\n", "next\n", ""},
      {"escape sequences",
       "\x1b[2J\x1b[1;31mred\x1b[0m\x1b"
       "7\r\n",
       "red\n", ""},
      {"an escape cut by a line end", "\x1b[12\r\nx", "\n", "x"},
      {"bells and zeros", std::string("a\a\0b", 4), "", "ab"},
      {"backspaces at the left edge", "\b\b\bx", "", "x"},
      {"blanks at the end stay", "R1# ", "", "R1# "},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.what);
    Screen whole(1000);
    whole.feed(test.bytes);
    Screen bytewise(1000);
    for (const char byte : test.bytes) bytewise.feed(std::string_view(&byte, 1));
    EXPECT_EQ(whole.text(), test.text);
    EXPECT_EQ(whole.line(), test.line);
    EXPECT_EQ(bytewise.text(), test.text);
    EXPECT_EQ(bytewise.line(), test.line);
  }
}

TEST(Screen, StopsAtItsLimit) {
  Screen screen(100);
  screen.feed(std::string(1000, 'x'));
  EXPECT_TRUE(screen.overflowed());
  EXPECT_EQ(screen.line().size(), 100u);
  screen.clear();
  EXPECT_FALSE(screen.overflowed());
}

}  // namespace
}  // namespace lw::session
