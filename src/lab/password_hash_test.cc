#include "lab/password_hash.h"

#include <gtest/gtest.h>

namespace lw::lab {
namespace {

TEST(PasswordHash, ReadsTheWellKnownTypeSevenOfCisco) {
  EXPECT_EQ(from_type7("02050D480809").reveal(), "cisco");
}

TEST(PasswordHash, WritesTypeSevenThatItReads) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    EXPECT_EQ(from_type7(type7(Secret("p@ss word"), seed)).reveal(), "p@ss word");
  }
}

TEST(PasswordHash, RefusesWhatIsNoTypeSeven) {
  for (const auto* text : {"", "0", "02050", "zz0505", "99AABB", "02GG"}) {
    EXPECT_TRUE(from_type7(text).empty()) << text;
  }
}

TEST(PasswordHash, ChecksMd5CryptAgainstAnotherImplementationsHash) {
  EXPECT_TRUE(password_matches(Secret("cisco"), "5", "$1$mERr$hx5rVt7rPNoS4wqbXKX7m0"));
  EXPECT_FALSE(password_matches(Secret("Cisco"), "5", "$1$mERr$hx5rVt7rPNoS4wqbXKX7m0"));
}

TEST(PasswordHash, SaltsDiffer) {
  EXPECT_NE(md5_crypt(Secret("lab"), 1), md5_crypt(Secret("lab"), 2));
  EXPECT_TRUE(password_matches(Secret("lab"), "5", md5_crypt(Secret("lab"), 7)));
}

TEST(PasswordHash, ChecksTheAsasPbkdf2) {
  const std::string kept = asa_pbkdf2(Secret("lab"), 3);
  EXPECT_TRUE(kept.starts_with("$sha512$5000$"));
  EXPECT_TRUE(password_matches(Secret("lab"), "pbkdf2", kept));
  EXPECT_FALSE(password_matches(Secret("lax"), "pbkdf2", kept));
  EXPECT_FALSE(password_matches(Secret("lab"), "pbkdf2", "$sha512$999999999$x$y"));
}

TEST(PasswordHash, ChecksScryptAgainstAnotherImplementationsHash) {
  constexpr std::string_view kKept =
      "$9$2MJBozw/9R3UsU$2lFhcKvpghcyw8deP25GOfyZaagyUOGBymkryvOdfo6";
  EXPECT_TRUE(password_matches(Secret("hashcat"), "9", kKept));
  EXPECT_FALSE(password_matches(Secret("Hashcat"), "9", kKept));
  EXPECT_FALSE(password_matches(Secret("hashcat"), "9", "$9$2MJBozw"));
  EXPECT_TRUE(password_matches(Secret("lab"), "9", ios_scrypt(Secret("lab"), 3)));
  EXPECT_NE(ios_scrypt(Secret("lab"), 3), ios_scrypt(Secret("lab"), 4));
}

TEST(PasswordHash, WritesTheWellKnownHashesOfThePix) {
  EXPECT_EQ(pix_md5(Secret(""), ""), "8Ry2YjIyt7RRXU24");
  EXPECT_EQ(pix_md5(Secret("cisco"), ""), "2KFQnbNIdI.2KYOU");
  EXPECT_NE(pix_md5(Secret("cisco"), "ops"), pix_md5(Secret("cisco"), ""));
}

TEST(PasswordHash, GivesTheChecksumThatAnAsaShowsForNothing) {
  EXPECT_EQ(cryptochecksum(""), "d41d8cd9 8f00b204 e9800998 ecf8427e");
}

}  // namespace
}  // namespace lw::lab
