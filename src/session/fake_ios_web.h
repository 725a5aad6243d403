// For tests: an IOS router's web interfaces that work but are simple. It has users, a token that
// grows old and a configuration, and answers each request from that state.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "session/fake_web.h"

namespace lw::session {

class FakeIosWeb final : public FakeWeb {
 public:
  // What the test sees and changes; it outlives the session.
  struct State : Watched {
    std::string user = "admin";
    std::string password = "pass-word";
    int privilege = 15;
    bool only_password = false;  // any user, the enable password
    bool commandset = true;
    bool wants_token = false;
    std::string token = "t-1";
    bool escapes = true;  // the pages write entities
    bool old_pages = false;
    std::string hostname = "R1";
    std::map<std::string, std::string> answers;  // exec command -> its text
    std::vector<std::string> running;
    std::vector<std::string> saved;

    std::vector<std::string> executed;
  };

  explicit FakeIosWeb(State& state) : FakeWeb(state), state_(state) {}

 private:
  // What a line does: its text, and the digit by which the commandset judges it.
  struct Done {
    std::string text;
    int parse_error = 0;
  };

  net::HttpResponse answer(const net::HttpRequest& request) override {
    const std::string_view target = request.target;
    const bool pages = target.starts_with("/level/15/");
    const bool set = target == "/ios_web_exec/commandset" && state_.commandset;
    const bool token = target == "/get_csrf" && state_.wants_token;
    if (!pages && !set && !token) return {.status = 404, .body = "404 Not Found"};
    if (!may_enter(request, pages || set)) {
      return {.status = 401, .fields = {{"WWW-Authenticate", "Basic realm=\"level_15_access\""}}};
    }
    if (token) return {.body = state_.token + "\n"};
    if (set && state_.wants_token &&
        net::find_field(request.fields, "X-Csrf-Token") != state_.token) {
      return {.status = 403};
    }
    return set ? command_set(request.body) : page(target.substr(10));
  }

  bool may_enter(const net::HttpRequest& request, bool level_15) const {
    const auto given = net::find_field(request.fields, "Authorization").value_or("");
    const bool known =
        given == net::basic_authorization(state_.only_password ? "" : state_.user, state_.password);
    return known && (state_.privilege == 15 || !level_15);
  }

  net::HttpResponse command_set(std::string_view body) {
    std::string reply = "! COMMANDSET VERSION=\"1.0\"\r\n! STATUS=\"0\"\r\n";
    const bool configures = body.find("! MODE=\"1\"") != std::string_view::npos;
    std::string section;
    for (const auto line : split_lines(body.substr(body.find("! OPTIONS END\n") + 14))) {
      if (line == "! END") break;
      const std::string command(line);
      const Done done = configures ? enter(command, section) : exec(command);
      reply += "! COMMAND BEGIN\r\n" + command + "\r\n! COMMAND END\r\n! PARSE_ERROR=\"" +
               std::to_string(done.parse_error) + "\"\r\n! OUTPUT BEGIN\r\n" + done.text +
               "! OUTPUT END\r\n";
      if (configures && done.parse_error != 0) break;
    }
    return {.body = reply + "! COMMANDSET END\r\n"};
  }

  net::HttpResponse page(std::string_view path) {
    const bool configures = path.starts_with("configure/-/");
    std::string command;
    path.remove_prefix(path.find("/-/") + 3);
    for (std::size_t end = path.find('/'); end != std::string_view::npos; end = path.find('/')) {
      command += (command.empty() ? "" : " ") + *net::url_decode(path.substr(0, end));
      path.remove_prefix(end + 1);
    }
    std::string section;
    Done done = configures ? enter(command, section) : exec(command);
    if (done.parse_error != 0 && done.text.empty()) {
      done.text = "          ^\r\n% Invalid input detected at '^' marker.\r\n\r\n";
    }
    const std::string head = "<HTML><HEAD><TITLE>" + state_.hostname +
                             " /level/15/exec/-/x/CR</TITLE></HEAD>\n<BODY><H1>" + state_.hostname +
                             "</H1><PRE><HR>\n<FORM METHOD=POST ACTION=\"/x\">";
    const std::string text = state_.escapes ? escaped(done.text) : done.text;
    if (state_.old_pages) return {.body = head + text + "</FORM></PRE></BODY></HTML>\n"};
    return {.body = head + "<DL>\n" + text +
                    "</DL>\n</FORM>\ncommand completed.\n<HR>\n</PRE></BODY></HTML>\n"};
  }

  static std::string escaped(const std::string& text) {
    std::string out;
    for (const char byte : text) {
      out += byte == '<'   ? "&lt;"
             : byte == '>' ? "&gt;"
             : byte == '&' ? "&amp;"
                           : std::string(1, byte);
    }
    return out;
  }

  Done exec(const std::string& command) {
    state_.executed.push_back(command);
    if (const auto known = state_.answers.find(command); known != state_.answers.end()) {
      return {known->second, 0};
    }
    if (command == "show privilege") {
      return {"Current privilege level is " + std::to_string(state_.privilege) + "\r\n", 0};
    }
    if (command == "show running-config | include ^hostname") {
      return {"hostname " + state_.hostname + "\r\n", 0};
    }
    if (command == "show running-config") {
      std::string text;
      for (const auto& line : state_.running) text += line + "\r\n";
      return {text + "end\r\n", 0};
    }
    if (command == "write memory") {
      state_.saved = state_.running;
      return {"Building configuration...\r\n[OK]\r\n", 0};
    }
    return {"", 2};
  }

  Done enter(const std::string& line, std::string& section) {
    const std::string word(trim(line));
    if (!line.starts_with(' ')) section = word;
    if (word.starts_with("bad")) return {"", 2};
    if (word.starts_with("ip address 10.1.")) {
      return {"% 10.1.0.0 overlaps with GigabitEthernet0/1\r\n", 0};
    }
    if (word.starts_with("odd")) return {"The thing is odd and was not done\r\n", 0};
    state_.running.push_back(line);
    if (word.starts_with("hostname ")) state_.hostname = word.substr(9);
    if (word.starts_with("username ")) {
      return {
          "WARNING: Command has been added to the configuration using a type 0 password.\r\n"
          "However, type 0 passwords will soon be deprecated.\r\n",
          0};
    }
    if (word.starts_with("no ip nat ")) return {"%Dynamic mapping not found\r\n", 0};
    return {};
  }

  State& state_;
};

}  // namespace lw::session
