#include "lab/ips_device.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/ips_load.h"
#include "lab/ips_session.h"

namespace lw::lab {
namespace {

constexpr long kMostSessions = 10;  // of a kind [I]
constexpr std::string_view kStateHead = "linewarden lab sensor 1\n";

long seconds_of(std::chrono::system_clock::duration time) {
  return static_cast<long>(std::chrono::duration_cast<std::chrono::seconds>(time).count());
}

std::optional<long> signed_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto digits = parse_decimal(text.substr(negative ? 1 : 0));
  if (!digits) return std::nullopt;
  return negative ? -*digits : *digits;
}

}  // namespace

IpsDevice::IpsDevice(Settings settings)
    : settings_(std::move(settings)), config_(settings_.release.major) {
  booted_ = settings_.clock();
  modified_ = now();
  add_lab_alerts(events_, settings_.alerts, now());
}

Result<std::unique_ptr<IpsDevice>> IpsDevice::create(Settings settings) {
  std::unique_ptr<IpsDevice> device(new IpsDevice(std::move(settings)));
  LW_TRY(load_ips_config(device->config_, device->settings_.initial_config));
  return device;
}

Result<void> IpsDevice::admits(const Arrival& arrival) const {
  const Transport transport = arrival.transport;
  const auto count = std::ranges::count_if(sessions_, [&](const IpsSession* session) {
    return session->arrival().transport == transport;
  });
  if (count >= (transport == Transport::kConsole ? 1 : kMostSessions)) {
    return failure(ErrorCode::kUnreachable, "all sessions are taken");
  }
  if (transport == Transport::kConsole) return {};
  if (!config_.permits(arrival.source_address)) {
    return failure(ErrorCode::kUnreachable, "the access list does not let the address in");
  }
  if (transport == Transport::kTelnet &&
      config_.value("host network-settings telnet-option") != "enabled") {
    return failure(ErrorCode::kUnreachable, "Telnet is disabled");
  }
  return {};
}

Result<std::unique_ptr<Session>> IpsDevice::open(const Arrival& arrival) {
  LW_TRY(admits(arrival));
  auto session = std::make_unique<IpsSession>(*this, arrival, settings_.forced_columns);
  sessions_.push_back(session.get());
  session->begin();
  return session;
}

void IpsDevice::leave(const IpsSession& session) { std::erase(sessions_, &session); }

bool IpsDevice::locked(std::string_view user) const {
  const long limit = parse_decimal(config_.value("authentication attemptLimit")).value_or(0);
  const auto failed = failures_.find(user);
  return limit != 0 && failed != failures_.end() && failed->second >= limit;
}

std::optional<IpsAccount> IpsDevice::log_in(std::string_view user, const Secret& password) const {
  const bool shut = locked(user);
  auto account = ips_account(config_, user, password);
  if (account && !shut) {
    failures_.erase(std::string(user));
    return account;
  }
  if (ips_account(config_, user)) ++failures_[std::string(user)];
  return std::nullopt;
}

bool IpsDevice::verify_login(std::string_view user, const Secret& password) const {
  return log_in(user, password).has_value();
}

std::optional<HostKeys> IpsDevice::host_keys() const {
  return HostKeys{.generation = 1, .modulus = settings_.rsa_modulus};
}

IpsOutcome IpsDevice::commit(std::string_view component, IpsNode changed, std::uint64_t revision,
                             std::string_view who) {
  const auto address = [this] { return config_.value("host network-settings host-ip"); };
  const std::string before = address();
  if (auto done = config_.replace(component, std::move(changed), revision); !done) return done;
  modified_ = now();
  std::erase_if(failures_, [this](const auto& one) { return !ips_account(config_, one.first); });
  events_.add({.kind = IpsEvent::Kind::kStatus,
               .time = now(),
               .text = fmt::format("{} changed the configuration of {}", who, component)});
  if (address() != before) {
    for (IpsSession* session : sessions_) {
      if (session->arrival().transport != Transport::kConsole) session->hang_up();
    }
  }
  return {};
}

void IpsDevice::set_clock(WallTime time) { clock_offset_ = time - settings_.clock(); }

void IpsDevice::reset() {
  for (IpsSession* session : sessions_) session->hang_up();
  booted_ = settings_.clock();
  failures_.clear();
}

IpsOutcome IpsDevice::install_licence(std::string_view url) {
  const std::string_view file = url.substr(url.rfind('/') + 1);
  const auto found = settings_.licence_files.find(std::string(file));
  if (found == settings_.licence_files.end()) {
    return ips_error("errNotFound",
                     fmt::format("the license key file {} is not valid", printable(file)));
  }
  licence_ = found->second;
  return {};
}

std::string IpsDevice::saved_state() const {
  std::string text =
      fmt::format("{}clock {}\nlicence {}\n{}", kStateHead, seconds_of(clock_offset_),
                  licence_ ? seconds_of(licence_->time_since_epoch()) : 0, account_lines(config_));
  for (const IpsComponent& component : ips_components()) text += config_.lines(component);
  return text;
}

Result<void> IpsDevice::restore_state(std::string_view text) {
  const auto wrong = [](std::string_view what) {
    return failure(ErrorCode::kInvalidArgument,
                   fmt::format("this is no saved state of a simulated sensor: {}", what));
  };
  if (!text.starts_with(kStateHead)) return wrong("it begins with other words");
  IpsConfig config(settings_.release.major);
  IpsNode accounts = *config.component(kIpsAccounts);
  accounts.reset();
  std::string lines;
  long clock = 0;
  long licence = 0;
  for (const std::string_view line : split_lines(text.substr(kStateHead.size()))) {
    const auto words = split_words(line);
    const bool number = words.size() == 2 && (words[0] == "clock" || words[0] == "licence");
    if (number) {
      const auto value = signed_number(words[1]);
      if (!value) return wrong("a number is none");
      (words[0] == "clock" ? clock : licence) = *value;
    } else if (line.starts_with("account ")) {
      if (!restore_account(accounts, line, config.major())) return wrong("an account is broken");
    } else {
      lines += fmt::format("{}\n", line);
    }
  }
  if (!config.replace(kIpsAccounts, std::move(accounts), config.revision(kIpsAccounts))) {
    return wrong("there are no accounts");
  }
  LW_TRY(load_ips_config(config, lines));
  config_ = std::move(config);
  clock_offset_ = std::chrono::seconds(clock);
  licence_.reset();
  if (licence != 0) licence_ = WallTime(std::chrono::seconds(licence));
  booted_ = settings_.clock();
  modified_ = now();
  return {};
}

}  // namespace lw::lab
