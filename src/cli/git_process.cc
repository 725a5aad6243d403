#include "cli/git_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "base/text.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace lw::cli {
namespace {

constexpr std::size_t kBuffer = 1u << 20;
constexpr std::size_t kMostErrorText = 1000;

// Without GIT_DIR, GIT_INDEX_FILE and their like.
std::vector<char*> environment() {
  std::vector<char*> kept;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!std::string_view(*variable).starts_with("GIT_")) kept.push_back(*variable);
  }
  kept.push_back(nullptr);
  return kept;
}

std::string contents(int file) {
  std::string text;
  std::array<char, 4096> piece{};
  ::lseek(file, 0, SEEK_SET);
  for (ssize_t size = 0; (size = ::read(file, piece.data(), piece.size())) > 0;) {
    text.append(piece.data(), static_cast<std::size_t>(size));
  }
  return text;
}

std::unexpected<Error> system_failure(std::string_view what) {
  return failure(ErrorCode::kInternal, fmt::format("{}: {}", what, std::strerror(errno)));
}

struct Files {
  int input, output, errors;
};

Result<int> spawn(const std::vector<std::string>& command, const Files& files) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, files.input, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, files.output, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, files.errors, STDERR_FILENO);
  posix_spawnattr_t attributes{};
  ::posix_spawnattr_init(&attributes);
  sigset_t defaults;
  ::sigemptyset(&defaults);
  ::sigaddset(&defaults, SIGPIPE);
  ::posix_spawnattr_setsigdefault(&attributes, &defaults);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  auto variables = environment();
  pid_t process = -1;
  const int error =
      ::posix_spawnp(&process, "git", &actions, &attributes, arguments.data(), variables.data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error == 0) return process;
  return failure(ErrorCode::kNotFound, fmt::format("git does not start: {}", std::strerror(error)),
                 "install git: an export is written by it");
}

// Its exit status; -1 when a signal ended it.
int wait_for(int process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::unexpected<Error> git_failed(ErrorCode code, int errors) {
  const std::string said = printable(trim(contents(errors)), kMostErrorText);
  return failure(code, said.empty() ? "git failed" : "git: " + said);
}

Result<std::string> run(const std::vector<std::string>& command) {
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  const int output = ::memfd_create("git-output", MFD_CLOEXEC);
  const int errors = ::memfd_create("git-errors", MFD_CLOEXEC);
  const auto process = spawn(command, {nothing, output, errors});
  std::optional<Result<std::string>> result;
  if (!process) {
    result = std::unexpected(process.error());
  } else if (wait_for(*process) == 0) {
    result = contents(output);
  } else {
    result = git_failed(ErrorCode::kNotFound, errors);
  }
  for (const int file : {nothing, output, errors}) ::close(file);
  return *std::move(result);
}

bool is_vacant(const std::filesystem::path& folder) {
  std::error_code error;
  return !std::filesystem::exists(folder, error) ||
         (std::filesystem::is_directory(folder, error) && std::filesystem::is_empty(folder, error));
}

}  // namespace

Result<GitRepository> GitRepository::open(const std::filesystem::path& folder) {
  std::error_code error;
  const bool has_work_tree = std::filesystem::exists(folder / ".git", error);
  GitRepository repository(has_work_tree ? folder / ".git" : folder);
  repository.has_work_tree_ = has_work_tree;
  if (is_vacant(folder)) {
    // What devices are configured with is for their owner's eyes.
    auto made = run({"git", "init", "--quiet", "--bare", "--shared=0600", "--initial-branch=main",
                     "--", folder.string()});
    if (!made) {
      made.error().code = ErrorCode::kInvalidArgument;
      return std::unexpected(std::move(made).error());
    }
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    return repository;
  }
  if (repository.ask({"rev-parse", "--git-dir"})) return repository;
  return failure(ErrorCode::kInvalidArgument,
                 fmt::format("{} is no git repository, and not empty", folder.string()),
                 "name a git repository, an empty folder, or one that does not exist yet");
}

std::vector<std::string> GitRepository::command(std::vector<std::string> arguments) const {
  std::vector<std::string> all{"git", "--git-dir=" + git_folder_.string()};
  all.insert(all.end(), std::make_move_iterator(arguments.begin()),
             std::make_move_iterator(arguments.end()));
  return all;
}

Result<std::string> GitRepository::ask(std::vector<std::string> arguments) const {
  return run(command(std::move(arguments)));
}

Result<GitRepository::Import> GitRepository::import() const {
  // A git that ends early is told by its status, not by a signal to this program.
  ::signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return system_failure("a pipe to git");
  const int errors = ::memfd_create("git-errors", MFD_CLOEXEC);
  const int nothing = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  const auto process =
      spawn(command({"fast-import", "--quiet", "--done"}), {pipe[0], nothing, errors});
  ::close(pipe[0]);
  ::close(nothing);
  if (process) return Import(*process, pipe[1], errors);
  ::close(pipe[1]);
  ::close(errors);
  return std::unexpected(process.error());
}

GitRepository::Import::Import(Import&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      input_(std::exchange(other.input_, -1)),
      errors_(std::exchange(other.errors_, -1)),
      buffer_(std::move(other.buffer_)) {}

GitRepository::Import::~Import() {
  close_input();  // without the word "done" git drops what it read
  if (process_ > 0) wait_for(process_);
  if (errors_ >= 0) ::close(errors_);
}

void GitRepository::Import::close_input() {
  if (input_ >= 0) ::close(std::exchange(input_, -1));
}

Result<void> GitRepository::Import::write(std::string_view bytes) {
  buffer_ += bytes;
  return buffer_.size() < kBuffer ? Result<void>{} : flush();
}

Result<void> GitRepository::Import::flush() {
  std::string_view left = buffer_;
  while (!left.empty()) {
    const ssize_t written = ::write(input_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      close_input();
      wait_for(std::exchange(process_, -1));
      return git_failed(ErrorCode::kStoreFailed, errors_);
    }
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
  return {};
}

Result<void> GitRepository::Import::finish() {
  LW_TRY(flush());
  close_input();
  if (wait_for(std::exchange(process_, -1)) == 0) return {};
  return git_failed(ErrorCode::kStoreFailed, errors_);
}

}  // namespace lw::cli
