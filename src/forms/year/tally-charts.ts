import type { TallyLine } from "../../year/assess/summary.js";
import type { Tally } from "../../year/assess/tally.js";
import { renderChart } from "../chart.js";
import { html, type Html } from "../page.js";

/** Bars of what is published, entered and missing, one for each line. */
export function plotTallies(title: string, lines: readonly TallyLine[]): Html {
  const shown = lines.filter(({ tally }) => tally.toInspect > 0).slice(0, 20);
  if (shown.length === 0) return html``;
  const series = (name: string, color: string, valueOf: (tally: Tally) => number): object => ({
    name,
    type: "bar",
    stack: "all",
    itemStyle: { color },
    data: shown.map(({ tally }) => valueOf(tally)),
  });
  return renderChart(title, {
    legend: { bottom: 0 },
    grid: { left: 60, right: 20, top: 20, bottom: 70 },
    xAxis: {
      type: "category",
      data: shown.map(({ name }) => name),
      axisLabel: { interval: 0, width: 90, overflow: "break" },
    },
    yAxis: { type: "value", minInterval: 1 },
    series: [
      series("已公示", "#1b7837", ({ published }) => published),
      series("已检查未公示", "#fdb863", ({ inspected, published }) => Math.max(0, inspected - published)),
      series(
        "未检查",
        "#bdbdbd",
        ({ toInspect, inspected, published }) => toInspect - Math.max(inspected, published),
      ),
    ],
  });
}
