// For tests: what fake devices share that answer HTTP requests from a state of their own.
#pragma once

#include <functional>
#include <vector>

#include "net/http.h"

namespace lw::session {

class FakeWeb : public net::HttpClient {
 public:
  // What the test sees and changes of every one; it outlives the session.
  struct Watched {
    std::function<void(const net::HttpRequest&, Result<net::HttpResponse>&)> fault;
    std::vector<net::HttpRequest> requests;
    bool closed = false;
  };

  net::Task<Result<net::HttpResponse>> send(net::HttpRequest request, Deadline) override {
    if (cancelled_) co_return failure(ErrorCode::kCancelled, "cancelled");
    watched_.requests.push_back(request);
    Result<net::HttpResponse> response = answer(request);
    if (watched_.fault) watched_.fault(request, response);
    co_return response;
  }
  net::Task<void> close(Deadline) override {
    watched_.closed = true;
    co_return;
  }
  void cancel() override { cancelled_ = true; }
  std::string description() const override { return "https fake"; }

 protected:
  explicit FakeWeb(Watched& watched) : watched_(watched) {}
  virtual net::HttpResponse answer(const net::HttpRequest& request) = 0;

 private:
  Watched& watched_;
  bool cancelled_ = false;
};

}  // namespace lw::session
