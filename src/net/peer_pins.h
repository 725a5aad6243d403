// Host keys (and other peers' fingerprints), pinned on first use or given in advance, in a file:
// one line an endpoint, "host:port algorithm SHA256:… date". A key that differs from its pin is
// refused. Thread-safe; several processes may share the file (a lock file beside it serialises
// changes). Kept in memory: a call looks whether the file changed, and reads only then; a new pin
// is appended. Calls block shortly, on a local file.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/endpoint.h"

namespace lw::net {

struct PeerKey {
  std::string algorithm;    // "ssh-ed25519"; kAnyAlgorithm when only the fingerprint is known
  std::string fingerprint;  // "SHA256:…"
  friend bool operator==(const PeerKey&, const PeerKey&) = default;
};
inline constexpr std::string_view kAnyAlgorithm = "any";
inline constexpr std::string_view kCertificateAlgorithm = "x509";  // of TLS

struct PeerPin {
  std::string endpoint;  // as to_string(Endpoint)
  PeerKey key;
  std::string date;  // UTC, ISO 8601
};

enum class PinOutcome { kPinnedNow, kMatches };

// What became of the lines of an import: every line that is not blank or a comment is counted once.
struct PinImport {
  struct Refused {
    std::size_t line = 0;
    Error error;
  };
  std::size_t pinned = 0;
  std::size_t known = 0;  // pinned already, with the same key
  std::vector<Refused> refused;
};

class PeerPins {
 public:
  // The file may not exist yet; its folder must.
  explicit PeerPins(std::filesystem::path file);
  PeerPins(const PeerPins&) = delete;
  PeerPins& operator=(const PeerPins&) = delete;
  ~PeerPins();

  // All calls: a line of the file that cannot be read is kInvalidArgument with file and line, and
  // the file is left alone.

  // Pins a key that is seen for the first time. kHostKeyChanged names both fingerprints and how to
  // accept the new one: of a device called NAME.
  [[nodiscard]] Result<PinOutcome> check(const Endpoint& endpoint, const PeerKey& key);
  [[nodiscard]] Result<std::optional<PeerKey>> find(const Endpoint& endpoint);
  // Pins a key that the user gives. kInvalidArgument for what is no SHA-256 fingerprint; kConflict
  // names both fingerprints when another one is pinned.
  [[nodiscard]] Result<PinOutcome> pin(const Endpoint& endpoint, const PeerKey& key);
  // Drops the pin, so that the next key is accepted; kNotFound when there is none.
  [[nodiscard]] Result<void> forget(const Endpoint& endpoint);

  [[nodiscard]] Result<std::vector<PeerPin>> list();  // by endpoint
  // Lines as in our own file, and OpenSSH's known_hosts lines with plain names. A line that names
  // another key than the one that is pinned is refused (kConflict, both fingerprints) and never
  // overwrites.
  [[nodiscard]] Result<PinImport> import_lines(std::string_view text);
  // What import_lines() takes.
  [[nodiscard]] Result<std::string> export_lines();

 private:
  class Book;
  std::unique_ptr<Book> book_;
};

}  // namespace lw::net
