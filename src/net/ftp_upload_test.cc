#include "net/ftp_upload.h"

#include <gmock/gmock.h>

#include <cerrno>
#include <thread>

#include "net/broken_pipe.h"
#include "net/ftp_testing.h"

namespace lw::net {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

class FtpUpload : public testing::Test {
 protected:
  std::unique_ptr<FtpUploader> uploader(const Endpoint& at, std::string directory = {}) {
    return FtpUploader::create({.endpoint = at,
                                .username = "tms",
                                .password = Secret("ftp-secret-4471"),
                                .directory = std::move(directory)},
                               pins_)
        .value();
  }
  Result<void> send(FtpUploader& to, std::string name, std::string bytes,
                    Deadline deadline = soon()) {
    return loop_.run<Result<void>>([&] { return to.upload(name, bytes, deadline); });
  }
  // How an upload ends on a server with these answers.
  Error failure_with(std::map<std::string, std::string> answers, Deadline deadline = soon(),
                     std::string bytes = "content") {
    FakeFtpServer server(loop_, std::move(answers));
    const auto sent = send(*uploader(server.at(), "tokens"), "r1.lwt", std::move(bytes), deadline);
    EXPECT_FALSE(sent);
    commands_ = server.commands();
    files_ = server.files();
    EXPECT_THAT(sent ? "" : sent.error().message, Not(HasSubstr("ftp-secret-4471")));
    EXPECT_FALSE(files_.contains("r1.lwt"));
    return sent ? Error{} : sent.error();
  }

  TemporaryFolder folder_;
  PeerPins pins_{folder_.path() / "pins"};
  Loop loop_;
  std::vector<std::string> commands_;
  std::map<std::string, std::string> files_;
};

TEST_F(FtpUpload, GivesTheFileItsNameWhenItIsWhole) {
  FakeFtpServer server(loop_);
  std::string bytes(300'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7);
  const auto sent = send(*uploader(server.at(), "in/tokens"), "r1_delta.cfg.lwt", bytes);
  ASSERT_TRUE(sent) << sent.error().message;
  EXPECT_THAT(server.files(), ElementsAre(Pair("r1_delta.cfg.lwt", bytes)));
  EXPECT_THAT(server.commands(),
              testing::IsSupersetOf({"CWD in/tokens", "STOR r1_delta.cfg.lwt.part",
                                     "RNFR r1_delta.cfg.lwt.part", "RNTO r1_delta.cfg.lwt"}));
}

TEST_F(FtpUpload, SendsSeveralFilesOverOneConnection) {
  FakeFtpServer server(loop_);
  {
    const auto to = uploader(server.at());
    for (const char* name : {"a", "b", "c"}) {
      const auto sent = send(*to, name, name);
      EXPECT_TRUE(sent) << sent.error().message;
    }
  }
  EXPECT_THAT(server.files(), ElementsAre(Pair("a", "a"), Pair("b", "b"), Pair("c", "c")));
  EXPECT_EQ(server.count("PASS"), 1U) << testing::PrintToString(server.commands());
}

TEST_F(FtpUpload, ReachesDirectoriesFromTheRootAndWithStrangeNames) {
  FakeFtpServer server(loop_);
  EXPECT_TRUE(send(*uploader(server.at(), "/srv/to ken%s"), "r#1?.lwt", "x"));
  EXPECT_EQ(server.count("CWD /srv/to ken%s"), 1U);
  EXPECT_THAT(server.files(), ElementsAre(Pair("r#1?.lwt", "x")));
}

TEST_F(FtpUpload, NamesARefusedLoginAndDoesNotRepeatIt) {
  const Error error = failure_with({{"PASS", "530 Login incorrect."}});
  EXPECT_EQ(error.code, ErrorCode::kLoginRefused);
  EXPECT_EQ(error.diagnosis, Diagnosis::kWrongLogin);
  EXPECT_THAT(error.message, HasSubstr("530 Login incorrect."));
  EXPECT_EQ(std::ranges::count_if(commands_, [](auto& c) { return c.starts_with("PASS"); }), 1);
}

TEST_F(FtpUpload, KeepsTheServersEchoOfThePasswordToItself) {
  const Error error = failure_with({{"PASS", "530 ftp-secret-4471 is wrong"}});
  EXPECT_EQ(error.code, ErrorCode::kLoginRefused);
}

TEST_F(FtpUpload, NamesTheDirectoryThatIsNotThere) {
  const Error error = failure_with({{"CWD", "550 Failed to change directory."}});
  EXPECT_EQ(error.code, ErrorCode::kNotFound);
  EXPECT_THAT(error.message, HasSubstr("no directory tokens"));
  EXPECT_TRUE(files_.empty());
}

TEST_F(FtpUpload, SaysThatTheServerHasNoRoomAndLeavesNothingThere) {
  for (const char* answer : {"452 No space", "552 Quota", "451 Failure writing to local file."}) {
    const Error error = failure_with({{"STORED", answer}});
    EXPECT_EQ(error.code, ErrorCode::kCommandRejected) << answer;
    EXPECT_THAT(error.message, HasSubstr(answer));
    EXPECT_TRUE(files_.empty()) << answer;
  }
}

TEST_F(FtpUpload, SaysWhatTheServerHasAgainstAFileThatArrived) {
  const Error error =
      failure_with({{"STORED", "522 SSL connection failed: session reuse required"}});
  EXPECT_EQ(error.code, ErrorCode::kCommandRejected);
  EXPECT_THAT(error.message, HasSubstr("did not take the file: the server says \"522 SSL"));
  EXPECT_TRUE(files_.empty());
}

TEST_F(FtpUpload, SaysThatTheServerTakesNoFileThere) {
  const Error error = failure_with({{"STOR", "553 Could not create file."}});
  EXPECT_EQ(error.code, ErrorCode::kCommandRejected);
  EXPECT_THAT(error.message, HasSubstr("takes no file"));
}

TEST_F(FtpUpload, TakesTheFileAwayAgainWhenItGetsNoName) {
  for (const char* step : {"RNFR", "RNTO"}) {
    const Error error = failure_with({{step, "550 Permission denied."}});
    EXPECT_EQ(error.code, ErrorCode::kCommandRejected) << step;
    EXPECT_THAT(error.message, HasSubstr("refuses to give it its name"));
    EXPECT_TRUE(files_.empty()) << step;
  }
}

TEST(BrokenPipe, SignalsNobodyWhileItIsKeptAwayAndNotAfterwards) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  {
    const NoBrokenPipeSignal quiet;
    EXPECT_EQ(::write(ends[1], "x", 1), -1);
    EXPECT_EQ(errno, EPIPE);
  }
  ::close(ends[1]);
  sigset_t now;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &now);
  EXPECT_EQ(::sigismember(&now, SIGPIPE), 0) << "as it was before";
}

TEST_F(FtpUpload, SaysWhenTheServerClosesAtAnyStep) {
  for (const char* step :
       {"GREETING", "USER", "PASS", "CWD", "EPSV", "TYPE", "STOR", "STORED", "RNFR", "RNTO"}) {
    const Error error = failure_with({{step, std::string(FakeFtpServer::kClose)}});
    EXPECT_TRUE(error.code == ErrorCode::kConnectionLost || error.code == ErrorCode::kUnreachable)
        << step << ": " << error.message;
  }
}

TEST_F(FtpUpload, MeetsItsDeadlineWhateverStepTheServerIsSilentAt) {
  for (const char* step : {"GREETING", "USER", "PASS", "CWD", "EPSV", "STOR", "STORED", "RNTO"}) {
    const auto begun = std::chrono::steady_clock::now();
    const Error error = failure_with({{step, std::string(FakeFtpServer::kSilence)}},
                                     Deadline::after(std::chrono::milliseconds(150)));
    EXPECT_EQ(error.code, ErrorCode::kTimeout) << step << ": " << error.message;
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(3)) << step;
  }
}

TEST_F(FtpUpload, DoesNotWaitForAnAnswerToItsGoodbye) {
  FakeFtpServer server(loop_, {{"QUIT", std::string(FakeFtpServer::kSilence)}});
  auto to = uploader(server.at());
  ASSERT_TRUE(send(*to, "a", "a"));
  const auto begun = std::chrono::steady_clock::now();
  to.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(3));
}

TEST_F(FtpUpload, IsCancelledAtOnceAndForGood) {
  FakeFtpServer server(loop_, {{"STORED", std::string(FakeFtpServer::kSilence)}});
  const auto to = uploader(server.at());
  auto under_way = loop_.start<Result<void>>([&] { return to->upload("a", "a", soon()); });
  while (server.count("STOR") == 0) std::this_thread::yield();
  to->cancel();
  EXPECT_EQ(under_way.get().error().code, ErrorCode::kCancelled);
  EXPECT_EQ(send(*to, "b", "b").error().code, ErrorCode::kCancelled);
}

TEST_F(FtpUpload, EndsWithItsLoop) {
  FakeFtpServer server(loop_, {{"PASS", std::string(FakeFtpServer::kSilence)}});
  const auto to = uploader(server.at());
  std::future<Result<void>> under_way;
  {
    Loop other;
    under_way = other.start<Result<void>>(
        [&] { return to->upload("a", "a", Deadline::after(std::chrono::minutes(1))); });
    while (server.count("PASS") == 0) std::this_thread::yield();
  }
  EXPECT_THROW(under_way.get(), std::future_error);
}

TEST_F(FtpUpload, NamesWhatIsNoFtpServer) {
  auto web = listen(loop_, says("HTTP/1.1 400 Bad Request\r\n\r\n"));
  const auto sent = send(*uploader(web.local()), "a", "a");
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ErrorCode::kUnsupported) << sent.error().message;
  EXPECT_THAT(sent.error().message, HasSubstr("HTTP/1.1 400"));
  const Endpoint nobody = web.local();
  web.stop();
  EXPECT_EQ(send(*uploader(nobody), "a", "a").error().diagnosis, Diagnosis::kRefused);
}

TEST_F(FtpUpload, SendsNoPasswordToAServerWithoutTheTlsThatWasAskedFor) {
  FakeFtpServer server(loop_, {{"AUTH", "500 Unknown command"}});
  const auto to = FtpUploader::create({.endpoint = server.at(),
                                       .username = "tms",
                                       .password = Secret("ftp-secret-4471"),
                                       .security = FtpSecurity::kExplicitTls},
                                      pins_)
                      .value();
  const auto sent = send(*to, "a", "a");
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ErrorCode::kUnsupported) << sent.error().message;
  EXPECT_EQ(server.count("USER") + server.count("PASS"), 0U);
}

TEST_F(FtpUpload, RefusesWhatWouldBeASecondCommand) {
  FakeFtpServer server(loop_);
  EXPECT_FALSE(FtpUploader::create({.endpoint = server.at(), .directory = "a\r\nDELE b"}, pins_));
  const auto to = uploader(server.at());
  for (const char* name : {"", "a/b", "a\r\nDELE b"}) {
    EXPECT_EQ(send(*to, name, "x").error().code, ErrorCode::kInvalidArgument) << name;
  }
  EXPECT_TRUE(server.commands().empty());
}

}  // namespace
}  // namespace lw::net
