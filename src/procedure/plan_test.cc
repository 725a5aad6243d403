#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "procedure/procedure.h"

namespace lw::procedure {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class PlanTest : public testing::Test {
 protected:
  Result<Plan> make(std::string_view id, std::string_view platform, const Values& values,
                    const std::string* running = nullptr) {
    const Target target{registry_.find(platform).value(), ""};
    if (running == nullptr) return plan(*library_.find(id).value(), target, values, nullptr);
    const auto document = configtext::Document::read(
        *running, configtext::parse_dialect(target.platform->dialect).value());
    return plan(*library_.find(id).value(), target, values, &document);
  }
  std::vector<std::string> commands(std::string_view id, std::string_view platform,
                                    const Values& values) {
    return commands_of(make(id, platform, values).value());
  }
  static std::vector<std::string> commands_of(const Plan& plan) {
    std::vector<std::string> all;
    for (const Step& step : plan.steps) all.push_back(step.command);
    return all;
  }
  platform::Registry registry_ = platform::Registry::load().value();
  Library library_ = Library::load().value();
};

TEST_F(PlanTest, TheGuidesOwnFormsCanBeWritten) {
  EXPECT_THAT(
      commands("asa-https", "cisco_pix", {{"manager", "192.0.2.10"}}),
      ElementsAre("http server enable", "http 192.0.2.10 255.255.255.255 inside", "write memory"));
  EXPECT_THAT(commands("ios-https", "cisco_ios",
                       {{"hostname", "r1"},
                        {"domain", "example.net"},
                        {"username", "a"},
                        {"password", "b"},
                        {"password_form", "password-0"},
                        {"network_list", "N"},
                        {"login_list", "L"}}),
              ElementsAre("hostname r1", "ip domain-name example.net",
                          "username a privilege 15 password 0 b", "no aaa authorization network N",
                          "no aaa authentication login L", "ip http authentication local",
                          "ip http secure-server", "write memory"));
  EXPECT_THAT(commands("ios-https", "cisco_xe", {{"authorization", "aaa"}, {"list", "L"}}),
              ElementsAre("aaa new-model", "ip http authentication aaa",
                          "ip http authentication aaa login-authentication L",
                          "ip http authentication aaa exec-authorization L",
                          "ip http secure-server", "write memory"));
  EXPECT_THAT(commands("ios-authentication", "cisco_ios",
                       {{"username", "a"},
                        {"password", "b"},
                        {"password_form", "password-0"},
                        {"login_list", "none"}}),
              ElementsAre("username a password 0 b", "aaa new-model", "write memory"));
  const auto ssh = commands("ios-ssh", "cisco_ios",
                            {{"key_dialog", "yes"},
                             {"modulus", "1024"},
                             {"timeout", "60"},
                             {"retries", "2"},
                             {"version", "any"}});
  EXPECT_THAT(ssh, Contains("crypto key generate rsa"));
  EXPECT_THAT(ssh, Contains("ip ssh time-out 60"));
  EXPECT_THAT(ssh, Contains("ip ssh authentication-retries 2"));
  EXPECT_THAT(commands("ios-ssh-only", "cisco_ios", {{"first_line", "0"}, {"last_line", "15"}}),
              ElementsAre("line vty 0 15", "transport input ssh", "exit", "write memory"));
  EXPECT_THAT(
      commands("ios-cns-event", "cisco_ios",
               {{"server", "192.0.2.1"}, {"encryption", "clear"}, {"cns_password", "p"}}),
      ElementsAre("cns trusted-server all-agents 192.0.2.1", "cns event 192.0.2.1",
                  "cns config partial 192.0.2.1", "cns password p", "cns exec", "write memory"));
  EXPECT_THAT(
      commands("ios-cns-event", "cisco_ios",
               {{"server", "192.0.2.1"},
                {"event_port", "11012"},
                {"cns_password", "p"},
                {"exec_port", "444"}}),
      ElementsAre("cns trusted-server all-agents 192.0.2.1", "cns event 192.0.2.1 encrypt 11012",
                  "cns config partial 192.0.2.1 encrypt", "cns password p", "cns exec encrypt 444",
                  "write memory"));
  EXPECT_THAT(commands("ios-cns-call-home", "cisco_ios",
                       {{"server", "192.0.2.1"},
                        {"schedule", "at"},
                        {"time", "2:30"},
                        {"day_of_month", "1"},
                        {"month", "jan"},
                        {"repeat", "oneshot"},
                        {"user", "u"}}),
              ElementsAre("cns trusted-server all-agents 192.0.2.1",
                          "kron occurrence call-home user u at 2:30 jan 1 oneshot",
                          "policy-list fetch-config", "exit", "kron policy-list fetch-config",
                          "cli cns config retrieve 192.0.2.1 page /cns/JobbedDynaConfig status "
                          "http://192.0.2.1/cns/PostStatus",
                          "exit", "cns exec", "write memory"));
  EXPECT_THAT(
      commands("ios-cns-call-home", "cisco_ios", {{"server", "192.0.2.1"}, {"interval", "1:0:5"}}),
      Contains("kron occurrence call-home in 1:0:5 recurring"));
  EXPECT_THAT(commands("asa-license", "cisco_asa", {{"activation_key", "0x1 0x2 0x3 0x4 0x5"}}),
              Contains("activation-key 0x1 0x2 0x3 0x4 0x5"));
  EXPECT_THAT(
      commands("ios-license", "cisco_ios", {{"file", "flash0:uc-base-CISCO2951-FHH1216P06Z.xml"}}),
      ElementsAre("show license all", "license install flash0:uc-base-CISCO2951-FHH1216P06Z.xml",
                  "write memory", "show license feature"));
  EXPECT_THAT(
      commands("ips-setup", "cisco_ips",
               {{"sensor_name", "s"}, {"address", "192.0.2.9"}, {"default_route", "192.0.2.1"}}),
      ElementsAre("service host", "network-settings", "host-name s",
                  "host-ip 192.0.2.9/24,192.0.2.1", "exit", "exit", "service web-server",
                  "enable-tls true", "port 443", "exit"));
}

TEST_F(PlanTest, AutoUpdateHasFiveWaysToNameTheDevice) {
  const auto id = [&](Values values) {
    values.merge(Values{{"server", "192.0.2.1"}, {"username", "u"}, {"password", "p"}});
    for (const std::string& command : commands("asa-auto-update", "cisco_asa", values)) {
      if (command.starts_with("auto-update device-id ")) return command.substr(22);
    }
    return std::string();
  };
  EXPECT_EQ(id({{"device_id", "hardware-serial"}}), "hardware-serial");
  EXPECT_EQ(id({}), "hostname");
  EXPECT_EQ(id({{"device_id", "ipaddress"}}), "ipaddress");
  EXPECT_EQ(id({{"device_id", "ipaddress"}, {"device_id_interface", "outside"}}),
            "ipaddress outside");
  EXPECT_EQ(id({{"device_id", "mac-address"}, {"device_id_interface", "outside"}}),
            "mac-address outside");
  EXPECT_EQ(id({{"device_id", "string"}, {"device_id_text", "branch-7"}}), "string branch-7");
  EXPECT_THAT(commands("asa-auto-update", "cisco_asa",
                       {{"server", "192.0.2.1"},
                        {"username", "u"},
                        {"password", "p"},
                        {"retry_count", "3"},
                        {"retry_period", "7"}}),
              Contains("auto-update poll-period 720 3 7"));
  EXPECT_THAT(
      commands("asa-auto-update", "cisco_asa",
               {{"server", "192.0.2.1"}, {"username", "u"}, {"password", "p"}}),
      Contains("auto-update server https://u:p@192.0.2.1:443/autoupdate/AutoUpdateServlet"));
}

TEST_F(PlanTest, WhatIsMissingOrWrongIsRefusedWithTheRule) {
  EXPECT_THAT(make("asa-https", "cisco_asa", {}).error().message,
              HasSubstr("manager (an IPv4 address)"));
  EXPECT_THAT(make("asa-https", "cisco_ios", {}).error().message,
              HasSubstr("does not apply to cisco_ios"));
  EXPECT_THAT(make("ios-ssh", "cisco_ios", {{"colour", "red"}}).error().hint,
              HasSubstr("hostname, domain"));
  EXPECT_THAT(
      make("ios-ssh-only", "cisco_ios", {{"first_line", "4"}, {"last_line", "4"}}).error().message,
      HasSubstr("last_line: 4 is not greater than first_line, 4"));
  EXPECT_THAT(make("ios-ssh-only", "cisco_ios", {{"last_line", "1181"}}).error().message,
              HasSubstr("0 to 1180"));
  EXPECT_THAT(make("ios-cns-call-home", "cisco_ios",
                   {{"server", "192.0.2.1"}, {"occurrence", std::string(32, 'x')}})
                  .error()
                  .message,
              HasSubstr("1 to 31 characters"));
  EXPECT_THAT(make("ios-ssh", "cisco_ios", {{"username", "a\nno aaa new-model"}}).error().message,
              HasSubstr("is not 1 to 64 characters"));
}

TEST_F(PlanTest, ASecretMayStayOpenInAPlanForPeople) {
  EXPECT_THAT(commands("ios-ssh", "cisco_ios", {{"username", "a"}}),
              Contains("username a privilege 15 secret <password>"));
}

TEST_F(PlanTest, OnlyWhatIsMissingIsPlanned) {
  const std::string running =
      "hostname r1\nip domain name example.net\nusername a privilege 15 secret 5 x\nline vty 0 4\n "
      "login local\n"
      " transport input telnet ssh\nline vty 5 15\n login local\n transport input telnet\n";
  const Plan plan = make("ios-ssh", "cisco_ios", {}, &running).value();
  EXPECT_FALSE(plan.satisfied);
  EXPECT_THAT(commands_of(plan), ElementsAre("line vty 5 15", "transport input telnet ssh", "exit",
                                             "crypto key generate rsa modulus 2048",
                                             "ip ssh version 2", "write memory"));
}

TEST_F(PlanTest, NothingIsPlannedWhenAllIsThere) {
  const std::string running =
      "hostname r1\nip domain name example.net\nusername a privilege 15 secret 5 x\nip ssh version "
      "2\nline vty 0 4\n"
      " login local\n transport input ssh\n";
  const Plan plan = make("ios-ssh", "cisco_ios", {}, &running).value();
  EXPECT_TRUE(plan.satisfied);
  EXPECT_THAT(plan.steps, IsEmpty());
  ASSERT_EQ(plan.unseen.size(), 1U) << "keys don't show in a configuration";
  EXPECT_EQ(plan.unseen[0].command, "crypto key generate rsa modulus 2048");
  EXPECT_EQ(plan.unseen[0].answers.at("replace-keys"), "no");
}

// Enters planned commands into a configuration text as a device would: sections merge, a setting
// replaces its older value, `no` forms and exec commands aside.
class PaperDevice {
 public:
  explicit PaperDevice(const std::string& text) {
    const auto document = configtext::Document::read(text, configtext::Dialect::kIos);
    for (const auto& line : document.lines()) {
      if (line.kind != configtext::LineKind::kCommand) continue;
      enter(line.parent == configtext::kNoParent ? ""
                                                 : std::string(document.lines()[line.parent].text),
            std::string(line.text));
    }
  }
  void enter(const Plan& plan) {
    std::string section;
    for (const Step& step : plan.steps) {
      if (step.mode == StepMode::kExec || !step.visible) continue;
      if (step.command == "exit") {
        section.clear();
      } else if (step.submode.empty()) {
        enter("", step.command);
        section = step.command;
      } else {
        enter(section, step.command);
      }
    }
  }
  [[nodiscard]] std::string text() const {
    std::string all;
    for (const auto& [line, inside] : sections_) {
      all += line + "\n";
      for (const std::string& one : inside) all += " " + one + "\n";
    }
    return all;
  }

 private:
  void enter(const std::string& section, const std::string& command) {
    if (section.empty()) {
      for (const auto& [line, inside] : sections_) {
        if (line == command) return;
      }
      sections_.emplace_back(command, std::vector<std::string>{});
      return;
    }
    for (auto& [line, inside] : sections_) {
      if (line != section) continue;
      const std::string head = command.substr(0, command.find(' '));
      std::erase_if(inside, [&](const std::string& one) { return one.starts_with(head); });
      inside.push_back(command);
    }
  }
  std::vector<std::pair<std::string, std::vector<std::string>>> sections_;
};

// The law of a procedure: after its plan was carried out, it is ready, and a second plan is empty.
TEST_F(PlanTest, AfterThePlanTheAuditIsReadyAndASecondPlanIsEmpty) {
  struct Law {
    const char* procedure;
    const char* platform;
    Values values;
    std::string running;
  };
  const std::string fresh =
      "hostname Router\nline con 0\nline vty 0 4\n password x\n login\n transport input telnet\n"
      "line vty 5 15\n login\n transport input telnet\n";
  const Law laws[] = {
      {"ios-ssh",
       "cisco_ios",
       {{"hostname", "r1"}, {"domain", "a.net"}, {"username", "u"}, {"password", "p"}},
       fresh},
      {"ios-ssh-only",
       "cisco_ios",
       {},
       "username u secret p\nline vty 0 4\n login local\n transport input all\n"
       "line vty 5 15\n login local\n"},
      {"ios-https", "cisco_ios", {{"username", "u"}, {"password", "p"}}, fresh},
      {"ios-https",
       "cisco_ios",
       {{"username", "u"}, {"password", "p"}, {"authorization", "aaa"}},
       fresh},
      {"ios-authentication", "cisco_ios", {{"username", "u"}, {"password", "p"}}, fresh},
      {"ios-authentication",
       "cisco_ios",
       {{"username", "u"}, {"password", "p"}, {"method", "login-local"}},
       fresh},
      {"ios-cns-event", "cisco_ios", {{"server", "192.0.2.1"}, {"cns_password", "p"}}, fresh},
      {"ios-cns-event",
       "cisco_ios",
       {{"server", "192.0.2.1"}, {"cns_password", "p"}, {"encryption", "clear"}},
       fresh},
      {"ios-cns-call-home", "cisco_ios", {{"server", "192.0.2.1"}}, fresh},
      {"ios-cns-call-home",
       "cisco_ios",
       {{"server", "192.0.2.1"}, {"schedule", "at"}, {"time", "3:00"}},
       fresh},
      {"asa-https", "cisco_asa", {{"manager", "192.0.2.10"}}, "hostname fw\n"},
      {"catos-ssh",
       "cisco_catos",
       {{"username", "u"}, {"password", "p"}, {"manager", "192.0.2.10"}},
       "set ip permit disable ssh\n"},
      {"asa-auto-update",
       "cisco_asa",
       {{"server", "192.0.2.1"}, {"username", "u"}, {"password", "p"}},
       "hostname fw\n"},
  };
  for (const Law& law : laws) {
    PaperDevice device(law.running);
    const std::string before = device.text();
    const Plan first = make(law.procedure, law.platform, law.values, &before).value();
    EXPECT_FALSE(first.satisfied) << law.procedure;
    device.enter(first);
    const std::string after = device.text();
    const Plan second = make(law.procedure, law.platform, law.values, &after).value();
    EXPECT_TRUE(second.satisfied) << law.procedure << "\n"
                                  << after << testing::PrintToString(commands_of(second));
    EXPECT_THAT(second.steps, IsEmpty()) << law.procedure;
  }
}

const Values kFactoryNew = {{"manager", "192.0.2.5"},
                            {"address", "192.0.2.10"},
                            {"hostname", "fw-1"},
                            {"domain", "example.net"}};

TEST_F(PlanTest, ADeviceWithoutConfigurationIsAnsweredInItsSetUpDialogue) {
  const auto plan = make("asa-https", "cisco_asa", kFactoryNew).value();
  std::vector<std::string> answers;
  for (const SetupStep& step : plan.setup) answers.push_back(step.question + "=" + step.answer);
  EXPECT_THAT(answers, ElementsAre("enable-password=<enable_password>", "address=192.0.2.10",
                                   "netmask=255.255.255.0", "host-name=fw-1",
                                   "domain-name=example.net", "device-manager=192.0.2.5"));
  EXPECT_TRUE(plan.setup.front().secret);
  EXPECT_THAT(plan.open_secrets, IsEmpty());
  const std::string running = "hostname fw-1\n";
  EXPECT_THAT(make("asa-https", "cisco_asa", kFactoryNew, &running).value().setup, IsEmpty());
  EXPECT_THAT(make("asa-https", "cisco_asa", {{"manager", "192.0.2.5"}}).value().setup, IsEmpty());
  EXPECT_THAT(make("asa-https", "cisco_fwsm", kFactoryNew).value().setup.size(), 6);
}

TEST_F(PlanTest, NoDialogueIsAnsweredWithASecretThatNobodyGave) {
  const auto procedure = library_.find("asa-https").value();
  const Target target{registry_.find("cisco_asa").value(), ""};
  const auto open = setup_steps(*procedure, target, kFactoryNew);
  ASSERT_FALSE(open);
  EXPECT_THAT(open.error().message, HasSubstr("enable_password"));
  Values values = kFactoryNew;
  values["enable_password"] = "en-able-9";
  EXPECT_EQ(setup_steps(*procedure, target, values)->front().answer, "en-able-9");
  EXPECT_THAT(setup_steps(*procedure, target, {}).value(), IsEmpty());
}

TEST_F(PlanTest, ASecretThatIsMissingIsSaid) {
  const Values values = {{"hostname", "r1"}, {"domain", "example.net"}, {"username", "bob"}};
  EXPECT_THAT(make("ios-ssh", "cisco_ios", values).value().open_secrets, ElementsAre("password"));
}

TEST_F(PlanTest, EveryAnswerBelongsToAQuestionOfItsPlatform) {
  Values values = kFactoryNew;
  values["enable_password"] = "x";
  for (const auto& procedure : library_.all()) {
    for (const std::string& name : procedure->platforms) {
      const auto platform = registry_.find(name).value();
      const auto steps =
          setup_steps(*procedure, {platform, ""}, procedure->id == "asa-https" ? values : Values{});
      ASSERT_TRUE(steps) << steps.error().message;
      for (const SetupStep& step : *steps) {
        const auto dialog =
            std::ranges::find(platform->setups, step.dialog, &platform::SetupDialog::id);
        ASSERT_NE(dialog, platform->setups.end()) << step.dialog;
        const auto* question = dialog->find(step.question);
        ASSERT_NE(question, nullptr) << step.question;
        EXPECT_EQ(question->secret, step.secret) << step.question;
      }
    }
  }
}

}  // namespace
}  // namespace lw::procedure
