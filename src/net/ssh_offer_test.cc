#include "net/ssh_offer.h"

#include <gtest/gtest.h>

#include "net/ssh_offer_testing.h"

namespace lw::net {
namespace {

using namespace std::string_literals;

const std::string kWhole = "hello\r\nSSH-2.0-Cisco-1.25\r\n" +
                           kexinit({"k1,k2", "h", "c-cs", "c-sc", "m-cs", "m-sc", "none", "none"});

TEST(SshOffer, ListsAreReadFromAKexinitThatIsWholeWhateverStandsAround) {
  for (std::size_t size = 0; size < kWhole.size(); ++size) {
    EXPECT_FALSE(read_ssh_offer(kWhole.substr(0, size))) << size;
  }
  const auto offer = read_ssh_offer(kWhole + "more");
  ASSERT_TRUE(offer);
  EXPECT_EQ(offer->key_exchange, "k1,k2");
  EXPECT_EQ(offer->host_keys, "h");
  EXPECT_EQ(offer->ciphers_to_server, "c-cs");
  EXPECT_EQ(offer->ciphers_to_client, "c-sc");
  EXPECT_EQ(offer->macs_to_server, "m-cs");
  EXPECT_EQ(offer->macs_to_client, "m-sc");
}

TEST(SshOffer, OtherPacketsAndListsThatEndTooEarlyAreNone) {
  EXPECT_FALSE(read_ssh_offer("SSH-2.0-x\n"s + "\0\0\0\2\0\1"s)) << "a disconnect";
  EXPECT_FALSE(read_ssh_offer("SSH-2.0-x\n" + kexinit({"k", "h"})));
  EXPECT_FALSE(read_ssh_offer(kexinit({"k", "h", "c", "c", "m", "m"}))) << "no identification";
  EXPECT_FALSE(read_ssh_offer("SSH-2.0-x\n\xff\xff\xff\xff\0\x14"));
}

}  // namespace
}  // namespace lw::net
