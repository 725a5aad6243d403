#include "prepare/first_settings.h"

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
