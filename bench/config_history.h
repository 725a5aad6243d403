// A made-up router's configuration and how it changes from day to day: the same for the same device
// and seed, so that two archives get the same texts. For measurements; one thread at a time.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace lw::bench {

class ConfigHistory {
 public:
  explicit ConfigHistory(unsigned device);

  [[nodiscard]] const std::string& name() const { return name_; }
  // Of the current day: some 600 lines with a time stamp, hashes of passwords, a certificate.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::int64_t time() const { return time_; }
  // One to three small changes: an interface, an access list, a route, a password.
  void next_day();

 private:
  struct Interface {
    std::string description;
    unsigned vlan;
    bool shut;
  };
  [[nodiscard]] unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }
  [[nodiscard]] std::string word();
  [[nodiscard]] std::string hash();
  [[nodiscard]] std::string address();
  [[nodiscard]] std::string rule();
  void change();

  std::mt19937 random_;
  std::string name_;
  std::int64_t time_ = 0;
  std::string changed_at_, changed_by_;
  unsigned clock_period_ = 0;
  std::vector<Interface> interfaces_;
  std::vector<std::string> rules_, routes_, certificate_;
  std::vector<std::pair<std::string, std::string>> users_;  // name, hash
  std::string location_;
};

}  // namespace lw::bench
