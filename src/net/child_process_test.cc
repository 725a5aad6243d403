#include "net/child_process.h"

#include <sys/socket.h>
#include <sys/wait.h>

#include <cerrno>

#include "net/stream_testing.h"
#include "net/tcp_stream.h"

namespace lw::net {
namespace {

class ChildProcessTest : public testing::Test {
 protected:
  // All that the program says on its standard output.
  Result<std::string> output_of(std::string program, std::vector<std::string> arguments) {
    return loop_.run<Result<std::string>>([&]() -> Task<Result<std::string>> {
      const Executor executor = co_await asio::this_coro::executor;
      LW_CO_ASSIGN(auto sockets, join_sockets(executor, executor, "child"));
      const int output = sockets.second->descriptor();
      LW_CO_ASSIGN(const auto child,
                   ChildProcess::start(
                       executor, {program, arguments, {"ONLY=this"}, {output, output, output}}));
      sockets.second->close();
      const auto stream = make_tcp_stream(sockets.first, "child");
      std::string text;
      char buffer[512];
      for (;;) {
        const auto count = co_await stream->read_some(buffer, soon());
        if (!count) break;
        text.append(buffer, *count);
      }
      LW_CO_TRY(co_await child->ended(soon()));
      co_return text;
    });
  }

  Loop loop_;
};

bool has_no_child() { return ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD; }

TEST_F(ChildProcessTest, GetsItsThreeDescriptorsAndItsEnvironmentAndNothingElse) {
  const auto inherited = ::dup(1);  // without close-on-exec, as libraries leave them
  const auto descriptors = output_of("/bin/ls", {"/proc/self/fd"});
  ASSERT_TRUE(descriptors) << descriptors.error().message;
  EXPECT_EQ(*descriptors, "0\n1\n2\n3\n") << "3 is the folder that ls reads";
  EXPECT_EQ(output_of("/usr/bin/env", {}).value(), "ONLY=this\n");
  ::close(inherited);
  EXPECT_TRUE(has_no_child());
}

TEST_F(ChildProcessTest, IsKilledWithItsObjectAndLeavesNoZombie) {
  loop_.run<void>([]() -> Task<> {
    const auto child =
        ChildProcess::start(co_await asio::this_coro::executor, {"/bin/sleep", {"1000"}, {}, {}});
    EXPECT_TRUE(child);
    if (!child) co_return;
    EXPECT_EQ((co_await (*child)->ended(very_soon())).error().code, ErrorCode::kTimeout);
  });
  EXPECT_TRUE(has_no_child());
}

TEST_F(ChildProcessTest, ProgramThatIsNotThereIsNamed) {
  const auto missing = output_of("/usr/bin/no-such-program", {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_NE(missing.error().message.find("no-such-program"), std::string::npos);
}

}  // namespace
}  // namespace lw::net
