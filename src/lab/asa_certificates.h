// The certificate of an authority as the simulated ASA takes it from a paste and shows it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lw::lab {

struct AsaCertificate {
  std::string serial;       // hexadecimal
  std::string fingerprint;  // MD5 in four words
  // As the configuration holds it: its head line, hexadecimal in rows, "quit".
  std::vector<std::string> lines;
};

// `pasted`: base64, with or without the lines of PEM around it. nullopt: no certificate.
[[nodiscard]] std::optional<AsaCertificate> read_asa_certificate(std::string_view pasted);

}  // namespace lw::lab
