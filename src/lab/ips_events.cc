#include "lab/ips_events.h"

#include <fmt/format.h>

#include <algorithm>

namespace lw::lab {

std::string_view name(IpsEvent::Kind kind) {
  switch (kind) {
    case IpsEvent::Kind::kAlert:
      return "evIdsAlert";
    case IpsEvent::Kind::kStatus:
      return "evStatus";
    case IpsEvent::Kind::kError:
      return "evError";
  }
  return "unknown";
}

void IpsEvents::add(IpsEvent event) {
  event.id = next_id_++;
  events_.push_back(std::move(event));
  if (events_.size() > kMostIpsEvents) events_.pop_front();
}

std::optional<std::string> IpsEvents::open(IpsEventFilter filter, std::optional<WallTime> from) {
  if (subscriptions_.size() >= kMostIpsSubscriptions) return std::nullopt;
  std::uint64_t next = next_id_;
  if (from) {
    const auto first =
        std::ranges::find_if(events_, [&](const IpsEvent& event) { return event.time >= *from; });
    if (first != events_.end()) next = first->id;
  }
  ++opened_;
  std::string id = fmt::format("sub-{}-{:08x}", opened_, opened_ * 0x9E3779B1U & 0xFFFFFFFFU);
  subscriptions_[id] = {std::move(filter), next, next};
  return id;
}

bool IpsEvents::close(std::string_view id) {
  const auto found = subscriptions_.find(id);
  if (found == subscriptions_.end()) return false;
  subscriptions_.erase(found);
  return true;
}

bool IpsEvents::wanted(const IpsEventFilter& filter, const IpsEvent& event) {
  if (!filter.kinds.empty() && std::ranges::find(filter.kinds, event.kind) == filter.kinds.end()) {
    return false;
  }
  return event.kind != IpsEvent::Kind::kAlert || filter.severities.empty() ||
         std::ranges::find(filter.severities, event.severity) != filter.severities.end();
}

std::optional<IpsEvents::Batch> IpsEvents::get(std::string_view id, std::size_t most,
                                               bool confirm) {
  const auto found = subscriptions_.find(id);
  if (found == subscriptions_.end()) return std::nullopt;
  Subscription& subscription = found->second;
  if (confirm) subscription.next = subscription.given;
  Batch batch;
  const std::uint64_t oldest = events_.empty() ? next_id_ : events_.front().id;
  if (subscription.next < oldest) {
    batch.missed = oldest - subscription.next;
    subscription.next = oldest;
  }
  subscription.given = subscription.next;
  most = std::min(most, kMostIpsRetrieved);
  for (auto at = events_.begin() + static_cast<long>(subscription.next - oldest);
       at != events_.end(); ++at) {
    if (!wanted(subscription.filter, *at)) {
      if (batch.remaining == 0) subscription.given = at->id + 1;
    } else if (batch.events.size() < most) {
      batch.events.push_back(&*at);
      subscription.given = at->id + 1;
    } else {
      ++batch.remaining;
    }
  }
  return batch;
}

std::vector<std::string> IpsEvents::subscription_ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, subscription] : subscriptions_) ids.push_back(id);
  return ids;
}

void add_lab_alerts(IpsEvents& events, std::size_t count, WallTime now) {
  struct Signature {
    std::uint32_t id;
    std::string_view name;
    std::string_view severity;
  };
  constexpr Signature kSignatures[] = {{2004, "ICMP Echo Request", "informational"},
                                       {3002, "TCP SYN Port Sweep", "low"},
                                       {5081, "WWW WinNT cmd.exe Access", "medium"},
                                       {3030, "TCP SYN Host Sweep", "high"}};
  for (std::size_t i = 0; i < count; ++i) {
    const Signature& one = kSignatures[i % std::size(kSignatures)];
    events.add({.kind = IpsEvent::Kind::kAlert,
                .time = now - std::chrono::minutes(count - i),
                .severity = std::string(one.severity),
                .text = std::string(one.name),
                .signature = one.id});
  }
}

}  // namespace lw::lab
