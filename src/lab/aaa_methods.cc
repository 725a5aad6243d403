#include "lab/aaa_methods.h"

#include <cstddef>
#include <memory>
#include <utility>

namespace lw::lab {
namespace {

// Kept alive by the question that is under way.
struct Walk : std::enable_shared_from_this<Walk> {
  AaaClient* client = nullptr;
  std::vector<AaaMethod> methods;
  AaaQuestion question;
  AaaJudge judge;
  std::function<void(AaaOutcome)> done;
  std::size_t method = 0;
  std::size_t server = 0;

  void go_on() {
    while (method < methods.size()) {
      const AaaMethod& here = methods[method];
      if (here.kind == AaaMethod::Kind::kServers) {
        if (client != nullptr && server < here.servers.size()) {
          ask(here.servers[server]);
          return;
        }
      } else if (const AaaAnswer answer = judge(here.kind);
                 answer.verdict != AaaAnswer::Verdict::kNoAnswer) {
        done({answer, here.kind});
        return;
      }
      ++method;
      server = 0;
    }
    done({});
  }

  void ask(const AaaServer& at) {
    client->ask(at, question, [self = shared_from_this(), protocol = at.protocol](AaaAnswer heard) {
      if (heard.verdict == AaaAnswer::Verdict::kNoAnswer) {
        ++self->server;
        self->go_on();
      } else {
        self->done({heard, AaaMethod::Kind::kServers, protocol});
      }
    });
  }
};

}  // namespace

void ask_in_turn(AaaClient* client, std::vector<AaaMethod> methods, AaaQuestion question,
                 AaaJudge judge, std::function<void(AaaOutcome)> done) {
  const auto walk = std::make_shared<Walk>();
  walk->client = client;
  walk->methods = std::move(methods);
  walk->question = std::move(question);
  walk->judge = std::move(judge);
  walk->done = std::move(done);
  walk->go_on();
}

}  // namespace lw::lab
