// linewarden file put|get NAME: files on the flash of an ASA, a PIX or an FWSM.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/context.h"
#include "cli/fleet.h"
#include "cli/json_answer.h"
#include "cli/local_file.h"
#include "cli/record_answer.h"
#include "net/digest.h"

namespace lw::cli {
namespace {

constexpr int kTransferSeconds = 1800;
constexpr std::chrono::seconds kGoodbye{2};

struct FileOptions {
  FleetOptions fleet;
  std::string local;
  std::string remote;
  bool force = false;
};

net::Task<Result<void>> upload(device::Access access, device::Connector& connector,
                               device::Timeouts timeouts, std::string path, std::string bytes) {
  LW_CO_ASSIGN(auto files, co_await connector.open_files(access, timeouts));
  auto sent = co_await files->upload(path, std::move(bytes), Deadline::after(timeouts.command));
  co_await files->close(Deadline::after(kGoodbye));
  if (sent) co_return sent;
  co_return std::unexpected(std::move(sent).error().with_context(access.device.name));
}

net::Task<Result<std::string>> download(device::Access access, device::Connector& connector,
                                        device::Timeouts timeouts, std::string path) {
  LW_CO_ASSIGN(auto files, co_await connector.open_files(access, timeouts));
  auto bytes = co_await files->download(path, Deadline::after(timeouts.command));
  co_await files->close(Deadline::after(kGoodbye));
  if (bytes) co_return bytes;
  co_return std::unexpected(std::move(bytes).error().with_context(access.device.name));
}

void answer(Output& output, const std::string& device, const std::string& remote,
            const std::string& local, const std::string& bytes) {
  print_record(output, {{"device", json_text(device)},
                        {"file", json_text("disk0:/" + remote)},
                        {"local", json_text(local)},
                        {"bytes", bytes.size()},
                        {"sha256", net::sha256_hex(bytes)},
                        {"error", nullptr}});
}

ExitStatus failed(Output& output, const std::string& device, const Error& error) {
  if (output.json()) {
    output.line(to_string({{"device", json_text(device)}, {"error", json_error(error)}}));
  }
  output.fail(error);
  return exit_status_of(error);
}

Result<ExitStatus> put(Context& context, const FileOptions& options) {
  const std::string given = options.remote.empty()
                                ? std::filesystem::path(options.local).filename().string()
                                : options.remote;
  LW_ASSIGN(const std::string path, session::flash_path(given));
  LW_ASSIGN(const std::string bytes, read_file(options.local, session::kMostFileBytes));
  net::Loop loop(1);  // outlives the connections of the fleet
  LW_ASSIGN(Fleet fleet, open_fleet(context, options.fleet));
  const device::Access& access = fleet.devices.front();
  context.output.progress(fmt::format("sending {} bytes to {}", bytes.size(), access.device.name));
  const auto sent = loop.run<Result<void>>(
      [&] { return upload(access, *fleet.connector, fleet.timeouts, path, bytes); });
  if (!sent) return failed(context.output, access.device.name, sent.error());
  answer(context.output, access.device.name, path, options.local, bytes);
  return ExitStatus::kYes;
}

Result<ExitStatus> get(Context& context, const FileOptions& options) {
  LW_ASSIGN(const std::string path, session::flash_path(options.remote));
  const Overwrite overwrite = options.force ? Overwrite::kYes : Overwrite::kNo;
  std::filesystem::path local = options.local.empty() ? "." : options.local;
  if (std::filesystem::is_directory(local)) local /= std::filesystem::path(path).filename();
  LW_TRY(check_new_file(local, overwrite));
  net::Loop loop(1);  // outlives the connections of the fleet
  LW_ASSIGN(Fleet fleet, open_fleet(context, options.fleet));
  const device::Access& access = fleet.devices.front();
  context.output.progress(fmt::format("fetching {} from {}", path, access.device.name));
  const auto bytes = loop.run<Result<std::string>>(
      [&] { return download(access, *fleet.connector, fleet.timeouts, path); });
  if (!bytes) return failed(context.output, access.device.name, bytes.error());
  LW_TRY(write_new_file(local, *bytes, overwrite));
  answer(context.output, access.device.name, path, local.string(), *bytes);
  return ExitStatus::kYes;
}

}  // namespace

void add_file(CLI::App& app, Context& context) {
  CLI::App* file = app.add_subcommand("file", "Files on the flash of an ASA, PIX or FWSM");
  file->require_subcommand(1);
  const auto options = std::make_shared<FileOptions>();
  options->fleet.command_seconds = kTransferSeconds;
  const auto verb = [&](const std::string& word, const std::string& help,
                        Result<ExitStatus> (*run)(Context&, const FileOptions&)) {
    CLI::App* command = file->add_subcommand(word, help);
    add_fleet_options(*command, options->fleet, Names::kOne);
    command->get_option("--command-timeout")->description("Seconds for the transfer");
    command->callback([options, run, &context] {
      context.run = [options, run](Context& c) { return run(c, *options); };
    });
    return command;
  };
  constexpr const char* kLimits =
      "Over HTTPS only. A file is held in memory: at most 200 MiB. The answer has its SHA-256.\n";

  CLI::App* command = verb("put", "Send a file to the device's disk0:", put);
  command->add_option("LOCAL", options->local, "File on this machine")->required();
  command->add_option("REMOTE", options->remote,
                      "Path below disk0:; the name of the local file when not given");
  command->footer(std::string(kLimits) +
                  "A file of that name on the device is replaced.\n"
                  "Examples:\n"
                  "  linewarden file put fw-1 asdm-781.bin\n"
                  "  linewarden file put fw-1 site.cfg disk0:/configs/site.cfg");
  command = verb("get", "Fetch a file from the device's disk0:", get);
  command->add_option("REMOTE", options->remote, "Path below disk0:")->required();
  command->add_option("LOCAL", options->local,
                      "File or folder on this machine; this folder when not given");
  command->add_flag("--force", options->force, "Replace the local file when it is there");
  command->footer(std::string(kLimits) +
                  "Examples:\n"
                  "  linewarden file get fw-1 startup.bak\n"
                  "  linewarden --json file get fw-1 disk0:/configs/site.cfg backups/");
}

}  // namespace lw::cli
