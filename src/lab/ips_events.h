// A sensor's event store and the subscriptions to it (SDEE, facts 4.1): at most five, each with
// its own place in the store. Pure; belongs to the device.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/device.h"

namespace lw::lab {

inline constexpr std::size_t kMostIpsSubscriptions = 5;  // [V]
inline constexpr std::size_t kMostIpsRetrieved = 500;    // [V] events in one answer
inline constexpr std::size_t kMostIpsEvents = 10'000;    // the oldest go first [I]

struct IpsEvent {
  enum class Kind { kAlert, kStatus, kError };
  std::uint64_t id = 0;
  Kind kind = Kind::kAlert;
  WallTime time;
  // Of an alert: informational, low, medium, high. Of an error: warning, error, fatal.
  std::string severity = {};
  std::string text = {};        // what happened; of an alert the signature's name
  std::uint32_t signature = 0;  // of an alert
};
[[nodiscard]] std::string_view name(IpsEvent::Kind kind);  // "evIdsAlert"

struct IpsEventFilter {
  std::vector<IpsEvent::Kind> kinds;    // empty: all
  std::vector<std::string> severities;  // of alerts; empty: all
};

class IpsEvents {
 public:
  struct Batch {
    std::vector<const IpsEvent*> events;  // valid until the store changes
    std::size_t missed = 0;               // went before they were fetched
    std::size_t remaining = 0;
  };

  void add(IpsEvent event);
  [[nodiscard]] std::size_t size() const { return events_.size(); }

  // Its id, such as sub-58-270c3ecd [V form]; nullopt when there are as many as there may be.
  // `from`: events of that time and later; nullopt: only those still to come [I].
  [[nodiscard]] std::optional<std::string> open(IpsEventFilter filter,
                                                std::optional<WallTime> from);
  [[nodiscard]] bool close(std::string_view id);
  // With `confirm` what was given before is done with; without it the next call gives the same
  // again. nullopt: there is no such subscription.
  [[nodiscard]] std::optional<Batch> get(std::string_view id, std::size_t most, bool confirm);
  [[nodiscard]] std::size_t subscriptions() const { return subscriptions_.size(); }
  [[nodiscard]] std::vector<std::string> subscription_ids() const;

 private:
  struct Subscription {
    IpsEventFilter filter;
    std::uint64_t next = 0;   // the first event that it has not confirmed
    std::uint64_t given = 0;  // behind the last that it was given
  };
  [[nodiscard]] static bool wanted(const IpsEventFilter& filter, const IpsEvent& event);

  std::deque<IpsEvent> events_;
  std::map<std::string, Subscription, std::less<>> subscriptions_;
  std::uint64_t next_id_ = 1;
  std::uint64_t opened_ = 0;
};

// Alerts as a lab file asks for them: `count`, a minute apart, the last one a minute before `now`.
void add_lab_alerts(IpsEvents& events, std::size_t count, WallTime now);

}  // namespace lw::lab
