// Misbehaviour of a simulated device that a lab file asks for by name. The part that a terminal's
// wire shows is done by FaultyOutput, pure and one for each connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lab/faulty_dialogue.h"
#include "lab/line_fault.h"
#include "lab/web_faults.h"

namespace lw::lab {

struct Faults {
  bool slow_bytes = false;      // "slow-bytes": every byte comes alone
  bool hostile_banner = false;  // "hostile-banner": a login banner that looks like prompts
  bool log_noise = false;    // "log-noise": log lines in mid-output, between and glued to questions
  bool wrong_width = false;  // "wrong-width": wraps at 80 columns whatever was asked
  bool changed_host_key = false;  // "changed-host-key": a new SSH host key for each connection
  bool endless_output = false;    // "endless-output": the first long answer never ends
  std::optional<std::size_t> drop_after;   // "drop-after:N": closes after N bytes
  std::optional<std::size_t> stall_after;  // "stall-after:N": says nothing more after N bytes
  // "unexpected-question", "unexpected-question:N": a setup dialogue asks one question more,
  // after N answers (1).
  std::optional<std::size_t> unexpected_question;
  std::optional<LineFault> line;  // "at-line:N:WHAT"
  WebFaults web;
};

// kInvalidArgument lists the names that there are.
[[nodiscard]] Result<void> add_fault(Faults& faults, std::string_view name);

// What a dialogue has of them.
[[nodiscard]] DialogueFaults dialogue_faults(const Faults& faults);

// A log message as a device shows it, without line end; numbered so that each differs.
[[nodiscard]] std::string noise_line(std::uint64_t row);

// The lines of the hostile banner.
[[nodiscard]] std::string hostile_banner(std::string_view hostname);

class FaultyOutput {
 public:
  explicit FaultyOutput(const Faults& faults) : faults_(faults) {}

  // What goes over the wire instead, in pieces to be sent one by one.
  [[nodiscard]] std::vector<std::string> shape(std::string text);
  // The connection is to be closed without a word.
  [[nodiscard]] bool dropped() const { return dropped_; }
  // More to send although the device has said everything; empty: no.
  [[nodiscard]] std::string endless();

 private:
  void add_noise(std::string& text);

  Faults faults_;
  std::size_t sent_ = 0;
  std::uint64_t rows_ = 0;
  bool dropped_ = false;
  bool endless_ = false;
};

}  // namespace lw::lab
