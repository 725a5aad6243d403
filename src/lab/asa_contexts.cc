// The security contexts of a simulated ASA in multiple mode: which there are, follow from the
// system's configuration; what they hold survives a power cycle with it.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/asa_device.h"

namespace lw::lab {
namespace {

constexpr std::string_view kStateHead = "linewarden-lab-asa 2\n";
constexpr std::string_view kKeyLine = "activation-key ";
constexpr std::string_view kNameOfOnly = "-";
constexpr std::string_view kContextWord = "context ";

std::string config_url(const ConfigSection& section) {
  for (const std::string& line : section.lines) {
    if (begins_with_words(line, "config-url")) {
      return std::string(trim(std::string_view(line).substr(10)));
    }
  }
  return {};
}

std::unique_ptr<AsaContext> make_context(const AsaRelease& release, std::string name) {
  AsaConfig config(release, AsaSpace::kContext, name);
  return std::make_unique<AsaContext>(std::move(name), std::move(config));
}

// What no configuration has to say of it. PIX 6 has its own with the rest of its defaults.
std::string_view blank_interfaces(const AsaRelease& release) {
  if (!release.has(AsaFeature::kModes)) return "";
  if (release.is_pix()) return "interface Ethernet0\n shutdown\ninterface Ethernet1\n shutdown\n";
  return "interface GigabitEthernet0/0\n shutdown\n"
         "interface GigabitEthernet0/1\n shutdown\n"
         "interface Management0/0\n management-only\n shutdown\n";
}

// Takes "WORD <number>\n" off the front of `text`.
std::optional<std::size_t> take_number(std::string_view& text, std::string_view word) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || !begins_with_words(text.substr(0, end), word)) {
    return std::nullopt;
  }
  const auto number = parse_decimal(trim(text.substr(word.size(), end - word.size())));
  text.remove_prefix(end + 1);
  if (!number) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

}  // namespace

const AsaContext& AsaDevice::admin() const {
  const std::string name = spaces_->base.config.value("admin-context");
  for (const auto& context : spaces_->contexts) {
    if (context->name == name) return *context;
  }
  return spaces_->base;
}

AsaContext* AsaDevice::find_context(std::string_view name) {
  if (name == spaces_->base.name) return &spaces_->base;
  const auto found =
      std::ranges::find(spaces_->contexts, name,
                        [](const auto& context) -> std::string_view { return context->name; });
  return found == spaces_->contexts.end() ? nullptr : found->get();
}

bool AsaDevice::modified() const {
  return spaces_->base.modified() ||
         std::ranges::any_of(spaces_->contexts,
                             [](const auto& context) { return context->modified(); });
}

Result<void> AsaDevice::load_contexts() {
  if (!multiple()) return {};
  for (const auto& [name, text] : settings_.contexts) {
    if (spaces_->base.config.has("context " + name)) continue;
    AsaCursor cursor;
    (void)spaces_->base.config.apply(cursor, "context " + name);
    (void)spaces_->base.config.apply(
        cursor, fmt::format("config-url {}:/{}.cfg", release().is_fwsm() ? "disk" : "disk0", name));
  }
  if (!spaces_->base.config.has("admin-context")) {
    AsaCursor cursor;
    (void)spaces_->base.config.apply(cursor, "admin-context " + settings_.contexts.front().first);
  }
  (void)follow_system();
  for (const auto& [name, text] : settings_.contexts) {
    AsaContext* context = find_context(name);
    if (context == nullptr) {
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("the context {} has no config-url", printable(name)));
    }
    const auto refused = context->config.load(text);
    if (!refused.empty()) {
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("the simulated context {} does not know the line \"{}\"",
                                 printable(name), printable(refused.front())));
    }
  }
  return {};
}

// The messages are inferred.
std::string AsaDevice::follow_system() {
  if (!multiple()) return {};
  std::string said;
  std::erase_if(spaces_->contexts, [&](const auto& context) {
    return !spaces_->base.config.has(fmt::format("{}{}", kContextWord, context->name));
  });
  for (const ConfigSection& section : spaces_->base.config.store().sections()) {
    const std::string url = config_url(section);
    if (!section.text.starts_with(kContextWord) || url.empty()) continue;
    const std::string name = section.text.substr(kContextWord.size());
    if (find_context(name) != nullptr) continue;
    auto context = make_context(release(), name);
    const std::string* file = url.starts_with("disk0:/") ? find_file(url.substr(7)) : nullptr;
    if (file != nullptr) {
      context->startup = *file;
      context->config.load(*file);
    } else {
      said += fmt::format(
          "WARNING: Could not fetch the URL {}\nINFO: Creating context with default config\n", url);
    }
    spaces_->contexts.push_back(std::move(context));
  }
  return said;
}

void AsaDevice::boot() {
  spaces_->base.config = AsaConfig(release(), spaces_->base.config.space());
  in_setup_ = spaces_->base.startup.empty() && !multiple();
  began_blank_ |= in_setup_;
  spaces_->base.config.load(in_setup_ ? blank_interfaces(release()) : spaces_->base.startup);
  const auto before = std::exchange(spaces_->contexts, {});
  (void)follow_system();
  for (const auto& context : spaces_->contexts) {
    const auto old = std::ranges::find(before, context->name, &AsaContext::name);
    if (old == before.end()) continue;
    context->startup = (*old)->startup;
    context->config = AsaConfig(release(), AsaSpace::kContext, context->name);
    context->config.load(context->startup);
  }
  keys_ = saved_keys_;
  booted_ = now();
}

std::string AsaDevice::saved_state() const {
  std::string state =
      fmt::format("{}keys {}\n", kStateHead, saved_keys_ ? saved_keys_->modulus : 0);
  if (find_key(flash_key_.key) != nullptr) {
    state += fmt::format("{}{}\n", kKeyLine, flash_key_.key);
  }
  const auto add = [&](const AsaContext& context) {
    state += fmt::format("{} {}\n{}", context.name.empty() ? kNameOfOnly : context.name,
                         context.startup.size(), context.startup);
  };
  add(spaces_->base);
  for (const auto& context : spaces_->contexts) add(*context);
  return state;
}

Result<void> AsaDevice::restore_state(std::string_view text) {
  const auto wrong = [](std::string_view what) {
    return failure(ErrorCode::kInvalidArgument, std::string(what));
  };
  if (!text.starts_with(kStateHead)) return wrong("this is no saved state of a simulated firewall");
  text.remove_prefix(kStateHead.size());
  const auto modulus = take_number(text, "keys");
  if (!modulus || *modulus > 4096)
    return wrong("the saved state does not say which keys there are");
  if (text.starts_with(kKeyLine)) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    // A key that the lab file no longer names is good for nothing: the unit keeps its own.
    activate(std::string(text.substr(kKeyLine.size(), end - kKeyLine.size())), KeyUse::kAtOnce);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::vector<std::pair<std::string, std::string>> startups;
  while (!text.empty()) {
    const std::string name(first_words(text.substr(0, text.find('\n')), 1));
    const auto size = take_number(text, name);
    if (name.empty() || !size || *size > text.size()) return wrong("the saved state is cut short");
    startups.emplace_back(name == kNameOfOnly ? "" : name, text.substr(0, *size));
    text.remove_prefix(*size);
  }
  if (startups.empty() || startups.front().first != spaces_->base.name) {
    return wrong("the saved state is of a firewall in the other context mode");
  }
  spaces_->base.startup = startups.front().second;
  spaces_->contexts.clear();
  for (std::size_t i = 1; i < startups.size(); ++i) {
    spaces_->contexts.push_back(make_context(release(), startups[i].first));
    spaces_->contexts.back()->startup = startups[i].second;
  }
  saved_keys_.reset();
  if (*modulus != 0) saved_keys_ = HostKeys{++generation_, static_cast<int>(*modulus)};
  reload();
  return {};
}

}  // namespace lw::lab
