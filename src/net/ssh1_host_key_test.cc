#include "net/ssh1_host_key.h"

#include <gtest/gtest.h>

#include "net/ssh1_packet_testing.h"

namespace lw::net {
namespace {

using namespace std::string_literals;

TEST(Ssh1HostKey, IsReadByteForByteWhateverFollows) {
  const auto packet = ssh1_public_key_packet();
  for (std::size_t size = 0; size < packet.size(); ++size) {
    const auto part = read_ssh1_host_key(packet.substr(0, size));
    ASSERT_TRUE(part) << size << ": " << part.error().message;
    EXPECT_FALSE(*part) << size;
  }
  const auto whole = read_ssh1_host_key(packet + "more");
  ASSERT_TRUE(whole && *whole);
  EXPECT_EQ((*whole)->key.algorithm, "ssh1-rsa");
  // echo -n of the modulus and then the exponent, to openssl dgst.
  EXPECT_EQ((*whole)->md5, kSsh1TestKeyMd5);
  EXPECT_EQ((*whole)->key.fingerprint, kSsh1TestKeySha256);
}

TEST(Ssh1HostKey, OtherPacketsAndBrokenOnesAreRefused) {
  const std::string no_keys[] = {
      "\xff\xff\xff\xff"s,                      // longer than any
      "\0\0\0\5"s + "\0\0\0"s + "\2abcd"s,      // ends within the cookie
      "\0\0\0\1"s + "\0\0\0\0\0\0\0"s + "\1"s,  // a disconnect
      "\0\0\0\0"s + "\0\0\0\0\0\0\0\0"s,        // nothing
  };
  for (const auto& bytes : no_keys) {
    const auto key = read_ssh1_host_key(bytes);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, ErrorCode::kUnsupported);
  }
}

}  // namespace
}  // namespace lw::net
