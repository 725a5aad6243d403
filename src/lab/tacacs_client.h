// One question to a TACACS+ server over one connection (RFC 8907): an ASCII login, an enable, or
// the authorization of a shell. Pure: bytes in, bytes out. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "lab/aaa_client.h"
#include "lab/tacacs_packet.h"

namespace lw::lab {

class TacacsClient {
 public:
  // `session` should be hard to guess.
  TacacsClient(AaaQuestion question, Secret key, std::uint32_t session);

  void receive(std::string_view bytes);
  [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }
  // Set once the server has said its last word, or something that makes no sense.
  [[nodiscard]] const std::optional<AaaAnswer>& answer() const { return answer_; }

 private:
  void send(std::string_view body);
  void take(const TacacsPacket& packet);
  void take_reply(const TacacsReply& reply);
  void take_response(const TacacsResponse& response);
  void conclude(AaaAnswer::Verdict verdict) { answer_ = AaaAnswer{verdict}; }

  AaaQuestion question_;
  Secret key_;
  TacacsHeader header_;
  TacacsReader reader_;
  std::string output_;
  std::optional<AaaAnswer> answer_;
  int told_ = 0;  // names and passwords that the server asked for
};

}  // namespace lw::lab
