// How much of real devices' text is understood, measured against what others found in it:
// `../shared/corpus`, named by LINEWARDEN_CORPUS.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "platform/discovery.h"
#include "platform/platform.h"
#include "platform/yaml_node.h"

namespace lw::platform {
namespace {

namespace fs = std::filesystem;

const fs::path* corpus() {
  static const fs::path folder = [] {
    const char* named = std::getenv("LINEWARDEN_CORPUS");
    return named == nullptr ? fs::path() : fs::path(named);
  }();
  return !folder.empty() && fs::exists(folder) ? &folder : nullptr;
}

std::vector<fs::path> raw_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".raw") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

// The fields that others found, of the first record: several values joined.
using Fields = std::map<std::string, std::vector<std::string>>;
Fields expected_of(fs::path raw) {
  const auto root = read_yaml("yml", read_file(raw.replace_extension(".yml"), 1 << 20).value());
  Fields fields;
  const YamlNode* records = root ? root->find("parsed_sample") : nullptr;
  if (records == nullptr || records->list.empty()) return fields;
  for (const YamlNode::Entry& entry : records->list.front().map) {
    if (entry.value.kind == YamlNode::Kind::kScalar && !entry.value.text.empty()) {
      fields[entry.key] = {entry.value.text};
    }
    for (const YamlNode& item : entry.value.list) fields[entry.key].push_back(item.text);
  }
  return fields;
}

class Tally {
 public:
  // `same`: whether the fact says what was expected.
  void count(const std::string& fact, const std::string& file, const Facts& facts,
             const std::vector<std::string>& expected) {
    if (expected.empty()) return;
    Row& row = rows_[fact];
    ++row.expected;
    const auto at = facts.find(fact);
    const std::string value = at == facts.end() ? "" : at->second;
    if (says(fact, value, expected)) {
      ++row.found;
    } else {
      ADD_FAILURE() << file << ": " << fact << " is \"" << value << "\", expected \""
                    << expected.front() << '"';
    }
  }
  void print(std::string_view title, std::size_t files) const {
    fmt::print("{} ({} files)\n", title, files);
    for (const auto& [fact, row] : rows_) {
      fmt::print("  {:<18} {:>3} of {:>3}\n", fact, row.found, row.expected);
    }
  }

 private:
  struct Row {
    std::size_t expected = 0;
    std::size_t found = 0;
  };

  static bool says(const std::string& fact, const std::string& value,
                   const std::vector<std::string>& expected) {
    if (fact == "image") return value.ends_with(expected.front());  // without the file system
    if (fact != "serial") return value == expected.front();
    std::set<std::string> wanted(expected.begin(), expected.end());
    std::set<std::string> told;
    for (std::string_view left = value; !left.empty();) {
      const auto end = left.find(", ");
      told.emplace(left.substr(0, end));
      left.remove_prefix(end == std::string_view::npos ? left.size() : end + 2);
    }
    return wanted == told;
  }

  std::map<std::string, Row> rows_;
};

// Recognises the family, as discovery does, and takes its facts.
Facts facts_of_version(const Registry& registry, const std::string& text, std::string& family) {
  Facts facts;
  const auto told = registry.recognise_version(text);
  if (!told) return facts;
  family = told->platform;
  const auto platform = registry.find(family).value();
  for (const Question& question : platform->discovery) {
    if (question.command == platform->version) take_facts(question, text, facts);
  }
  return facts;
}

TEST(DiscoveryCorpus, VersionsOfRoutersAndSwitchesTellWhatOthersFoundInThem) {
  if (corpus() == nullptr) GTEST_SKIP() << "skipped: no corpus";
  const auto registry = Registry::load().value();
  Tally tally;
  const auto files = raw_files(*corpus() / "ntc-templates/cisco_ios/show_version");
  for (const fs::path& file : files) {
    const std::string name = file.filename();
    std::string family;
    const Facts facts = facts_of_version(registry, read_file(file, 1 << 20).value(), family);
    EXPECT_TRUE(family == "cisco_ios" || family == "cisco_xe") << name << ": " << family;
    Fields expected = expected_of(file);
    tally.count("os_version", name, facts, expected["version"]);
    tally.count("host_name", name, facts, expected["hostname"]);
    tally.count("image", name, facts, expected["running_image"]);
    tally.count("software", name, facts, expected["software_image"]);
    tally.count("model", name, facts, expected["hardware"]);
    tally.count("serial", name, facts, expected["serial"]);
    tally.count("uptime", name, facts, expected["uptime"]);
    tally.count("config_register", name, facts, expected["config_register"]);
  }
  tally.print("show version of IOS and IOS-XE", files.size());
  EXPECT_GE(files.size(), 9U);
}

TEST(DiscoveryCorpus, VersionsOfFirewallsTellWhatOthersFoundInThem) {
  if (corpus() == nullptr) GTEST_SKIP() << "skipped: no corpus";
  const auto registry = Registry::load().value();
  Tally tally;
  const auto files = raw_files(*corpus() / "ntc-templates/cisco_asa/show_version");
  for (const fs::path& file : files) {
    const std::string name = file.filename();
    std::string family;
    const Facts facts = facts_of_version(registry, read_file(file, 1 << 20).value(), family);
    EXPECT_EQ(family, "cisco_asa") << name;
    Fields expected = expected_of(file);
    if (!expected["hardware"].empty()) {
      std::string& hardware = expected["hardware"].front();
      hardware.resize(std::min(hardware.find(','), hardware.size()));
    }
    tally.count("os_version", name, facts, expected["version"]);
    tally.count("device_manager", name, facts, expected["device_mgr_version"]);
    tally.count("host_name", name, facts, expected["hostname"]);
    tally.count("image", name, facts, expected["image"]);
    tally.count("model", name, facts, expected["hardware"]);
    tally.count("model_id", name, facts, expected["model"]);
    tally.count("serial", name, facts, expected["serial"]);
    tally.count("uptime", name, facts, expected["uptime"]);
    tally.count("flash", name, facts, expected["flash"]);
    tally.count("failover_licence", name, facts, expected["failover"]);
  }
  tally.print("show version of ASA", files.size());
  EXPECT_GE(files.size(), 4U);
}

TEST(DiscoveryCorpus, PairsTellTheirUnitsAndStates) {
  if (corpus() == nullptr) GTEST_SKIP() << "skipped: no corpus";
  const auto platform = Registry::load().value().find("cisco_asa").value();
  const auto asked = std::ranges::find(platform->discovery, "show failover", &Question::command);
  Tally tally;
  const auto files = raw_files(*corpus() / "ntc-templates/cisco_asa/show_failover");
  for (const fs::path& file : files) {
    const std::string name = file.filename();
    Facts facts;
    take_facts(*asked, read_file(file, 1 << 20).value(), facts);
    Fields expected = expected_of(file);
    tally.count("failover", name, facts, expected["state"]);
    tally.count("failover_unit", name, facts, expected["role"]);
    // With several groups there is no one state of the unit.
    if (expected["service_state"].size() != 1) continue;
    tally.count("failover_state", name, facts, expected["service_state"]);
    tally.count("failover_mate", name, facts, expected["service_state_mate"]);
  }
  tally.print("show failover of ASA", files.size());
  EXPECT_GE(files.size(), 7U);
}

TEST(DiscoveryCorpus, OldFirewallsAndSwitchesTellWhatTheyAre) {
  if (corpus() == nullptr) GTEST_SKIP() << "skipped: no corpus";
  const auto registry = Registry::load().value();
  struct Case {
    const char* file;
    const char* family;
    std::vector<std::pair<const char*, const char*>> facts;
  };
  const std::vector<Case> cases = {
      {"pix501_version.txt",
       "cisco_pix",
       {{"os_version", "6.1(1)"},
        {"model", "PIX-501"},
        {"serial", "806245458"},
        {"host_name", "pix-501"},
        {"memory", "16 MB"},
        {"flash", "8MB"},
        {"uptime", "40 days 23 hours"},
        {"failover_licence", "Disabled"},
        {"supports_failover", "no"}}},
      {"fwsm_version.txt",
       "cisco_fwsm",
       {{"os_version", "3.1(1)"},
        {"model", "WS-SVC-FWM-1"},
        {"host_name", "FWSM"},
        {"failover_licence", "Active/Active"},
        {"supports_failover", "yes"},
        {"strong_encryption", "Enabled"}}},
      {"catos5000_version.txt",
       "cisco_catos",
       {{"os_version", "6.4(10)"},
        {"model", "WS-C5000"},
        {"serial", "021230524"},
        {"memory", "32768K"},
        {"uptime", "0 day, 10 hours, 20 minutes"}}},
  };
  Tally tally;
  for (const Case& c : cases) {
    std::string family;
    const Facts facts = facts_of_version(
        registry, read_file(*corpus() / "ziptie" / c.file, 1 << 20).value(), family);
    EXPECT_EQ(family, c.family);
    for (const auto& [fact, value] : c.facts) tally.count(fact, c.file, facts, {value});
  }
  tally.print("show version of PIX, FWSM and CatOS", cases.size());
}

TEST(DiscoveryCorpus, NoOtherAnswerIsTakenForAVersionOrAModule) {
  if (corpus() == nullptr) GTEST_SKIP() << "skipped: no corpus";
  const auto registry = Registry::load().value();
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(*corpus() / "ntc-templates")) {
    const std::string path = entry.path().string();
    if (entry.path().extension() != ".raw" || path.find("show_version") != std::string::npos) {
      continue;
    }
    const std::string text = read_file(entry.path(), 1 << 22).value();
    for (const auto& platform : registry.all()) {
      for (const Question& question : platform->discovery) {
        if (question.command == platform->version) {
          Facts facts;
          take_facts(question, text, facts);
          EXPECT_FALSE(facts.contains("os_version")) << path << " as " << platform->name;
        }
        if (question.command == "show module") {
          EXPECT_TRUE(children_in(question, text).empty()) << path << " as " << platform->name;
        }
      }
    }
    ++files;
  }
  EXPECT_GT(files, 30U);
}

}  // namespace
}  // namespace lw::platform
