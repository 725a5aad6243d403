#include "cli/main.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <new>
#include <string>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/context.h"

namespace lw::cli {
namespace {

constexpr const char* kFooter = R"(
Exit status:
  0  done, and the answer is yes
  1  done, and the answer is no (not ready, steps are missing, a device failed)
  2  bad usage or bad input
  3  a device or server could not be reached or refused the login

Examples:
  linewarden procedures
  linewarden plan ios-ssh --platform cisco_ios --set hostname=r1
  linewarden audit configs/ --html report.html
  linewarden test branch-12
  linewarden prepare branch-12 --for ios-ssh

linewarden COMMAND --help tells more about each command.)";

std::string default_data_folder() {
  if (const char* home = std::getenv("XDG_DATA_HOME"); home != nullptr && *home == '/') {
    return std::string(home) + "/linewarden";
  }
  const char* home = std::getenv("HOME");
  return std::string(home != nullptr ? home : "") + "/.local/share/linewarden";
}

int run(int argc, char** argv) {
  CLI::App app("Prepares, reaches and manages network security devices", "linewarden");
  app.footer(kFooter);
  app.set_version_flag("--version", "linewarden " LINEWARDEN_VERSION);
  app.require_subcommand(1);
  app.fallthrough();

  Context context;
  std::string data = default_data_folder();
  OutputOptions output;
  app.add_option("--data", data, "Folder of the inventory and its key")
      ->envname("LINEWARDEN_DATA")
      ->capture_default_str();
  std::string store;
  app.add_option("--store", store,
                 "PostgreSQL server with the inventory, instead of a file in that folder: "
                 "postgres://user@host/database; its password in PGPASSWORD or ~/.pgpass")
      ->envname("LINEWARDEN_STORE")
      ->type_name("URL");
  app.add_flag("--json", output.json, "Answer with one JSON document on standard output");
  app.add_option("--color", output.color, "Colours on a terminal")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, ColorChoice>{{"auto", ColorChoice::kAuto},
                                             {"always", ColorChoice::kAlways},
                                             {"never", ColorChoice::kNever}}))
      ->option_text("auto|always|never");
  app.add_option("--platforms", context.options.platforms,
                 "Folder with platforms (*.yaml) of your own")
      ->check(CLI::ExistingDirectory);
  app.add_option("--procedures", context.options.procedures,
                 "Folder with procedures (*.yaml) of your own")
      ->check(CLI::ExistingDirectory);

  add_procedures(app, context);
  add_plan(app, context);
  add_audit(app, context);
  add_device(app, context);
  add_test(app, context);
  add_discover(app, context);
  add_run(app, context);
  add_prepare(app, context);
  add_deploy(app, context);
  add_file(app, context);
  add_transport(app, context);
  add_server(app, context);
  add_pin(app, context);
  add_limit(app, context);
  add_token(app, context);
  add_store(app, context);
  add_credentials(app, context);
  add_vault(app, context);
  add_lease(app, context);
  add_archive(app, context);
  add_lab(app, context);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& answered) {  // --help, --version
    return app.exit(answered);
  } catch (const CLI::RequiredError& error) {
    // A word that is no command is not named by the parser: it only misses one.
    const auto words = app.remaining(true);
    if (words.empty()) {
      std::fprintf(stderr, "linewarden: %s\nlinewarden --help tells how it is used\n",
                   error.what());
    } else {
      std::fprintf(
          stderr,
          "linewarden: there is no command or option \"%s\"\nlinewarden --help lists them\n",
          printable(words.front()).c_str());
    }
    return static_cast<int>(ExitStatus::kUsage);
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "linewarden: %s\nlinewarden --help tells how it is used\n", error.what());
    return static_cast<int>(ExitStatus::kUsage);
  }
  context.options.data = data;
  context.options.store = {.folder = data, .url = store};
  context.output = Output(output);
  const auto status = context.run(context);
  if (!status) context.output.fail(status.error());
  return static_cast<int>(
      context.output.finish(status ? *status : traits(status.error().code).exit));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("linewarden: out of memory\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "linewarden: a fault of this program: %s\n", error.what());
  }
  return static_cast<int>(ExitStatus::kUsage);
}

}  // namespace lw::cli
