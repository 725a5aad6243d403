// deploy --to tms: the token servers of the inventory as destinations, and what became of the
// devices as an answer. One thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/context.h"
#include "deploy/token_deployment.h"
#include "store/inventory.h"

namespace lw::cli {

// Each server is read once, with its credentials and its public key.
class TokenServers {
 public:
  explicit TokenServers(store::Inventory& inventory) : inventory_(inventory) {}

  // kInvalidArgument, with what to set, when the device names none.
  [[nodiscard]] Result<std::shared_ptr<const deploy::TokenServer>> of(const store::Device& device);

 private:
  store::Inventory& inventory_;
  std::map<std::string, std::shared_ptr<const deploy::TokenServer>> known_;
};

struct TokenDeployment {
  std::vector<deploy::TokenTarget> targets;
  std::vector<std::string> lines;
  session::ConfigFileKind kind = session::ConfigFileKind::kDelta;
  bool preview = false;
  deploy::UploadLimits limits;
};

// Deploys, or previews, and answers.
[[nodiscard]] Result<ExitStatus> to_token_servers(Context& context, TokenDeployment deployment);

}  // namespace lw::cli
