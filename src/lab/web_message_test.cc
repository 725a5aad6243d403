#include "lab/web_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lw::lab {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::optional<WebCredentials> credentials(std::string value) {
  return basic_credentials({.fields = {{"AUTHORIZATION", std::move(value)}}});
}

TEST(WebMessage, ReadsBasicCredentials) {
  // The example of RFC 7617.
  const auto known = credentials("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  ASSERT_TRUE(known);
  EXPECT_EQ(known->user, "Aladdin");
  EXPECT_EQ(known->password.reveal(), "open sesame");
  EXPECT_EQ(credentials("basic OmxhYg==")->user, "") << "the user may be blank";
  EXPECT_EQ(credentials("Basic YTpiOmM=")->password.reveal(), "b:c");
}

TEST(WebMessage, ReadsNoCredentialsFromAnythingElse) {
  for (const char* value : {"", "Basic", "Basic !!!!", "Digest QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
                            "Basic bm9jb2xvbg==", "Basic YTpi extra"}) {
    EXPECT_FALSE(credentials(value)) << value;
  }
  EXPECT_FALSE(basic_credentials({}));
}

TEST(WebMessage, TakesAPathApart) {
  EXPECT_THAT(*web_segments("/a+b/c%20d//e%2Ff/", true), ElementsAre("a b", "c d", "e/f"));
  EXPECT_THAT(*web_segments("/a+b", false), ElementsAre("a+b"));
  EXPECT_THAT(*web_segments("", true), IsEmpty());
  EXPECT_FALSE(web_segments("/a%2", true));
  EXPECT_FALSE(web_segments("/a%zz", true));
  EXPECT_FALSE(web_segments("/a%0d%0ab", true)) << "no second line through one segment";
  EXPECT_EQ(web_path("/a/b?c=/d"), "/a/b");
}

TEST(WebMessage, WritesDatesAndHtml) {
  EXPECT_EQ(web_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT") << "the example of RFC 9110";
  EXPECT_EQ(html_escaped("a <b> & \"c\""), "a &lt;b&gt; &amp; &quot;c&quot;");
}

}  // namespace
}  // namespace lw::lab
