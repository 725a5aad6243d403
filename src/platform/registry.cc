// Loading: the embedded families first, a folder's over them, each after the one it extends.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <span>
#include <system_error>

#include "base/embedded_file.h"
#include "base/file.h"
#include "platform/family_schema.h"
#include "platform/platform.h"
#include "platform/recogniser.h"
#include "platform/yaml_node.h"

namespace lw {
std::span<const EmbeddedFile> platform_files();  // made from platforms/*.yaml
}

namespace lw::platform {
namespace {

constexpr std::size_t kMaxFiles = 256;
constexpr std::size_t kMaxAncestors = 8;

struct Source {
  std::string file;
  YamlNode root;
  FamilyHeader header;
  Patterns patterns = Patterns::kChecked;
};
using Layer = std::map<std::string, Source, std::less<>>;

Result<void> add_source(Layer& layer, std::string file, std::string_view text, Patterns patterns) {
  LW_ASSIGN(YamlNode root, read_yaml(file, text));
  LW_ASSIGN(FamilyHeader header, read_header(file, root));
  const auto [at, fresh] = layer.try_emplace(header.name);
  if (!fresh) {
    return yaml_fault(
        file, root.line,
        fmt::format("platform \"{}\" is already described by {}", header.name, at->second.file));
  }
  at->second = Source{std::move(file), std::move(root), std::move(header), patterns};
  return {};
}

Result<Layer> embedded_layer() {
  Layer layer;
  for (const EmbeddedFile& file : platform_files()) {
    LW_TRY(
        add_source(layer, fmt::format("platforms/{}", file.name), file.text, Patterns::kTrusted));
  }
  return layer;
}

Result<Layer> folder_layer(const std::string& folder) {
  std::error_code status;
  std::vector<std::filesystem::path> paths;
  std::filesystem::directory_iterator entry(folder, status);
  for (; !status && entry != std::filesystem::directory_iterator(); entry.increment(status)) {
    if (entry->path().extension() == ".yaml") paths.push_back(entry->path());
    if (paths.size() > kMaxFiles) {
      return failure(ErrorCode::kInvalidArgument,
                     fmt::format("{}: more than {} platform files", folder, kMaxFiles));
    }
  }
  if (status) {
    return failure(ErrorCode::kNotFound,
                   fmt::format("platforms folder {}: {}", folder, status.message()));
  }
  std::ranges::sort(paths);
  Layer layer;
  for (const std::filesystem::path& path : paths) {
    LW_ASSIGN(const std::string text, read_file(path, kMaxYamlBytes));
    LW_TRY(add_source(layer, path.string(), text, Patterns::kChecked));
  }
  return layer;
}

// Finds the family in the upper layer first. Inside a family that replaces an embedded one, its own
// name means the embedded one, so that a site can change a few lines of it. Each is read once,
// however many extend it.
class Resolver {
 public:
  Resolver(const Layer& embedded, const Layer& folder) : embedded_(embedded), folder_(folder) {}

  Result<Family> resolve(const Source& source, std::size_t depth) {
    if (const auto known = resolved_.find(&source); known != resolved_.end()) return known->second;
    LW_ASSIGN(Family family, read(source, depth));
    resolved_.emplace(&source, family);
    return family;
  }

 private:
  Result<Family> read(const Source& source, std::size_t depth) {
    if (source.header.extends.empty()) {
      return read_family(source.file, source.root, {}, source.patterns);
    }
    const auto fault = [&](std::string_view message) {
      return yaml_fault(source.file, source.header.extends_line, message);
    };
    const Source* parent = parent_of(source);
    if (parent == nullptr) {
      return fault(
          fmt::format("extends \"{}\", which is no known platform", source.header.extends));
    }
    if (depth == kMaxAncestors) {
      return fault("platforms extend each other in a circle, or in more than 8 steps");
    }
    LW_ASSIGN(Family base, resolve(*parent, depth + 1));
    if (parent->header.name != source.header.name) base.ancestors.push_back(parent->header.name);
    return read_family(source.file, source.root, std::move(base), source.patterns);
  }

  const Source* parent_of(const Source& source) const {
    const std::string& wanted = source.header.extends;
    const auto above = folder_.find(wanted);
    if (above != folder_.end() && &above->second != &source) return &above->second;
    const auto below = embedded_.find(wanted);
    return below == embedded_.end() || &below->second == &source ? nullptr : &below->second;
  }

  const Layer& embedded_;
  const Layer& folder_;
  std::map<const Source*, Family> resolved_;
};

Recogniser make_recogniser(const std::vector<Family>& families, std::vector<Sign> Family::* signs) {
  std::vector<Recogniser::Candidate> candidates;
  for (const Family& family : families) {
    candidates.push_back({family.platform.name, family.ancestors, family.*signs});
  }
  return Recogniser(std::move(candidates));
}

}  // namespace

struct Registry::Families {
  std::vector<std::shared_ptr<const Platform>> platforms;  // by name
  std::map<std::string, std::vector<std::string>, std::less<>> ancestors;
  Recogniser by_config;
  Recogniser by_version;
};

Registry::Registry(std::shared_ptr<const Families> families) : families_(std::move(families)) {}

Result<Registry> Registry::load(const std::optional<std::string>& folder) {
  LW_ASSIGN(const Layer embedded, embedded_layer());
  Layer above;
  if (folder) {
    LW_ASSIGN(above, folder_layer(*folder));
  }
  std::map<std::string_view, const Source*> chosen;
  for (const auto& [name, source] : embedded) chosen[name] = &source;
  for (const auto& [name, source] : above) chosen[name] = &source;

  Resolver resolver(embedded, above);
  std::vector<Family> families;
  for (const auto& [name, source] : chosen) {
    LW_ASSIGN(Family family, resolver.resolve(*source, 0));
    families.push_back(std::move(family));
  }
  Recogniser by_config = make_recogniser(families, &Family::config_signs);
  Recogniser by_version = make_recogniser(families, &Family::version_signs);
  std::vector<std::shared_ptr<const Platform>> platforms;
  std::map<std::string, std::vector<std::string>, std::less<>> ancestors;
  for (Family& family : families) {
    ancestors[family.platform.name] = std::move(family.ancestors);
    platforms.push_back(std::make_shared<const Platform>(std::move(family.platform)));
  }
  return Registry(std::make_shared<const Families>(Families{
      std::move(platforms), std::move(ancestors), std::move(by_config), std::move(by_version)}));
}

Result<std::shared_ptr<const Platform>> Registry::find(std::string_view name) const {
  std::vector<std::string_view> known;
  for (const auto& platform : families_->platforms) {
    if (platform->name == name) return platform;
    known.push_back(platform->name);
  }
  return failure(ErrorCode::kNotFound, fmt::format("no platform \"{}\"", name),
                 fmt::format("known platforms: {}", fmt::join(known, ", ")));
}

std::vector<std::shared_ptr<const Platform>> Registry::all() const { return families_->platforms; }

bool Registry::akin(std::string_view one, std::string_view other) const {
  const auto extends = [this](std::string_view family, std::string_view base) {
    const auto at = families_->ancestors.find(family);
    return at != families_->ancestors.end() &&
           std::ranges::find(at->second, base) != at->second.end();
  };
  return one == other || extends(one, other) || extends(other, one);
}

std::optional<Recognition> Registry::recognise_config(std::string_view text) const {
  return families_->by_config.recognise(text);
}

std::optional<Recognition> Registry::recognise_version(std::string_view text) const {
  return families_->by_version.recognise(text);
}

}  // namespace lw::platform
