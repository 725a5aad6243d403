#include "lab/ios_licence_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "lab/os_version.h"

namespace lw::lab {
namespace {

using Kind = IosLicences::Kind;

// Facts 2.7: an evaluation that nobody has used has 8 weeks and 4 days left.
constexpr std::chrono::seconds kEvaluationTime = std::chrono::days(60);

// "8  weeks 4  days": the two largest units, as the router writes them. Smaller than a minute:
// "0  minute  0  second".
std::string period(std::chrono::seconds time) {
  struct Unit {
    std::string_view name;
    long seconds;
  };
  constexpr Unit kUnits[] = {
      {"week", 604800}, {"day", 86400}, {"hour", 3600}, {"minute", 60}, {"second", 1}};
  const long all = time.count();
  std::size_t first = 0;
  while (first < 3 && all < kUnits[first].seconds) ++first;
  const long high = all / kUnits[first].seconds;
  const long low = all % kUnits[first].seconds / kUnits[first + 1].seconds;
  return fmt::format("{}  {}{} {}  {}{}", high, kUnits[first].name, high > 1 ? "s" : " ", low,
                     kUnits[first + 1].name, low > 1 ? "s" : "");
}

// What is shown of a package: the licence that runs, that will run, or that could.
struct Shown {
  bool permanent = false;
  std::string_view type;
  std::string left;
  std::string used;
  std::string_view state;
  std::string_view priority;
};

Shown shown(const IosLicences& licences, const IosConfig& config, std::string_view package,
            WallTime now) {
  const IosLicences::Entry& one = licences.entry(package);
  const bool in_use = one.running != Kind::kNone;
  // With a permanent licence beside it the evaluation is not looked at [I].
  if (one.installed == Kind::kPermanent && one.running != Kind::kBuiltInEvaluation) {
    return {true,    "Permanent", "Life time", "", in_use ? "Active, In Use" : "Active, Not in Use",
            "Medium"};
  }
  const auto used = licences.used(package, now);
  const bool accepted = licences.accepted(package, config);
  const bool coming = licences.at_next_boot(package, config) != Kind::kNone;
  return {false,
          one.installed == Kind::kEvaluation ? "Evaluation" : "EvalRightToUse",
          !in_use && used.count() == 0 && !accepted
              ? "Not Activated"
              : period(std::max(kEvaluationTime - used, std::chrono::seconds(0))),
          period(used),
          in_use               ? "Active, In Use"
          : coming && accepted ? "Active, Not in Use, EULA accepted"
          : accepted           ? "Not in Use, EULA accepted"
                               : "Not in Use, EULA not accepted",
          in_use || coming ? "Low" : "None"};
}

std::string body(const Shown& one) {
  std::string text = fmt::format("        Period left: {}\n", one.left);
  if (!one.used.empty()) text += fmt::format("        Period Used: {}\n", one.used);
  text += fmt::format(
      "        License Type: {}\n        License State: {}\n        License Count: {}\n"
      "        License Priority: {}\n",
      one.type, one.state,
      one.permanent || one.state == "Active, In Use" ? "Non-Counted" : "0/0  (In-use/Violation)",
      one.priority);
  return text;
}

std::string_view store_of(const Shown& one) {
  return one.permanent || one.type == "Evaluation" ? "Primary License Storage"
                                                   : "Evaluation License Storage";
}

bool smart_by_policy(std::string_view version) { return at_least(version, {17, 3, 2}); }

}  // namespace

std::string ios_licences_text(const IosLicences& licences, const IosConfig& config, WallTime now,
                              IosLicenceView view) {
  std::string text;
  int index = 0;
  for (const IosPackage& package : ios_packages()) {
    const Shown one = shown(licences, config, package.name, now);
    text += fmt::format("Index {} Feature: {:<31}\n{}", ++index, package.name, body(one));
    if (view == IosLicenceView::kDetail) {
      text += fmt::format("        Lock type: {}\n        Store Name: {}\n",
                          one.permanent ? "Node locked" : "Non Node locked", store_of(one));
    }
  }
  return text;
}

std::string ios_licence_stores(const IosLicences& licences, const IosConfig& config, WallTime now) {
  std::string text;
  for (const std::string_view store : {"Primary License Storage", "Evaluation License Storage"}) {
    text += fmt::format("License Store: {}\n", store);
    int index = 0;
    for (const IosPackage& package : ios_packages()) {
      const Shown one = shown(licences, config, package.name, now);
      if (store_of(one) != store) continue;
      text += fmt::format("StoreIndex: {:<3} Feature: {:<34} Version: 1.0\n{}", index++,
                          package.name, body(one));
    }
    text += '\n';
  }
  return text;
}

std::string ios_licence_features(const IosLicences& licences) {
  std::string text =
      "Feature name             Enforcement  Evaluation  Subscription   Enabled  RightToUse\n";
  for (const IosPackage& package : ios_packages()) {
    const bool sold = package.name != "ipbasek9";
    text += fmt::format("{:<25}{:<13}{:<12}{:<15}{:<9}{}\n", package.name, sold ? "yes" : "no",
                        sold ? "yes" : "no", "no",
                        licences.entry(package.name).running != Kind::kNone ? "yes" : "no",
                        sold ? "yes" : "no");
  }
  return text;
}

std::string ios_licence_udi(std::string_view pid, std::string_view serial) {
  return fmt::format(
      "SlotID   PID                   SN                UDI\n{}\n"
      "*0       {:<22}{:<18}{}:{}\n\n",
      std::string(76, '-'), pid, serial, pid, serial);
}

std::string ios_licence_technologies(const IosLicences& licences, const IosConfig& config) {
  std::string text = fmt::format(
      "Technology Package License Information for Module:'{}' \n\n"
      "-----------------------------------------------------------------\n"
      "Technology    Technology-package           Technology-package\n"
      "              Current       Type           Next reboot\n"
      "------------------------------------------------------------------\n",
      kIosLicenceModule);
  for (const IosPackage& package : ios_packages()) {
    const Kind running = licences.entry(package.name).running;
    const bool later = licences.at_next_boot(package.name, config) != Kind::kNone;
    text += fmt::format("{:<14}{:<14}{:<15}{}\n", package.technology,
                        running == Kind::kNone ? "None" : package.name,
                        running == Kind::kNone         ? "None"
                        : running == Kind::kPermanent  ? "Permanent"
                        : running == Kind::kEvaluation ? "Evaluation"
                                                       : "EvalRightToUse",
                        later ? package.name : "None");
  }
  return text;
}

// Its first and last lines are verified; what the vendor says in between is not repeated here.
std::string_view ios_licence_terms() {
  return "PLEASE  READ THE  FOLLOWING TERMS  CAREFULLY. INSTALLING THE LICENSE OR\n"
         "USING ITS FEATURES ON THIS SIMULATED ROUTER BINDS NOBODY TO ANYTHING.\n\n"
         "The terms of a real one stand at http://www.cisco.com/en/US/docs/general/warranty/\n\n"
         "Activation  of the  software command line interface will be evidence of\n"
         "your acceptance of this agreement.\n\n\n";
}

// Labels are verified, those before 17.3.2 of an ASA; what an unregistered router fills in is
// inferred.
std::string ios_smart_summary(std::string_view version) {
  const std::string_view table =
      "License Usage:\n"
      "  License                 Entitlement Tag               Count Status\n"
      "  -----------------------------------------------------------------------------\n";
  if (smart_by_policy(version)) {
    return fmt::format("{}  securityk9              (ISR_4331_Security)           {:>5} {}\n\n",
                       table, 1, "IN USE");
  }
  return fmt::format(
      "Smart Licensing is ENABLED\n\n"
      "Registration:\n  Status: UNREGISTERED\n  Export-Controlled Functionality: NOT ALLOWED\n\n"
      "License Authorization:\n  Status: EVAL MODE\n\n"
      "{}  securityk9              (ISR_4331_Security)           {:>5} {}\n\n",
      table, 1, "EVAL MODE");
}

std::string ios_smart_all(std::string_view version) {
  return "Smart Licensing Status\n======================\n\n" + ios_smart_summary(version);
}

}  // namespace lw::lab
