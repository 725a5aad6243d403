#include "lab/faulty_dialogue.h"

#include <utility>

#include "lab/answers.h"
#include "lab/faults.h"

namespace lw::lab {
namespace {

constexpr std::string_view kUnexpected =
    "Would you like to enroll this unit in the site registry? [yes/no]: ";

class FaultyDialogue final : public Dialogue {
 public:
  FaultyDialogue(std::shared_ptr<Dialogue> inner, DialogueFaults faults)
      : inner_(std::move(inner)), faults_(faults) {}

  Turn begin() override { return noisy(inner_->begin()); }

  Turn answer(std::string_view typed) override {
    if (held_) {
      if (!says_yes(typed) && !says_no(typed)) return {"", std::string(kUnexpected)};
      return *std::exchange(held_, std::nullopt);
    }
    Turn next = inner_->answer(typed);
    if (next.question.empty()) return next;
    if (++answers_ != faults_.unexpected) return noisy(std::move(next));
    Turn unexpected{std::exchange(next.text, {}), std::string(kUnexpected)};
    held_ = std::move(next);
    return unexpected;
  }

  Turn interrupt(Key::Kind key) override {
    held_.reset();
    return inner_->interrupt(key);
  }

 private:
  Turn noisy(Turn turn) {
    if (!faults_.log_noise || turn.question.empty() || ++turns_ % 2 != 0) return turn;
    const std::string line = noise_line(turns_);
    if (turns_ % 4 == 0) {
      turn.text += line + "\n";
    } else {
      turn.question += line + "\r\n";
    }
    return turn;
  }

  std::shared_ptr<Dialogue> inner_;
  DialogueFaults faults_;
  std::size_t answers_ = 0;
  std::uint64_t turns_ = 0;
  std::optional<Turn> held_;  // what is asked once the unexpected question has its answer
};

}  // namespace

std::shared_ptr<Dialogue> with_faults(std::shared_ptr<Dialogue> dialogue,
                                      const DialogueFaults& faults) {
  if (!faults.log_noise && !faults.unexpected) return dialogue;
  return std::make_shared<FaultyDialogue>(std::move(dialogue), faults);
}

}  // namespace lw::lab
