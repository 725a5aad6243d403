// Licences as a user at the router meets them: files copied and installed, agreements put to him,
// boot lines (facts 2.7). Wording of failures is inferred.
#include <fmt/format.h>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/ios_licence_text.h"
#include "lab/ios_session.h"

namespace lw::lab {
namespace {

constexpr std::size_t kFileBytes = 1149;  // of the captured copy

// "flash0:NAME", "flash:/NAME": NAME; nullopt: it is on no flash.
std::optional<std::string> flash_name(std::string_view url) {
  for (const std::string_view head : {"flash0:/", "flash0:", "flash:/", "flash:"}) {
    if (url.starts_with(head)) return std::string(url.substr(head.size()));
  }
  return std::nullopt;
}

struct TftpUrl {
  std::string host;
  std::string path;

  [[nodiscard]] std::string name() const { return path.substr(path.rfind('/') + 1); }
  [[nodiscard]] std::string text() const { return fmt::format("tftp://{}/{}", host, path); }
};

std::optional<TftpUrl> tftp_url(std::string_view url) {
  constexpr std::string_view kScheme = "tftp://";
  if (!url.starts_with(kScheme)) return std::nullopt;
  url.remove_prefix(kScheme.size());
  const std::size_t slash = url.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == url.size()) return std::nullopt;
  return TftpUrl{std::string(url.substr(0, slash)), std::string(url.substr(slash + 1))};
}

}  // namespace

void IosSession::exec_licence_install(const Match& match) {
  const std::string& url = match.words.back();
  const IosLicenceFile* file = nullptr;
  if (const auto name = flash_name(url)) {
    file = device_.flash_file(*name);
  } else if (const auto from = tftp_url(url)) {
    file = device_.served_file(from->name());
  }
  if (file == nullptr) {
    print(fmt::format("% Error: Could not open license file {} (No such file or directory)\n",
                      printable(url)));
    return;
  }
  print(fmt::format("Installing licenses from \"{}\"\n", printable(url)));
  if (file->evaluation && !device_.licences().accepted(file->feature, device_.config())) {
    ask_acceptance([this, file = *file](bool accepted) {
      if (accepted) device_.accept_licence(file.feature);
      install_licence(file, accepted);
    });
    return;
  }
  install_licence(*file, true);
}

void IosSession::install_licence(const IosLicenceFile& file, bool accepted) {
  const bool own = file.serial.empty() || file.serial == kIosSerial;
  const bool fits = own && accepted;
  const bool added = fits && device_.install_licence(file);
  print(
      fmt::format("Installing...Feature:{}...{}\n"
                  "{}/1 licenses were successfully installed\n"
                  "{}/1 licenses were existing licenses\n"
                  "{}/1 licenses were failed to install\n",
                  file.feature,
                  added       ? "Successful:Supported"
                  : fits      ? "Skipped:Duplicate"
                  : !accepted ? "Failed:EULA not accepted"
                              : "Failed:UDI mismatch",
                  added ? 1 : 0, fits && !added ? 1 : 0, fits ? 0 : 1));
}

// Shown again until the answer is yes or no.
void IosSession::ask_acceptance(std::function<void(bool)> then) {
  print(ios_licence_terms());
  ask_whether_accepted(std::move(then));
}

void IosSession::ask_whether_accepted(std::function<void(bool)> then) {
  // IOS-XE, verified of a CSR: the default stands in the question.
  const bool xe = device_.release().has(IosFeature::kSmartLicences);
  ask(xe ? "ACCEPT? (yes/[no]): " : "ACCEPT? [yes/no]: ", Echo::kPlain,
      [this, xe, then = std::move(then)](const std::string& answer) {
        if (says_yes(answer) || says_no(answer) || (xe && trim(answer).empty())) {
          then(says_yes(answer));
          return;
        }
        print("% Please answer 'yes' or 'no'.\n");
        ask_whether_accepted(then);
      });
}

// "license boot …" and "license accept …": kept once the agreement is accepted. Inferred: a line
// that is not, leaves no trace; switching a package off needs none.
void IosSession::agree_to_licence(const std::string& line) {
  const auto keep = [this, line](bool accepted) {
    if (!accepted) return;
    device_.config().keep_licence_line(line);
    if (line == kIosAcceptLine) return;
    print("% use 'write' command to make license boot config take effect on next boot\n");
    device_.follow_boot_line(line);
  };
  const std::vector<std::string_view> words = split_words(line);
  const bool package = words.size() >= 6 && words[2] == "module";
  bool asks = !line.ends_with(" disable") && !device_.config().has(line) &&
              !device_.config().has(kIosAcceptLine);
  if (package) {
    const IosLicences& licences = device_.licences();
    asks = asks && !licences.entry(words[5]).accepted &&
           licences.entry(words[5]).installed == IosLicences::Kind::kNone;
  } else if (line != kIosAcceptLine && !device_.release().version.starts_with("16.")) {
    // "license boot level" of IOS-XE 17 asks nothing: it has Smart Licensing alone [I].
    asks = false;
  }
  if (!asks) {
    keep(true);
    return;
  }
  if (!package && words.size() > 3 && words[1] == "boot") {
    print(fmt::format("Feature Name:{}\n\n", words[3]));
  }
  ask_acceptance(keep);
}

void IosSession::exec_copy_tftp(const Match& match) {
  const std::string& from = match.words[1];
  const auto name = flash_name(match.words.back());
  if (!name) {
    print(fmt::format("%Error opening {} (No such device)\n", printable(match.words.back())));
    return;
  }
  if (from == "tftp:") {
    ask("Address or name of remote host []? ", Echo::kPlain, [this](const std::string& host) {
      ask("Source filename []? ", Echo::kPlain, [this, host](const std::string& name) {
        copy_from(fmt::format("tftp://{}/{}", trim(host), trim(name)), "");
      });
    });
    return;
  }
  copy_from(from, *name);
}

// `name`: what the file shall be called; empty: to be asked, or as it is called there.
void IosSession::copy_from(const std::string& url, const std::string& name) {
  const auto from = tftp_url(url);
  if (!from) {
    print("%Error parsing filename (Invalid argument)\n");
    return;
  }
  const std::string usual = name.empty() ? from->name() : name;
  if (device_.config().value("file prompt") == "quiet") {
    copy_file(from->text(), from->name(), usual);
    return;
  }
  ask(fmt::format("Destination filename [{}]? ", usual), Echo::kPlain,
      [this, from = *from, usual](const std::string& typed) {
        const std::string to = trim(typed).empty() ? usual : std::string(trim(typed));
        if (device_.flash_file(to) == nullptr) {
          copy_file(from.text(), from.name(), to);
          return;
        }
        print("%Warning:There is a file already existing with this name\n");
        ask_key("Do you want to over write? [confirm]", [this, from, to](char key) {
          if (confirms(key)) copy_file(from.text(), from.name(), to);
        });
      });
}

void IosSession::copy_file(const std::string& url, const std::string& source,
                           const std::string& name) {
  const std::string shown = printable(url);
  print(fmt::format("Accessing {}...\n", shown));
  const IosLicenceFile* file = device_.served_file(source);
  if (file == nullptr) {
    print(fmt::format("%Error opening {} (No such file or directory)\n", shown));
    return;
  }
  if (!device_.write_flash(name, *file)) {
    print(fmt::format("%Error opening flash0:{} (Invalid argument)\n", printable(name)));
    return;
  }
  const std::string host = shown.substr(7, shown.find('/', 7) - 7);
  print(
      fmt::format("Loading {} from {} (via GigabitEthernet0/0): !\n[OK - {} bytes]\n\n"
                  "{} bytes copied in 0.548 secs (2097 bytes/sec)\n",
                  printable(source), host, kFileBytes, kFileBytes));
}

void IosSession::show_licence(const Match& match) {
  const std::string what = match.words.size() > 2 ? match.words[2] : "";
  const IosLicences& licences = device_.licences();
  const IosConfig& config = device_.config();
  if (what == "udi") {
    print(ios_licence_udi(kIosLicencePid, kIosSerial));
  } else if (what == "feature") {
    print(ios_licence_features(licences));
  } else if (what == "all") {
    print(ios_licence_stores(licences, config, device_.now()));
  } else {
    print(ios_licences_text(licences, config, device_.now(),
                            what == "detail" ? IosLicenceView::kDetail : IosLicenceView::kShort));
  }
}

void IosSession::show_smart_licence(const Match& match) {
  const std::string& version = device_.release().version;
  if (match.words.back() == "udi") {
    print(fmt::format("UDI: PID:ISR4331/K9,SN:{}\n", kIosSerial));
  } else {
    print(match.words.back() == "all" ? ios_smart_all(version) : ios_smart_summary(version));
  }
}

void IosSession::show_directory(const Match&) {
  std::string rows;
  int number = 1;
  for (const auto& [name, file] : device_.flash()) {
    rows += fmt::format("{:>5}  -rw-{:>12}  Mar 20 2014 09:00:00 +00:00  {}\n", ++number,
                        kFileBytes, name);
  }
  print(
      fmt::format("Directory of flash0:/\n\n"
                  "    1  -rw-    75551300  Mar 20 2014 09:00:00 +00:00  "
                  "c1900-universalk9-mz.SPA.152-4.M6.bin\n"
                  "{}\n255744000 bytes total ({} bytes free)\n",
                  rows, 180192700 - device_.flash().size() * kFileBytes));
}

}  // namespace lw::lab
