// The supervisor's way to the modules in its slots: "show module", a session within the session,
// the escape from it. The lines around "Trying … Open" are verified (facts 3.2), but for the last;
// what empty slots answer and how a session is taken up again is inferred.
#include <fmt/format.h>

#include "base/text.h"
#include "lab/answers.h"
#include "lab/ios_session.h"

namespace lw::lab {
namespace {

constexpr std::string_view kEscape = "\x1ex";  // Ctrl-^, then x
constexpr int kSupervisorSlot = 5;

}  // namespace

void IosSession::exec_session(const Match& match) {
  const int slot = static_cast<int>(parse_decimal(match.words[2]).value_or(0));
  const int processor = static_cast<int>(parse_decimal(match.words[4]).value_or(0));
  if (has_suspended()) {
    print(fmt::format("% Connection to {} is still open; resume or disconnect it first\n",
                      nested_address_));
    return;
  }
  const std::string address = backplane_address(slot, processor);
  print(
      fmt::format("The default escape character is Ctrl-^, then x.\n"
                  "You can also type 'exit' at the remote prompt to end the session\n"
                  "Trying {} ... ",
                  address));
  auto nested = processor == 1 ? device_.chassis().open(slot, kEscape)
                               : failure(ErrorCode::kNotFound, "there is no such processor");
  if (!nested) {
    const bool empty = nested.error().code == ErrorCode::kNotFound;
    print(empty ? "\n% Destination unreachable; gateway or host down\n\n"
                : "\n% Connection refused by remote host\n\n");
    return;
  }
  print("Open\n");
  nested_address_ = address;
  attach(*std::move(nested));
}

void IosSession::on_nested_end(NestedEnd end) {
  if (end == NestedEnd::kClosed) {
    print(fmt::format("\n[Connection to {} closed by foreign host]\n", nested_address_));
  } else {
    print("\n");
  }
}

void IosSession::resume_session() {
  print(fmt::format("[Resuming connection 1 to {} ... ]\n\n", nested_address_));
  (void)resume_nested();
}

void IosSession::exec_resume(const Match&) {
  if (has_suspended()) {
    resume_session();
  } else {
    print("% No current connection\n");
  }
}

void IosSession::exec_disconnect(const Match&) {
  if (!has_suspended()) {
    print("% No current connection\n");
    return;
  }
  ask_key(fmt::format("Closing connection to {} [confirm]", nested_address_), [this](char key) {
    if (confirms(key)) drop_suspended();
  });
}

void IosSession::show_sessions(const Match&) {
  if (!has_suspended()) {
    print("% No connections open\n");
    return;
  }
  print(
      fmt::format("Conn Host                Address             Byte  Idle Conn Name\n"
                  "*  1 {0:<20}{0:<20}   0     0 {0}\n\n",
                  nested_address_));
}

void IosSession::show_module(const Match&) {
  const Chassis::Tables tables = device_.chassis().ios_tables();
  print(fmt::format(
      "Mod Ports Card Type                              Model              Serial No.\n"
      "--- ----- -------------------------------------- ------------------ -----------\n"
      "{:3}    2  Supervisor Engine 720 (Active)         WS-SUP720-3B       SAD0000L4B1\n"
      "{}\n",
      kSupervisorSlot, tables.modules));
  print(fmt::format(
      "Mod MAC addresses                       Hw    Fw           Sw           Status\n"
      "--- ---------------------------------- ------ ------------ ------------ -------\n"
      "{:3}  0200.5e00.0500 to 0200.5e00.0503   5.2   8.5(2)       {:<12} Ok\n"
      "{}\n",
      kSupervisorSlot, device_.release().version, tables.addresses));
  print(fmt::format("Mod  Online Diag Status \n---- -------------------\n{:3}  Pass\n{}",
                    kSupervisorSlot, tables.status));
}

}  // namespace lw::lab
