#include "lab/web_faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/asa_device.h"
#include "lab/faults.h"
#include "lab/ios_device.h"
#include "lab/lab_description.h"
#include "lab/typing_testing.h"
#include "lab/web_testing.h"

namespace lw::lab {
namespace {

using testing::HasSubstr;

class WebFaultsTest : public testing::Test {
 protected:
  WebFaultsTest() {
    auto made = AsaDevice::create({.initial_config = factory_config("cisco_asa") +
                                                     "http server enable\n"
                                                     "http 127.0.0.0 255.0.0.0 management\n",
                                   .clock = clock_.clock()});
    EXPECT_TRUE(made);
    device_ = std::move(*made);
  }
  WebDelivery deliver(std::string_view fault, std::string body = "hostname b\n") {
    Faults faults;
    EXPECT_TRUE(add_fault(faults, fault)) << fault;
    const WebClient client = WebClient(*device_, "CSM").as("", "lab");
    auto delivery = answer_with_faults(
        *device_, client.request("POST", "/admin/config", std::move(body)), faults.web);
    EXPECT_TRUE(delivery);
    return delivery.value_or(WebDelivery{});
  }

  FakeClock clock_;
  std::unique_ptr<AsaDevice> device_;
};

TEST_F(WebFaultsTest, ShapeTheDeliveryOfATrueReply) {
  EXPECT_TRUE(deliver("slow-body").byte_by_byte);
  EXPECT_EQ(device_->config().hostname(), "b");
  const WebDelivery longer = deliver("wrong-length:7");
  EXPECT_EQ(longer.announced_length, longer.reply.body.size() + 7);
  EXPECT_EQ(deliver("cut-body:3").cut_after, 3u);
  const WebDelivery whole = deliver("cut-body:99999");
  EXPECT_EQ(whole.cut_after, whole.reply.body.size());
  EXPECT_EQ(deliver("cut-body").cut_after, 1u);
}

TEST_F(WebFaultsTest, TurnRequestsAwayBeforeTheDeviceSeesThem) {
  EXPECT_EQ(deliver("user-agent-400").reply.status, 400);
  const WebReply redirect = deliver("redirect").reply;
  EXPECT_EQ(redirect.status, 302);
  EXPECT_TRUE(web_field(redirect.fields, "location"));
  EXPECT_TRUE(deliver("stall").silent);
  EXPECT_EQ(device_->config().hostname(), "fw-1");
}

TEST_F(WebFaultsTest, PutAnErrorInsideAnAnswerThatSaysConfigOk) {
  const WebReply reply =
      deliver("errors-inside:2", "hostname b\n! remark\n\ndomain-name x.org\nmtu inside 1400\n")
          .reply;
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.body, AllOf(HasSubstr("ERROR: % Invalid input"), HasSubstr("Config OK")));
  EXPECT_EQ(device_->config().hostname(), "b");
  EXPECT_EQ(device_->config().value("domain-name"), "");
  EXPECT_EQ(device_->config().value("mtu inside"), "1400");
}

TEST(WebFaultsOfIos, RefuseACommandUnderTheNameThatWasPosted) {
  FakeClock clock;
  auto device = IosDevice::create(
      {.initial_config = "ip http server\nenable secret lab\n", .clock = clock.clock()});
  ASSERT_TRUE(device);
  Faults faults;
  ASSERT_TRUE(add_fault(faults, "errors-inside:2"));
  WebRequest request =
      WebClient(**device, "x")
          .as("", "lab")
          .request("POST", "/ios_web_exec/commandset",
                   "! COMMANDSET VERSION=\"1.0\"\n! OPTIONS BEGIN\n! MODE=\"0\"\n! OPTIONS END\n"
                   "show clock\nshow privilege\n! END\n! COMMANDSET END\n");
  request.encrypted = false;
  const auto delivery = answer_with_faults(**device, request, faults.web);
  ASSERT_TRUE(delivery);
  EXPECT_THAT(delivery->reply.body,
              HasSubstr("! COMMAND BEGIN\nshow privilege\n! COMMAND END\n! PARSE_ERROR=\"2\""));
}

TEST_F(WebFaultsTest, LeaveAShutDoorShut) {
  WebRequest request = WebClient(*device_, "CSM").request("GET", "/");
  request.source_address = "192.0.2.1";
  EXPECT_FALSE(answer_with_faults(*device_, request, {}));
}

TEST(WebFaultNames, AreKnownOrRefused) {
  Faults faults;
  EXPECT_TRUE(add_fault(faults, "expired-certificate"));
  EXPECT_TRUE(faults.web.expired_certificate);
  for (const char* name : {"cut-body:", "cut-body:x", "cut-body:-1", "stall:1", "redirects"}) {
    const auto refused = add_fault(faults, name);
    ASSERT_FALSE(refused) << name;
    EXPECT_THAT(refused.error().hint, HasSubstr("errors-inside:N"));
  }
}

}  // namespace
}  // namespace lw::lab
