// The commands, one file each. To add one: a function here, its file, and its line in the list in
// main.cc. A function declares its options and sets context.run when its command is chosen.
#pragma once

namespace CLI {
class App;
}

namespace lw::cli {

struct Context;

void add_procedures(CLI::App& app, Context& context);
void add_plan(CLI::App& app, Context& context);
void add_archive(CLI::App& app, Context& context);
void add_audit(CLI::App& app, Context& context);
void add_device(CLI::App& app, Context& context);
void add_test(CLI::App& app, Context& context);
void add_discover(CLI::App& app, Context& context);
void add_run(CLI::App& app, Context& context);
void add_prepare(CLI::App& app, Context& context);
void add_deploy(CLI::App& app, Context& context);
void add_file(CLI::App& app, Context& context);
void add_transport(CLI::App& app, Context& context);
void add_server(CLI::App& app, Context& context);
void add_pin(CLI::App& app, Context& context);
void add_limit(CLI::App& app, Context& context);
void add_token(CLI::App& app, Context& context);
void add_store(CLI::App& app, Context& context);
void add_credentials(CLI::App& app, Context& context);
void add_vault(CLI::App& app, Context& context);
void add_lease(CLI::App& app, Context& context);
void add_lab(CLI::App& app, Context& context);

// Verbs of device.
void add_device_import(CLI::App& device, Context& context);
void add_device_export(CLI::App& device, Context& context);

}  // namespace lw::cli
