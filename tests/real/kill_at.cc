// Preloaded into the program (LD_PRELOAD): ends it by SIGKILL at the N-th call that leaves
// something behind on a disk or on the way to a server, as a crash or a power cut would. KILL_AT:
// N, counted from 1; KILL_HOW: "before" the call, or "torn": after half of the bytes of a write.
// With KILL_COUNT, a file that gets the number of such calls instead. For tests only.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

std::atomic<long> calls{0};

long kill_at() {
  static const long at = [] {
    const char* told = std::getenv("KILL_AT");
    return told != nullptr ? std::atol(told) : 0L;
  }();
  return at;
}

bool torn() {
  const char* how = std::getenv("KILL_HOW");
  return how != nullptr && std::strcmp(how, "torn") == 0;
}

bool is_next() { return ++calls == kill_at(); }

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

// Answers and messages for people are no store.
bool counts(int descriptor) { return descriptor > 2; }

struct Counter {
  ~Counter() {
    const char* file = std::getenv("KILL_COUNT");
    if (file == nullptr) return;
    if (std::FILE* out = std::fopen(file, "w"); out != nullptr) {
      std::fprintf(out, "%ld\n", calls.load());
      std::fclose(out);
    }
  }
} counter;

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  static const auto call = real<ssize_t(int, const void*, size_t)>("write");
  if (counts(descriptor) && is_next()) {
    if (torn()) call(descriptor, bytes, size / 2);
    die();
  }
  return call(descriptor, bytes, size);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t at) {
  static const auto call = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  if (is_next()) {
    if (torn()) call(descriptor, bytes, size / 2, at);
    die();
  }
  return call(descriptor, bytes, size, at);
}

ssize_t send(int descriptor, const void* bytes, size_t size, int flags) {
  static const auto call = real<ssize_t(int, const void*, size_t, int)>("send");
  if (is_next()) {
    if (torn()) call(descriptor, bytes, size / 2, flags);
    die();
  }
  return call(descriptor, bytes, size, flags);
}

ssize_t recv(int descriptor, void* bytes, size_t size, int flags) {
  static const auto call = real<ssize_t(int, void*, size_t, int)>("recv");
  if (is_next()) die();
  return call(descriptor, bytes, size, flags);
}

int fsync(int descriptor) {
  static const auto call = real<int(int)>("fsync");
  if (is_next()) die();
  return call(descriptor);
}

int fdatasync(int descriptor) {
  static const auto call = real<int(int)>("fdatasync");
  if (is_next()) die();
  return call(descriptor);
}

int ftruncate64(int descriptor, off64_t size) {
  static const auto call = real<int(int, off64_t)>("ftruncate64");
  if (is_next()) die();
  return call(descriptor, size);
}

int rename(const char* from, const char* to) noexcept {
  static const auto call = real<int(const char*, const char*)>("rename");
  if (is_next()) die();
  return call(from, to);
}

int link(const char* from, const char* to) noexcept {
  static const auto call = real<int(const char*, const char*)>("link");
  if (is_next()) die();
  return call(from, to);
}

int unlink(const char* name) noexcept {
  static const auto call = real<int(const char*)>("unlink");
  if (is_next()) die();
  return call(name);
}

}  // extern "C"
