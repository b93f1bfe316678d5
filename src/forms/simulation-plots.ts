import type { Histogram, SimulatedCell, Simulation } from "../sim/bias/result.js";
import { renderChart } from "./chart.js";
import { html, type Html } from "./page.js";

function axis(name: string, more: object = {}): object {
  return { name, nameLocation: "middle", nameGap: 30, ...more };
}

/** The number drawn of each cell less its expectation, in standard deviations: nearly all lie between −3 and 3. */
function plotCells({ tasks }: Simulation): Html {
  const cells = tasks.flatMap((task) => task.cells).filter(({ deviation }) => deviation > 0);
  const point = ({ expected, observed, deviation }: SimulatedCell): [number, number] => [
    expected,
    (observed - expected) / deviation,
  ];
  const limit = (value: number): object => ({
    type: "line",
    symbol: "none",
    silent: true,
    lineStyle: { type: "dashed", color: "#b00020" },
    data: [
      [0, value],
      [Math.max(1, ...cells.map(({ expected }) => expected)) * 1.05, value],
    ],
  });
  return renderChart("各层：抽到的户数与期望之差（以标准差计）", {
    xAxis: axis("期望抽到的总户数", { type: "value" }),
    yAxis: axis("标准差", { type: "value", min: -4, max: 4 }),
    series: [{ type: "scatter", symbolSize: 7, data: cells.map(point) }, limit(3), limit(-3)],
  });
}

/** A histogram, cut behind its last filled place. */
function plotHistogram(title: string, name: string, histogram: Histogram): Html {
  const last = histogram.reduce((end, value, i) => (value > 0 ? i : end), 0);
  const labels = histogram
    .slice(0, last + 1)
    .map((_, i) => (i === histogram.length - 1 ? `≥${i}` : String(i)));
  return renderChart(title, {
    xAxis: axis(name, { type: "category", data: labels }),
    yAxis: { type: "value" },
    series: [{ type: "bar", data: histogram.slice(0, last + 1) }],
  });
}

/** How often the most and the least drawn object of each cell came up, beside what is expected of each. */
function plotObjects({ tasks, seeds }: Simulation): Html {
  const cells = tasks
    .flatMap((task) => task.cells)
    .filter(({ eligible, expected }) => eligible > 0 && expected > 0);
  const mean = ({ expected, eligible }: SimulatedCell): number => expected / eligible / seeds;
  const points = (times: (cell: SimulatedCell) => number): [number, number][] =>
    cells.map((cell) => [mean(cell), times(cell) / seeds]);
  return renderChart("各层中最常和最少抽到的对象：实际频率与概率", {
    legend: { top: 0, right: 10 },
    xAxis: axis("概率", { type: "value", min: 0 }),
    yAxis: axis("实际频率", { type: "value", min: 0, nameGap: 40 }),
    series: [
      {
        name: "最常抽到",
        type: "scatter",
        symbolSize: 7,
        data: points(({ mostDrawn }) => mostDrawn?.times ?? 0),
      },
      {
        name: "最少抽到",
        type: "scatter",
        symbol: "triangle",
        symbolSize: 8,
        data: points(({ leastDrawn }) => leastDrawn?.times ?? 0),
      },
      {
        name: "相等",
        type: "line",
        symbol: "none",
        lineStyle: { type: "dashed" },
        data: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
  });
}

/** The four plots of a simulation. */
export function plotSimulation(simulation: Simulation): Html {
  const { hats, visitsPerPerson } = simulation.people;
  return html`${[
    plotCells(simulation),
    plotObjects(simulation),
    plotHistogram("签筒人数（抽定各席位时）", "签筒中的人数", hats),
    plotHistogram("每人每次抽取承担的户数", "户数", visitsPerPerson),
  ]}`;
}
