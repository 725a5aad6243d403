#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <span>

#include "base/embedded_file.h"
#include "base/file.h"
#include "platform/yaml_node.h"
#include "procedure/definition.h"
#include "procedure/procedure.h"

namespace lw {
std::span<const EmbeddedFile>
procedure_files();  // made from procedures/*.yaml by cmake/embed.cmake
}

namespace lw::procedure {
namespace {

Result<std::vector<Procedure>> read_folder(const std::string& folder) {
  std::error_code status;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder, status)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  if (status) {
    return failure(ErrorCode::kNotFound,
                   fmt::format("cannot read the folder {}: {}", folder, status.message()));
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Procedure> procedures;
  for (const auto& path : paths) {
    LW_ASSIGN(const std::string text, read_file(path, platform::kMaxYamlBytes));
    LW_ASSIGN(Procedure procedure, read_procedure(text, path.string()));
    procedures.push_back(std::move(procedure));
  }
  return procedures;
}

}  // namespace

Result<Library> Library::load(const std::optional<std::string>& folder) {
  std::map<std::string, std::shared_ptr<const Procedure>> by_id;
  const auto add = [&](Procedure procedure) {
    std::string id = procedure.id;
    by_id[std::move(id)] = std::make_shared<const Procedure>(std::move(procedure));
  };
  for (const EmbeddedFile& file : procedure_files()) {
    LW_ASSIGN(Procedure procedure,
              read_procedure(file.text, "procedures/" + std::string(file.name)));
    add(std::move(procedure));
  }
  if (folder) {
    LW_ASSIGN(auto own, read_folder(*folder));
    for (Procedure& procedure : own) add(std::move(procedure));
  }
  Library library;
  for (auto& [id, procedure] : by_id) library.procedures_.push_back(std::move(procedure));
  return library;
}

Result<std::shared_ptr<const Procedure>> Library::find(std::string_view id) const {
  std::vector<std::string_view> known;
  for (const auto& procedure : procedures_) {
    if (procedure->id == id) return procedure;
    known.push_back(procedure->id);
  }
  return failure(ErrorCode::kNotFound, fmt::format("there is no procedure '{}'", id),
                 fmt::format("known procedures: {}", fmt::join(known, ", ")));
}

}  // namespace lw::procedure
