// A program run as a child with given standard streams and nothing else of this process: no other
// descriptor, no environment but the one that is given. Debian's Boost 1.81 has Boost.Process in
// headers that want libraries of their own, and it leaves descriptors open in the child; this is
// posix_spawn and a pidfd. Private to the room. Belongs to its executor's thread.
#pragma once

#include <sys/types.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "net/asio.h"
#include "net/task.h"

namespace lw::net {

class ChildProcess {
 public:
  struct Plan {
    std::filesystem::path program;
    std::vector<std::string> arguments;    // without the program's name
    std::vector<std::string> environment;  // "NAME=value"
    std::vector<int> descriptors;          // become 0, 1, 2 … of the child
  };

  // kNotFound when there is no such program.
  [[nodiscard]] static Result<std::unique_ptr<ChildProcess>> start(const Executor& executor,
                                                                   const Plan& plan);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();  // kills it, and waits for that: there are no zombies

  // Until it has ended; kTimeout.
  [[nodiscard]] Task<Result<void>> ended(Deadline deadline);

 private:
  ChildProcess(pid_t process, asio::posix::stream_descriptor pidfd);

  pid_t process_;
  asio::posix::stream_descriptor pidfd_;  // readable when the child has ended
};

}  // namespace lw::net
