// USB tokens at a router (facts section 5): the boot from one, and what its user types. The names
// of the commands and of log messages are the facts'; what the router prints beside them is
// inferred.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/text.h"
#include "lab/ios_session.h"

namespace lw::lab {
namespace {

constexpr std::string_view kDrive = "usbtoken0:";
constexpr std::string_view kDefaultPin = "1234567890";  // inferred

// "usbtoken0:CCCD" and "usbtoken0:/CCCD" without the drive; nullopt when it is on another.
std::optional<std::string> name_on_token(std::string_view url) {
  if (!url.starts_with(kDrive)) return std::nullopt;
  url.remove_prefix(kDrive.size());
  if (url.starts_with('/')) url.remove_prefix(1);
  return std::string(url);
}

std::string_view reason(const Error& error) {
  switch (error.code) {
    case ErrorCode::kUnauthenticated:
      return "Permission denied";
    case ErrorCode::kConflict:
      return "No space left on device";
    case ErrorCode::kInvalidArgument:
      return "I/O error";
    default:
      return "No such file or directory";
  }
}

std::string copied(std::size_t bytes) {
  return fmt::format("{} bytes copied in 0.548 secs ({} bytes/sec)\n", bytes, bytes * 1000 / 548);
}

}  // namespace

UsbToken* IosDevice::token() {
  if (!token_) return nullptr;
  const auto change = token_->look();
  if (change == UsbToken::Change::kRemoved) {
    log("%CRYPTO-6-TOKENREMOVED: Cryptographic token eToken removed from usbtoken0");
  }
  if (change == UsbToken::Change::kInserted) {
    log("%CRYPTO-6-TOKENINSERTED: Cryptographic token eToken inserted in usbtoken0");
    log("%USB_TOKEN_FILESYS-6-REGISTERED_WITH_IFS: USB Token File System usbtoken0 is "
        "registered...");
    // By itself the router tries the PIN that it was told, or else the one that tokens come with.
    std::string pin = config_.value("crypto pki token usbtoken0 user-pin");
    if (pin.empty()) pin = config_.value("crypto pki token default user-pin");
    if (pin.empty()) pin = settings_.token_pin;
    log_in_to_token(Secret(pin.empty() ? std::string(kDefaultPin) : pin));
  }
  return token_->present() ? &*token_ : nullptr;
}

bool IosDevice::log_in_to_token(const Secret& pin) {
  const bool right = token_->log_in(pin);
  log(right ? "%CRYPTO-6-TOKENLOGIN: Cryptographic Token eToken Login Successful"
            : "%CRYPTO-4-TOKENLOGINFAILED: Cryptographic Token eToken Login Failed");
  return right;
}

// The file that "boot config" names on the token, when it can be read. `boot config` and the PIN
// are in NVRAM (config_ has its content by now), so that they outlive the change.
std::optional<std::string> IosDevice::token_startup() {
  const std::string wanted = config_.value("boot config");
  const auto words = split_words(wanted);
  const auto name = words.empty() ? std::nullopt : name_on_token(words.front());
  UsbToken* const plugged = name ? token() : nullptr;
  if (plugged == nullptr) return std::nullopt;
  auto text = plugged->read(*name);
  if (!text) return std::nullopt;
  for (const std::string_view kept : {"boot config", "crypto pki token usbtoken0 user-pin"}) {
    if (const std::string value = config_.value(kept); !value.empty()) {
      *text += fmt::format("\n{} {}\n", kept, value);
    }
  }
  return *std::move(text);
}

void IosSession::exec_token_login(const Match& match) {
  if (device_.token() == nullptr) {
    print("% Token usbtoken0 is not present\n");
    return;
  }
  const auto try_pin = [this](const std::string& pin) {
    if (device_.token() == nullptr || !device_.log_in_to_token(Secret(pin))) {
      print("% Login failed: wrong PIN\n");
    }
  };
  constexpr std::size_t kWithPin = 6;
  if (match.words.size() == kWithPin) {
    try_pin(match.words.back());
    return;
  }
  print("Token eToken is usbtoken0\n");
  ask("Enter PIN: ", Echo::kNone, try_pin);
}

void IosSession::exec_token_logout(const Match&) {
  if (UsbToken* const token = device_.token()) token->log_out();
}

void IosSession::show_token_directory(const Match&) {
  const UsbToken* const token = device_.token();
  if (token == nullptr) {
    print(fmt::format("%Error opening {}/ (No such device)\n", kDrive));
    return;
  }
  print(fmt::format("Directory of {}/\n\n", kDrive));
  std::size_t number = 0;
  for (const TokenFile& file : token->files()) {
    print(fmt::format(
        "{:>5}  -rw-  {:>10}  {:%b %d %Y %H:%M:%S} +00:00  {}\n", ++number, file.bytes,
        fmt::gmtime(std::chrono::system_clock::to_time_t(device_.booted())), file.name));
  }
  const std::size_t used = token->used();
  print(fmt::format("\n{} bytes total ({} bytes free)\n", token->size(),
                    token->size() - std::min(used, token->size())));
}

void IosSession::exec_copy_from_token(const Match& match) {
  const std::string url = match.words[1];
  const std::string to = match.words[2];
  const auto name = name_on_token(url);
  if (!name) {
    print(fmt::format("%Error opening {} (No such device)\n", printable(url)));
    return;
  }
  ask(fmt::format("Destination filename [{}]? ", to), Echo::kPlain,
      [this, name = *name, url, to](const std::string&) {
        const UsbToken* const token = device_.token();
        const auto text = token != nullptr ? token->read(name)
                                           : failure(ErrorCode::kNotFound, "no token is there");
        if (!text) {
          print(fmt::format("%Error opening {} ({})\n", printable(url), reason(text.error())));
          return;
        }
        if (to == "startup-config") {
          device_.set_startup(*text);
        } else {
          for (const std::string& refused : device_.config().load(*text)) {
            print(
                fmt::format("{}\n% Invalid input detected at '^' marker.\n\n", printable(refused)));
          }
          device_.changed(user_.empty() ? std::string("console") : user_);
        }
        print(copied(text->size()));
      });
}

void IosSession::exec_copy_to_token(const Match& match) {
  const std::string url = match.words[2];
  const std::string text =
      match.words[1] == "startup-config" ? device_.startup() : device_.config().render();
  const auto name = name_on_token(url);
  if (!name) {
    print(fmt::format("%Error opening {} (No such device)\n", printable(url)));
    return;
  }
  ask(fmt::format("Destination filename [{}]? ", printable(*name)), Echo::kPlain,
      [this, given = *name, text](const std::string& answer) {
        const std::string to(trim(answer).empty() ? std::string_view(given) : trim(answer));
        UsbToken* const token = device_.token();
        const auto written = token != nullptr ? token->write(to, text)
                                              : failure(ErrorCode::kNotFound, "no token is there");
        if (written) {
          print("!\n" + copied(text.size()));
        } else {
          print(fmt::format("%Error opening {}{} ({})\n", kDrive, printable(to),
                            reason(written.error())));
        }
      });
}

}  // namespace lw::lab
