#include "session/ios_web_session.h"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/loop.h"
#include "session/fake_ios_web.h"

namespace lw::session {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::shared_ptr<const platform::Platform> find_platform(const std::string& name) {
  static const auto registry = platform::Registry::load();
  return registry->find(name).value();
}

Deadline soon() { return Deadline::after(20s); }

// A terminal to the same device: takes everything, and remembers it.
class FakeTerminal final : public Session {
 public:
  explicit FakeTerminal(std::vector<std::string>& typed) : typed_(typed) {}
  net::Task<Result<void>> login(const Credentials&, Deadline) override { co_return Result<void>{}; }
  net::Task<Result<Output>> run(std::string command, Answers answers, Deadline) override {
    typed_.push_back(command + (answers.empty() ? "" : " <- " + answers.begin()->second));
    Output output;
    output.command = std::move(command);
    co_return output;
  }
  net::Task<Result<std::vector<Output>>> configure(std::vector<ConfigureLine> lines,
                                                   Deadline) override {
    std::vector<Output> outputs;
    for (auto& line : lines) {
      typed_.push_back(line.command);
      outputs.emplace_back().command = line.command;
      if (!line.command.starts_with("no username eve")) continue;
      outputs.back().rejected = Rejection{outputs.size() - 1, line.command, "% no", {}};
      break;
    }
    co_return outputs;
  }
  net::Task<Result<Saved>> save(Deadline) override { co_return Saved{}; }
  net::Task<void> close(Deadline) override {
    typed_.emplace_back("(closed)");
    co_return;
  }
  void cancel() override {}
  platform::Mode mode() const override { return platform::Mode::kPrivileged; }
  const std::string& hostname() const override { return name_; }
  const std::string& prompt() const override { return name_; }

 private:
  std::vector<std::string>& typed_;
  std::string name_;
};

struct Rig {
  explicit Rig(bool terminal = false, Options options = {}, const std::string& name = "cisco_ios") {
    SideChannel side;
    if (terminal) {
      side = [this](Deadline) -> net::Task<Result<std::unique_ptr<Session>>> {
        ++opened;
        co_return std::make_unique<FakeTerminal>(typed);
      };
    }
    session = make_ios_web_session(std::make_unique<FakeIosWeb>(device), find_platform(name),
                                   std::move(side), std::move(options));
  }

  template <class T>
  T wait_for(const std::function<net::Task<T>()>& make) {
    net::Loop loop;
    return loop.run<T>(make);
  }
  Result<void> login(Credentials given = {"admin", Secret("pass-word"), {}}) {
    return wait_for<Result<void>>([&] { return session->login(given, soon()); });
  }
  Result<Output> run(const std::string& command, const Answers& answers = {}) {
    return wait_for<Result<Output>>([&] { return session->run(command, answers, soon()); });
  }
  Session::RunAll run_all(const std::vector<std::string>& commands) {
    return wait_for<Session::RunAll>([&] { return session->run_all(commands, 5s); });
  }
  Result<std::vector<Output>> configure(const std::vector<std::string>& commands) {
    std::vector<ConfigureLine> lines;
    for (const auto& command : commands) lines.push_back({command, {}});
    return wait_for<Result<std::vector<Output>>>([&] { return session->configure(lines, soon()); });
  }
  Result<Saved> save() {
    return wait_for<Result<Saved>>([&] { return session->save(soon()); });
  }
  void close() {
    net::Loop loop;
    loop.run<void>([&] { return session->close(soon()); });
  }
  [[nodiscard]] std::size_t requests() const { return device.requests.size(); }

  FakeIosWeb::State device;
  std::vector<std::string> typed;
  int opened = 0;
  std::unique_ptr<Session> session;
};

// Each way in which a device may offer its web interface.
struct Offer {
  std::string name;
  std::function<void(FakeIosWeb::State&)> set;
};

class IosWebSessionTest : public ::testing::TestWithParam<Offer> {};

INSTANTIATE_TEST_SUITE_P(
    Offers, IosWebSessionTest,
    ::testing::Values(Offer{"Commandset", [](FakeIosWeb::State&) {}},
                      Offer{"CommandsetWithToken",
                            [](FakeIosWeb::State& state) { state.wants_token = true; }},
                      Offer{"Pages", [](FakeIosWeb::State& state) { state.commandset = false; }},
                      Offer{"OldPages",
                            [](FakeIosWeb::State& state) {
                              state.commandset = false;
                              state.old_pages = true;
                              state.escapes = false;
                            }}),
    [](const auto& info) { return info.param.name; });

TEST_P(IosWebSessionTest, FindsTheInterfaceThatTheDeviceHas) {
  Rig rig;
  GetParam().set(rig.device);
  const std::string shown = "a < b & c > d\n  indented\n\nlast";
  rig.device.answers["show version"] = "a < b & c > d\r\n  indented\r\n\r\nlast\r\n";
  const auto login = rig.login();
  ASSERT_TRUE(login) << login.error().message;
  EXPECT_EQ(rig.session->hostname(), "R1");
  EXPECT_EQ(rig.session->prompt(), "R1#");
  EXPECT_EQ(rig.session->mode(), platform::Mode::kPrivileged);
  const auto version = rig.run("show version");
  ASSERT_TRUE(version) << version.error().message;
  EXPECT_EQ(version->text, shown);

  const auto bad = rig.run("show nonsense");
  ASSERT_TRUE(bad) << bad.error().message;
  ASSERT_TRUE(bad->rejected);
  EXPECT_THAT(bad->rejected->message, HasSubstr("nvalid input"));

  const auto outputs = rig.configure({"logging on", "hostname edge", "bad line", "ntp master"});
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_EQ(outputs->size(), 3u);
  EXPECT_EQ(outputs->back().rejected->index, 2u);
  EXPECT_EQ(outputs->back().rejected->command, "bad line");
  EXPECT_THAT(rig.device.running, ElementsAre("logging on", "hostname edge"));
  EXPECT_EQ(rig.session->prompt(), "edge#");

  ASSERT_TRUE(rig.save());
  EXPECT_EQ(rig.device.saved, rig.device.running);
  rig.device.answers["write memory"] = "Building configuration...\r\n";
  EXPECT_EQ(rig.save().error().code, ErrorCode::kCommandRejected);
  rig.close();
  EXPECT_TRUE(rig.device.closed);
}

TEST_P(IosWebSessionTest, TriesRefusedCredentialsOnce) {
  Rig rig;
  GetParam().set(rig.device);
  int refusals = 0;
  rig.device.fault = [&](const auto&, auto& response) { refusals += response->status == 401; };
  const auto login = rig.login({"admin", Secret("nonsense"), {}});
  ASSERT_FALSE(login);
  EXPECT_EQ(login.error().code, ErrorCode::kLoginRefused);
  EXPECT_THAT(login.error().message, HasSubstr("less than privilege 15"));
  EXPECT_EQ(refusals, 1);
  const std::size_t before = rig.requests();
  EXPECT_FALSE(rig.run("show version"));
  EXPECT_FALSE(rig.login());
  EXPECT_EQ(rig.requests(), before);
}

TEST_P(IosWebSessionTest, LogsInWithTheEnablePasswordWhereThereIsNoUser) {
  Rig rig;
  GetParam().set(rig.device);
  rig.device.only_password = true;
  const auto login = rig.login({"", Secret("other"), Secret("pass-word")});
  ASSERT_TRUE(login) << login.error().message;
}

TEST_P(IosWebSessionTest, SaysWhatIsMissingWhereACommandNeedsATerminal) {
  Rig rig;
  GetParam().set(rig.device);
  ASSERT_TRUE(rig.login());
  const std::size_t before = rig.requests();
  const auto lines = rig.configure({"logging on", "crypto key generate rsa"});
  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(lines.error().message, HasSubstr("line 2 \"crypto key generate rsa\" asks for"));
  EXPECT_THAT(lines.error().hint, HasSubstr("prepare NAME --for ios-ssh"));
  const auto reload = rig.run("reload");
  ASSERT_FALSE(reload);
  EXPECT_THAT(reload.error().message, HasSubstr("\"reload\" asks whether to reload"));
  EXPECT_EQ(rig.requests(), before);
  EXPECT_TRUE(rig.run("show running-config")) << "nothing happened: the session goes on";
}

TEST_P(IosWebSessionTest, TakesCommandsThatAskOverTheTerminalInOrder) {
  Rig rig(true);
  GetParam().set(rig.device);
  ASSERT_TRUE(rig.login());
  const auto outputs =
      rig.configure({"logging on", "crypto key generate rsa", "no username eve", "ntp master"});
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_EQ(outputs->size(), 3u);
  EXPECT_EQ(outputs->back().rejected->index, 2u);
  EXPECT_THAT(rig.device.running, ElementsAre("logging on"));
  ASSERT_TRUE(rig.run("reload in 5", {{"confirm", "y"}}));
  rig.close();
  EXPECT_THAT(rig.typed, ElementsAre("crypto key generate rsa", "no username eve",
                                     "reload in 5 <- y", "(closed)"));
  EXPECT_EQ(rig.opened, 1);
}

TEST_P(IosWebSessionTest, TakesTextsOverSeveralLinesOverTheTerminal) {
  Rig rig(true);
  GetParam().set(rig.device);
  ASSERT_TRUE(rig.login());
  ASSERT_TRUE(rig.configure({"banner motd ^C", "reload at noon", "^C"}));
  EXPECT_THAT(rig.typed, ElementsAre("banner motd ^C", "reload at noon", "^C"));
}

TEST(IosWebSession, TellsAUserWithTooLittlePrivilege) {
  Rig rig;
  rig.device.wants_token = true;
  rig.device.privilege = 5;
  const auto login = rig.login();
  ASSERT_FALSE(login);
  EXPECT_EQ(login.error().code, ErrorCode::kLoginRefused);
  EXPECT_EQ(login.error().diagnosis, Diagnosis::kTooLittlePrivilege) << login.error().message;

  Rig told;
  told.device.answers["show privilege"] = "Current privilege level is 1\r\n";
  const auto refused = told.login();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().diagnosis, Diagnosis::kTooLittlePrivilege);
}

TEST(IosWebSession, AsksFiveCommandsInOneRequest) {
  Rig rig;
  std::vector<std::string> commands;
  for (int i = 0; i < 5; ++i) {
    commands.push_back(fmt::format("show interface Gi0/{}", i));
    rig.device.answers[commands.back()] = fmt::format("is up {}\r\n", i);
  }
  ASSERT_TRUE(rig.login());
  const std::size_t before = rig.requests();
  const auto all = rig.run_all(commands);
  ASSERT_FALSE(all.error) << all.error->message;
  ASSERT_EQ(all.outputs.size(), 5u);
  EXPECT_EQ(all.outputs[4].text, "is up 4");
  EXPECT_EQ(rig.requests(), before + 1);
  commands[2] = "show nonsense";
  const auto stopped = rig.run_all(commands);
  ASSERT_EQ(stopped.outputs.size(), 3u);
  EXPECT_EQ(stopped.outputs.back().rejected->index, 2u);
}

TEST(IosWebSession, AsksOneByOneWhereAnAnswerLooksLikeTheEnvelope) {
  Rig rig;
  rig.device.answers["show banner"] =
      "first\r\n! OUTPUT END\r\n! COMMAND BEGIN\r\nshow clock\r\n! COMMAND END\r\n"
      "! PARSE_ERROR=\"0\"\r\n! OUTPUT BEGIN\r\nforged\r\n";
  rig.device.answers["show clock"] = "noon\r\n";
  ASSERT_TRUE(rig.login());
  const auto all = rig.run_all({"show banner", "show clock"});
  ASSERT_FALSE(all.error) << all.error->message;
  ASSERT_EQ(all.outputs.size(), 2u);
  EXPECT_THAT(all.outputs[0].text, HasSubstr("forged"));
  EXPECT_EQ(all.outputs[1].text, "noon");
}

TEST(IosWebSession, FetchesTheTokenAnewWhenItHasGrownOld) {
  Rig rig;
  rig.device.wants_token = true;
  ASSERT_TRUE(rig.login());
  rig.device.token = "t-2";
  ASSERT_TRUE(rig.configure({"logging on"}));
  EXPECT_THAT(rig.device.running, ElementsAre("logging on"));
  rig.device.fault = [](const net::HttpRequest& request, auto& response) {
    if (request.method == "POST") response = net::HttpResponse{.status = 403};
  };
  const std::size_t before = rig.requests();
  EXPECT_FALSE(rig.configure({"ntp master"}));
  EXPECT_EQ(rig.requests(), before + 3) << "once more with a new token, and no further";
}

TEST(IosWebSession, FindsARefusalThatTheDeviceGoesOnAfter) {
  Rig rig;
  ASSERT_TRUE(rig.login());
  const auto outputs = rig.configure(
      {"interface Gi0/0", " ip address 10.1.0.1 255.0.0.0", " shutdown", "ntp master"});
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_EQ(outputs->size(), 2u);
  EXPECT_EQ(outputs->back().rejected->index, 1u);
  EXPECT_THAT(outputs->back().rejected->message, HasSubstr("overlaps"));
  EXPECT_THAT(rig.device.running, Contains(" shutdown")) << "the device went on in the section";
  EXPECT_THAT(rig.device.running, Not(Contains("ntp master")));
}

TEST(IosWebSession, TakesAnUnknownAnswerToAConfigurationLineForARefusal) {
  Rig rig(false, {}, "cisco_xe");
  ASSERT_TRUE(rig.login());
  const auto odd = rig.configure({"odd thing", "ntp master"});
  ASSERT_TRUE(odd);
  ASSERT_TRUE(odd->back().rejected);
  EXPECT_EQ(odd->back().rejected->message, "The thing is odd and was not done");
  const auto known = rig.configure({"username bob password 0 x", "no ip nat inside"});
  ASSERT_TRUE(known);
  EXPECT_FALSE(known->back().rejected);
  EXPECT_EQ(known->front().warnings.size(), 1u);
}

TEST(IosWebSession, NamesWhatElseAWebServerMayAnswer) {
  const struct {
    net::HttpResponse response;
    ErrorCode code;
    std::string words;
  } cases[] = {
      {{.status = 301, .fields = {{"Location", "/webui/"}}}, ErrorCode::kUnsupported, "/webui/"},
      {{.status = 404}, ErrorCode::kUnsupported, "neither"},
      {{.status = 503}, ErrorCode::kUnreachable, "busy"},
      {{.body = "<html><title>Hello</title></html>"}, ErrorCode::kUnsupported, "page"},
      {{.body = "nothing"}, ErrorCode::kUnsupported, "page"},
      {{.body = "<HTML><FORM METHOD=POST><DL>\nCurrent pri"}, ErrorCode::kConnectionLost, "no end"},
  };
  for (const auto& c : cases) {
    Rig rig;
    rig.device.fault = [&](const auto&, auto& response) { response = c.response; };
    const auto login = rig.login();
    ASSERT_FALSE(login) << c.words;
    EXPECT_EQ(login.error().code, c.code) << login.error().message;
    EXPECT_THAT(login.error().message, HasSubstr(c.words));
  }
}

TEST(IosWebSession, SaysThatItIsUnknownHowFarAConfigurationThatWasCutOffCame) {
  for (const bool whole : {true, false}) {
    Rig rig;
    ASSERT_TRUE(rig.login());
    rig.device.fault = [&](const auto&, auto& response) {
      if (whole) {
        response->body.resize(response->body.size() - 30);
      } else {
        response = failure(ErrorCode::kConnectionLost, "closed in mid-answer");
      }
    };
    const auto outputs = rig.configure({"logging on", "ntp master"});
    ASSERT_FALSE(outputs);
    EXPECT_EQ(outputs.error().code, ErrorCode::kConnectionLost);
    EXPECT_THAT(outputs.error().message, HasSubstr("line 1"));
    EXPECT_THAT(outputs.error().message, HasSubstr("how far"));
  }
}

TEST(IosWebSession, TakesSectionsOverTheTerminalWhereThereAreOnlyPages) {
  Rig rig(true);
  rig.device.commandset = false;
  ASSERT_TRUE(rig.login());
  ASSERT_TRUE(rig.configure({"logging on", "line vty 0 4", " login local", "ntp master"}));
  EXPECT_THAT(rig.device.running, ElementsAre("logging on", "ntp master"));
  EXPECT_THAT(rig.typed, ElementsAre("line vty 0 4", " login local"));

  Rig without;
  without.device.commandset = false;
  ASSERT_TRUE(without.login());
  const auto refused = without.configure({"logging on", "line vty 0 4", " login local"});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("line 2"));
  EXPECT_THAT(without.device.running, IsEmpty());
}

TEST(IosWebSession, PassesOnWhyTheTerminalCouldNotBeOpened) {
  FakeIosWeb::State device;
  const auto session =
      make_ios_web_session(std::make_unique<FakeIosWeb>(device), find_platform("cisco_ios"),
                           [](Deadline) -> net::Task<Result<std::unique_ptr<Session>>> {
                             co_return failure(ErrorCode::kUnreachable, "connection refused");
                           });
  net::Loop loop;
  const Credentials credentials{"admin", Secret("pass-word"), {}};
  ASSERT_TRUE(loop.run<Result<void>>([&] { return session->login(credentials, soon()); }));
  const auto run = loop.run<Result<Output>>([&] { return session->run("reload", {}, soon()); });
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code, ErrorCode::kUnreachable);
  EXPECT_THAT(run.error().message, HasSubstr("\"reload\""));
  EXPECT_THAT(run.error().message, HasSubstr("connection refused"));
}

TEST(IosWebSession, TellsTheTranscriptWithoutSecrets) {
  std::string told;
  Rig rig(false, {.transcript = [&](const TranscriptLine& line) { told += line.text + "\n"; }});
  rig.device.answers["show secret"] = "it is pass-word\r\n";
  ASSERT_TRUE(rig.login());
  ASSERT_TRUE(rig.run("show secret"));
  ASSERT_TRUE(rig.configure({"enable secret TopSecret9"}));
  EXPECT_THAT(told, HasSubstr("show secret\nit is <secret>\n"));
  EXPECT_THAT(told, HasSubstr("enable secret <secret>\n"));
  EXPECT_THAT(told, Not(HasSubstr("pass-word")));
}

TEST(IosWebSession, EndsWithCancelAndBoundsAnswers) {
  Rig rig(false, {.output_limit = 1000});
  rig.device.answers["show endless"] = std::string(5000, 'x') + "\r\n";
  ASSERT_TRUE(rig.login());
  EXPECT_THAT(rig.run("show endless").error().message, HasSubstr("1000 bytes"));
  Rig cancelled;
  ASSERT_TRUE(cancelled.login());
  cancelled.session->cancel();
  EXPECT_EQ(cancelled.run("show version").error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace lw::session
