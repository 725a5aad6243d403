#include "cli/main.h"

int main(int argc, char** argv) { return lw::cli::main(argc, argv); }
