// Which family wrote a text: looks for every family's signs in the head of the text in one pass,
// adds up their weights and names the family that is told. Immutable; any thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/family.h"

namespace lw::platform {

class Recogniser {
 public:
  struct Candidate {
    std::string name;
    std::vector<std::string> ancestors;
    std::vector<Sign> signs;
  };

  explicit Recogniser(std::vector<Candidate> candidates);
  Recogniser(Recogniser&&) noexcept;
  Recogniser& operator=(Recogniser&&) noexcept;
  ~Recogniser();

  [[nodiscard]] std::optional<Recognition> recognise(std::string_view text) const;

 private:
  struct Signs;
  std::unique_ptr<const Signs> signs_;
};

}  // namespace lw::platform
