// The router's reload: what it asks first, at once or at a time, taken back.
#include <fmt/format.h>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/ios_session.h"

namespace lw::lab {

void IosSession::ask_save(std::function<void()> then) {
  if (!device_.modified()) {
    then();
    return;
  }
  ask("\r\nSystem configuration has been modified. Save? [yes/no]: ", Echo::kPlain,
      [this, then = std::move(then)](const std::string& answer) {
        if (says_yes(answer)) {
          save();
        } else if (!says_no(answer)) {
          print("% Please answer 'yes' or 'no'.\n");
          ask_save(then);
          return;
        }
        then();
      });
}

void IosSession::ask_proceed(std::function<void()> then) {
  ask_key("Proceed with reload? [confirm]", [then = std::move(then)](char key) {
    if (confirms(key)) then();
  });
}

void IosSession::exec_reload(const Match&) {
  ask_save([this] { ask_proceed([this] { device_.reload(); }); });
}

void IosSession::exec_reload_in(const Match& match) {
  // Minutes, or hours:minutes.
  const std::string& typed = match.words[2];
  const std::size_t colon = typed.find(':');
  const auto high = parse_decimal(std::string_view(typed).substr(0, colon));
  const auto low = colon == std::string::npos
                       ? std::optional<long>(0)
                       : parse_decimal(std::string_view(typed).substr(colon + 1));
  if (!high || !low || *high > 999 * 60 || *low > 59) {
    point_at(10);
    return;
  }
  const std::chrono::minutes delay(colon == std::string::npos ? *high : *high * 60 + *low);
  ask_save([this, delay] {
    const WallTime when = device_.now() + delay;
    const std::string by = user_.empty() ? place() : fmt::format("{} on {}", user_, place());
    print(fmt::format("Reload scheduled for {} (in {}) by {}\nReload reason: Reload Command\n",
                      ios_time(when), ios_duration(delay), by));
    ask_proceed([this, when, by] {
      device_.scheduled_reload = IosDevice::ScheduledReload{when, by};
      device_.announce_reload();
      device_.log(
          fmt::format("%SYS-5-SCHEDULED_RELOAD: Reload requested for {} by {}. "
                      "Reload Reason: Reload Command.",
                      ios_time(when), by));
    });
  });
}

void IosSession::exec_reload_cancel(const Match&) {
  if (!device_.scheduled_reload) {
    print("%No reload is scheduled.\n");
    return;
  }
  device_.scheduled_reload.reset();
  print("\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n\n");
}

}  // namespace lw::lab
