#include "session/web_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/loop.h"
#include "session/fake_asa_web.h"

namespace lw::session {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

struct Rig {
  Result<void> upload(const std::string& path, const std::string& bytes) {
    net::Loop loop;
    return loop.run<Result<void>>([&] { return files.upload(path, bytes, Deadline::after(5s)); });
  }
  Result<void> login() {
    net::Loop loop;
    return loop.run<Result<void>>([&] { return files.login(Deadline::after(5s)); });
  }
  Result<std::string> download(const std::string& path) {
    net::Loop loop;
    return loop.run<Result<std::string>>([&] { return files.download(path, Deadline::after(5s)); });
  }

  FakeAsaWeb::State device;
  WebFiles files{std::make_unique<FakeAsaWeb>(device), {"admin", Secret("pass-word"), {}}};
};

TEST(WebFiles, BringsAFileThereAndBack) {
  Rig rig;
  std::string bytes = "any\r\n";
  bytes += std::string("\0\xff", 2);
  ASSERT_TRUE(rig.upload("folder/a b.bin", bytes));
  EXPECT_EQ(rig.device.files["folder/a b.bin"], bytes);
  EXPECT_EQ(rig.download("folder/a b.bin"), bytes);
}

TEST(WebFiles, ProvesTheLoginAndItsPrivilegeFirst) {
  Rig rig;
  EXPECT_TRUE(rig.login());
  rig.device.users["admin"].privilege = 5;
  EXPECT_EQ(rig.login().error().diagnosis, Diagnosis::kTooLittlePrivilege);
  rig.device.users["admin"].password = "another";
  EXPECT_EQ(rig.login().error().diagnosis, Diagnosis::kWrongLogin);
}

TEST(WebFiles, TakesTheNameOfAFileWithItsDrive) {
  for (const std::string text : {"disk0:/a/b.cfg", "disk0:a/b.cfg", "flash:/a/b.cfg", "a/b.cfg"}) {
    EXPECT_EQ(flash_path(text), "a/b.cfg") << text;
  }
  EXPECT_EQ(flash_path("disk1:/a").error().code, ErrorCode::kUnsupported);
}

TEST(WebFiles, NoticesWhenTheDeviceTookLess) {
  Rig rig;
  rig.device.fault = [](const auto&, auto& response) { response->body = "3 bytes uploaded"; };
  const auto upload = rig.upload("a", "12345");
  ASSERT_FALSE(upload);
  EXPECT_EQ(upload.error().code, ErrorCode::kConnectionLost);
  EXPECT_THAT(upload.error().message, HasSubstr("3 of 5 bytes"));
  rig.device.fault = [](const auto&, auto& response) { response->body = "ERROR: no space"; };
  EXPECT_THAT(rig.upload("a", "1").error().message, HasSubstr("no space"));
}

TEST(WebFiles, TakesNoFileWhoseLengthIsNotKnown) {
  Rig rig;
  rig.device.files["a"] = "12345";
  rig.device.fault = [](const auto&, auto& response) { response->maybe_cut = true; };
  EXPECT_EQ(rig.download("a").error().code, ErrorCode::kUnsupported);
  rig.device.fault = {};
  EXPECT_EQ(rig.download("b").error().code, ErrorCode::kNotFound);
}

TEST(WebFiles, StaysBelowTheFlash) {
  Rig rig;
  for (const std::string path : {"", "/a", "a/../b", "..", "a//b", "a/"}) {
    EXPECT_EQ(rig.upload(path, "x").error().code, ErrorCode::kInvalidArgument) << path;
  }
  EXPECT_TRUE(rig.device.requests.empty());
}

TEST(WebFiles, SaysThatTheLoginWasRefused) {
  Rig rig;
  rig.device.users["admin"].password = "changed";
  EXPECT_EQ(rig.upload("a", "x").error().code, ErrorCode::kLoginRefused);
}

}  // namespace
}  // namespace lw::session
