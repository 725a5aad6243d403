#include "net/private_key.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "net/stream_testing.h"

namespace lw::net {
namespace {

// The private key that ssh-keygen writes for these options.
Secret made_by_ssh_keygen(const std::string& options) {
  const TemporaryFolder folder;
  const auto path = (folder.path() / "key").string();
  EXPECT_EQ(std::system(("ssh-keygen -q " + options + " -f " + path).c_str()), 0);
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return Secret(text.str());
}

TEST(PrivateKey, OfEveryKindIsRead) {
  for (const char* kind : {"-t ed25519 -N ''", "-t ecdsa -N ''", "-t rsa -b 2048 -N ''",
                           "-t rsa -b 2048 -m PEM -N ''"}) {
    const auto key = read_private_key(made_by_ssh_keygen(kind), std::nullopt);
    ASSERT_TRUE(key) << kind << ": " << key.error().message;
    EXPECT_TRUE(read_private_key(*key, std::nullopt)) << kind << " is read back";
  }
}

TEST(PrivateKey, LosesItsPassphrase) {
  for (const char* kind : {"-t ed25519", "-t ecdsa", "-t rsa -b 2048 -m PEM"}) {
    const auto file = made_by_ssh_keygen(std::string("-N secret-7 ") + kind);
    const auto without = read_private_key(file, std::nullopt);
    ASSERT_FALSE(without);
    EXPECT_NE(without.error().message.find("passphrase"), std::string::npos);
    EXPECT_EQ(read_private_key(file, Secret("wrong")).error().message,
              "the key's passphrase is wrong");
    const auto key = read_private_key(file, Secret("secret-7"));
    ASSERT_TRUE(key) << key.error().message;
    EXPECT_TRUE(read_private_key(*key, std::nullopt));
  }
}

TEST(PrivateKey, WhatCannotLoseItsPassphraseIsNamed) {
  const auto key =
      read_private_key(made_by_ssh_keygen("-N secret-7 -t rsa -b 2048"), Secret("secret-7"));
  ASSERT_FALSE(key) << "libssh can do it now: take the special case out";
  EXPECT_NE(key.error().hint.find("ssh-keygen -p"), std::string::npos);
}

TEST(PrivateKey, OtherTextIsNamed) {
  const auto public_key = read_private_key(Secret("ssh-ed25519 AAAAC3 me@here"), std::nullopt);
  EXPECT_EQ(public_key.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(public_key.error().hint.find(".pub"), std::string::npos);
}

}  // namespace
}  // namespace lw::net
