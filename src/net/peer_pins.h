// SSH host keys, pinned on first use in a file: one line an endpoint, "host:port algorithm SHA256:…
// date". A key that differs from its pin is refused. Thread-safe; several processes may share the
// file (a lock file beside it serialises changes). Calls read a small local file: they block
// shortly.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "net/endpoint.h"

namespace lw::net {

struct PeerKey {
  std::string algorithm;    // "ssh-ed25519"
  std::string fingerprint;  // "SHA256:…"
  friend bool operator==(const PeerKey&, const PeerKey&) = default;
};

enum class PinOutcome { kPinnedNow, kMatches };

class PeerPins {
 public:
  // The file may not exist yet; its folder must.
  explicit PeerPins(std::filesystem::path file) : file_(std::move(file)) {}

  // kHostKeyChanged names both fingerprints and how to accept the new one; a line that cannot be
  // read is kInvalidArgument with file and line, and the file is left alone.
  [[nodiscard]] Result<PinOutcome> check(const Endpoint& endpoint, const PeerKey& key);
  [[nodiscard]] Result<std::optional<PeerKey>> find(const Endpoint& endpoint);
  // Drops the pin, so that the next key is accepted; kNotFound when there is none.
  [[nodiscard]] Result<void> forget(const Endpoint& endpoint);

 private:
  struct Pin {
    PeerKey key;
    std::string date;
  };
  using Pins = std::map<std::string, Pin, std::less<>>;

  [[nodiscard]] Result<Pins> read() const;
  [[nodiscard]] Result<Pins> parse(std::string_view text) const;
  [[nodiscard]] Result<void> write(const Pins& pins) const;
  [[nodiscard]] Result<PinOutcome> compare(const Endpoint& endpoint, const PeerKey& pinned,
                                           const PeerKey& seen) const;

  std::filesystem::path file_;
};

}  // namespace lw::net
