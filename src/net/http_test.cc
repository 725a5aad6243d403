#include "net/http.h"

#include <gtest/gtest.h>

namespace lw::net {
namespace {

TEST(Http, FieldsAreFoundWithoutCase) {
  const std::vector<HttpField> fields = {{"Server", "x"}, {"content-length", "3"}};
  EXPECT_EQ(find_field(fields, "Content-Length"), "3");
  EXPECT_FALSE(find_field(fields, "Location"));
}

TEST(Http, BasicAuthorizationIsThatOfTheRfc) {
  EXPECT_EQ(basic_authorization("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(basic_authorization("", ""), "Basic Og==");
}

TEST(Http, UrlEncodingIsUndoneByDecoding) {
  EXPECT_EQ(url_encode("show run | i a/b"), "show%20run%20%7C%20i%20a%2Fb");
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  EXPECT_EQ(url_decode(url_encode(every)), every);
  EXPECT_FALSE(url_decode("a%2"));
  EXPECT_FALSE(url_decode("%zz"));
}

}  // namespace
}  // namespace lw::net
