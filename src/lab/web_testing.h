// For tests: a web client of a simulated device.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "lab/device.h"
#include "net/http.h"

namespace lw::lab {

class WebClient {
 public:
  WebClient(Device& device, std::string agent) : device_(device), agent_(std::move(agent)) {}

  WebClient& as(std::string_view user, std::string_view password) {
    authorization_ = net::basic_authorization(user, password);
    return *this;
  }
  WebClient& with(std::string name, std::string value) {
    extra_.emplace_back(std::move(name), std::move(value));
    return *this;
  }

  [[nodiscard]] WebRequest request(std::string method, std::string target,
                                   std::string body = {}) const {
    WebRequest request{.method = std::move(method), .target = std::move(target)};
    request.fields = extra_;
    request.fields.emplace_back("user-agent", agent_);
    if (!authorization_.empty()) request.fields.emplace_back("authorization", authorization_);
    request.body = std::move(body);
    return request;
  }
  WebReply get(std::string target) { return send(request("GET", std::move(target))); }
  WebReply post(std::string target, std::string body) {
    return send(request("POST", std::move(target), std::move(body)));
  }
  WebReply send(const WebRequest& request) {
    auto reply = device_.answer(request);
    EXPECT_TRUE(reply) << request.target << ": the connection was refused";
    return reply.value_or(WebReply{.status = 0});
  }

 private:
  Device& device_;
  std::string agent_;
  std::string authorization_;
  WebFields extra_;
};

}  // namespace lw::lab
