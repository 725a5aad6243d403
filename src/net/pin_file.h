// The file of pins and what is known of it in memory. Reads it again when it changed on disk, and
// then parses only what was added, if nothing else changed. One owner at a time; other processes
// may use the file at once. Private to the room.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/peer_pins.h"

namespace lw::net {

class PinFile {
 public:
  // Held from reading to writing. The lock is on a file of its own beside the pins.
  class Lock {
   public:
    Lock(Lock&& other) noexcept;
    Lock& operator=(Lock&&) = delete;
    ~Lock();

   private:
    friend class PinFile;
    explicit Lock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
  };

  using Pins = std::map<std::string, PeerPin, std::less<>>;

  explicit PinFile(std::filesystem::path path) : path_(std::move(path)) {}

  [[nodiscard]] const Pins& pins() const { return pins_; }
  [[nodiscard]] Result<Lock> lock() const;

  // Makes pins() what the file says now. kInvalidArgument with file and line; pins() is then empty.
  [[nodiscard]] Result<void> refresh();
  // refresh(), then writes; both under a lock that is passed to show that it is held.
  [[nodiscard]] Result<void> refresh(const Lock& held);
  [[nodiscard]] Result<void> append(const Lock& held, const std::vector<PeerPin>& pins);
  // Drops the endpoint's line and keeps all others as they are.
  [[nodiscard]] Result<void> remove(const Lock& held, std::string_view endpoint);

 private:
  // Changes whenever the file's content does, but for two changes within a tick of the clock that
  // leave the size as it was.
  struct Stamp {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    timespec modified{};
    timespec changed{};
    bool operator==(const Stamp& other) const;
  };

  [[nodiscard]] Stamp stamp() const;
  [[nodiscard]] Result<void> parse(std::string_view text, std::size_t from);

  std::filesystem::path path_;
  Pins pins_;
  std::string text_;  // what pins_ was read from
  Stamp seen_;
};

}  // namespace lw::net
