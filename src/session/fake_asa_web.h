// For tests: an ASA's web interface that works but is simple. It has users, a list of programs,
// contexts with configurations of their own, files and a flash, and answers each request from that
// state.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "session/fake_web.h"

namespace lw::session {

class FakeAsaWeb final : public FakeWeb {
 public:
  struct User {
    std::string password;
    int privilege = 15;
  };
  struct Context {
    std::string hostname = "fw1";
    std::vector<std::string> running;
    std::vector<std::string> saved;
  };
  // What the test sees and changes; it outlives the session.
  struct State : Watched {
    std::map<std::string, User> users{{"admin", {"pass-word"}}};
    std::string enable_password = "en-able";
    bool aaa = true;
    std::set<std::string> programs{"ASDM", "CSM"};
    std::map<std::string, Context> contexts{{"admin", {}}};
    std::map<std::string, std::string> answers;  // exec command -> its text
    std::map<std::string, std::string> files;
    std::set<std::string> unknown{"show nonsense"};
    std::string root = "/admin";  // in front of the addresses
    std::string end = "\r\n";
    std::string refused_by_standby;  // a line by which the unit has become the standby one
    bool one_command_only = false;   // the rest of a request's commands is not looked at
    bool shows_in_config = true;     // exec commands among configuration lines are answered

    std::vector<std::string> entered;  // commands, in order, without `show`
  };

  explicit FakeAsaWeb(State& state) : FakeWeb(state), state_(state) {}

 private:
  struct Place {
    std::string user;
    int privilege = 0;
    std::string context = "admin";
    std::string section;
    bool pasting = false;
    bool configuring = false;
  };

  net::HttpResponse answer(const net::HttpRequest& request) override {
    const auto program = net::find_field(request.fields, "User-Agent").value_or("");
    if (!state_.programs.contains(std::string(program))) return {.status = 400};
    Place place;
    if (!log_in(net::find_field(request.fields, "Authorization").value_or(""), place)) {
      return {.status = 401, .fields = {{"WWW-Authenticate", "Basic realm=\"Authentication\""}}};
    }
    std::string_view target = request.target;
    if (!target.starts_with(state_.root)) return {.status = 404};
    target.remove_prefix(state_.root.size());
    if (request.method == "GET" && target.starts_with("/exec/")) {
      return text(exec_all(target.substr(6), place));
    }
    if (request.method == "POST" && target == "/config") {
      return text(configure(request.body, place));
    }
    if (target.starts_with("/disk0/")) {
      const std::string name = *net::url_decode(target.substr(7));
      if (request.method == "POST") {
        state_.files[name] = request.body;
        return text(std::to_string(request.body.size()) + " bytes uploaded");
      }
      if (!state_.files.contains(name)) return {.status = 404};
      return text(state_.files[name]);
    }
    return {.status = 404};
  }

  static net::HttpResponse text(std::string body) {
    net::HttpResponse response{.fields = {{"Content-Length", std::to_string(body.size())}}};
    response.body = std::move(body);
    return response;
  }

  bool log_in(std::string_view authorization, Place& place) {
    if (!state_.aaa) {
      place.user = "enable_15";
      place.privilege = 15;
      return authorization == net::basic_authorization("", state_.enable_password);
    }
    for (const auto& [name, user] : state_.users) {
      if (authorization != net::basic_authorization(name, user.password)) continue;
      place.user = name;
      place.privilege = user.privilege;
      return true;
    }
    return false;
  }

  std::string exec_all(std::string_view path, Place& place) {
    std::string all;
    while (!path.empty()) {
      const auto end = std::min(path.find('/'), path.size());
      std::string command(path.substr(0, end));
      path.remove_prefix(std::min(end + 1, path.size()));
      for (char& byte : command) byte = byte == '+' ? ' ' : byte;
      all += exec(*net::url_decode(command), place);
      if (state_.one_command_only) break;
    }
    return all;
  }

  std::string lines(const std::string& text) const {
    std::string shown;
    for (const char byte : text) shown += byte == '\n' ? state_.end : std::string(1, byte);
    return shown;
  }

  std::string exec(const std::string& command, Place& place) {
    if (!command.starts_with("show ")) state_.entered.push_back(command);
    Context& context = state_.contexts[place.context];
    if (const auto known = state_.answers.find(command); known != state_.answers.end()) {
      return lines(known->second);
    }
    if (command == "show curpriv") {
      return lines("Username : " + place.user +
                   "\nCurrent privilege level : " + std::to_string(place.privilege) +
                   "\nCurrent Mode/s : P_PRIV" + (place.configuring ? " P_CONF" : "") + " \n");
    }
    if (command == "show running-config hostname") {
      return lines("hostname " + context.hostname + "\n");
    }
    if (command == "show running-config") {
      std::string all = ": Saved\n";
      for (const auto& line : context.running) all += line + "\n";
      return lines(all + ": end\n");
    }
    if (command.starts_with("changeto context ")) {
      const std::string name = command.substr(17);
      if (!state_.contexts.contains(name)) {
        return lines("ERROR: '" + name + "' is not valid\n");
      }
      place.context = name;
      return {};
    }
    if (command == "write memory") {
      context.saved = context.running;
      return lines(
          "Building configuration...\nCryptochecksum: 5c5f8e54 7203401c 38a17bec c74e13c6 \n\n"
          "3958 bytes copied in 0.80 secs\n[OK]\n");
    }
    return refuse(command);
  }

  std::string refuse(const std::string& command) const {
    const auto at = command.find_last_of(' ') + 1;
    return lines(command + "\n" + std::string(at, ' ') +
                 "^\nERROR: % Invalid input detected at '^' marker.\n");
  }

  std::string configure(std::string_view body, Place& place) {
    std::string all;
    place.configuring = true;
    for (const auto line : split_lines(body)) {
      if (!line.empty()) all += enter(std::string(line), place);
    }
    return all + lines(
                     "\nCryptochecksum (changed): d41d8cd9 8f00b204 e9800998 ecf8427e \n"
                     "Config OK\n");
  }

  std::string enter(const std::string& line, Place& place) {
    if (place.pasting) {
      state_.contexts[place.context].running.push_back(line);
      if (trim(line) == "quit") place.pasting = false;
      return {};
    }
    if (line.starts_with("show ")) return state_.shows_in_config ? exec(line, place) : "";
    if (line == "configure terminal") {
      place.configuring = true;
      return {};
    }
    if (line.starts_with("changeto ")) place.configuring = false;
    if (line.starts_with("changeto ") || line.starts_with("write ")) return exec(line, place);
    if (!place.configuring) return refuse(line);
    state_.entered.push_back(line);
    return take(std::string(trim(line)), line.starts_with(' '), place);
  }

  std::string take(const std::string& line, bool inside, Place& place) {
    Context& context = state_.contexts[place.context];
    if (!inside) place.section = line;
    if (line == state_.refused_by_standby) {
      return lines(
          "\t**** WARNING ****\n\tConfiguration Replication is NOT performed from Standby unit to "
          "Active unit.\n");
    }
    const bool known = !line.starts_with("bad") && (!inside || !place.section.starts_with("bad"));
    if (!known) return refuse(line);
    if (line.starts_with("no object-group network used")) {
      return lines("Removing object-group (used) not allowed, it is being used\n");
    }
    if (line.starts_with("http ") && line.ends_with(" odd")) {
      return lines("Usage: http <ip> <mask> <if>\n       http server enable\n");
    }
    context.running.push_back(inside ? " " + line : line);
    if (line.starts_with("hostname ")) context.hostname = line.substr(9);
    if (line.starts_with("certificate ") || line.ends_with(" nointeractive")) place.pasting = true;
    if (line.starts_with("username ")) return lines("WARNING: the password is short\n");
    if (line.starts_with("nameif ")) {
      return lines("INFO: Security level for \"" + line.substr(7) + "\" set to 0 by default.\n");
    }
    return {};
  }

  State& state_;
};

}  // namespace lw::session
