#include "cli/prepare_work.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/setting_options.h"

namespace lw::cli {
namespace {

procedure::Target target_of(const device::Access& access) {
  return {access.platform, access.device.os_version};
}

// "{device}" and "{address}" stand for the device's own, so that one command serves many. A secret
// is what it is.
procedure::Values filled_in(const procedure::Procedure& procedure, procedure::Values values,
                            const store::Device& device) {
  const std::pair<std::string_view, const std::string&> own[] = {{"{device}", device.name},
                                                                 {"{address}", device.address}};
  for (auto& [name, value] : values) {
    const auto parameter =
        std::ranges::find(procedure.parameters, name, &procedure::Parameter::name);
    if (parameter != procedure.parameters.end() && parameter->secret) continue;
    for (const auto& [place, text] : own) {
      for (auto at = value.find(place); at != std::string::npos;
           at = value.find(place, at + text.size())) {
        value.replace(at, place.size(), text);
      }
    }
  }
  return values;
}

// Only what was proved goes into the inventory, and into what comes next.
Result<void> keep(PrepareWork& work, device::Access& access, const prepare::Outcome& outcome,
                  const std::optional<device::WriteLeases::Held>& lease) {
  const bool moved = outcome.transport_after != outcome.transport_before;
  if (!outcome.proved || (!moved && !outcome.changed)) return {};
  access.device = outcome.device;
  access.device.transport = name(outcome.transport_after);
  access.transport = outcome.transport_after;
  access.credentials = outcome.credentials;
  const std::lock_guard lock(work.mutex);
  if (!lease) return {};
  return work.fleet.inventory.update_as_writer(access.device, outcome.credentials, lease->lease());
}

}  // namespace

Result<void> check_procedures(const PrepareWork& work) {
  for (const device::Access& access : work.fleet.devices) {
    const bool any = std::ranges::any_of(work.procedures, [&](const auto& procedure) {
      return procedure::applies(*procedure, target_of(access));
    });
    if (any) continue;
    const auto& first = *work.procedures.front();
    return failure(
        ErrorCode::kInvalidArgument,
        fmt::format("{} is for {}, and {} is {}", first.id, fmt::join(first.platforms, ", "),
                    access.device.name, access.platform->name),
        "see: linewarden procedures");
  }
  return {};
}

net::Task<Prepared> prepare_device(PrepareWork& work, device::Access access) {
  Prepared result;
  result.device = access.device.name;
  std::optional<device::WriteLeases::Held> lease;
  if (work.leases != nullptr) {
    auto acquired = work.leases->acquire(access.device.name);
    if (!acquired) {
      result.stopped_in = work.procedures.front()->id;
      result.error = std::move(acquired).error();
      co_return result;
    }
    lease.emplace(*std::move(acquired));
  }
  for (const auto& procedure : work.procedures) {
    if (!procedure::applies(*procedure, target_of(access))) continue;
    prepare::Callbacks callbacks;
    if (lease) callbacks.may_send = [&lease] { return lease->check(); };
    callbacks.progress = [&work, &access](const std::string& line) {
      const std::lock_guard lock(work.mutex);
      work.progress(access, line);
    };
    // With --context it may be another configuration than the device's own.
    const bool own = access.context.empty() || access.context == access.device.context;
    if (work.configurations != nullptr && own) {
      callbacks.keep_configuration = [&work, &access, id = procedure->id](const std::string& text) {
        const std::lock_guard lock(work.mutex);
        auto kept = work.configurations->keep(access.device, text, "prepare " + id);
        return kept ? Result<void>() : std::unexpected(std::move(kept).error());
      };
    }
    callbacks.approve = [&work, &access](const procedure::Plan& plan,
                                         const std::vector<std::string>& undo) {
      const std::lock_guard lock(work.mutex);
      return work.approve(access, plan, undo);
    };
    prepare::Request request{
        access, procedure,
        filled_in(*procedure, values_for(*procedure, work.values), access.device),
        work.fleet.timeouts};
    auto outcome = co_await prepare::prepare(std::move(request), *work.fleet.connector,
                                             work.journal, std::move(callbacks), work.stop);
    Result<void> kept = outcome ? keep(work, access, *outcome, lease)
                                : Result<void>(std::unexpected(outcome.error()));
    if (!kept) {
      result.stopped_in = procedure->id;
      result.error = std::move(kept).error();
      if (!result.error->message.starts_with(result.device)) {
        result.error = std::move(*result.error).with_context(result.device);
      }
      co_return result;
    }
    result.declined = outcome->declined;
    result.done.push_back({procedure->id, *std::move(outcome)});
    if (result.declined) co_return result;
  }
  co_return result;
}

}  // namespace lw::cli
