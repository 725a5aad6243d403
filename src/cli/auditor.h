// Audits one file: reads it, recognises the family, asks the procedures. Immutable once made: any
// thread may call it, and one file's memory is all that a call needs.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/file_walk.h"
#include "configtext/document.h"
#include "platform/platform.h"
#include "procedure/procedure.h"

namespace lw::cli {

struct FileReport {
  enum class Outcome {
    kAudited,
    kSkipped,  // no configuration: `reason` says what told
    kFailed,   // `reason` says why; what could be found out all the same is there too
    kRefused,  // the question itself is wrong (a parameter's value): no use to go on
  };
  std::string file;
  Outcome outcome = Outcome::kAudited;
  std::string reason;
  std::string hint;
  std::string platform;  // empty: not known
  std::string os_version;
  std::string model;
  std::string hostname;
  std::vector<procedure::Finding> findings;
  std::vector<procedure::Hazard> hazards;
  std::vector<configtext::Note> notes;

  [[nodiscard]] bool not_ready() const;
};

class Auditor {
 public:
  struct Settings {
    std::shared_ptr<const platform::Platform> platform;  // null: recognised from each text
    // Empty: those that apply to the device's platform. Else these, and those that do not apply
    // are reported as such.
    std::vector<std::shared_ptr<const procedure::Procedure>> asked;
    procedure::Values values;
    std::size_t largest_file = 64 << 20;
  };

  Auditor(platform::Registry registry, procedure::Library library, Settings settings);

  [[nodiscard]] FileReport audit(const FoundFile& file) const;
  // The same for text that was read already.
  [[nodiscard]] FileReport audit(const FoundFile& file, std::string text) const;

 private:
  [[nodiscard]] bool find_platform(FileReport& report, procedure::Target& target,
                                   const FoundFile& file, std::string_view text) const;
  void ask(FileReport& report, const procedure::Target& target,
           const configtext::Document& document) const;

  platform::Registry registry_;
  procedure::Library library_;
  Settings settings_;
};

}  // namespace lw::cli
