// A private folder that is all that plink sees of settings: every algorithm allowed, old ones last,
// and above PuTTY's warning threshold, where -batch would end the connection. Also the Unix socket
// on which plink "connects to the server". Removed with the object. Private to the room.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "net/asio.h"
#include "net/task.h"

namespace lw::net {

struct PlinkTerminal {
  int columns = 0;
  int rows = 0;
};

class PlinkFolder {
 public:
  using Listener = asio::local::stream_protocol::acceptor;

  [[nodiscard]] static Result<std::unique_ptr<PlinkFolder>> create(const Executor& executor,
                                                                   PlinkTerminal terminal);
  PlinkFolder(const PlinkFolder&) = delete;
  PlinkFolder& operator=(const PlinkFolder&) = delete;
  ~PlinkFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path socket() const { return path_ / "server"; }
  [[nodiscard]] Listener& listener() { return listener_; }

 private:
  PlinkFolder(const Executor& executor, std::filesystem::path path)
      : path_(std::move(path)), listener_(executor) {}

  std::filesystem::path path_;
  Listener listener_;
};

}  // namespace lw::net
