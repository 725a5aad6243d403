// Tells which family wrote a text, by rules that each family states: every rule counts once, the
// highest sum wins. A family that extends another states only what sets it apart: once that is
// seen, what speaks for the other speaks for it as well. Immutable once made: any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/platform.h"
#include "platform/schema.h"

namespace lw::platform {

class Recogniser {
 public:
  struct Family {
    std::string platform;
    std::string extends;  // empty: stands alone
    std::vector<RecogniseRule> rules;
  };
  explicit Recogniser(std::vector<Family> families);
  Recogniser(Recogniser&&) noexcept;
  Recogniser& operator=(Recogniser&&) noexcept;
  ~Recogniser();

  [[nodiscard]] std::optional<Recognition> recognise(std::string_view text) const;

 private:
  struct Rules;
  std::unique_ptr<const Rules> rules_;
};

}  // namespace lw::platform
