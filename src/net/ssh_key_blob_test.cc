#include "net/ssh_key_blob.h"

#include <gtest/gtest.h>

namespace lw::net {
namespace {

// ssh-keygen -t ed25519, with its fingerprint as ssh-keygen -l shows it.
constexpr std::string_view kEd25519 =
    "AAAAC3NzaC1lZDI1NTE5AAAAILrCt01EXP/twNK276bzbUEDQ3u+aPKgDVswhsTQj67L";
constexpr std::string_view kEd25519Fingerprint =
    "SHA256:UHN8I1t9Q9RfuF9CPiwvQr0wL4q2cJmi4pwf+vksnDY";

std::string rsa_blob(std::string_view modulus) {
  using namespace std::string_literals;
  const auto length = [](std::size_t size) { return "\0\0\0"s + static_cast<char>(size); };
  return length(7) + "ssh-rsa" + length(3) + "\1\0\1"s + length(modulus.size()) +
         std::string(modulus);
}

TEST(SshKeyBlob, GivesNameAndFingerprintAsOpenSshShowsThem) {
  const auto blob = decode_base64(kEd25519);
  ASSERT_TRUE(blob);
  const auto key = read_ssh_key_blob(*blob);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->algorithm, "ssh-ed25519");
  EXPECT_EQ(key->fingerprint, kEd25519Fingerprint);
  EXPECT_FALSE(rsa_key_bits(*blob));
}

TEST(SshKeyBlob, CountsTheBitsOfAnRsaModulusWithoutItsLeadingZeros) {
  using namespace std::string_literals;
  EXPECT_EQ(rsa_key_bits(rsa_blob("\0\x80\0\0\0"s)), 32);
  EXPECT_EQ(rsa_key_bits(rsa_blob("\x01\0"s)), 9);
  EXPECT_EQ(rsa_key_bits(rsa_blob("")), 0);
}

TEST(SshKeyBlob, RefusesWhatIsNoBase64) {
  for (const auto* text : {"", "AAA", "AA=A", "A===", "====", "AA A", " AAA", "AAA\n"}) {
    EXPECT_FALSE(decode_base64(text)) << text;
  }
  EXPECT_EQ(decode_base64("QQ=="), "A");
  EXPECT_EQ(decode_base64("QUI="), "AB");
}

TEST(SshKeyBlob, RefusesCutAndOverlongStrings) {
  using namespace std::string_literals;
  for (const auto& blob : {""s, "\0\0\0"s, "\0\0\0\x7fssh-rsa"s, "\xff\xff\xff\xffssh"s,
                           "\0\0\0\x07ssh-rsa"s, "\0\0\0\0more"s,
                           "\0\0\0\x03"
                           "a b more"s}) {
    EXPECT_FALSE(read_ssh_key_blob(blob));
    EXPECT_FALSE(rsa_key_bits(blob));
  }
}

}  // namespace
}  // namespace lw::net
