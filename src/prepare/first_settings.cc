#include "prepare/first_settings.h"

#include <algorithm>

#include "base/text.h"

namespace lw::prepare {

session::SetupAnswers first_settings(const std::vector<procedure::SetupStep>& steps,
                                     const platform::Platform& platform,
                                     const store::DeviceCredentials& credentials) {
  session::SetupAnswers answers;
  for (const procedure::SetupStep& step : steps) {
    if (step.secret) {
      answers.secret.emplace(step.question, Secret(step.answer));
    } else {
      answers.plain.emplace(step.question, step.answer);
    }
  }
  const auto& enable = credentials.enable_password;
  for (const platform::SetupDialog& dialog : platform.setups) {
    // One that changes a password is held for a new one alone.
    const bool open = std::ranges::any_of(dialog.questions, [&](const auto& question) {
      return !question.sets.empty() && !answers.secret.contains(question.id);
    });
    if (open) continue;
    for (const platform::SetupQuestion& question : dialog.questions) {
      if (question.credential == "password" && !credentials.password.empty()) {
        answers.secret.emplace(question.id, credentials.password);
      } else if (question.credential == "enable_password" && enable && !enable->empty()) {
        answers.secret.emplace(question.id, *enable);
      }
    }
  }
  return answers;
}

void keep_for_command(std::vector<procedure::SetupStep>& steps,
                      const platform::Platform& platform) {
  const auto dialog = std::ranges::find_if(platform.setups, [&](const auto& one) {
    return !one.command.empty() &&
           std::ranges::find(steps, one.id, &procedure::SetupStep::dialog) != steps.end();
  });
  std::erase_if(steps, [&](const procedure::SetupStep& step) {
    return dialog == platform.setups.end() || step.dialog != dialog->id;
  });
}

bool shows_address(const configtext::Document& running, std::string_view address) {
  return std::ranges::any_of(running.lines(), [&](const configtext::Line& line) {
    const auto words = split_words(line.text);
    return words.size() > 2 && words[0] == "ip" && words[1] == "address" &&
           std::ranges::find(words, address) != words.end();
  });
}

bool sets_password(const platform::SetupDialog& dialog) {
  return std::ranges::any_of(dialog.questions,
                             [](const auto& question) { return question.sets == "password"; });
}

bool restarts(const std::vector<procedure::SetupStep>& steps) {
  return std::ranges::any_of(steps, [](const procedure::SetupStep& step) {
    return step.question == "setup-reboot" && step.answer == "yes";
  });
}

procedure::Plan first_settings_plan(const platform::SetupDialog& dialog,
                                    const std::vector<procedure::SetupStep>& steps) {
  procedure::Plan plan;
  for (const procedure::SetupStep& step : steps) {
    if (step.dialog == dialog.id) plan.setup.push_back(step);
  }
  for (const platform::SetupQuestion& question : dialog.questions) {
    if (question.credential.empty()) continue;
    plan.setup.push_back(
        {dialog.id, question.id, "", "the device's own, from the inventory", true});
  }
  return plan;
}

}  // namespace lw::prepare
