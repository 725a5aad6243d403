// Files of the simulated firewall: copy, delete, dir. Questions are verified for TFTP and inferred
// for the rest; "/noconfirm" suppresses them (inferred).
#include <fmt/format.h>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/asa_session.h"

namespace lw::lab {
namespace {

constexpr std::string_view kRunning = "running-config";
constexpr std::string_view kStartup = "startup-config";

// The path of a file on disk0:; empty when it is none.
std::string disk_path(std::string_view typed) {
  for (const std::string_view head : {"disk0:/", "disk0:", "flash:/", "flash:"}) {
    if (typed.starts_with(head)) return std::string(typed.substr(head.size()));
  }
  return {};
}

bool unasked(const Match& match) { return match.words[1] == "/noconfirm"; }

}  // namespace

// Asks for both names, offering those of the command, then copies from the one that was given.
void AsaSession::ask_names(bool unasked, std::string source, std::string destination,
                           std::function<void(const std::string&)> copy) {
  if (unasked) {
    copy(source);
    return;
  }
  ask(fmt::format("\r\nSource filename [{}]? ", source), Echo::kPlain,
      [this, source, destination, copy](const std::string& typed) {
        const std::string from = trim(typed).empty() ? source : std::string(trim(typed));
        if (destination.empty()) {
          copy(from);
          return;
        }
        ask(fmt::format("\r\nDestination filename [{}]? ", destination), Echo::kPlain,
            [from, copy](const std::string&) { copy(from); });
      });
}

void AsaSession::exec_copy_save(const Match& match) {
  ask_names(unasked(match), std::string(kRunning), "", [this](const std::string& name) {
    if (name == kRunning) {
      save();
    } else {
      print(fmt::format("%Error opening system:{} (No such file or directory)\n", printable(name)));
    }
  });
}

void AsaSession::exec_copy_run(const Match& match) {
  const std::string path = disk_path(match.words.back());
  if (path.empty()) {
    print(fmt::format("%Error opening {} (Invalid argument)\n", printable(match.words.back())));
    return;
  }
  ask_names(unasked(match), std::string(kRunning), path, [this, path](const std::string&) {
    const std::string text = config().render();
    if (!device_.write_file(path, text)) {
      print(fmt::format("%Error writing disk0:/{} (No space left on device)\n", path));
      return;
    }
    print(fmt::format("\n{} bytes copied in 0.80 secs\n", text.size()));
  });
}

void AsaSession::exec_copy_file(const Match& match) {
  const bool startup = match.words.back() == kStartup;
  const std::string path = disk_path(match.words[match.words.size() - 2]);
  ask_names(unasked(match), path, match.words.back(), [this, startup](const std::string& name) {
    const std::string* file = device_.find_file(name);
    if (file == nullptr) {
      print(fmt::format("%Error opening disk0:/{} (No such file or directory)\n", printable(name)));
      return;
    }
    const std::string text = *file;
    if (startup) {
      here().startup = text;
    } else {
      // As if its lines were typed; those that are not understood are shown with their complaint.
      const auto before = cursor_;
      cursor_ = AsaCursor{};
      for (const std::string_view line : split_lines(text)) {
        if (cursor_ && !AsaConfig::is_heading(line)) configure(std::string(line));
      }
      cursor_ = before;
    }
    print(fmt::format("\n{} bytes copied in 0.80 secs\n", text.size()));
  });
}

void AsaSession::exec_copy_tftp(const Match& match) {
  const auto fail = [this](const std::string& host, const std::string& name) {
    print(fmt::format("\nAccessing tftp://{}/{}...\n%Error opening tftp://{}/{} (Timed out)\n",
                      printable(host), printable(name), printable(host), printable(name)));
  };
  if (unasked(match)) {
    print("%Error parsing filename (Invalid argument)\n");
    return;
  }
  ask("\r\nAddress or name of remote host []? ", Echo::kPlain,
      [this, fail](const std::string& host) {
        ask("\r\nSource filename []? ", Echo::kPlain,
            [fail, host](const std::string& name) { fail(host, name); });
      });
}

void AsaSession::exec_delete(const Match& match) {
  const std::string path = disk_path(match.words.back());
  const auto remove = [this, path] {
    if (!device_.remove_file(path)) {
      print(
          fmt::format("%Error deleting disk0:/{} (No such file or directory)\n", printable(path)));
    }
  };
  if (unasked(match)) {
    remove();
    return;
  }
  ask(fmt::format("\r\nDelete filename [{}]? ", path), Echo::kPlain,
      [this, path, remove](const std::string&) {
        ask_key(fmt::format("\r\nDelete disk0:/{}? [confirm]", path), [remove](char key) {
          if (confirms(key)) remove();
        });
      });
}

void AsaSession::show_directory(const Match&) {
  print("\nDirectory of disk0:/\n\n");
  int number = 10;
  for (const auto& [path, bytes] : device_.files()) {
    print(
        fmt::format("{:<6} -rwx  {:<12} 00:00:00 Jan 01 2017  {}\n", number++, bytes.size(), path));
  }
  print(fmt::format("\n{} bytes total ({} bytes free)\n", kAsaDiskBytes, device_.free_bytes()));
}

}  // namespace lw::lab
