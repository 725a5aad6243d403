// The command scheduler of a simulated router, kron: what its occurrences mean and when each is due
// next. Pure. Nothing is carried out: the lab has no Configuration Engine to call.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "lab/device.h"
#include "lab/ios_config.h"

namespace lw::lab {

struct KronOccurrence {
  std::string name = {};
  std::string user = {};
  bool recurring = false;
  std::optional<std::chrono::minutes> interval = {};  // "in"; none: "at"
  std::chrono::minutes time_of_day{};
  std::optional<unsigned> month = {};    // 1 to 12
  std::optional<unsigned> day = {};      // of the month
  std::optional<unsigned> weekday = {};  // 0: Sunday
  [[nodiscard]] std::optional<WallTime> next(WallTime booted, WallTime now) const;
};

// "kron occurrence NAME [user USER] {in [[days:]hours:]minutes | at hours:minutes [[month] day]
// [weekday]} {oneshot|recurring}", months and weekdays by their first three letters. An error is
// the position of the first word that does not fit; past the last word: one is missing.
struct KronError {
  std::size_t word = 0;
};
[[nodiscard]] std::expected<KronOccurrence, KronError> parse_kron(std::string_view line);

// As "show kron schedule": the occurrences that name a policy list [I]. The form is verified, in
// captures of others; "in" counts from the boot here, on a real one from its entry [I].
[[nodiscard]] std::string kron_schedule(const IosConfig& config, WallTime booted, WallTime now);

}  // namespace lw::lab
