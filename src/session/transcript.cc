#include "session/transcript.h"

namespace lw::session {
namespace {

constexpr std::size_t kShortestSecret = 4;  // a shorter one would blot out ordinary words
constexpr std::string_view kReplacement = "<secret>";

}  // namespace

void Transcript::remember(const Secret& secret) {
  if (secret.reveal().size() >= kShortestSecret) secrets_.push_back(secret);
}

std::string Transcript::clean(std::string_view text) const {
  std::string result = platform_->redact(text);
  for (const auto& secret : secrets_) {
    const std::string& bytes = secret.reveal();
    for (std::size_t at = result.find(bytes); at != std::string::npos;
         at = result.find(bytes, at + kReplacement.size())) {
      result.replace(at, bytes.size(), kReplacement);
    }
  }
  return result;
}

void Transcript::tell(TranscriptLine::Direction direction, std::string_view line) {
  if (!observer_) return;
  const bool hidden = armour_.hides(line);
  observer_({direction, hidden ? std::string(kReplacement) : clean(line)});
}

void Transcript::sent(std::string_view line) { tell(TranscriptLine::Direction::kSent, line); }

void Transcript::sent_secret() const {
  if (observer_) observer_({TranscriptLine::Direction::kSent, std::string(kReplacement)});
}

void Transcript::received(std::string_view text) {
  if (!observer_) return;
  for (auto end = text.find('\n', told_); end != std::string_view::npos;
       end = text.find('\n', told_)) {
    tell(TranscriptLine::Direction::kReceived, text.substr(told_, end - told_));
    told_ = end + 1;
  }
}

void Transcript::reset(std::string_view line) {
  told_ = 0;
  if (!line.empty()) tell(TranscriptLine::Direction::kReceived, line);
}

}  // namespace lw::session
