#include "lab/radius_packet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <cstdio>

namespace lw::lab {
namespace {

using enum AaaAnswer::Verdict;

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

const Secret kKey("xyzzy5461");

// RFC 2865 section 7.1: "nemo" logs in with "arctangent".
RadiusRequest nemos_request() { return {0, bytes_of("0f403f9473978057bd83d5cb98f4227a")}; }
AaaQuestion nemo() {
  return {AaaQuestion::Kind::kLogin, "nemo", Secret("arctangent"), "tty2", "192.0.2.1"};
}

// An answer with these attributes, signed.
std::string answer(char code, const std::string& attributes, const Secret& key = kKey) {
  const std::size_t size = 20 + attributes.size();
  const std::string head{code, '\0', static_cast<char>(size >> 8), static_cast<char>(size)};
  const std::string text = head + nemos_request().authenticator + attributes + key.reveal();
  std::string digest(16, '\0');
  EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
             EVP_md5(), nullptr);
  return head + digest + attributes;
}

std::string cisco_pair(const std::string& text) {
  const auto size = text.size();
  return std::string{26, static_cast<char>(size + 8), 0, 0, 0, 9, 1, static_cast<char>(size + 2)} +
         text;
}

TEST(RadiusPacket, HidesThePasswordAsTheStandardsExample) {
  const std::string packet = encode_access_request(nemos_request(), nemo(), kKey);
  EXPECT_THAT(packet, testing::HasSubstr(bytes_of("02120dbe708d93d413ce3196e43f782a0aee")));
  EXPECT_THAT(packet, testing::HasSubstr(bytes_of("01066e656d6f"))) << "User-Name";
  EXPECT_EQ(packet.find("arctangent"), std::string::npos);
}

TEST(RadiusPacket, SaysItsOwnLength) {
  for (const std::size_t length : {0, 1, 15, 16, 17, 128, 500}) {
    AaaQuestion question = nemo();
    question.password = Secret(std::string(length, 'p'));
    const std::string packet = encode_access_request(nemos_request(), question, kKey);
    EXPECT_EQ(packet.size(), static_cast<std::size_t>(static_cast<unsigned char>(packet[2])) * 256 +
                                 static_cast<unsigned char>(packet[3]));
  }
}

TEST(RadiusPacket, UnderstandsTheStandardsAnswer) {
  const auto heard = decode_access_answer(
      bytes_of("0200002686fe220e7624ba2a1005f6bf9b55e0b20606000000010f06000000000e06c0a80103"),
      nemos_request(), kKey);
  ASSERT_TRUE(heard) << heard.error().message;
  EXPECT_EQ(heard->verdict, kAccepted);
  EXPECT_EQ(heard->privilege, std::nullopt);
}

TEST(RadiusPacket, FindsTheLevelInCiscosPairOrTheServiceType) {
  const auto level = [](const std::string& attributes) {
    const auto heard = decode_access_answer(answer(2, attributes), nemos_request(), kKey);
    return heard ? heard->privilege : std::optional(-1);
  };
  const std::string administrative("\x06\x06\0\0\0\x06", 6);
  const std::string prompt("\x06\x06\0\0\0\x07", 6);
  EXPECT_EQ(level(cisco_pair("shell:priv-lvl=15")), 15);
  EXPECT_EQ(level(cisco_pair("shell:roles=x") + cisco_pair("shell:priv-lvl=7")), 7);
  EXPECT_EQ(level(cisco_pair("shell:priv-lvl=16")), std::nullopt);
  EXPECT_EQ(level(administrative), 15);
  EXPECT_EQ(level(prompt), 1);
  EXPECT_EQ(level(administrative + cisco_pair("shell:priv-lvl=3")), 3);
}

TEST(RadiusPacket, IsRefusedByARejectAndByAChallenge) {
  for (const char code : {char{3}, char{11}}) {
    const auto heard = decode_access_answer(answer(code, ""), nemos_request(), kKey);
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->verdict, kRefused);
  }
}

TEST(RadiusPacket, BelievesNobodyWithoutTheKey) {
  EXPECT_FALSE(decode_access_answer(answer(2, "", Secret("other")), nemos_request(), kKey));
  std::string changed = answer(3, "");
  changed[0] = 2;
  EXPECT_FALSE(decode_access_answer(changed, nemos_request(), kKey));
  auto other = nemos_request();
  other.identifier = 9;
  EXPECT_FALSE(decode_access_answer(answer(2, ""), other, kKey));
  const std::string forged = std::string("\x50\x12", 2) + std::string(16, 'x');
  EXPECT_FALSE(decode_access_answer(answer(2, forged), nemos_request(), kKey))
      << "a wrong Message-Authenticator";
}

TEST(RadiusPacket, RefusesAttributesThatEndBehindThePacket) {
  for (const std::string& attributes : {std::string("\x01"), std::string("\x01\x00", 2),
                                        std::string("\x01\x01"), std::string("\x01\x09x")}) {
    EXPECT_FALSE(decode_access_answer(answer(2, attributes), nemos_request(), kKey));
  }
  const std::string whole = answer(2, cisco_pair("shell:priv-lvl=15"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(decode_access_answer(whole.substr(0, size), nemos_request(), kKey)) << size;
  }
  EXPECT_TRUE(decode_access_answer(whole + "padding", nemos_request(), kKey));
}

}  // namespace
}  // namespace lw::lab
