// What a journal is told of the conversation: whole lines, every secret replaced. The secrets are
// those that the platform's patterns find and those that were typed in this session. Owned by one
// session.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "platform/key_armour.h"
#include "platform/platform.h"
#include "session/session.h"

namespace lw::session {

class Transcript {
 public:
  using Observer = std::function<void(const TranscriptLine&)>;
  Transcript(std::shared_ptr<const platform::Platform> platform, Observer observer)
      : platform_(std::move(platform)), observer_(std::move(observer)) {}

  // From now on this text is shown nowhere.
  void remember(const Secret& secret);

  void sent(std::string_view line);
  void sent_secret() const;
  // `text`: what was received since reset(), as far as it is known now. New whole lines are told.
  void received(std::string_view text);
  // The exchange is over; its unfinished line, a prompt or a question, is told too.
  void reset(std::string_view line);

  [[nodiscard]] std::string clean(std::string_view text) const;

 private:
  void tell(TranscriptLine::Direction direction, std::string_view line);

  std::shared_ptr<const platform::Platform> platform_;
  Observer observer_;
  std::vector<Secret> secrets_;
  platform::KeyArmour armour_;  // lines are told one by one; a key may span many
  std::size_t told_ = 0;
};

}  // namespace lw::session
