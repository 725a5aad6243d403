#include "session/xml_document.h"

#include <fmt/core.h>

#include <sstream>

#include "base/text.h"

namespace lw::session {
namespace {

constexpr std::size_t kLongest = std::size_t{16} << 20;
// A fault of form this near to the end is what a cut makes: elements are left open, a name is half.
constexpr std::size_t kLastPiece = 512;

class Depth final : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node&) override { return depth() < kDeepestElement; }
};

}  // namespace

Result<pugi::xml_document> read_xml(std::string_view text) {
  if (text.size() > kLongest) {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("the answer is longer than {} bytes", kLongest));
  }
  pugi::xml_document document;
  const auto parsed = document.load_buffer(text.data(), text.size(), pugi::parse_default);
  const bool began = trim(text.substr(0, 200)).starts_with("<?xml");
  if (!parsed && began &&
      parsed.offset + static_cast<std::ptrdiff_t>(kLastPiece) >=
          static_cast<std::ptrdiff_t>(text.size())) {
    return failure(ErrorCode::kConnectionLost,
                   fmt::format("the document is cut off after {} bytes", text.size()),
                   "try again; when it is cut off again, look at the way to the device and at its "
                   "log",
                   Diagnosis::kCutOff);
  }
  if (!parsed || !document.document_element()) {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("the answer is no XML document ({}): \"{}\"", parsed.description(),
                               printable(trim(text.substr(0, 80)))),
                   "check that a sensor's web server listens there", Diagnosis::kNotThisProtocol);
  }
  Depth depth;
  if (!document.traverse(depth)) {
    return failure(ErrorCode::kUnsupported,
                   fmt::format("the answer nests more than {} elements", kDeepestElement));
  }
  return document;
}

std::string_view local_name(const pugi::xml_node& element) {
  const std::string_view name = element.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node find_element(const pugi::xml_node& root, std::string_view name) {
  return root.find_node([&](const pugi::xml_node& node) {
    return node.type() == pugi::node_element && local_name(node) == name;
  });
}

std::string words_in(const pugi::xml_node& element) {
  return printable(trim(std::string_view(element.text().get())), 400);
}

std::string write_xml(const pugi::xml_document& document) {
  std::ostringstream text;
  document.save(text, "", pugi::format_raw, pugi::encoding_utf8);
  return text.str() + "\n";
}

}  // namespace lw::session
