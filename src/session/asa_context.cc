#include "session/asa_context.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace lw::session {
namespace {

constexpr std::string_view kSystem = "system";
constexpr std::size_t kLongestName = 32;
constexpr std::size_t kShown = 200;

bool prompts_with(const Session& session, std::string_view context) {
  const std::string_view host = session.hostname();
  const auto slash = host.rfind('/');
  if (context == kSystem) return slash == std::string_view::npos;
  return slash != std::string_view::npos && host.substr(slash + 1) == context;
}

}  // namespace

Result<void> check_context_name(std::string_view context) {
  const auto fits = [](unsigned char byte) {
    return std::isalnum(byte) != 0 || byte == '-' || byte == '_' || byte == '.';
  };
  if (!context.empty() && context.size() <= kLongestName && std::ranges::all_of(context, fits)) {
    return {};
  }
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("\"{}\" can't be the name of a security context",
                             printable(context, kLongestName)),
                 "it has 1 to 32 letters, digits, '-', '_' and '.'; system is the system space");
}

std::string change_context_command(std::string_view context) {
  return fmt::format("changeto {}{}", context == kSystem ? "" : "context ", context);
}

Error no_such_context(std::string_view context, std::string_view words) {
  return {ErrorCode::kCommandRejected,
          fmt::format("there is no context {} here: \"{}\"", printable(context, kLongestName),
                      words),
          "show context lists the contexts; only the admin context and the system may change"};
}

net::Task<Result<void>> change_context(Session& session, std::string context, Deadline deadline) {
  LW_CO_ASSIGN(const Output output,
               co_await session.run(change_context_command(context), {}, deadline));
  const std::string_view said = trim(output.rejected ? output.rejected->message : output.text);
  if (!output.rejected && (said.empty() || prompts_with(session, context))) {
    co_return Result<void>{};
  }
  co_return std::unexpected(no_such_context(context, printable(said, kShown)));
}

}  // namespace lw::session
