#include "cli/audit_chart.h"

#include <fmt/format.h>

#include "cli/audit_page.h"

namespace lw::cli {
namespace {

constexpr int kLabelWidth = 150;
constexpr int kBarWidth = 270;
constexpr int kNumbersWidth = 120;
constexpr int kRowHeight = 24;
constexpr int kBarHeight = 14;

}  // namespace

std::string readiness_chart(std::string_view title, std::string_view unit,
                            const std::map<std::string, ReadyCount>& counts) {
  std::string bars;
  int row = 0;
  for (const auto& [name, count] : counts) {
    const std::size_t total = count.ready + count.not_ready;
    if (total == 0) continue;
    const double share = static_cast<double>(count.ready) / static_cast<double>(total);
    const double ready = kBarWidth * share;
    const int top = row * kRowHeight;
    const std::string label = escape_html(name);
    bars += fmt::format(
        "<g><title>{0}: {1} of {2} {3} ready</title>"
        "<text x={4} y={5} text-anchor=end>{0}</text>"
        "<rect class=sy x={6} y={7} width={8:.1f} height={9} />"
        "<rect class=sn x={10:.1f} y={7} width={11:.1f} height={9} />"
        "<text x={12} y={5}>{1} of {2} ({13:.0f} %)</text></g>\n",
        label, count.ready, total, unit, kLabelWidth - 8, top + 16, kLabelWidth, top + 5, ready,
        kBarHeight, kLabelWidth + ready, kBarWidth - ready, kLabelWidth + kBarWidth + 8,
        share * 100);
    ++row;
  }
  if (row == 0) return {};
  return fmt::format(
      "<figure><figcaption>{0} <span class=key><span class=ky></span>ready "
      "<span class=kn></span>not ready</span></figcaption>"
      "<svg viewBox=\"0 0 {1} {2}\" role=img aria-label=\"{0}, in {3}; the numbers stand beside "
      "the "
      "bars\">\n{4}</svg></figure>\n",
      title, kLabelWidth + kBarWidth + kNumbersWidth, row * kRowHeight + 4, unit, bars);
}

}  // namespace lw::cli
