// How many files ended how: what the closing table and the page's charts show. A plain value.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "cli/auditor.h"

namespace lw::cli {

struct ReadyCount {
  std::size_t ready = 0;
  std::size_t not_ready = 0;
  std::size_t not_applicable = 0;

  void add(procedure::Status status) {
    switch (status) {
      case procedure::Status::kReady:
        ++ready;
        return;
      case procedure::Status::kNotReady:
        ++not_ready;
        return;
      case procedure::Status::kNotApplicable:
        ++not_applicable;
        return;
    }
  }
};

struct AuditCounts {
  std::size_t audited = 0;
  std::size_t ready = 0;  // of those audited: every procedure that was asked
  std::size_t skipped = 0;
  std::size_t failed = 0;
  std::size_t hazards = 0;
  std::map<std::string, ReadyCount> by_procedure;
  std::map<std::string, ReadyCount> by_platform;  // findings of that platform's devices
  std::map<std::string, std::size_t> devices;     // by platform

  void add(const FileReport& report) {
    if (report.outcome == FileReport::Outcome::kSkipped) {
      ++skipped;
      return;
    }
    if (report.outcome != FileReport::Outcome::kAudited) {
      ++failed;
      return;
    }
    ++audited;
    if (!report.not_ready()) ++ready;
    hazards += report.hazards.size();
    ++devices[report.platform];
    for (const auto& finding : report.findings) {
      by_procedure[finding.procedure].add(finding.status);
      by_platform[report.platform].add(finding.status);
    }
  }
};

}  // namespace lw::cli
