#include "platform/key_armour.h"

#include <gtest/gtest.h>

#include <string>

#include "platform/platform.h"

namespace lw::platform {
namespace {

std::string redact(const std::string& text) {
  static const auto registry = Registry::load().value();
  return registry.find("cisco_asa").value()->redact(text);
}

TEST(KeyArmour, HidesTheLinesOfAKeyAndKeepsThoseAroundIt) {
  for (const std::string label : {"RSA PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
                                  "OPENSSH PRIVATE KEY", "PKCS12"}) {
    const std::string text = "key follows:\r\n-----BEGIN " + label +
                             "-----\r\nMIIEowIBAAKCAQEA\r\nxyz+/Q==\r\n-----END " + label +
                             "-----\r\nfw1# \r\n";
    EXPECT_EQ(redact(text), "key follows:\r\n-----BEGIN " + label +
                                "-----\r\n<secret>\r\n<secret>\r\n-----END " + label +
                                "-----\r\nfw1# \r\n");
  }
}

TEST(KeyArmour, HidesAnEncryptedKeyWithItsFields) {
  EXPECT_EQ(redact("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                   "DEK-Info: DES-EDE3-CBC,8A2C\n\nMIIE\n-----END RSA PRIVATE KEY-----\n"),
            "-----BEGIN RSA PRIVATE KEY-----\n<secret>\n<secret>\n\n<secret>\n"
            "-----END RSA PRIVATE KEY-----\n");
  EXPECT_EQ(redact("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAA\n"
                   "---- END SSH2 ENCRYPTED PRIVATE KEY ----"),
            "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n<secret>\n"
            "---- END SSH2 ENCRYPTED PRIVATE KEY ----");
}

TEST(KeyArmour, LeavesCertificatesAndPublicKeys) {
  for (const std::string label : {"CERTIFICATE", "PUBLIC KEY", "CERTIFICATE REQUEST"}) {
    const std::string text =
        "-----BEGIN " + label + "-----\nMIIEowIBAAKCAQEA\n-----END " + label + "-----\n";
    EXPECT_EQ(redact(text), text);
  }
}

TEST(KeyArmour, EndsWhereTheTextCannotBeAKeysAnyMore) {
  const std::string behind = "fw1# show clock\n10:00:00.123 UTC\nabc\n";
  EXPECT_EQ(redact("-----BEGIN PRIVATE KEY-----\nMIIE\n" + behind),
            "-----BEGIN PRIVATE KEY-----\n<secret>\n" + behind);
}

TEST(KeyArmour, HidesNothingWithoutABeginning) {
  const std::string text = "MIIEowIBAAKCAQEA\n-----END PRIVATE KEY-----\n";
  EXPECT_EQ(redact(text), text);
}

}  // namespace
}  // namespace lw::platform
