#include "session/module_stream.h"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "session/slot_door.h"

namespace lw::session {
namespace {

constexpr std::size_t kBuffer = 4096;
constexpr std::chrono::seconds kGoodbye{2};
constexpr std::chrono::seconds kForTheList{10};
// How long the supervisor's prompt must rest to be believed.
constexpr std::chrono::milliseconds kRest{100};
// How long is waited for what may have come already.
constexpr std::chrono::milliseconds kLookAhead{2};
constexpr std::size_t kMostPending = 64 * 1024;

class ModuleStream final : public net::Stream {
 public:
  ModuleStream(std::unique_ptr<Session> supervisor,
               std::shared_ptr<const platform::Platform> platform, unsigned slot)
      : supervisor_(std::move(supervisor)),
        below_(*supervisor_->terminal()),
        platform_(std::move(platform)),
        slot_(slot),
        prompt_(supervisor_->prompt()),
        exit_(platform_, prompt_),
        buffer_(kBuffer) {}

  net::Task<Result<void>> open(Deadline deadline) {
    const std::string line = platform_->chassis.command_for(slot_) + platform_->line_end;
    inside_ = true;
    LW_CO_TRY(co_await below_.write(line, deadline));
    SlotEntry entry(platform_, prompt_);
    LW_CO_TRY(co_await await_change(entry, deadline));
    if (entry.opened()) co_return Result<void>{};
    inside_ = false;
    co_return std::unexpected(co_await explain(entry.refusal()));
  }

  net::Task<Result<std::size_t>> read_some(std::span<char> buffer, Deadline deadline) override {
    while (pending_.empty()) {
      if (exit_.ended()) co_return std::unexpected(module_left());
      LW_CO_ASSIGN(const std::size_t count, co_await below_.read_some(buffer_, deadline));
      exit_.feed({buffer_.data(), count}, pending_);
    }
    const std::size_t count = std::min(buffer.size(), pending_.size());
    pending_.copy(buffer.data(), count);
    pending_.erase(0, count);
    co_return count;
  }

  net::Task<Result<void>> write(std::string_view bytes, Deadline deadline) override {
    // What is meant for the module must not reach the supervisor, which may have the terminal again
    // since anybody read.
    LW_CO_TRY(co_await look_ahead(deadline));
    if (exit_.ended()) co_return std::unexpected(module_left());
    co_return co_await below_.write(bytes, deadline);
  }

  [[nodiscard]] net::StreamEnd end() const override {
    return exit_.ended() ? net::StreamEnd::kClosed : below_.end();
  }

  net::Task<void> close(Deadline deadline) override {
    if (inside_ && !exit_.ended()) co_await escape(deadline.within(kGoodbye));
    co_await supervisor_->close(deadline);
  }

  void cancel() override { below_.cancel(); }
  void interrupt() override { below_.interrupt(); }
  [[nodiscard]] std::string description() const override {
    return fmt::format("slot {} over {}", slot_, below_.description());
  }

 private:
  [[nodiscard]] static Error module_left() {
    return {ErrorCode::kConnectionLost, "the module ended the session"};
  }

  net::Task<Result<void>> look_ahead(Deadline deadline) {
    while (!exit_.ended() && pending_.size() < kMostPending) {
      const auto count = co_await below_.read_some(buffer_, deadline.within(kLookAhead));
      if (!count && count.error().code == ErrorCode::kTimeout) break;
      if (!count) co_return std::unexpected(count.error());
      exit_.feed({buffer_.data(), *count}, pending_);
    }
    co_return Result<void>{};
  }

  // Until the module speaks, or the supervisor's prompt rests.
  net::Task<Result<void>> await_change(SlotEntry& entry, Deadline deadline) {
    while (!entry.opened()) {
      const bool back = entry.back_at_prompt();
      auto count = co_await below_.read_some(buffer_, back ? deadline.within(kRest) : deadline);
      if (!count && back && count.error().code == ErrorCode::kTimeout) break;
      if (!count) {
        const std::string words = entry.refusal().words;
        co_return std::unexpected(std::move(count).error().with_context(
            words.empty() ? "waiting for the module"
                          : fmt::format("waiting for the module behind \"{}\"", words)));
      }
      const std::string_view bytes(buffer_.data(), *count);
      exit_.feed(bytes.substr(entry.feed(bytes)), pending_);
    }
    co_return Result<void>{};
  }

  // Why no session was opened: the list of modules knows better than the refusal.
  net::Task<Error> explain(SlotEntry::Refusal refusal) {
    const platform::Chassis& chassis = platform_->chassis;
    std::string why = refusal.why.empty() ? "the switch opens no session" : refusal.why;
    std::string hint = "look at the module from the switch's own command line";
    if (!chassis.list.empty()) {
      const auto list = co_await supervisor_->run(chassis.list, {}, Deadline::after(kForTheList));
      if (list && !list->rejected) {
        hint = fmt::format("see \"{}\" on the switch", chassis.list);
        const auto report = platform::slot_report(chassis, slot_, list->text);
        if (report.state == platform::SlotState::kEmpty) {
          why = "there is no module in this slot";
          hint += ", and correct the slot: linewarden device set NAME --slot N";
        } else if (report.state == platform::SlotState::kNotReady) {
          why = fmt::format("the module is not ready, its state is {}", report.words);
          hint += ", and try again when its state is ok";
        }
      }
    }
    co_return Error{ErrorCode::kUnreachable,
                    refusal.words.empty() ? why : fmt::format("{} (\"{}\")", why, refusal.words),
                    std::move(hint), Diagnosis::kRefused};
  }

  // Back to the supervisor from whatever the module is doing; a session that stays open behind the
  // escape is ended there.
  net::Task<void> escape(Deadline deadline) {
    const platform::Chassis& chassis = platform_->chassis;
    if (!co_await below_.write(chassis.escape, deadline)) co_return;
    SlotEntry entry(platform_, prompt_);
    if (!co_await await_change(entry, deadline) || entry.opened() || chassis.disconnect.empty()) {
      co_return;
    }
    (void)co_await supervisor_->run(chassis.disconnect, {{"confirm", "y"}}, deadline);
  }

  std::unique_ptr<Session> supervisor_;
  net::Stream& below_;
  std::shared_ptr<const platform::Platform> platform_;
  unsigned slot_;
  std::string prompt_;
  SlotExit exit_;
  bool inside_ = false;  // the supervisor does not have the terminal, as far as is known
  std::vector<char> buffer_;
  std::string pending_;
};

}  // namespace

net::Task<Result<std::unique_ptr<net::Stream>>> enter_module(
    std::unique_ptr<Session> supervisor, std::shared_ptr<const platform::Platform> platform,
    unsigned slot, Deadline deadline) {
  const bool leads = !platform->chassis.command.empty();
  if (!leads || supervisor->terminal() == nullptr) {
    co_await supervisor->close(Deadline::after(kGoodbye));
    co_return failure(ErrorCode::kUnsupported,
                      leads ? "a session with a module needs a terminal of the switch"
                            : fmt::format("{} devices have no modules with a command line of "
                                          "their own",
                                          platform->name),
                      "reach the switch over ssh, telnet or its console");
  }
  auto stream = std::make_unique<ModuleStream>(std::move(supervisor), std::move(platform), slot);
  if (auto opened = co_await stream->open(deadline); !opened) {
    co_await stream->close(Deadline::after(kGoodbye));
    co_return std::unexpected(std::move(opened).error());
  }
  co_return stream;
}

}  // namespace lw::session
