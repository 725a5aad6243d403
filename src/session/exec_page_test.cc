#include "session/exec_page.h"

#include <gtest/gtest.h>

#include <chrono>

namespace lw::session {
namespace {

std::string page(const std::string& output) {
  return "<HTML><HEAD><TITLE>Router /level/15/exec/-/show/clock/CR</TITLE></HEAD>\n<BODY><H1>Router"
         "</H1><PRE><HR>\n<FORM METHOD=POST ACTION=\"/level/15/exec/-/show/clock\"><DL>\n" +
         output + "</DL>\n</FORM></PRE></BODY></HTML>\n";
}

std::string text_of(const std::string& body) {
  const auto read = read_exec_page(body);
  return read ? read->text : read.error().message;
}

TEST(ExecPage, HasAnAddressOfWords) {
  EXPECT_EQ(exec_page_target("show version"), "/level/15/exec/-/show/version/CR");
  EXPECT_EQ(exec_page_target("show  interface Gi0/1 | include up"),
            "/level/15/exec/-/show/interface/Gi0%2F1/%7C/include/up/CR");
  EXPECT_EQ(configure_page_target("hostname foo"), "/level/15/configure/-/hostname/foo/CR");
}

TEST(ExecPage, GivesTheNameAndTheText) {
  const auto read = read_exec_page(page("*12:00:00 UTC\r\n  x\r\n"));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->hostname, "Router");
  EXPECT_EQ(read->text, "\n*12:00:00 UTC\n  x\n");
  EXPECT_EQ(text_of("<form method=post>\nx\n</form>"), "\nx\n");
  EXPECT_EQ(text_of("<FORM><DL></DL></FORM>"), "");
  EXPECT_EQ(text_of("<FORM>x\n</PRE>"), "x\n");
}

TEST(ExecPage, KeepsTextThatLooksLikeAPage) {
  EXPECT_EQ(text_of(page("a</DL>b<DL>c</FORM>d\n")), "\na</DL>b<DL>c</FORM>d\n");
}

TEST(ExecPage, UndoesEntitiesOnlyWhereTheDeviceWritesThem) {
  EXPECT_EQ(text_of(page("a &lt; b &amp;&amp; c &gt; d &quot;e&#39;\n")),
            "\na < b && c > d \"e'\n");
  EXPECT_EQ(text_of(page("&amp;lt;\n")), "\n&lt;\n") << "undone once";
  EXPECT_EQ(text_of(page("a <b> &lt;\n")), "\na <b> &lt;\n");
  EXPECT_EQ(text_of(page("a & b &lt;\n")), "\na & b &lt;\n");
}

TEST(ExecPage, LeavesTheWordsBelowTheOutputOut) {
  EXPECT_EQ(text_of(page("x\ncommand completed.\n")), "x\n");
  EXPECT_EQ(text_of(page("command completed.\n")), "");
  EXPECT_EQ(text_of(page("the command completed.\n")), "\nthe command completed.\n");
}

TEST(ExecPage, SaysWhatIsWrong) {
  EXPECT_NE(text_of("<HTML>hello").find("shows no command"), std::string::npos);
  EXPECT_NE(text_of("").find("shows no command"), std::string::npos);
  EXPECT_NE(text_of("<FORM").find("shows no command"), std::string::npos);
  EXPECT_NE(text_of("<FORM><DL>half of").find("no end"), std::string::npos);
}

TEST(ExecPage, IsReadInLinearTime) {
  const auto measure = [](std::size_t bytes) {
    std::string output;
    while (output.size() < bytes) output += "<<<& &lt; </d <dl </DL\n";
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(read_exec_page(page(output)));
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const double small = measure(5'000'000);
  const double large = measure(50'000'000);
  EXPECT_LT(large, 40 * small + 1.0) << "50 MB took " << large << " s, 5 MB " << small << " s";
}

}  // namespace
}  // namespace lw::session
