// Stands in for libFuzzer in ordinary builds: runs a fuzz target over its corpus (files and folders
// named on the command line), and over each seed cut short and with bytes flipped, in a fixed
// order.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int kMutationsPerSeed = 200;

void run(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::size_t run_seed(const std::string& seed) {
  run(seed);
  if (seed.empty()) return 1;
  std::minstd_rand random(static_cast<unsigned>(seed.size()));
  const auto below = [&](std::size_t limit) { return random() % limit; };
  for (int i = 0; i < kMutationsPerSeed; ++i) {
    std::string mutant = seed;
    switch (i % 4) {
      case 0:
        mutant.resize(below(mutant.size()));
        break;
      case 1:
        mutant[below(mutant.size())] = static_cast<char>(random() & 0xFF);
        break;
      case 2: {
        const std::string piece = seed.substr(below(seed.size()), below(32));
        mutant.insert(below(mutant.size()), piece);
        break;
      }
      default:
        mutant.erase(below(mutant.size()), below(16));
    }
    run(mutant);
  }
  return 1 + kMutationsPerSeed;
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t runs = 0;
  run("");
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) {
      runs += run_seed(contents(argv[i]));
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
      if (entry.is_regular_file()) runs += run_seed(contents(entry.path()));
    }
  }
  if (runs == 0) {
    std::fprintf(stderr, "no seeds: name the corpus folder\n");
    return 1;
  }
  std::printf("%zu inputs\n", runs);
  return 0;
}
