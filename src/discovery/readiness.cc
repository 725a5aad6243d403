#include "discovery/readiness.h"

#include <fmt/format.h>

#include "configtext/document.h"

namespace lw::discovery {

Result<std::vector<Readiness>> readiness_of(const procedure::Library& library,
                                            const procedure::Target& target,
                                            std::string configuration) {
  const auto dialect = configtext::parse_dialect(target.platform->dialect);
  if (!dialect) {
    return failure(ErrorCode::kInternal, fmt::format("platform {} has a dialect that is not known",
                                                     target.platform->name));
  }
  const auto document = configtext::Document::read(std::move(configuration), *dialect);
  std::vector<Readiness> all;
  for (const auto& one : library.all()) {
    if (!procedure::applies(*one, target)) continue;
    auto finding = procedure::audit(*one, target, {}, document);
    if (!finding) return std::unexpected(std::move(finding).error().with_context(one->id));
    if (finding->status == procedure::Status::kNotApplicable) continue;
    all.push_back(
        {one->id, finding->status == procedure::Status::kReady, std::move(finding->missing)});
  }
  return all;
}

}  // namespace lw::discovery
