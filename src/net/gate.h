// A door that lets only so many in at the same time; the others wait outside in the order in which
// they came. Thread-safe: Tasks of any Loop may enter, any thread may leave.
#pragma once

#include <cstddef>
#include <memory>

#include "base/deadline.h"
#include "base/result.h"
#include "net/task.h"

namespace lw::net {

class Gate {
 public:
  // `most`: at least 1.
  explicit Gate(std::size_t most);

  // Being inside; leaves when it dies.
  class Pass {
   public:
    Pass() = default;
    Pass(Pass&& other) noexcept = default;
    Pass& operator=(Pass&& other) noexcept;
    ~Pass();

   private:
    friend class Gate;
    struct State;
    explicit Pass(std::shared_ptr<State> state) : state_(std::move(state)) {}
    std::shared_ptr<State> state_;
  };

  // kTimeout when its turn does not come by the deadline.
  [[nodiscard]] Task<Result<Pass>> enter(Deadline deadline);

 private:
  std::shared_ptr<Pass::State> state_;
};

}  // namespace lw::net
