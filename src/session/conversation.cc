#include "session/conversation.h"

#include <fmt/core.h>

#include "base/text.h"

namespace lw::session {
namespace {

using Clock = Deadline::Clock;

constexpr std::size_t kBuffer = 16 * 1024;
constexpr std::size_t kLastWords = 200;
constexpr std::size_t kGreeting = 80;
constexpr std::chrono::milliseconds kQuiet{200};
constexpr std::string_view kClearLine = "\x15";  // Ctrl-U
constexpr std::string_view kQuitPager = "q";     // inferred: on all families
// How long text that ends as questions do may stand before it is taken for one that the platform
// does not know. Long work ("Generating keys ...") does not end in "?", ":" or "]".
constexpr std::chrono::seconds kQuestionPatience{3};

}  // namespace

Conversation::Conversation(std::unique_ptr<net::Stream> stream,
                           std::shared_ptr<const platform::Platform> platform, Options options)
    : stream_(std::move(stream)),
      platform_(platform),
      output_limit_(options.output_limit),
      reader_(platform, options.output_limit),
      transcript_(platform, std::move(options.transcript)),
      buffer_(kBuffer) {}

void Conversation::listen(Phase phase) {
  transcript_.reset(reader_.screen().line());
  reader_.begin(phase, "", "");
}

net::Task<Result<void>> Conversation::write(std::string bytes, Deadline deadline) {
  pace_.next_exchange();
  co_return co_await stream_->write(bytes, deadline);
}

net::Task<Result<void>> Conversation::type(Phase phase, std::string line, std::string prompt,
                                           Deadline deadline) {
  transcript_.reset(reader_.screen().line());
  reader_.begin(phase, line, prompt);
  transcript_.sent(line);
  co_return co_await write(std::move(line) + platform_->line_end, deadline);
}

net::Task<Result<void>> Conversation::answer(std::string text, bool raw, Deadline deadline) {
  reader_.answered(text);
  transcript_.received(reader_.screen().text());
  transcript_.sent(text);
  co_return co_await write(raw ? std::move(text) : std::move(text) + platform_->line_end, deadline);
}

net::Task<Result<void>> Conversation::answer_secret(const Secret& secret, Deadline deadline) {
  transcript_.remember(secret);
  reader_.answered("");
  transcript_.received(reader_.screen().text());
  transcript_.sent_secret();
  reader_.gave_secret();
  const Secret line(secret.reveal() + platform_->line_end);
  pace_.next_exchange();
  co_return co_await stream_->write(line.reveal(), deadline);
}

net::Task<Result<void>> Conversation::turn_page(Sight sight, Deadline deadline) {
  reader_.pager_answered(sight);
  co_return co_await stream_->write(platform_->paging.more_answer, deadline);
}

net::Task<Result<void>> Conversation::quit_pager(Sight sight, Deadline deadline) {
  reader_.pager_answered(sight);
  co_return co_await stream_->write(kQuitPager, deadline);
}

net::Task<Result<void>> Conversation::hear_out(Deadline deadline) {
  while (!deadline.passed()) {
    const auto count = co_await stream_->read_some(buffer_, deadline.within(kQuiet));
    if (!count && count.error().code == ErrorCode::kTimeout) break;
    if (!count) co_return std::unexpected(count.error());
    LW_CO_TRY(took(*count));
  }
  co_return Result<void>{};
}

net::Task<Result<void>> Conversation::clear_line(Deadline deadline) {
  co_return co_await stream_->write(kClearLine, deadline);
}

net::Task<Result<void>> Conversation::press(std::string keys, Deadline deadline) {
  co_return co_await stream_->write(keys, deadline);
}

Result<void> Conversation::took(std::size_t count) {
  const std::string_view bytes(buffer_.data(), count);
  greeting_ += bytes.substr(0, kGreeting - greeting_.size());
  reader_.feed(bytes);
  transcript_.received(reader_.screen().text());
  if (reader_.screen().overflowed()) {
    return failure(
        ErrorCode::kPromptNotSeen,
        fmt::format("more than {} bytes of output and no prompt after them", output_limit_),
        "ask for less at once", Diagnosis::kTooMuchOutput);
  }
  return {};
}

net::Task<Result<Sight>> Conversation::next(Deadline deadline, std::optional<Deadline> patience) {
  std::optional<Clock::time_point> last;
  for (;;) {
    Sight sight = reader_.look();
    const bool question = reader_.looks_like_question();
    const bool seen = sight.seen != Seen::kNothing;
    Deadline wait = deadline;
    if (seen) {
      wait = deadline.within(pace_.rest(sight.evidence));
    } else if (reader_.holding()) {
      wait = deadline.within(pace_.rest(Evidence::kWeak));
    } else if (question) {
      wait = deadline.within(kQuestionPatience);
    } else if (patience && !last) {
      wait = Deadline::at(std::min(deadline.when(), patience->when()));
    }
    if (sight.seen == Seen::kRefused) co_return sight;

    const auto count = co_await stream_->read_some(buffer_, wait);
    if (count) {
      const auto now = Clock::now();
      if (last) pace_.heard_after(now - *last);
      last = now;
      LW_CO_TRY(took(*count));
      continue;
    }
    if (count.error().code != ErrorCode::kTimeout) co_return std::unexpected(count.error());
    if (seen) co_return sight;
    if (reader_.holding()) {
      reader_.rest();
      continue;
    }
    if (patience && !last && !question && !deadline.passed()) co_return Sight{};
    if (question) co_return std::unexpected(lost("a question that the platform does not know"));
    if (reader_.screen().text().empty() && reader_.screen().line().empty()) {
      co_return failure(ErrorCode::kTimeout, "the device did not answer in time",
                        "it may be busy, or the way to it slow: try again, or with longer timeouts",
                        Diagnosis::kSilent);
    }
    co_return std::unexpected(lost("no prompt in time"));
  }
}

net::Task<void> Conversation::drain(Deadline deadline) {
  // The limit is on what is thrown away: a device that talks for ever is not listened to for ever.
  for (std::size_t left = output_limit_; left > 0;) {
    const auto count = co_await stream_->read_some(buffer_, deadline);
    if (!count) break;
    left -= std::min(left, *count);
  }
}

std::string Conversation::last_words() const {
  const std::string clean = transcript_.clean(reader_.last_lines());
  std::string_view words = trim(clean);
  if (words.size() > kLastWords) words.remove_prefix(words.size() - kLastWords);
  return printable(words, 4 * kLastWords);
}

Error Conversation::lost(std::string_view what) const {
  return Error{ErrorCode::kPromptNotSeen, fmt::format("{}; last seen: \"{}\"", what, last_words()),
               "the session was given up rather than guess; look at the device's answer"};
}

}  // namespace lw::session
