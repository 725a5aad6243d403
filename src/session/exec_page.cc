#include "session/exec_page.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"
#include "net/http.h"
#include "session/screen.h"

namespace lw::session {
namespace {

struct Entity {
  std::string_view name;
  char byte;
};
constexpr std::array<Entity, 6> kEntities = {{{"&lt;", '<'},
                                              {"&gt;", '>'},
                                              {"&amp;", '&'},
                                              {"&quot;", '"'},
                                              {"&#39;", '\''},
                                              {"&nbsp;", ' '}}};

std::string page_target(std::string_view area, std::string_view command) {
  std::string target = "/level/15/";
  target += area;
  target += "/-/";
  for (const auto word : split_words(command)) target += net::url_encode(word) + "/";
  return target + "CR";
}

bool starts_with_tag(std::string_view text, std::string_view tag) {
  return text.size() >= tag.size() &&
         std::ranges::equal(text.substr(0, tag.size()), tag, [](char one, char other) {
           return std::tolower(static_cast<unsigned char>(one)) == other;
         });
}

// `tag` in lower case: "<dl>", "</dl>", "<form".
std::size_t find_tag(std::string_view page, std::string_view tag, std::size_t from = 0) {
  for (auto at = page.find('<', from); at != std::string_view::npos; at = page.find('<', at + 1)) {
    if (starts_with_tag(page.substr(at), tag)) return at;
  }
  return std::string_view::npos;
}

std::size_t find_last_tag(std::string_view page, std::string_view tag) {
  for (std::size_t end = page.size(); end > 0;) {
    const auto at = page.substr(0, end).rfind('<');
    if (at == std::string_view::npos || starts_with_tag(page.substr(at), tag)) return at;
    end = at;
  }
  return std::string_view::npos;
}

// Releases differ in whether they write entities (not known which do): where a bare `<` stands, or
// a `&` that begins no entity, this one does not, and `&lt;` is what the command printed.
bool writes_entities(std::string_view text) {
  if (text.find('<') != std::string_view::npos) return false;
  for (auto at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const bool entity = std::ranges::any_of(
        kEntities, [&](const Entity& e) { return text.substr(at).starts_with(e.name); });
    if (!entity) return false;
  }
  return true;
}

std::string undo_entities(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    plain += text.substr(0, end);
    text.remove_prefix(end);
    const auto entity =
        std::ranges::find_if(kEntities, [&](const Entity& e) { return text.starts_with(e.name); });
    if (entity == kEntities.end()) {
      plain += text.substr(0, 1);
      text.remove_prefix(std::min<std::size_t>(1, text.size()));
    } else {
      plain += entity->byte;
      text.remove_prefix(entity->name.size());
    }
  }
  return plain;
}

std::string hostname_in(std::string_view page) {
  constexpr std::string_view kTitle = "<title>";
  const auto at = find_tag(page, kTitle);
  if (at == std::string_view::npos) return {};
  const auto title = page.substr(at + kTitle.size());
  const auto words = split_words(title.substr(0, title.find('<')));
  return words.size() > 1 && words[1].starts_with('/') ? std::string(words[0]) : std::string();
}

// 12.x writes this below the output (inferred).
void drop_completed(std::string& text) {
  constexpr std::string_view kCompleted = "command completed.";
  const auto kept = trim(text);
  if (!kept.ends_with(kCompleted)) return;
  const auto before = kept.substr(0, kept.size() - kCompleted.size());
  if (!before.empty() && before.back() != '\n') return;
  text = std::string(trim(before));
  if (!text.empty()) text += '\n';
}

}  // namespace

std::string exec_page_target(std::string_view command) { return page_target("exec", command); }

std::string configure_page_target(std::string_view command) {
  return page_target("configure", command);
}

Result<ExecPage> read_exec_page(std::string_view body) {
  const auto form = find_tag(body, "<form");
  const auto form_end = form == std::string_view::npos ? form : body.find('>', form);
  if (form_end == std::string_view::npos) {
    return failure(ErrorCode::kUnsupported,
                   "the web server answers with a page that shows no command");
  }
  std::string_view rest = body.substr(form_end + 1);
  const auto list = find_tag(rest, "<dl>");
  const bool has_list = list != std::string_view::npos && trim(rest.substr(0, list)).empty();
  if (has_list) rest.remove_prefix(list + 4);
  auto end = find_last_tag(rest, has_list ? "</dl>" : "</form>");
  if (!has_list && end == std::string_view::npos) end = find_last_tag(rest, "</pre>");
  if (end == std::string_view::npos) {
    return failure(ErrorCode::kConnectionLost, "the page with the device's answer has no end");
  }
  const auto text = rest.substr(0, end);
  ExecPage page;
  page.hostname = hostname_in(body.substr(0, form));
  page.text = screen_text(writes_entities(text) ? undo_entities(text) : std::string(text));
  drop_completed(page.text);
  return page;
}

}  // namespace lw::session
