// The envelope of POST /ios_web_exec/commandset, by which SDM, CCP Express and the web interface of
// IOS enter commands: plain text in, plain text out (tokens verified from the vendor's own client;
// the order of the parts of a reply is inferred, so the reader does not depend on it). Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lw::session {

enum class CommandsetMode { kExec, kConfigure };

[[nodiscard]] std::string make_commandset(CommandsetMode mode,
                                          std::span<const std::string> commands);

struct CommandReply {
  int parse_error = 0;  // 0: taken; 1, 2, 3: refused (which of them means what is not known)
  std::string output;
};

// The replies to the first of `commands`: fewer where the device stopped at one that it refused.
// nullopt: a command's output holds words of the envelope, so that the replies to several commands
// can't be told apart; that to a single command always can. `text`: lines ended by \n.
// kUnsupported: not such a reply, or one to other commands. kConnectionLost: its end is missing.
// kCommandRejected: the request as a whole was refused.
[[nodiscard]] Result<std::optional<std::vector<CommandReply>>> read_commandset(
    std::string_view text, std::span<const std::string> commands);

}  // namespace lw::session
