#include "lab/web_message.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/base64.h"
#include "net/http.h"

namespace lw::lab {

std::optional<std::string_view> web_field(const WebFields& fields, std::string_view name) {
  const std::string wanted = to_lower(name);
  for (const auto& [known, value] : fields) {
    if (to_lower(known) == wanted) return value;
  }
  return std::nullopt;
}

std::optional<WebCredentials> basic_credentials(const WebRequest& request) {
  const auto field = web_field(request.fields, "Authorization");
  if (!field) return std::nullopt;
  const std::vector<std::string_view> words = split_words(*field);
  if (words.size() != 2 || to_lower(words[0]) != "basic") return std::nullopt;
  const auto plain = from_base64(words[1]);
  const std::size_t colon = plain ? plain->find(':') : std::string::npos;
  if (colon == std::string::npos) return std::nullopt;
  return WebCredentials{plain->substr(0, colon), Secret(plain->substr(colon + 1))};
}

std::string_view web_path(std::string_view target) { return target.substr(0, target.find('?')); }

std::optional<std::vector<std::string>> web_segments(std::string_view path, bool plus_is_blank) {
  std::vector<std::string> segments;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    std::string segment(path.substr(at, end - at));
    at = end + 1;
    if (segment.empty()) continue;
    if (plus_is_blank) std::ranges::replace(segment, '+', ' ');
    auto decoded = net::url_decode(segment);
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
    if (!decoded || std::ranges::any_of(*decoded, is_control)) return std::nullopt;
    segments.push_back(std::move(*decoded));
  }
  return segments;
}

std::optional<WebFields> web_query(std::string_view target) {
  WebFields pairs;
  const std::size_t start = target.find('?');
  if (start == std::string_view::npos) return pairs;
  std::string query(target.substr(start + 1));
  std::ranges::replace(query, '+', ' ');
  for (std::size_t at = 0; at < query.size();) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const std::string_view pair = std::string_view(query).substr(at, end - at);
    at = end + 1;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = net::url_decode(pair.substr(0, equals));
    auto value = net::url_decode(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return std::nullopt;
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

std::string web_date(std::int64_t seconds_since_epoch) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                     fmt::gmtime(static_cast<std::time_t>(seconds_since_epoch)));
}

std::string html_escaped(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace lw::lab
