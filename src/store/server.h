// Machines that are no managed devices and take part in managing some. Plain values: any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace lw::store {

inline constexpr std::string_view kJumpKind = "jump";
inline constexpr std::string_view kTokenServerKind = "tms";
inline constexpr std::string_view kAutoUpdateKind = "aus";
inline constexpr std::string_view kConfigurationEngineKind = "ce";
inline constexpr std::string_view kAaaKind = "aaa";
inline constexpr std::array kServerKinds = {kJumpKind, kTokenServerKind, kAutoUpdateKind,
                                            kConfigurationEngineKind, kAaaKind};

struct Server {
  std::string name = {};
  // "jump": an SSH server that connections go through; "tms": a token server, reached by FTP;
  // "aus": an Auto Update Server; "ce": a Configuration Engine; "aaa": a TACACS+ or RADIUS server
  std::string kind = {};
  std::string address = {};
  std::uint16_t port = 22;
  std::string crypto = {};
  std::string jump = {};  // itself reached through another
  std::string notes = {};
  // Of a token server.
  std::string directory = {};        // for uploads; empty: where its login arrives
  std::string public_key_file = {};  // of this machine
  std::string file_name = {};        // of uploads, with {device} and {mode}
  bool tls = false;                  // explicit FTPS
};

}  // namespace lw::store
