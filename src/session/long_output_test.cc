// Ten times the output must not take much more than ten times the time, on every kind of session.
#include <gtest/gtest.h>

#include <ctime>

#include "session/asa_web_session.h"
#include "session/fake_asa_web.h"
#include "session/fake_ios_web.h"
#include "session/ios_web_session.h"
#include "session/session_rig.h"

namespace lw::session {
namespace {

constexpr std::size_t kSmall = 5'000'000;
constexpr std::size_t kLarge = 50'000'000;

std::string lines_of(std::size_t bytes) {
  constexpr std::string_view kLine =
      "access-list OUTSIDE extended permit tcp any host 192.0.2.1 eq 443 log\r\n";
  std::string text;
  text.reserve(bytes + kLine.size());
  while (text.size() < bytes) text += kLine;
  return text;
}

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// What `show running-config` costs this process, once the session has logged in.
double cost_of(Session& session, std::size_t bytes) {
  net::Loop loop;
  const auto deadline = Deadline::after(std::chrono::minutes(5));
  const Credentials given = credentials();
  const auto login = loop.run<Result<void>>([&] { return session.login(given, deadline); });
  EXPECT_TRUE(login) << login.error().message;
  const double start = processor_seconds();
  const auto output =
      loop.run<Result<Output>>([&] { return session.run("show running-config", {}, deadline); });
  const double cost = processor_seconds() - start;
  EXPECT_TRUE(output) << output.error().message;
  if (output) EXPECT_GT(output->text.size(), bytes / 2);
  return cost;
}

void expect_linear(const std::function<double(std::size_t)>& cost) {
  (void)cost(1000);
  const double small = cost(kSmall);
  const double large = cost(kLarge);
  testing::Test::RecordProperty("milliseconds_for_50_MB", static_cast<int>(large * 1000));
  EXPECT_LT(large, 30 * small + 0.5) << "50 MB took " << large << " s, 5 MB " << small << " s";
}

TEST(LongOutput, IsReadInLinearTimeFromATerminal) {
  expect_linear([](std::size_t bytes) {
    const auto device = make_device("cisco_ios");
    device->answers["show running-config"] = lines_of(bytes);
    const auto session = make_session(std::make_unique<FakeStream>(device, 4096),
                                      find_platform("cisco_ios"), TransportLogin::kAsked);
    return cost_of(*session, bytes);
  });
}

TEST(LongOutput, IsReadInLinearTimeFromAnAsasWebInterface) {
  expect_linear([](std::size_t bytes) {
    FakeAsaWeb::State device;
    device.answers["show running-config"] = lines_of(bytes);
    const auto session =
        make_asa_web_session(std::make_unique<FakeAsaWeb>(device), find_platform("cisco_asa"));
    return cost_of(*session, bytes);
  });
}

TEST(LongOutput, IsReadInLinearTimeFromBothWebInterfacesOfIos) {
  for (const bool commandset : {true, false}) {
    expect_linear([&](std::size_t bytes) {
      FakeIosWeb::State device;
      device.commandset = commandset;
      device.answers["show running-config"] = lines_of(bytes);
      const auto session = make_ios_web_session(std::make_unique<FakeIosWeb>(device),
                                                find_platform("cisco_ios"), {});
      return cost_of(*session, bytes);
    });
  }
}

// Certificates and large groups make one section of thousands of lines.
TEST(LongOutput, ManyLinesAreEnteredInLinearTime) {
  expect_linear([](std::size_t bytes) {
    FakeAsaWeb::State device;
    const auto session =
        make_asa_web_session(std::make_unique<FakeAsaWeb>(device), find_platform("cisco_asa"));
    net::Loop loop;
    const auto deadline = Deadline::after(std::chrono::minutes(5));
    const Credentials credentials{"admin", Secret("pass-word"), {}};
    EXPECT_TRUE(loop.run<Result<void>>([&] { return session->login(credentials, deadline); }));
    std::vector<ConfigureLine> lines{{"object-group network many", {}}};
    for (std::size_t i = 0; i < bytes / 5000; ++i) {
      lines.push_back({" network-object host 192.0.2." + std::to_string(i), {}});
    }
    const std::size_t count = lines.size();
    const double start = processor_seconds();
    const auto outputs = loop.run<Result<std::vector<Output>>>(
        [&] { return session->configure(std::move(lines), deadline); });
    const double cost = processor_seconds() - start;
    EXPECT_TRUE(outputs) << outputs.error().message;
    if (outputs) EXPECT_EQ(outputs->size(), count);
    return cost;
  });
}

}  // namespace
}  // namespace lw::session
