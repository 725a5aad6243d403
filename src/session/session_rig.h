// For tests: a session with a fake device of any family, in bytes one by one, in odd pieces and all
// at once.
#pragma once

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "net/loop.h"
#include "session/fake_device.h"
#include "session/session.h"

namespace lw::session {

inline const std::string kMarker = "% Invalid input detected at '^' marker.";

inline std::vector<Wording> families() {
  const Wording ios{.platform = "cisco_ios",
                    .user_question = "Username: ",
                    .password_question = "Password: ",
                    .enable_question = "Password: ",
                    .user_end = ">",
                    .privileged_end = "#",
                    .configure_end = "(config)#",
                    .before_prompt = "",
                    .bad_login = "% Login invalid",
                    .bad_enable = "% Bad secrets\r\n",
                    .bad_command = "^\r\n" + kMarker + "\r\n",
                    .pager = " --More-- ",
                    .pager_off = "terminal length 0",
                    .saved = "Building configuration...\r\n[OK]\r\n"};
  Wording xe = ios;
  xe.platform = "cisco_xe";
  Wording asa = ios;
  asa.platform = "cisco_asa";
  asa.user_end = "> ";
  asa.privileged_end = "# ";
  asa.configure_end = "(config)# ";
  asa.before_prompt = "\r";
  asa.bad_login = "Login incorrect";
  asa.bad_enable = "Invalid password";
  asa.bad_command = "^\r\nERROR: " + kMarker + "\r\n";
  asa.pager = "<--- More --->";
  asa.pager_off = "terminal pager 0";
  asa.saved =
      "Building configuration...\r\nCryptochecksum: 5c5f8e54 7203401c 38a17bec c74e13c6 \r\n"
      "\r\n3958 bytes copied in 0.80 secs\r\n[OK]\r\n";
  Wording pix = asa;
  pix.platform = "cisco_pix";
  pix.user_question = "";
  pix.pager_off = "no pager";
  pix.bad_login = "Access denied.";
  pix.bad_command = "Type help or '?' for a list of available commands.\r\n";
  Wording frr = ios;
  frr.platform = "frr";
  frr.user_question = "";
  frr.user_end = "> ";
  frr.privileged_end = "# ";
  frr.configure_end = "(config)# ";
  frr.bad_login = "";
  frr.bad_enable = "% Bad enable passwords, too many failures!";
  frr.bad_command = "% [ZEBRA] Unknown command: <>\r\n";
  frr.saved = "Configuration saved to /etc/frr/zebra.conf\r\n";
  Wording catos = ios;
  catos.platform = "cisco_catos";
  catos.user_question = "";
  catos.password_question = "Enter password: ";
  catos.enable_question = "Enter password: ";
  catos.user_end = "> ";
  catos.privileged_end = "> (enable) ";
  catos.configure_end = "";
  catos.bad_login = "Sorry, incorrect password";
  catos.bad_enable = "Sorry, incorrect password";
  catos.bad_command = "Unknown command \"<>\".  Use 'help' for more info.\r\n";
  catos.pager_off = "set length 0";
  Wording ips = ios;
  ips.platform = "cisco_ips";
  ips.user_question = "login: ";
  ips.bad_login = "Login incorrect";
  ips.bad_command = "^\r\n" + kMarker + "\r\n";
  ips.configure_end = "(config)# ";
  ips.privileged_end = "# ";
  return {ios, xe, asa, pix, frr, catos, ips};
}

inline Wording family(std::string_view name) {
  for (auto& wording : families()) {
    if (wording.platform == name) return wording;
  }
  ADD_FAILURE() << "no such family: " << name;
  return {};
}

inline std::shared_ptr<const platform::Platform> find_platform(const std::string& name) {
  static const auto registry = platform::Registry::load();
  return registry->find(name).value();
}

inline Credentials credentials() { return {"admin", Secret("pass-word"), Secret("en-able")}; }

inline Deadline soon() { return Deadline::after(std::chrono::seconds(20)); }

template <class T>
T wait_for(const std::function<net::Task<T>()>& make) {
  net::Loop loop;
  return loop.run<T>(make);
}

struct Rig {
  Rig(std::shared_ptr<FakeDevice> to, std::size_t chunk, Options options = {},
      std::chrono::milliseconds gap = std::chrono::milliseconds(0))
      : device(std::move(to)),
        session(make_session(std::make_unique<FakeStream>(device, chunk, gap),
                             find_platform(device->words.platform), way_in(), std::move(options))) {
  }

  [[nodiscard]] TransportLogin way_in() const {
    if (device->left || device->asleep) return TransportLogin::kConsole;
    return device->authenticated ? TransportLogin::kDone : TransportLogin::kAsked;
  }

  Result<void> login(Credentials given = credentials()) {
    return wait_for<Result<void>>([&] { return session->login(given, soon()); });
  }
  Result<Output> run(const std::string& command, const Answers& answers = {}) {
    return wait_for<Result<Output>>([&] { return session->run(command, answers, soon()); });
  }
  Result<std::vector<Output>> configure(const std::vector<ConfigureLine>& lines) {
    return wait_for<Result<std::vector<Output>>>([&] { return session->configure(lines, soon()); });
  }
  Result<Saved> save() {
    return wait_for<Result<Saved>>([&] { return session->save(soon()); });
  }
  void close() {
    net::Loop loop;
    loop.run<void>([&] { return session->close(soon()); });
  }

  std::shared_ptr<FakeDevice> device;
  std::unique_ptr<Session> session;
};

inline std::shared_ptr<FakeDevice> make_device(const std::string& name) {
  auto device = std::make_shared<FakeDevice>(family(name));
  if (name == "cisco_ips") device->starts_privileged = true;
  return device;
}

// Each test runs with bytes one by one, in odd pieces and all at once.
class SessionTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  Rig rig(std::shared_ptr<FakeDevice> device, Options options = {}) {
    return Rig(std::move(device), GetParam(), std::move(options));
  }
};

inline const auto kEveryChunk = ::testing::Values(1, 7, 16384);
inline std::string chunk_name(const ::testing::TestParamInfo<std::size_t>& info) {
  return fmt::format("Bytes{}", info.param);
}

}  // namespace lw::session
