#include "platform/neutral.h"

#include <algorithm>

namespace lw::platform {
namespace {

// Families extend each other, so most patterns come several times.
template <class Item, class TextOf>
void add_new(std::vector<Item>& all, const std::vector<Item>& more, const TextOf& text_of) {
  for (const Item& item : more) {
    if (std::ranges::none_of(all,
                             [&](const Item& known) { return text_of(known) == text_of(item); })) {
      all.push_back(item);
    }
  }
}

// What matches where any of them does.
class Either {
 public:
  void add(const Pattern& pattern) {
    if (pattern) add_new(texts_, {pattern.text()}, [](const std::string& text) { return text; });
  }
  [[nodiscard]] Pattern pattern() const {
    std::string joined;
    for (const std::string& text : texts_) {
      if (!joined.empty()) joined += '|';
      joined.append("(?:").append(text).append(")");
    }
    return texts_.empty() ? Pattern() : Pattern::trusted(std::move(joined));
  }

 private:
  std::vector<std::string> texts_;
};

}  // namespace

std::shared_ptr<const Platform> neutral_platform(const Registry& registry) {
  auto neutral = std::make_shared<Platform>();
  neutral->name = "unknown";
  neutral->title = "a device whose family is not known yet";
  neutral->version = "show version";
  neutral->logout = "exit";
  Either username;
  Either password;
  Either refused;
  Either press_return;
  Either more;
  const auto text = [](const Pattern& pattern) { return pattern.text(); };
  for (const auto& family : registry.all()) {
    add_new(neutral->prompts, family->prompts,
            [](const ModePrompt& prompt) { return prompt.pattern.text(); });
    add_new(neutral->errors, family->errors,
            [](const ErrorMarker& error) { return error.pattern.text(); });
    add_new(neutral->harmless, family->harmless, text);
    add_new(neutral->asynchronous, family->asynchronous, text);
    add_new(neutral->secret_words, family->secret_words, text);
    username.add(family->login.username);
    password.add(family->login.password);
    refused.add(family->login.refused);
    press_return.add(family->login.press_return);
    more.add(family->paging.more);
  }
  neutral->login.username = username.pattern();
  neutral->login.password = password.pattern();
  neutral->login.refused = refused.pattern();
  neutral->login.press_return = press_return.pattern();
  neutral->paging.more = more.pattern();
  neutral->transports.push_back({"all", {}, "ssh", {"ssh", "https", "telnet"}});
  neutral->secret_set = PatternSet(neutral->secret_words);
  return neutral;
}

}  // namespace lw::platform
