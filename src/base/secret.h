// A password, key or PIN. Cannot be printed, formatted, compared for order or serialised; its
// memory is wiped when it dies. reveal() is the one way out: call it only where the bytes go onto
// the wire or into a cipher. Not synchronised: one owner at a time.
#pragma once

#include <string>
#include <string_view>

namespace lw {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string bytes) noexcept : bytes_(std::move(bytes)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] const std::string& reveal() const { return bytes_; }
  // In constant time for equal lengths.
  [[nodiscard]] bool equals(const Secret& other) const;

 private:
  void wipe() noexcept;
  std::string bytes_;
};

}  // namespace lw
