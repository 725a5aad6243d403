// git as a child process on one repository. Its own settings and those of the user apply; variables
// that would lead it to another repository do not. Blocking; belongs to the command.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lw::cli {

class GitRepository {
 public:
  // The repository in that folder (bare, or with a work tree); made, bare, where the folder is
  // empty or not there. kInvalidArgument for a folder with something else in it.
  [[nodiscard]] static Result<GitRepository> open(const std::filesystem::path& folder);

  // Runs git to its end and gives what it wrote. kNotFound where it ended with another status than
  // 0: most questions are answered so.
  [[nodiscard]] Result<std::string> ask(std::vector<std::string> arguments) const;
  [[nodiscard]] bool has_work_tree() const { return has_work_tree_; }

  // `git fast-import`, which reads what is written here. What it took before it died is not in the
  // repository: branches move with finish().
  class Import {
   public:
    Import(Import&& other) noexcept;
    Import& operator=(Import&&) = delete;
    ~Import();  // stops git when finish() was not called
    [[nodiscard]] Result<void> write(std::string_view bytes);
    [[nodiscard]] Result<void> finish();

   private:
    friend class GitRepository;
    Import(int process, int input, int errors)
        : process_(process), input_(input), errors_(errors) {}
    [[nodiscard]] Result<void> flush();
    void close_input();

    int process_ = -1;
    int input_ = -1;
    int errors_ = -1;
    std::string buffer_;
  };
  [[nodiscard]] Result<Import> import() const;

 private:
  explicit GitRepository(std::filesystem::path git_folder) : git_folder_(std::move(git_folder)) {}
  [[nodiscard]] std::vector<std::string> command(std::vector<std::string> arguments) const;

  std::filesystem::path git_folder_;
  bool has_work_tree_ = false;
};

}  // namespace lw::cli
