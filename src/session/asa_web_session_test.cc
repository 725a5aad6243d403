#include "session/asa_web_session.h"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/loop.h"
#include "session/fake_asa_web.h"

namespace lw::session {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::shared_ptr<const platform::Platform> asa() {
  static const auto registry = platform::Registry::load();
  return registry->find("cisco_asa").value();
}

template <class T>
T wait_for(const std::function<net::Task<T>()>& make) {
  net::Loop loop;
  return loop.run<T>(make);
}

Deadline soon() { return Deadline::after(20s); }

struct Rig {
  explicit Rig(AsaWebOptions options = {})
      : session(make_asa_web_session(std::make_unique<FakeAsaWeb>(device), asa(),
                                     std::move(options))) {}

  Result<void> login(Credentials given = {"admin", Secret("pass-word"), {}}) {
    return wait_for<Result<void>>([&] { return session->login(given, soon()); });
  }
  Result<Output> run(const std::string& command) {
    return wait_for<Result<Output>>([&] { return session->run(command, {}, soon()); });
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
  std::vector<std::string>& running(const std::string& context = "admin") {
    return device.contexts[context].running;
  }

  FakeAsaWeb::State device;
  std::unique_ptr<Session> session;
};

TEST(AsaWebSession, KeepsWhatItHoldsAsLongAsItIsThere) {
  Rig rig;
  auto place = std::make_shared<int>(1);
  const std::weak_ptr<int> watched = place;
  rig.session->hold(std::move(place));
  ASSERT_TRUE(rig.login());
  EXPECT_FALSE(watched.expired());
  rig.session.reset();
  EXPECT_TRUE(watched.expired());
}

TEST(AsaWebSession, ProvesTheLoginInOneRequestAndLearnsTheName) {
  Rig rig;
  const auto login = rig.login();
  ASSERT_TRUE(login) << login.error().message;
  EXPECT_EQ(rig.device.requests.size(), 1u);
  EXPECT_EQ(rig.session->mode(), platform::Mode::kPrivileged);
  EXPECT_EQ(rig.session->hostname(), "fw1");
  EXPECT_EQ(rig.session->prompt(), "fw1#");
}

TEST(AsaWebSession, LogsInWithTheEnablePasswordWhereThereIsNoUser) {
  Rig rig;
  rig.device.aaa = false;
  ASSERT_TRUE(rig.login({"", Secret("other"), Secret("en-able")}));
  Rig wrong;
  wrong.device.aaa = false;
  const auto refused = wrong.login({"", Secret(""), Secret("nonsense")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLoginRefused);
  EXPECT_THAT(refused.error().message, HasSubstr("enable password"));
}

TEST(AsaWebSession, TriesRefusedCredentialsOnce) {
  Rig rig;
  const auto login = rig.login({"admin", Secret("nonsense"), Secret("en-able")});
  ASSERT_FALSE(login);
  EXPECT_EQ(login.error().code, ErrorCode::kLoginRefused);
  EXPECT_THAT(login.error().message, Not(HasSubstr("nonsense")));
  EXPECT_FALSE(rig.run("show version"));
  EXPECT_FALSE(rig.login());
  EXPECT_EQ(rig.device.requests.size(), 1u);
}

TEST(AsaWebSession, TellsAnUnlistedProgramFromAWrongPassword) {
  Rig rig;
  rig.device.programs = {"ASDM"};
  const auto login = rig.login();
  ASSERT_FALSE(login);
  EXPECT_EQ(login.error().code, ErrorCode::kLoginRefused);
  EXPECT_THAT(login.error().message, HasSubstr("listed programs"));
  EXPECT_THAT(login.error().hint, HasSubstr("http server basic-auth-client CSM"));
}

TEST(AsaWebSession, FindsTheAddressesOfAnOldPix) {
  Rig rig;
  rig.device.root = "";
  ASSERT_TRUE(rig.login());
  ASSERT_TRUE(rig.configure({"hostname fw-2"}));
  EXPECT_EQ(rig.device.requests.front().target.substr(0, 12), "/admin/exec/");
  EXPECT_EQ(rig.device.requests.back().target, "/config");
}

TEST(AsaWebSession, NamesWhatElseAWebServerMayAnswer) {
  const struct {
    net::HttpResponse response;
    ErrorCode code;
    std::string words;
  } cases[] = {
      {{.status = 301, .fields = {{"Location", "/admin/public/index.html"}}},
       ErrorCode::kUnsupported,
       "/admin/public/index.html"},
      {{.status = 403}, ErrorCode::kLoginRefused, "403"},
      {{.status = 404}, ErrorCode::kUnsupported, "404"},
      {{.status = 503}, ErrorCode::kUnreachable, "busy"},
      {{.body = "<!DOCTYPE html><html><title>SSL VPN</title>"}, ErrorCode::kUnsupported, "page"},
      {{.body = "hello\n"}, ErrorCode::kUnsupported, "hello"},
      {{.body = ""}, ErrorCode::kUnsupported, "show curpriv"},
      {{.body = "ERROR: Command authorization failed\n"}, ErrorCode::kLoginRefused, "may not"},
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

TEST(AsaWebSession, NeedsFullPrivilege) {
  Rig rig;
  rig.device.users["viewer"] = {"pass-word", 5};
  const auto login = rig.login({"viewer", Secret("pass-word"), {}});
  ASSERT_FALSE(login);
  EXPECT_EQ(login.error().code, ErrorCode::kLoginRefused);
  EXPECT_THAT(login.error().message, HasSubstr("privilege 5"));
}

TEST(AsaWebSession, AsksFiveCommandsInOneRequest) {
  for (const std::string end : {"\n", "\r\n", "\r\r\n"}) {
    Rig rig;
    rig.device.end = end;
    std::vector<std::string> commands;
    for (int i = 0; i < 5; ++i) {
      commands.push_back(fmt::format("show interface Gi0/{}", i));
      rig.device.answers[commands.back()] = i == 3 ? "" : fmt::format("is up {}\n\n last", i);
    }
    ASSERT_TRUE(rig.login());
    const auto all = rig.run_all(commands);
    ASSERT_FALSE(all.error) << all.error->message;
    ASSERT_EQ(all.outputs.size(), 5u);
    EXPECT_EQ(rig.device.requests.size(), 2u);
    EXPECT_EQ(all.outputs[0].text, "is up 0\n\n last");
    EXPECT_EQ(all.outputs[3].text, "");
    EXPECT_EQ(all.outputs[4].command, "show interface Gi0/4");
  }
}

TEST(AsaWebSession, StopsABatchAtTheFirstRefusedCommand) {
  Rig rig;
  rig.device.answers["show version"] = "Version 9.8\n";
  ASSERT_TRUE(rig.login());
  const auto all = rig.run_all({"show version", "show nonsense", "show version"});
  ASSERT_EQ(all.outputs.size(), 2u);
  EXPECT_FALSE(all.outputs[0].rejected);
  ASSERT_TRUE(all.outputs[1].rejected);
  EXPECT_EQ(all.outputs[1].rejected->index, 1u);
  EXPECT_EQ(all.outputs[1].rejected->command, "show nonsense");
  EXPECT_EQ(all.outputs[1].rejected->column, 5u);
}

TEST(AsaWebSession, AsksOneByOneWhereTheAnswersCannotBeToldApart) {
  Rig rig;
  ASSERT_TRUE(rig.login());
  rig.device.answers["show banner"] =
      "Username : admin\nCurrent privilege level : 15\nCurrent Mode/s : P_PRIV \n";
  rig.device.answers["show version"] = "Version 9.8\n";
  const auto all = rig.run_all({"show version", "show banner", "show version"});
  ASSERT_FALSE(all.error) << all.error->message;
  ASSERT_EQ(all.outputs.size(), 3u);
  EXPECT_EQ(all.outputs[0].text, "Version 9.8");
  EXPECT_THAT(all.outputs[1].text, HasSubstr("privilege level : 15"));
  EXPECT_EQ(all.outputs[2].text, "Version 9.8");
}

TEST(AsaWebSession, WorksWithADeviceThatTakesOneCommandARequest) {
  Rig rig;
  rig.device.one_command_only = true;
  rig.device.answers["show version"] = "Version 6.3\n";
  const auto login = rig.login();
  ASSERT_TRUE(login) << login.error().message;
  const auto all = rig.run_all({"show version", "show version"});
  ASSERT_FALSE(all.error);
  EXPECT_EQ(all.outputs.back().text, "Version 6.3");
  EXPECT_EQ(rig.device.requests.size(), 4u);
}

TEST(AsaWebSession, SendsCommandsThatChangeSomethingAloneAndOnce) {
  Rig rig;
  rig.device.answers["clear xlate"] = "INFO: 1 xlate deleted\n";
  rig.device.answers["show version"] = "Version 9.8\n";
  ASSERT_TRUE(rig.login());
  const auto all = rig.run_all({"show version", "clear xlate", "show version"});
  ASSERT_FALSE(all.error);
  EXPECT_EQ(all.outputs.size(), 3u);
  EXPECT_THAT(rig.device.entered, ElementsAre("clear xlate"));
  EXPECT_EQ(rig.device.requests[2].target, "/admin/exec/clear+xlate");
}

TEST(AsaWebSession, SplitsABatchThatIsTooLongForOneRequest) {
  Rig rig;
  std::vector<std::string> commands;
  for (int i = 0; i < 60; ++i) {
    commands.push_back(fmt::format("show access-list a-rather-long-name-of-a-list-{}", i));
    rig.device.answers[commands.back()] = fmt::format("{}\n", i);
  }
  ASSERT_TRUE(rig.login());
  const auto all = rig.run_all(commands);
  ASSERT_FALSE(all.error);
  ASSERT_EQ(all.outputs.size(), 60u);
  EXPECT_EQ(all.outputs[59].text, "59");
  EXPECT_GT(rig.device.requests.size(), 3u);
  EXPECT_LT(rig.device.requests.size(), 8u);
  for (const auto& request : rig.device.requests) EXPECT_LE(request.target.size(), 2000u);
}

TEST(AsaWebSession, NoticesAnAnswerThatWasCutOff) {
  Rig rig;
  rig.device.answers["show version"] = "one\ntwo\nthree\n";
  ASSERT_TRUE(rig.login());
  int cuts = 1;
  rig.device.fault = [&](const auto&, auto& response) {
    if (cuts-- > 0) response->body.resize(response->body.size() / 2);
  };
  const auto output = rig.run("show version");
  ASSERT_TRUE(output);
  EXPECT_EQ(output->text, "one\ntwo\nthree");
}

TEST(AsaWebSession, RefusesWhatAsksBeforeAnythingIsSent) {
  Rig rig;
  ASSERT_TRUE(rig.login());
  const auto reload = rig.run("reload");
  ASSERT_FALSE(reload);
  EXPECT_EQ(reload.error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(reload.error().message, HasSubstr("asks whether to reload"));
  const auto lines = rig.configure({"logging on", "no crypto ca trustpoint X"});
  ASSERT_FALSE(lines);
  EXPECT_THAT(lines.error().message, HasSubstr("line 2"));
  EXPECT_THAT(rig.device.entered, IsEmpty());
}

TEST(AsaWebSession, EntersASectionInOneRequestAndEachLineGetsItsOutput) {
  Rig rig;
  ASSERT_TRUE(rig.login());
  const auto outputs = rig.configure({"interface Gi0/1", " nameif outside", " security-level 0",
                                      "username bob password x", "logging on"});
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_EQ(outputs->size(), 5u);
  EXPECT_EQ((*outputs)[1].command, " nameif outside");
  EXPECT_THAT((*outputs)[1].text, HasSubstr("INFO: Security level"));
  EXPECT_EQ((*outputs)[3].warnings.size(), 1u);
  EXPECT_FALSE((*outputs)[4].rejected);
  EXPECT_EQ(rig.device.requests.size(), 5u) << "login, failover, three sections";
  EXPECT_THAT(rig.running(), ElementsAre("interface Gi0/1", " nameif outside", " security-level 0",
                                         "username bob password x", "logging on"));
}

TEST(AsaWebSession, FindsTheRefusedLineAlthoughTheAnswerIsOk) {
  const struct {
    std::string line, words;
  } cases[] = {
      {"bad line", "ERROR: % Invalid input"},
      {"no object-group network used", "not allowed, it is being used"},
      {"http 1.2.3.4 odd", "Usage: http"},
  };
  for (const auto& c : cases) {
    Rig rig;
    ASSERT_TRUE(rig.login());
    const auto outputs = rig.configure({"logging on", c.line, "logging timestamp"});
    ASSERT_TRUE(outputs) << outputs.error().message;
    ASSERT_EQ(outputs->size(), 2u) << c.line;
    ASSERT_TRUE(outputs->back().rejected);
    EXPECT_EQ(outputs->back().rejected->index, 1u);
    EXPECT_EQ(outputs->back().rejected->command, c.line);
    EXPECT_THAT(outputs->back().rejected->message, HasSubstr(c.words));
    EXPECT_THAT(rig.running(), ElementsAre("logging on"));
  }
}

TEST(AsaWebSession, NamesTheRefusedLineInsideASectionAndEntersNothingOfTheNext) {
  Rig rig;
  ASSERT_TRUE(rig.login());
  const auto outputs =
      rig.configure({"interface Gi0/1", " nameif x", " bad thing", " shutdown", "logging on"});
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_EQ(outputs->size(), 3u);
  EXPECT_EQ(outputs->back().rejected->index, 2u);
  EXPECT_EQ(outputs->back().rejected->command, " bad thing");
  EXPECT_THAT(rig.running(), Contains(" shutdown")) << "lines behind it were in the same request";
  EXPECT_THAT(rig.running(), Not(Contains("logging on")));
}

TEST(AsaWebSession, FindsTheRefusedLineWhereExecCommandsAreNotAnswered) {
  Rig rig;
  ASSERT_TRUE(rig.login());
  rig.device.shows_in_config = false;
  std::vector<std::string> lines{"object-group network many"};
  for (int i = 0; i < 60; ++i) lines.push_back(fmt::format(" network-object host 10.0.0.{}", i));
  lines[30] = " bad object";
  const auto outputs = rig.configure(lines);
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_TRUE(outputs->back().rejected);
  EXPECT_EQ(outputs->back().rejected->index, 30u);
  EXPECT_EQ(outputs->size(), 31u);

  const auto usage = rig.configure({"router x", " http 1.2.3.4 odd"});
  ASSERT_TRUE(usage);
  ASSERT_TRUE(usage->back().rejected);
  EXPECT_THAT(usage->back().rejected->message, HasSubstr("one of lines 1 to 2"));
  const auto fine = rig.configure({"router x", " network y"});
  ASSERT_TRUE(fine);
  EXPECT_EQ(fine->size(), 2u);
}

TEST(AsaWebSession, PutsNothingIntoACertificate) {
  Rig rig;
  ASSERT_TRUE(rig.login());
  const std::vector<std::string> lines{"crypto ca certificate chain TP",
                                       " certificate ca 01",
                                       "    30820201 3082016a",
                                       "  quit",
                                       "crypto ca import TP certificate nointeractive",
                                       "MIIB",
                                       "reload",
                                       "quit",
                                       "logging on"};
  const auto outputs = rig.configure(lines);
  ASSERT_TRUE(outputs) << outputs.error().message;
  EXPECT_EQ(outputs->size(), lines.size());
  EXPECT_EQ(rig.running()[2], "    30820201 3082016a");
  EXPECT_EQ(rig.running().back(), "logging on");
  EXPECT_EQ(rig.running().size(), lines.size());
  const auto endless = rig.configure({"crypto ca import TP certificate nointeractive", "MIIB"});
  ASSERT_FALSE(endless);
  EXPECT_THAT(endless.error().message, HasSubstr("line 1"));
}

TEST(AsaWebSession, SaysThatItIsUnknownHowFarAConfigurationThatWasCutOffCame) {
  Rig rig;
  ASSERT_TRUE(rig.login());
  rig.device.fault = [](const net::HttpRequest& request, auto& response) {
    if (request.body.find("logging on") == std::string::npos) return;
    response = failure(ErrorCode::kConnectionLost, "closed in mid-answer");
  };
  const auto outputs = rig.configure({"one", "logging on", "three"});
  ASSERT_FALSE(outputs);
  EXPECT_EQ(outputs.error().code, ErrorCode::kConnectionLost);
  EXPECT_THAT(outputs.error().message, HasSubstr("line 2"));
  EXPECT_THAT(outputs.error().message, HasSubstr("how far"));
  EXPECT_THAT(rig.device.entered, Not(Contains("three")));
}

TEST(AsaWebSession, TakesNoAnswerForGoodThatDoesNotSayConfigOk) {
  Rig rig;
  ASSERT_TRUE(rig.login());
  rig.device.fault = [](const auto&, auto& response) { response->body = "something else\n"; };
  const auto outputs = rig.configure({"logging on"});
  ASSERT_FALSE(outputs);
  EXPECT_THAT(outputs.error().message, HasSubstr("Config OK"));
  EXPECT_THAT(outputs.error().message, HasSubstr("something else"));
}

TEST(AsaWebSession, WorksInsideAContext) {
  Rig rig({.session = {}, .context = "dmz"});
  rig.device.contexts["dmz"].hostname = "fw-dmz";
  const auto login = rig.login();
  ASSERT_TRUE(login) << login.error().message;
  EXPECT_EQ(rig.device.requests.size(), 1u);
  EXPECT_EQ(rig.session->prompt(), "fw-dmz/dmz#");
  ASSERT_TRUE(rig.configure({"logging on"}));
  EXPECT_THAT(rig.running("dmz"), ElementsAre("logging on"));
  EXPECT_THAT(rig.running(), IsEmpty());
  ASSERT_TRUE(rig.save());
  EXPECT_THAT(rig.device.contexts["dmz"].saved, ElementsAre("logging on"));
  EXPECT_EQ(rig.run("show running-config")->text, ": Saved\nlogging on\n: end");
  const auto all = rig.run_all({"show running-config", "show running-config hostname"});
  EXPECT_EQ(all.outputs.back().text, "hostname fw-dmz");
}

TEST(AsaWebSession, NamesAContextThatIsNotThere) {
  Rig rig({.session = {}, .context = "GLOBAL"});
  const auto login = rig.login();
  ASSERT_FALSE(login);
  EXPECT_EQ(login.error().code, ErrorCode::kCommandRejected);
  EXPECT_THAT(login.error().message, HasSubstr("there is no context GLOBAL"));
  EXPECT_THAT(login.error().message, HasSubstr("is not valid"));
}

TEST(AsaWebSession, SavesInARequestOfItsOwnAndBelievesOnlyAConfirmation) {
  Rig rig;
  ASSERT_TRUE(rig.login());
  ASSERT_TRUE(rig.configure({"logging on"}));
  EXPECT_THAT(rig.device.contexts["admin"].saved, IsEmpty());
  ASSERT_TRUE(rig.save());
  EXPECT_EQ(rig.device.requests.back().target, "/admin/exec/write+memory");
  EXPECT_THAT(rig.device.contexts["admin"].saved, ElementsAre("logging on"));

  rig.device.answers["write memory"] = "Building configuration...\n";
  EXPECT_EQ(rig.save().error().code, ErrorCode::kCommandRejected);
  rig.device.answers["write memory"] =
      "Building configuration...\nCryptochecksum: 1 2 3 4 \nERROR: flash is full\n";
  const auto full = rig.save();
  ASSERT_FALSE(full);
  EXPECT_THAT(full.error().message, HasSubstr("flash is full"));
}

TEST(AsaWebSession, FollowsAChangeOfName) {
  Rig rig;
  ASSERT_TRUE(rig.login());
  ASSERT_TRUE(rig.configure({"hostname edge-2"}));
  EXPECT_EQ(rig.session->prompt(), "edge-2#");
  ASSERT_TRUE(rig.configure({"hostname bad name"}));
  EXPECT_EQ(rig.session->hostname(), "edge-2");
}

TEST(AsaWebSession, BoundsAnswersAndLines) {
  Rig rig({.session = {.output_limit = 1000, .transcript = {}}, .context = {}});
  rig.device.answers["show endless"] = std::string(5000, 'x') + "\n";
  ASSERT_TRUE(rig.login());
  EXPECT_THAT(rig.run("show endless").error().message, HasSubstr("1000 bytes"));
  Rig other;
  ASSERT_TRUE(other.login());
  EXPECT_EQ(other.run("show a\nreload").error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(other.configure({"a\nb"}).error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(other.device.entered, IsEmpty());
}

TEST(AsaWebSession, TellsTheTranscriptBeforeItSendsAndWithoutSecrets) {
  std::string told;
  FakeAsaWeb::State* device = nullptr;
  std::size_t requests_when_told = 99;
  Rig rig({.session = {.transcript =
                           [&](const TranscriptLine& line) {
                             told += (line.direction == TranscriptLine::Direction::kSent ? "> "
                                                                                         : "< ") +
                                     line.text + "\n";
                             if (line.text.starts_with("logging")) {
                               requests_when_told = device->requests.size();
                             }
                           }},
           .context = {}});
  device = &rig.device;
  ASSERT_TRUE(rig.login());
  rig.device.answers["show secret"] = "it is pass-word\n";
  ASSERT_TRUE(rig.run("show secret"));
  ASSERT_TRUE(rig.configure({"logging on", "enable password TopSecret9"}));
  EXPECT_EQ(requests_when_told, 3u) << "login, command, failover";
  EXPECT_THAT(told, HasSubstr("> show secret\n< it is <secret>"));
  EXPECT_THAT(told, HasSubstr("> logging on\n"));
  EXPECT_THAT(told, Not(HasSubstr("pass-word")));
  EXPECT_THAT(told, Not(HasSubstr("TopSecret9")));
}

TEST(AsaWebSession, EndsWithCancelAndCloses) {
  Rig rig;
  ASSERT_TRUE(rig.login());
  rig.session->cancel();
  EXPECT_EQ(rig.run("show version").error().code, ErrorCode::kCancelled);
  net::Loop loop;
  loop.run<void>([&] { return rig.session->close(soon()); });
  EXPECT_TRUE(rig.device.closed);
  EXPECT_FALSE(rig.run("show version"));
}

}  // namespace
}  // namespace lw::session
