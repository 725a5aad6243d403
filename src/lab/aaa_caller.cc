#include "lab/aaa_caller.h"

#include <openssl/rand.h>

#include <cstdint>
#include <cstring>
#include <exception>
#include <string>
#include <utility>

#include "base/result.h"
#include "lab/lab_description.h"
#include "lab/radius_packet.h"
#include "lab/tacacs_client.h"
#include "net/loop.h"
#include "net/route.h"
#include "net/tcp.h"
#include "net/udp.h"

namespace lw::lab {
namespace {

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count));
  return bytes;
}

std::uint32_t random_session() {
  std::uint32_t session = 0;
  std::memcpy(&session, random_bytes(sizeof session).data(), sizeof session);
  return session;
}

net::Task<Result<AaaAnswer>> ask_tacacs(AaaServer server, AaaQuestion question) {
  // The time starts anew with each answer, as a server may take its time with each (inferred).
  const auto patience = [timeout = server.timeout] { return Deadline::after(timeout); };
  LW_CO_ASSIGN(const auto stream, co_await net::connect_tcp({server.address, server.port},
                                                            net::direct_route(), patience()));
  TacacsClient client(std::move(question), server.key, random_session());
  Deadline deadline = patience();
  while (!client.answer()) {
    const std::string output = client.take_output();
    if (!output.empty()) {
      deadline = patience();
      LW_CO_TRY(co_await stream->write(output, deadline));
    }
    char bytes[4096];
    LW_CO_ASSIGN(const auto count, co_await stream->read_some(bytes, deadline));
    client.receive({bytes, count});
  }
  co_await stream->close(patience());
  co_return *client.answer();
}

net::Task<Result<AaaAnswer>> ask_radius(net::Executor executor, AaaServer server,
                                        AaaQuestion question) {
  LW_CO_ASSIGN(auto socket, net::UdpSocket::connect(executor, {server.address, server.port}));
  const std::string random = random_bytes(kRadiusAuthenticatorSize + 1);
  const RadiusRequest request{static_cast<std::uint8_t>(random[0]), random.substr(1)};
  const std::string packet = encode_access_request(request, question, server.key);
  for (int attempt = 0; attempt <= server.retransmits; ++attempt) {
    const Deadline deadline = Deadline::after(server.timeout);
    LW_CO_TRY(socket.send(packet));
    for (;;) {
      const auto heard = co_await socket.receive(kLargestRadiusPacket, deadline);
      if (!heard && heard.error().code == ErrorCode::kTimeout) break;
      if (!heard) co_return std::unexpected(heard.error());
      // What is not by who has the key is as if it had not come.
      if (const auto answer = decode_access_answer(*heard, request, server.key)) co_return *answer;
    }
  }
  co_return failure(ErrorCode::kTimeout, "the RADIUS server does not answer");
}

}  // namespace

struct AaaCaller::State {
  explicit State(net::Executor runs_on) : executor(std::move(runs_on)) {}
  net::Executor executor;
  std::size_t under_way = 0;
  bool stopped = false;
};

AaaCaller::AaaCaller(net::Executor executor)
    : state_(std::make_shared<State>(std::move(executor))) {}

void AaaCaller::ask(AaaServer server, AaaQuestion question, std::function<void(AaaAnswer)> done) {
  const auto state = state_;
  const bool radius = server.protocol == AaaProtocol::kRadius;
  const bool unaskable = radius && question.kind == AaaQuestion::Kind::kShell;
  if (state->stopped) return;
  if (!is_loopback(server.address) || unaskable || state->under_way >= kMostQuestions) {
    done({});
    return;
  }
  ++state->under_way;
  const auto answer = std::make_shared<AaaAnswer>();
  net::spawn(
      state->executor,
      [=]() -> net::Task<> {
        const auto heard = radius ? co_await ask_radius(state->executor, server, question)
                                  : co_await ask_tacacs(server, question);
        if (heard) *answer = *heard;
      },
      [=](std::exception_ptr) {
        --state->under_way;
        if (!state->stopped) done(*answer);
      });
}

void AaaCaller::stop() { state_->stopped = true; }

}  // namespace lw::lab
