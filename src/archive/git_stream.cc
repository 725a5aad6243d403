#include "archive/git_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/text.h"

namespace lw::archive {
namespace {

constexpr std::string_view kCutOutWord = "secrets cut out";
constexpr std::string_view kKeptWord = "secrets kept";

// Git takes neither of these in a name, and none without a letter.
std::string git_name(std::string_view who) {
  std::string name;
  for (const char c : who) {
    if (c != '<' && c != '>' && static_cast<unsigned char>(c) >= ' ') name += c;
  }
  const std::string_view bare = trim(name);
  return bare.empty() ? "linewarden" : std::string(bare);
}

// Git knows no time before 1970.
std::int64_t git_time(Time time) {
  return std::max<std::int64_t>(time.time_since_epoch().count(), 0);
}

std::string data_command(std::string_view text) {
  return fmt::format("data {}\n{}\n", text.size(), text);
}

struct Commit {
  Time at;
  std::size_t device = 0;  // in the list of series
  std::uint64_t number = 0;
  std::uint64_t mark = 0;
  Source source;
};

// The text of one version after another; each line of a segment is redacted once.
class Renderer {
 public:
  Renderer(const RulesOf& rules_of, Secrets secrets) : rules_of_(rules_of), secrets_(secrets) {}

  // Ends what is remembered of the segment before; segments are values that come and go.
  void begin(const Segment& segment, const std::string& platform) {
    rules_ = rules_of_(platform);
    shown_.assign(segment.line_count(), std::nullopt);
  }
  std::string text(const Segment& segment, std::span<const std::uint32_t> lines) {
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i > 0) text += '\n';
      text += line(segment, lines[i]);
    }
    return text;
  }

 private:
  std::string_view line(const Segment& segment, std::uint32_t number) {
    if (secrets_ == Secrets::kKept) return segment.line(number);
    auto& shown = shown_[number];
    if (!shown) shown = rules_.shown(segment.line(number));
    return *shown;
  }

  const RulesOf& rules_of_;
  Secrets secrets_;
  Rules rules_;
  std::vector<std::optional<std::string>> shown_;
};

Result<void> check(const std::vector<Series>& all, const GitExport& options) {
  if (!options.before) return {};
  if (options.before->secrets != options.secrets) {
    return failure(ErrorCode::kConflict,
                   options.secrets == Secrets::kKept
                       ? "this repository was exported without secrets, so it stays without them"
                       : "this repository was exported with the devices' secrets",
                   "export to another repository, or with the same choice as before");
  }
  for (const auto& [device, number] : options.before->versions) {
    const auto series = std::ranges::find(all, device, &Series::device);
    if (series != all.end() && series->versions >= number) continue;
    return failure(ErrorCode::kConflict,
                   fmt::format("this repository has version {} of {}, which is not in the archive",
                               number, device),
                   "it was exported from another archive: export to a repository of its own");
  }
  return {};
}

}  // namespace

std::string exported_text(const Exported& exported) {
  std::string text =
      fmt::format("{}\n", exported.secrets == Secrets::kKept ? kKeptWord : kCutOutWord);
  for (const auto& [device, number] : exported.versions) {
    text += fmt::format("{} {}\n", device, number);
  }
  return text;
}

Result<Exported> parse_exported(std::string_view text) {
  const auto fault =
      failure(ErrorCode::kInvalidArgument,
              fmt::format("{} of this repository is not from an export", kExportedRef),
              "export to a repository of its own");
  Exported exported;
  bool first = true;
  for (const std::string_view line : split_lines(text)) {
    if (std::exchange(first, false)) {
      if (line != kKeptWord && line != kCutOutWord) return fault;
      exported.secrets = line == kKeptWord ? Secrets::kKept : Secrets::kCutOut;
      continue;
    }
    if (line.empty()) continue;
    const auto words = split_words(line);
    const auto number = words.size() == 2 ? parse_decimal(words[1]) : std::nullopt;
    if (!number || *number < 1) return fault;
    exported.versions.insert_or_assign(std::string(words[0]), static_cast<std::uint64_t>(*number));
  }
  if (first) return fault;
  return exported;
}

Result<GitExportCounts> write_git_stream(Archive& archive, const std::vector<Series>& all,
                                         const RulesOf& rules_of, const GitExport& options,
                                         const Sink& sink, const Told& told) {
  LW_TRY(check(all, options));
  Exported exported = options.before.value_or(Exported{.secrets = options.secrets, .versions = {}});
  std::vector<Commit> commits;
  GitExportCounts counts;
  Renderer renderer(rules_of, options.secrets);
  LW_TRY(sink("feature done\n"));
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::uint64_t& done = exported.versions[all[i].device];
    if (done == all[i].versions) continue;
    std::optional<std::uint32_t> segment;
    LW_TRY(archive.each_version(all[i], done, [&](const Archive::Visited& at) -> Result<void> {
      if (segment != at.place.number) renderer.begin(at.segment, at.place.platform);
      segment = at.place.number;
      const Version& version = at.segment.versions()[at.index];
      commits.push_back(
          {version.at, i, at.place.first_version + at.index, commits.size() + 1, version.source});
      return sink(fmt::format("blob\nmark :{}\n{}", commits.size(),
                              data_command(renderer.text(at.segment, at.lines))));
    }));
    done = all[i].versions;
    ++counts.devices;
    if (told) told(i + 1, all.size());
  }
  if (commits.empty()) {
    LW_TRY(sink("done\n"));
    return counts;
  }
  std::ranges::sort(commits, {}, [](const Commit& commit) {
    return std::tie(commit.at, commit.device, commit.number);
  });
  const std::string ref = "refs/heads/" + options.branch;
  for (const Commit& commit : commits) {
    const std::string& device = all[commit.device].device;
    const std::string who = git_name(commit.source.who);
    std::string message = fmt::format("{}: version {}\n", device, commit.number);
    if (!commit.source.why.empty()) message += fmt::format("\n{}\n", commit.source.why);
    const bool continues = &commit == commits.data() && options.branch_exists;
    LW_TRY(sink(
        fmt::format("commit {0}\nauthor {1} <{2}> {3} +0000\n"
                    "committer linewarden <linewarden@localhost> {3} +0000\n"
                    "{4}{5}M 100644 :{6} {7}.cfg\n",
                    ref, who, "linewarden@localhost", git_time(commit.at), data_command(message),
                    continues ? fmt::format("from {}^0\n", ref) : "", commit.mark, device)));
  }
  counts.commits = commits.size();
  LW_TRY(sink(
      fmt::format("commit {0}\ncommitter linewarden <linewarden@localhost> {1} +0000\n"
                  "{2}{3}M 100644 inline {4}\n{5}done\n",
                  kExportedRef, git_time(commits.back().at), data_command("What was exported\n"),
                  options.before ? fmt::format("from {}^0\n", kExportedRef) : "", kExportedFile,
                  data_command(exported_text(exported)))));
  return counts;
}

}  // namespace lw::archive
