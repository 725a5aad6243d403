#include "net/ftp_upload.h"

#include <atomic>
#include <stop_token>
#include <thread>
#include <utility>

#include "net/asio.h"
#include "net/ftp_transfer.h"

namespace lw::net {
namespace {

// Ends the thread's work when the Task that waits for it goes, however it goes.
class Worker {
 public:
  Worker(std::stop_source& stop, std::thread thread) : stop_(stop), thread_(std::move(thread)) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() {
    if (!thread_.joinable()) return;
    stop_.request_stop();
    thread_.join();
  }
  void join() { thread_.join(); }

 private:
  std::stop_source& stop_;
  std::thread thread_;
};

}  // namespace

struct FtpUploader::State {
  std::unique_ptr<FtpTransfer> transfer;
  std::stop_source stop;
};

FtpUploader::FtpUploader(std::unique_ptr<State> state) : state_(std::move(state)) {}
FtpUploader::~FtpUploader() = default;

Result<std::unique_ptr<FtpUploader>> FtpUploader::create(FtpServer server, PeerPins& pins) {
  auto state = std::make_unique<State>();
  LW_ASSIGN(state->transfer, FtpTransfer::create(std::move(server), pins));
  return std::unique_ptr<FtpUploader>(new FtpUploader(std::move(state)));
}

void FtpUploader::cancel() { state_->stop.request_stop(); }

Task<Result<void>> FtpUploader::upload(std::string name, std::string bytes, Deadline deadline) {
  const auto done = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor,
                                                         asio::steady_timer::time_point::max());
  Result<void> outcome;
  std::atomic<bool> finished = false;
  Worker worker(state_->stop, std::thread([&] {
                  outcome =
                      state_->transfer->upload(name, bytes, deadline, state_->stop.get_token());
                  finished = true;
                  // A timer belongs to its loop's thread.
                  asio::post(done->get_executor(),
                             [done] { done->expires_at(asio::steady_timer::time_point::min()); });
                }));
  co_await done->async_wait(kAsTuple);
  if (!finished) cancel();  // the Task was
  worker.join();
  co_return outcome;
}

}  // namespace lw::net
