// Makes SSH host keys on a thread of its own: an RSA key takes up to seconds, and the lab's one
// thread has devices to play. Owned by the lab; ended before its loop.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "base/result.h"
#include "net/loop.h"
#include "net/ssh1_rsa.h"
#include "net/ssh_identity.h"

namespace lw::lab {

// One RSA key pair, ready for either version of the protocol. Any number of devices share it.
struct SshHostKey {
  std::shared_ptr<const net::SshIdentity> for_2;  // null: too short for version 2
  std::shared_ptr<const net::Ssh1RsaKey> for_1;
};
using SshHostKeyPtr = std::shared_ptr<const SshHostKey>;

struct KeyOrder {
  int modulus = 0;
  net::SshServerAlgorithms algorithms = net::SshServerAlgorithms::kModern;
  std::filesystem::path file;  // where the key is kept between runs; empty: nowhere
};

class KeyMaker {
 public:
  // `executor` gets the answers.
  explicit KeyMaker(net::Executor executor);
  KeyMaker(const KeyMaker&) = delete;
  KeyMaker& operator=(const KeyMaker&) = delete;
  // Waits for the key under way; those that are not begun are not made.
  ~KeyMaker();

  // The key in the order's file when there is one, else a new one. Blocks. Any thread.
  [[nodiscard]] static Result<SshHostKeyPtr> find_or_make(const KeyOrder& order);

  // A new key, whatever the file holds; `done` is called on the executor, also on failure.
  void make(KeyOrder order, std::function<void(Result<SshHostKeyPtr>)> done);

 private:
  struct Job {
    KeyOrder order;
    std::function<void(Result<SshHostKeyPtr>)> done;
  };
  void run();

  net::Executor executor_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::thread worker_;
};

}  // namespace lw::lab
