#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <span>

#include "base/embedded_file.h"
#include "base/file.h"
#include "platform/platform.h"
#include "platform/recogniser.h"
#include "platform/schema.h"

namespace lw {
std::span<const EmbeddedFile> platform_files();  // made from platforms/*.yaml by cmake/embed.cmake
}

namespace lw::platform {
namespace {

constexpr std::size_t kLargestFile = 1 << 20;

struct Source {
  std::string name;  // of the file
  std::string text;
};

Result<std::vector<Source>> folder_sources(const std::string& folder) {
  std::error_code status;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder, status)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  if (status) {
    return failure(ErrorCode::kNotFound,
                   fmt::format("cannot read the folder {}: {}", folder, status.message()));
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Source> sources;
  for (const auto& path : paths) {
    LW_ASSIGN(std::string text, read_file(path, kLargestFile));
    sources.push_back({path.string(), std::move(text)});
  }
  return sources;
}

// Reads each file after the one that it extends. A later file replaces an earlier one of the same
// name, also for those that extend it.
class Reading {
 public:
  Result<void> add(Source source) {
    LW_ASSIGN(const PlatformHeading heading, read_heading(source.text, source.name));
    headings_[heading.name] = {heading.extends, std::move(source)};
    return {};
  }

  Result<std::map<std::string, PlatformFile, std::less<>>> read_all() {
    for (const auto& [name, entry] : headings_) LW_TRY(read(name, 0));
    return std::move(files_);
  }

 private:
  struct Entry {
    std::string extends;
    Source source;
  };

  Result<void> read(const std::string& name, std::size_t depth) {
    if (files_.contains(name)) return {};
    const Entry& entry = headings_.at(name);
    const PlatformFile* parent = nullptr;
    if (!entry.extends.empty()) {
      if (!headings_.contains(entry.extends) || depth > headings_.size()) {
        return failure(ErrorCode::kInvalidArgument,
                       fmt::format("{}: extends \"{}\", which {}", entry.source.name, entry.extends,
                                   headings_.contains(entry.extends) ? "extends it in turn"
                                                                     : "is no platform"));
      }
      LW_TRY(read(entry.extends, depth + 1));
      parent = &files_.at(entry.extends);
    }
    LW_ASSIGN(PlatformFile file, read_platform(entry.source.text, entry.source.name, parent));
    files_.emplace(name, std::move(file));
    return {};
  }

  std::map<std::string, Entry> headings_;
  std::map<std::string, PlatformFile, std::less<>> files_;
};

}  // namespace

std::string_view name(Mode mode) {
  switch (mode) {
    case Mode::kUser:
      return "user";
    case Mode::kPrivileged:
      return "privileged";
    case Mode::kConfigure:
      return "configure";
  }
  return "";
}

std::string redact(const Platform& platform, std::string_view text) {
  constexpr std::string_view kRemoved = "<removed>";
  std::string shown;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    for (const Pattern& secret : platform.secrets) {
      re2::StringPiece groups[2];
      std::size_t from = 0;
      while (from < line.size() &&
             secret->Match(line, from, line.size(), RE2::UNANCHORED, groups, 2) &&
             groups[1].data() != nullptr) {
        const auto at = static_cast<std::size_t>(groups[1].data() - line.data());
        line.replace(at, groups[1].size(), kRemoved);
        from = at + kRemoved.size();
      }
    }
    shown += line;
    if (end < text.size()) shown += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return shown;
}

struct Registry::State {
  std::map<std::string, std::shared_ptr<const Platform>, std::less<>> platforms;
  Recogniser config;
  Recogniser version;
};

Registry::Registry(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<Registry> Registry::load(const std::optional<std::string>& folder) {
  Reading reading;
  for (const EmbeddedFile& file : platform_files()) {
    LW_TRY(reading.add({"platforms/" + std::string(file.name), std::string(file.text)}));
  }
  if (folder) {
    LW_ASSIGN(auto sources, folder_sources(*folder));
    for (Source& source : sources) LW_TRY(reading.add(std::move(source)));
  }
  LW_ASSIGN(auto files, reading.read_all());

  std::map<std::string, std::shared_ptr<const Platform>, std::less<>> platforms;
  std::vector<Recogniser::Family> config;
  std::vector<Recogniser::Family> version;
  for (auto& [name, file] : files) {
    config.push_back({name, file.extends, std::move(file.config_rules)});
    version.push_back({name, file.extends, std::move(file.version_rules)});
    platforms[name] = std::make_shared<const Platform>(std::move(file.platform));
  }
  return Registry(std::make_shared<const State>(
      State{std::move(platforms), Recogniser(std::move(config)), Recogniser(std::move(version))}));
}

Result<std::shared_ptr<const Platform>> Registry::find(std::string_view name) const {
  const auto found = state_->platforms.find(name);
  if (found != state_->platforms.end()) return found->second;
  std::vector<std::string_view> names;
  for (const auto& [known, platform] : state_->platforms) names.push_back(known);
  return failure(ErrorCode::kNotFound, fmt::format("there is no platform '{}'", name),
                 fmt::format("known platforms: {}", fmt::join(names, ", ")));
}

std::vector<std::shared_ptr<const Platform>> Registry::all() const {
  std::vector<std::shared_ptr<const Platform>> list;
  for (const auto& [name, platform] : state_->platforms) list.push_back(platform);
  return list;
}

std::optional<Recognition> Registry::recognise_config(std::string_view text) const {
  return state_->config.recognise(text);
}

std::optional<Recognition> Registry::recognise_version(std::string_view text) const {
  return state_->version.recognise(text);
}

}  // namespace lw::platform
