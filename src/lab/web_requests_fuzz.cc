// Whatever a client asks a simulated device's web server for: it never crashes, and what it answers
// stays bounded. The first line of the input is the method and the target, the rest the body.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lab/asa_device.h"
#include "lab/ios_device.h"
#include "lab/lab_description.h"
#include "net/http.h"

namespace {

constexpr std::size_t kLongestInput = 4096;
// A page of output for each byte asked is more than any command shows.
constexpr std::size_t kShownPerByte = 16384;

void ask(lw::lab::Device& device, lw::lab::WebRequest request, std::string_view password) {
  request.fields = {{"User-Agent", "CSM"},
                    {"Authorization", lw::net::basic_authorization("admin", password)}};
  const auto reply = device.answer(request);
  if (!reply) return;  // the request itself may have switched the server off
  if (reply->status < 200 || reply->status > 599) std::abort();
  if (reply->body.size() > kShownPerByte * (kLongestInput + 1)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), std::min(size, kLongestInput));
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view first = input.substr(0, end);
  const std::size_t blank = std::min(first.find(' '), first.size());
  lw::lab::WebRequest request{.method = std::string(first.substr(0, blank)),
                              .target = std::string(first.substr(std::min(blank + 1, end)))};
  request.body = input.substr(std::min(end + 1, input.size()));
  const lw::lab::WallClock clock = [] { return lw::lab::WallTime(std::chrono::seconds(1)); };
  // A password in clear and none: hashing them would take all the time there is.
  auto router = lw::lab::IosDevice::create(
      {.initial_config = "enable password lab\nip http secure-server\n", .clock = clock});
  auto firewall = lw::lab::AsaDevice::create(
      {.initial_config = "context admin\n config-url disk0:/admin.cfg\n",
       .clock = clock,
       .contexts = {{"admin", "http server enable\nhttp 0.0.0.0 0.0.0.0 in\n"}, {"one", ""}}});
  if (!router || !firewall) std::abort();
  ask(**router, request, "lab");
  ask(**firewall, std::move(request), "");
  return 0;
}
