// The router's licence files, and what of its licences is kept between runs of the lab.
#include <fmt/format.h>

#include "base/text.h"
#include "lab/ios_device.h"

namespace lw::lab {
namespace {

constexpr std::string_view kFlash = "flash0:";
constexpr std::size_t kMostFiles = 100;
constexpr std::size_t kLongestName = 63;

}  // namespace

void IosDevice::fill_flash() {
  for (const auto& [name, file] : settings_.licence_files) {
    if (name.starts_with(kFlash)) flash_[name.substr(kFlash.size())] = file;
  }
}

const IosLicenceFile* IosDevice::flash_file(const std::string& name) const {
  const auto found = flash_.find(name);
  return found == flash_.end() ? nullptr : &found->second;
}

const IosLicenceFile* IosDevice::served_file(const std::string& name) const {
  const auto found = settings_.licence_files.find(name);
  return found == settings_.licence_files.end() ? nullptr : &found->second;
}

bool IosDevice::write_flash(const std::string& name, const IosLicenceFile& file) {
  const bool good = !name.empty() && name.size() <= kLongestName &&
                    name.find_first_of(" /:\\") == std::string::npos && printable(name) == name;
  if (!good || (flash_.size() >= kMostFiles && !flash_.contains(name))) return false;
  flash_[name] = file;
  return true;
}

bool IosDevice::install_licence(const IosLicenceFile& file) {
  if (!licences_.install(file)) return false;
  int index = -1;
  for (const IosPackage& package : ios_packages()) {
    index += licences_.entry(package.name).installed != IosLicences::Kind::kNone ? 1 : 0;
  }
  log(
      fmt::format("%LICENSE-6-INSTALL: Feature {} 1.0 was installed in this device. UDI={}:{}; "
                  "StoreIndex={}:Primary License Storage",
                  file.feature, kIosLicencePid, kIosSerial, index));
  follow_boot_line(ios_boot_line(file.feature));
  return true;
}

void IosDevice::accept_licence(std::string_view package) {
  licences_.accept(package);
  log(
      fmt::format("%LICENSE-6-EULA_ACCEPTED: EULA for feature {} 1.0 has been accepted. UDI={}:{}; "
                  "StoreIndex=0:Evaluation License Storage",
                  package, kIosLicencePid, kIosSerial));
}

void IosDevice::follow_boot_line(std::string_view line) {
  const std::vector<std::string_view> words = split_words(line);
  if (words.size() < 6 || words[2] != "module") return;
  const std::string_view level = line.ends_with(" disable") ? "None" : words[5];
  if (level != "None" && licences_.entry(level).installed == IosLicences::Kind::kNone &&
      !licences_.entry(level).accepted) {
    accept_licence(level);
  }
  log(
      fmt::format("%IOS_LICENSE_IMAGE_APPLICATION-6-LICENSE_LEVEL: Module name = {} Next reboot "
                  "level = {} and License = {}",
                  kIosLicenceModule, level, level));
}

std::string IosDevice::licence_state() const {
  if (!release().has(IosFeature::kStoredLicences)) return {};
  std::string text = licences_.saved_state();
  for (const auto& [name, file] : flash_) {
    text += fmt::format("file {} {} {} {}\n", name, file.feature,
                        file.evaluation ? "evaluation" : "permanent",
                        file.serial.empty() ? "-" : file.serial);
  }
  return text;
}

Result<void> IosDevice::take_licence_state(std::string_view& text) {
  while (text.starts_with("licence ") || text.starts_with("file ")) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      return failure(ErrorCode::kInvalidArgument, "the saved state is cut short");
    }
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.starts_with("licence ")) {
      LW_TRY(licences_.restore(line));
      continue;
    }
    const std::vector<std::string_view> words = split_words(line);
    const bool known =
        words.size() == 5 &&
        write_flash(std::string(words[1]),
                    {.feature = std::string(words[2]),
                     .evaluation = words[3] == "evaluation",
                     .serial = words[4] == "-" ? std::string() : std::string(words[4])});
    if (!known) {
      return failure(ErrorCode::kInvalidArgument, "the saved state holds a file without a name");
    }
  }
  return {};
}

}  // namespace lw::lab
