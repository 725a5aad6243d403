// The sensor's setup dialogue (facts 4.3) as it stands between two answers: what it asks next, with
// the state it would leave as defaults, and what was changed so far in copies. The order is [V] for
// 5.x and for what 7.x moves to its advanced part; the words are [I]. Pure; belongs to one session.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/device.h"
#include "lab/ips_config.h"

namespace lw::lab {

class IpsSetup {
 public:
  // Of one component; the caller commits those that were modified.
  struct Draft {
    std::string component;
    IpsNode node;
    std::uint64_t revision = 0;
    bool modified = false;
  };

  struct Times {
    WallTime now;
    std::string now_text;  // as the sensor shows it
    std::string modified_text;
  };
  IpsSetup(const IpsConfig& config, Times times);

  // What stands in front of the first question.
  [[nodiscard]] std::string opening() const;
  [[nodiscard]] std::string question() const;
  // Takes an answer; what is shown before the next question.
  [[nodiscard]] std::string answer(std::string_view typed);

  [[nodiscard]] bool done() const { return step_ == Step::kDone; }
  // The configuration is to be saved now, although more may be asked.
  [[nodiscard]] bool saved() const { return saved_; }
  [[nodiscard]] const std::vector<Draft>& drafts() const { return drafts_; }
  [[nodiscard]] std::optional<WallTime> new_time() const { return new_time_; }
  [[nodiscard]] bool wants_reboot() const { return wants_reboot_; }

 private:
  enum class Step {
    kContinue,
    kHostName,
    kInterface,
    kTelnet,
    kWebPort,
    kModifyAccess,
    kDelete,
    kPermit,
    kModifyDns,
    kDns,
    kModifyProxy,
    kProxy,
    kProxyPort,
    kModifyClock,
    kUseNtp,
    kNtpServer,
    kModifySummer,
    kSummer,
    kModifyZone,
    kZone,
    kOffset,
    kModifySensor,
    kModifyThreat,
    kParticipation,
    kAgree,
    kSelection,
    kModifyTime,
    kDate,
    kTime,
    kDone,
  };
  struct Row;
  [[nodiscard]] static const Row& row(Step step);

  // `path`: component and names with blanks between.
  [[nodiscard]] IpsNode& node(std::string_view path);
  [[nodiscard]] const IpsNode& node(std::string_view path) const;
  [[nodiscard]] std::string value(std::string_view path) const {
    return std::string(node(path).text());
  }
  [[nodiscard]] std::chrono::minutes offset() const;
  [[nodiscard]] std::string usual(const Row& row) const;  // what stands in the brackets

  // A value set to what was typed, or left; then the next step, unless it was refused.
  std::string set(std::string_view path, std::string_view typed, Step next);
  // yes, no, or what the brackets say.
  std::string choose(std::string_view typed, bool usual, Step yes, Step no);
  std::string edit_networks(std::string_view typed);
  std::string take_time(std::string_view typed);
  std::string finish_clock();
  std::string take_selection(std::string_view typed);
  std::string summary();
  [[nodiscard]] std::string listed_networks() const;
  [[nodiscard]] std::string configuration() const;
  std::string go(Step next);
  void restart();

  int major_;
  Times times_;
  std::vector<Draft> drafts_;
  std::vector<Draft> untouched_;
  std::string host_ip_before_;
  Step step_ = Step::kContinue;
  bool advanced_ = false;  // past the basic part of 7.x
  bool saved_ = false;
  bool wants_reboot_ = false;
  std::string participation_;
  std::string date_;
  std::optional<WallTime> new_time_;
};

}  // namespace lw::lab
