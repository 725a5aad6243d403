// The lab: simulated devices that listen on loopback. It owns its loop (one thread, to which all
// devices belong). start(), stop() and the destructor are called by one thread, not the loop's.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "lab/lab_description.h"

namespace lw::lab {

struct RunningDevice {
  std::string name;
  std::string platform;
  std::string address;
  std::map<Transport, std::uint16_t> ports;
};

struct RunningAaaServer {
  std::string name;
  std::string address;
  std::uint16_t port = 0;
};

class Lab {
 public:
  // Every device listens when this returns; on an error none does.
  [[nodiscard]] static Result<Lab> start(const LabDescription& description);
  Lab(Lab&&) noexcept;
  Lab& operator=(Lab&&) noexcept;
  // stop()
  ~Lab();

  [[nodiscard]] const std::vector<RunningDevice>& devices() const;
  [[nodiscard]] const std::vector<RunningAaaServer>& aaa_servers() const;
  // kNotFound when there is no such device, or it has no such transport.
  [[nodiscard]] Result<std::uint16_t> port(const std::string& device, Transport transport) const;

  // Ends all connections and closes the ports; saved state stays in the state folder.
  void stop();

 private:
  struct State;
  explicit Lab(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lw::lab
