#include "session/commandset.h"

#include <fmt/core.h>

#include "base/text.h"

namespace lw::session {
namespace {

constexpr std::string_view kCommandBegin = "! COMMAND BEGIN";
constexpr std::string_view kCommandEnd = "! COMMAND END";
constexpr std::string_view kOutputBegin = "! OUTPUT BEGIN";
constexpr std::string_view kOutputEnd = "! OUTPUT END";
constexpr std::string_view kSetEnd = "! COMMANDSET END";

// What stands between the quotes behind `name=`.
std::optional<std::string_view> attribute(std::string_view line, std::string_view name) {
  const std::string opening = std::string(name) + "=\"";
  const auto at = line.find(opening);
  if (at == std::string_view::npos) return std::nullopt;
  const auto value = line.substr(at + opening.size());
  const auto end = value.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  return value.substr(0, end);
}

bool same_command(std::string_view one, std::string_view other) {
  return split_words(one) == split_words(other);
}

// Goes through the lines of a reply. Lines of the envelope begin with "!", as comments in
// configuration text do, so an output is only known to end where the next part fits.
class ReplyReader {
 public:
  ReplyReader(std::string_view text, std::span<const std::string> commands)
      : lines_(split_lines(text)), commands_(commands) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (trim(lines_[i]) == kOutputEnd) last_output_end_ = i;
    }
  }

  Result<std::optional<std::vector<CommandReply>>> read() {
    bool set = false;
    bool whole = false;
    for (; at_ < lines_.size(); ++at_) {
      const auto line = trim(lines_[at_]);
      if (line.starts_with("! COMMANDSET")) set = true;
      whole = whole || line == kSetEnd;
      if (line == kCommandBegin) {
        LW_TRY(read_command());
      } else if (line == kOutputBegin) {
        if (!read_output()) return cut_off();
      } else if (line.starts_with('!')) {
        LW_TRY(read_attributes(line));
        if (line == kOutputEnd || line == kCommandEnd) unclear_ = true;
      } else if (!line.empty()) {
        unclear_ = true;
      }
    }
    if (!set || !status_) {
      return failure(ErrorCode::kUnsupported, "the answer is no reply to a set of commands");
    }
    if (commands_.size() > 1 && unclear_) return std::nullopt;
    if (!whole) return cut_off();
    return finish();
  }

 private:
  static std::unexpected<Error> cut_off() {
    return failure(ErrorCode::kConnectionLost, "the device's answer has no end");
  }

  Result<void> read_command() {
    const std::size_t index = replies_.size();
    if (index == commands_.size() || at_ + 2 >= lines_.size() ||
        !same_command(lines_[at_ + 1], commands_[index]) || trim(lines_[at_ + 2]) != kCommandEnd) {
      if (commands_.size() > 1) {
        unclear_ = true;
        return {};
      }
      return failure(ErrorCode::kUnsupported, "the device answers another command");
    }
    at_ += 2;
    replies_.emplace_back();
    return {};
  }

  // Up to the end that belongs to it: the first one, or with a single command the last one.
  bool read_output() {
    const bool single = commands_.size() == 1;
    std::string output;
    for (++at_; at_ < lines_.size(); ++at_) {
      if (trim(lines_[at_]) == kOutputEnd && (!single || at_ == last_output_end_)) break;
      output += lines_[at_];
      output += '\n';
    }
    if (at_ == lines_.size()) return false;
    if (replies_.empty() || outputs_ == replies_.size()) {
      unclear_ = true;
    } else {
      replies_.back().output = std::move(output);
      outputs_ = replies_.size();
    }
    return true;
  }

  Result<void> read_attributes(std::string_view line) {
    if (const auto digit = attribute(line, "PARSE_ERROR")) {
      parse_errors_.push_back(static_cast<int>(parse_decimal(*digit).value_or(3)));
    } else if (const auto status = attribute(line, "STATUS"); status && !status_) {
      status_ = true;
      if (trim(*status) != "0") {
        return failure(ErrorCode::kCommandRejected,
                       fmt::format("the device refused the whole request (STATUS=\"{}\")",
                                   printable(*status, 20)));
      }
    }
    return {};
  }

  Result<std::optional<std::vector<CommandReply>>> finish() {
    if (parse_errors_.size() != replies_.size()) {
      return failure(ErrorCode::kUnsupported,
                     fmt::format("the device answers {} commands and judges {}", replies_.size(),
                                 parse_errors_.size()));
    }
    for (std::size_t i = 0; i < replies_.size(); ++i) replies_[i].parse_error = parse_errors_[i];
    const bool stopped = !replies_.empty() && replies_.back().parse_error != 0;
    if (replies_.size() < commands_.size() && !stopped) {
      return failure(ErrorCode::kUnsupported,
                     fmt::format("the device answers {} of {} commands and does not say why",
                                 replies_.size(), commands_.size()));
    }
    return std::move(replies_);
  }

  std::vector<std::string_view> lines_;
  std::span<const std::string> commands_;
  std::size_t at_ = 0;
  std::size_t last_output_end_ = 0;
  std::vector<CommandReply> replies_;
  std::vector<int> parse_errors_;
  std::size_t outputs_ = 0;  // replies whose output was read
  bool status_ = false;
  bool unclear_ = false;
};

}  // namespace

std::string make_commandset(CommandsetMode mode, std::span<const std::string> commands) {
  std::string body =
      fmt::format("! COMMANDSET VERSION=\"1.0\"\n! OPTIONS BEGIN\n! MODE=\"{}\"\n! OPTIONS END\n",
                  mode == CommandsetMode::kExec ? 0 : 1);
  for (const std::string& command : commands) body += command + "\n";
  return body + "! END\n! COMMANDSET END\n";
}

Result<std::optional<std::vector<CommandReply>>> read_commandset(
    std::string_view text, std::span<const std::string> commands) {
  return ReplyReader(text, commands).read();
}

}  // namespace lw::session
