// Carries the questions of a lab's devices to AAA servers: a TCP connection for each over TACACS+,
// a UDP socket for each over RADIUS. To loopback addresses only: any other server is silent at
// once. Belongs to the lab's thread.
#pragma once

#include <cstddef>
#include <memory>

#include "lab/aaa_client.h"
#include "net/task.h"

namespace lw::lab {

class AaaCaller final : public AaaClient {
 public:
  // More at once get no answer.
  static constexpr std::size_t kMostQuestions = 4096;

  explicit AaaCaller(net::Executor executor);
  AaaCaller(const AaaCaller&) = delete;
  AaaCaller& operator=(const AaaCaller&) = delete;
  ~AaaCaller() override = default;

  void ask(AaaServer server, AaaQuestion question, std::function<void(AaaAnswer)> done) override;

  // From here on nobody is asked, and nobody hears an answer: devices may go.
  void stop();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace lw::lab
