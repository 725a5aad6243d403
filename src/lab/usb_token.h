// A USB token in a router's port: the folder of docs/tokens.md, read and written by code of the
// lab's own. What is in its files can only be had after a login with its PIN, which takes a tenth
// of a second and 64 MiB. Belongs to one device; one thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace lw::lab {

struct TokenManifest {
  std::size_t size = 0;  // bytes that the token holds
  std::string salt = {};
  std::string check = {};
  bool operator==(const TokenManifest&) const = default;
};

// nullopt for what is no manifest of a token image. Pure.
[[nodiscard]] std::optional<TokenManifest> read_token_manifest(std::string_view text);

struct TokenFile {
  std::string name;
  std::size_t bytes = 0;
};

class UsbToken {
 public:
  // The folder need not be there: then no token is plugged in.
  explicit UsbToken(std::filesystem::path image) : image_(std::move(image)) {}

  enum class Change { kNone, kInserted, kRemoved };
  // Looks at the port again. Another token than before is one that nobody is logged in to.
  Change look();
  [[nodiscard]] bool present() const { return manifest_.has_value(); }
  [[nodiscard]] bool logged_in() const { return key_.has_value(); }

  // Whether it is the right PIN.
  [[nodiscard]] bool log_in(const Secret& pin);
  void log_out() { key_.reset(); }

  [[nodiscard]] std::size_t size() const { return manifest_ ? manifest_->size : 0; }
  [[nodiscard]] std::size_t used() const;
  [[nodiscard]] std::vector<TokenFile> files() const;  // by name
  // kUnauthenticated without a login, kNotFound, kInvalidArgument for a file that was damaged.
  [[nodiscard]] Result<std::string> read(std::string_view name) const;
  // kConflict when the token has no room for it.
  [[nodiscard]] Result<void> write(std::string_view name, std::string_view content);

 private:
  std::filesystem::path image_;
  std::optional<TokenManifest> manifest_;
  std::optional<Secret> key_;  // while logged in
};

}  // namespace lw::lab
