// Certificates in the simulated ASA's configuration: pasted in, accepted, taken away with their
// trustpoint.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lab/asa_certificates.h"
#include "lab/asa_config.h"

namespace lw::lab {
namespace {

using Kind = AsaOutcome::Kind;

constexpr std::size_t kPasteLimit = 64 * 1024;

std::string trustpoint_line(std::string_view name) {
  return fmt::format("crypto ca trustpoint {}", name);
}

std::string chain_line(std::string_view name) {
  return fmt::format("crypto ca certificate chain {}", name);
}

// Takes out the certificate that begins with `head`, up to its "quit".
void remove_certificate(std::vector<std::string>& lines, std::string_view head) {
  const auto first = std::ranges::find(lines, head);
  if (first == lines.end()) return;
  auto last = std::find(first, lines.end(), "  quit");
  if (last != lines.end()) ++last;
  lines.erase(first, last);
}

}  // namespace

AsaOutcome AsaConfig::begin_authentication(AsaCursor& cursor, const Match& match) {
  const std::string& trustpoint = match.words[3];
  if (!store_.has(trustpoint_line(trustpoint))) {
    return {.text = fmt::format("ERROR: CA trustpoint '{}' is not known.\n", trustpoint)};
  }
  cursor.paste = AsaCursor::Paste{
      AsaCursor::Paste::Kind::kBase64, trustpoint, match.words.back() == "nointeractive", {}};
  return {.text =
              "Enter the certificate in base64 representation....\n"
              "End with the word \"quit\" on a line by itself.\n"};
}

AsaOutcome AsaConfig::paste(AsaCursor& cursor, std::string_view line) {
  AsaCursor::Paste& paste = *cursor.paste;
  if (trim(line) != "quit") {
    if (paste.text.size() + line.size() < kPasteLimit) {
      paste.text += line;
      paste.text += '\n';
    }
    return {};
  }
  const AsaCursor::Paste done = std::move(paste);
  cursor.paste.reset();
  if (done.kind == AsaCursor::Paste::Kind::kHexadecimal) {
    ConfigSection* section = store_.find(cursor.section);
    if (section == nullptr) return {};
    remove_certificate(section->lines, done.subject);
    section->lines.push_back(done.subject);
    for (const std::string_view row : split_lines(done.text)) {
      section->lines.push_back(fmt::format("   {}", trim(row)));
    }
    section->lines.emplace_back("  quit");
    return {};
  }
  // The wording from here on is inferred.
  const auto certificate = read_asa_certificate(done.text);
  if (!certificate) return {.text = "ERROR: Failed to parse or verify imported certificate\n"};
  return {.kind = Kind::kAcceptCertificate,
          .unasked = done.unasked,
          .text = fmt::format("\nINFO: Certificate has the following attributes:\n"
                              "Fingerprint:     {} \n",
                              certificate->fingerprint),
          .subject = done.subject,
          .pasted = done.text};
}

void AsaConfig::accept_certificate(std::string_view trustpoint, std::string_view pasted) {
  const auto certificate = read_asa_certificate(pasted);
  if (!certificate) return;
  ConfigSection& section = store_.put(chain_line(trustpoint), 5);
  section.opens = true;
  remove_certificate(section.lines, certificate->lines.front());
  section.lines.insert(section.lines.end(), certificate->lines.begin(), certificate->lines.end());
}

void AsaConfig::remove_trustpoint(std::string_view name) {
  store_.remove(trustpoint_line(name));
  store_.remove(chain_line(name));
}

}  // namespace lw::lab
