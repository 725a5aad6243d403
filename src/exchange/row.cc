#include "exchange/row.h"

#include <algorithm>

#include "base/text.h"

namespace lw::exchange {

void Entry::tell(const Property& property, std::string_view value) {
  const std::string trimmed = to_utf8(trim(value));  // configurations may hold any bytes
  if (trimmed.empty()) return;
  const auto known = std::ranges::find(told, &property, &Told::property);
  if (known == told.end()) {
    told.push_back({&property, trimmed});
  } else {
    known->value = trimmed;
  }
}

void Entry::tell(std::string_view property, std::string_view value) {
  if (const Property* found = find_property(property)) tell(*found, value);
}

std::string_view Entry::value(std::string_view property) const {
  const auto known =
      std::ranges::find(told, property, [](const Told& one) { return one.property->name; });
  return known == told.end() ? std::string_view() : std::string_view(known->value);
}

std::unexpected<Error> refuse(std::string message, std::string hint) {
  return failure(ErrorCode::kInvalidArgument, std::move(message), std::move(hint));
}

}  // namespace lw::exchange
