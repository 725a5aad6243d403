// The command line as a function, so that apps/linewarden holds nothing but main().
#pragma once

namespace lw::cli {

// Runs one command; gives the exit status of the process (error.h: ExitStatus).
[[nodiscard]] int main(int argc, char** argv);

}  // namespace lw::cli
