// What devices told about themselves when they were discovered last: facts, answers, readiness. A
// part of the store's contract, on the Inventory's connection and by its rules; must not outlive
// it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/inventory.h"

namespace lw::store {

struct DiscoveryRecord {
  struct Answer {
    std::string kind;  // "licence"
    std::string command;
    std::string text;  // secrets removed
  };
  struct Readiness {
    std::string procedure;
    bool ready = false;
    std::vector<std::string> missing;  // one line each
  };
  std::string taken_at = {};  // "2026-11-30T12:00:00Z"
  std::string transport = {};
  std::map<std::string, std::string> facts = {};
  std::map<std::string, std::string> refused = {};  // by command: the device's words
  std::vector<Answer> answers = {};                 // by command
  std::vector<Readiness> readiness = {};            // by procedure
};

class Discoveries {
 public:
  explicit Discoveries(Inventory& inventory) : inventory_(inventory) {}

  // In one transaction: the record in place of the one before, what it changes in the device's
  // entry, and devices that were found in it. Of `device` only what a discovery can tell is
  // written, and whether failover is supported stays where somebody has set it. Gives the names of
  // those children that were not added because another device has them.
  [[nodiscard]] Result<std::vector<std::string>> keep(const Device& device,
                                                      const std::vector<Device>& children,
                                                      const DiscoveryRecord& record);
  // nullopt: it was not discovered yet.
  [[nodiscard]] Result<std::optional<DiscoveryRecord>> find(const std::string& device);

 private:
  Inventory& inventory_;
};

}  // namespace lw::store
