// Keeps things until after whoever inherits this has ended: a place among few, the route that its
// connection uses. Same thread as its owner.
#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace lw::session {

class Holding {
 public:
  void hold(std::shared_ptr<const void> something) { held_.push_back(std::move(something)); }

 private:
  std::vector<std::shared_ptr<const void>> held_;
};

}  // namespace lw::session
