// Every interleaving of two writers, the clock and crashes, on the rules that the store uses.
#include "store/lease_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <deque>
#include <set>
#include <string>
#include <tuple>

namespace lw::store {
namespace {

constexpr std::int64_t kLength = 3;    // of a lease, in ticks
constexpr std::int64_t kLastTick = 6;  // of the exploration
constexpr std::size_t kWriters = 2;
constexpr int kLines = 2;  // that each writer has to send

// What a writer does next. Between any two steps the other writer, and the clock, may take any
// number of theirs.
enum class Step { kNoteTime, kAcquire, kAsk, kSend, kEnded };

struct Writer {
  Step next = Step::kNoteTime;
  std::int64_t noted = 0;       // its clock before the request that it is about to make
  std::int64_t good_until = 0;  // by its own clock
  std::int64_t asked = 0;       // when it last asked whether it may send
  std::int64_t token = 0;
  int sent = 0;

  [[nodiscard]] auto key() const { return std::tuple(next, noted, good_until, asked, token, sent); }
};

struct World {
  LeaseRow row;
  std::int64_t now = 0;
  std::array<Writer, kWriters> writers;
  std::int64_t newest = 0;  // token of the lines that the device has seen

  [[nodiscard]] auto key() const {
    return std::tuple(row.holder, row.token, row.until, now, writers[0].key(), writers[1].key(),
                      newest);
  }
  [[nodiscard]] database::Clock clock() const { return {.era = "e", .milliseconds = now}; }
};

// How a writer guards itself; the second parameter of the exploration breaks it on purpose.
struct Guard {
  std::int64_t margin = 1;   // ticks that it stops before the lease runs out
  std::int64_t slowest = 1;  // ticks between asking and sending, at most
  bool time_before = true;   // its clock is read before the request, not after the answer
};

struct Explored {
  std::size_t worlds = 0;
  bool changed_hands = false;  // and a line was sent afterwards: the exploration is no empty one
  bool out_of_order = false;
};

class Exploration {
 public:
  explicit Exploration(Guard guard) : guard_(guard) {}

  Explored run() {
    visit({});
    while (!open_.empty() && !explored_.out_of_order) {
      const World world = open_.front();
      open_.pop_front();
      tick(world);
      for (std::size_t i = 0; i < kWriters; ++i) step(world, i);
    }
    return explored_;
  }

 private:
  void visit(const World& world) {
    if (!seen_.insert(world.key()).second) return;
    ++explored_.worlds;
    explored_.changed_hands |= world.newest > 1;
    open_.push_back(world);
  }

  void tick(World world) {
    if (world.now == kLastTick) return;
    if (hurried(world)) return;
    ++world.now;
    visit(world);
  }

  // A writer has asked, and must send before more time passes.
  [[nodiscard]] bool hurried(const World& world) const {
    return std::ranges::any_of(world.writers, [&](const Writer& writer) {
      return writer.next == Step::kSend && world.now - writer.asked >= guard_.slowest;
    });
  }

  void step(World world, std::size_t index) {
    Writer& writer = world.writers.at(index);
    switch (writer.next) {
      case Step::kNoteTime:
        writer.noted = world.now;
        writer.next = Step::kAcquire;
        return visit(world);
      case Step::kAcquire:
        acquire(world, index);
        return;
      case Step::kAsk:
        ask(world, index);
        return;
      case Step::kSend:
        explored_.out_of_order |= writer.token < world.newest;
        world.newest = std::max(world.newest, writer.token);
        ++writer.sent;
        writer.next = Step::kAsk;
        return visit(world);
      case Step::kEnded:
        return;
    }
  }

  void acquire(World world, std::size_t index) {
    Writer& writer = world.writers.at(index);
    const auto row = taken(world.row, "w" + std::to_string(index), world.clock(), kLength);
    writer.next = row ? Step::kAsk : Step::kNoteTime;
    if (!row) return visit(world);
    world.row = *row;
    writer.token = row->token;
    // The answer may come late: time passes before the writer knows.
    for (;; ++world.now) {
      const auto from = guard_.time_before ? writer.noted : world.now;
      writer.good_until = from + kLength - guard_.margin;
      visit(world);
      if (world.now == kLastTick || hurried(world)) return;
    }
  }

  void ask(const World& world, std::size_t index) {
    const Writer& asking = world.writers.at(index);
    // Renewing, at any moment that it is still worth it.
    if (const auto row = renewed(world.row, asking.token, world.clock(), kLength)) {
      World after = world;
      after.row = *row;
      after.writers.at(index).good_until = world.now + kLength - guard_.margin;
      visit(after);
    }
    // A crash, or the end of the work.
    World after = world;
    after.writers.at(index).next = Step::kEnded;
    visit(after);
    after.row = released(after.row, asking.token);
    visit(after);
    if (asking.sent == kLines || world.now >= asking.good_until) return;
    World sending = world;
    sending.writers.at(index).asked = world.now;
    sending.writers.at(index).next = Step::kSend;
    visit(sending);
  }

  Guard guard_;
  Explored explored_;
  std::deque<World> open_;
  std::set<decltype(World{}.key())> seen_;
};

TEST(LeaseRules, LinesReachTheDeviceInTheOrderOfTheirTokens) {
  const auto explored = Exploration({}).run();
  EXPECT_FALSE(explored.out_of_order);
  EXPECT_TRUE(explored.changed_hands);
  EXPECT_GT(explored.worlds, 10'000U);
  RecordProperty("worlds", std::to_string(explored.worlds));
}

// The exploration would find each of these mistakes.
TEST(LeaseRules, NeedTheMarginTheTimeReadBeforeAndQuickSending) {
  EXPECT_TRUE(Exploration({.margin = 0}).run().out_of_order);
  EXPECT_TRUE(Exploration({.margin = 1, .slowest = 2}).run().out_of_order);
  EXPECT_TRUE(Exploration({.time_before = false}).run().out_of_order);
}

TEST(LeaseRules, OfAnotherEraAreOver) {
  const LeaseRow row{.holder = "a", .token = 3, .era = "before the restart", .until = 1000};
  EXPECT_TRUE(is_free(row, {.era = "after it", .milliseconds = 5}));
  const auto next = taken(row, "b", {.era = "after it", .milliseconds = 5}, 10);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->token, 4);
  EXPECT_FALSE(renewed(*next, 3, {.era = "after it", .milliseconds = 6}, 10));
}

}  // namespace
}  // namespace lw::store
