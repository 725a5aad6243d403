// Methods of a login, an enable or an authorization, tried in turn: the next one counts only when
// the one before gave no answer; a refusal is final. Pure. One thread.
#pragma once

#include <functional>
#include <vector>

#include "lab/aaa_client.h"

namespace lw::lab {

struct AaaMethod {
  enum class Kind {
    kServers,
    kRadiusGrant,  // authorization: what RADIUS gave when the user logged in
    kLocal,
    kLine,
    kEnable,
    kIfAuthenticated,
    kNone,
  };
  Kind kind = Kind::kServers;
  std::vector<AaaServer> servers = {};
};

struct AaaOutcome {
  AaaAnswer answer;  // kNoAnswer: no method had one
  AaaMethod::Kind by = AaaMethod::Kind::kNone;
  AaaProtocol protocol = AaaProtocol::kTacacs;  // of the server, when one answered
};

// What a method that needs no server says.
using AaaJudge = std::function<AaaAnswer(AaaMethod::Kind)>;

// `client`: null when no server is within reach. `done` is called once, at once or later.
void ask_in_turn(AaaClient* client, std::vector<AaaMethod> methods, AaaQuestion question,
                 AaaJudge judge, std::function<void(AaaOutcome)> done);

}  // namespace lw::lab
