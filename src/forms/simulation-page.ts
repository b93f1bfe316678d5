import { formatFractionText } from "../core/index.js";
import type { SimulatedTask, Simulation, TestResult } from "../sim/bias/result.js";
import { dataTable, factTable, formatPage, html, type Html } from "./page.js";
import { wordKey } from "./result-page.js";

const TESTS: Readonly<Record<TestResult["test"], string>> = {
  rounding: "取整",
  objects: "机会相等",
  neighbours: "相邻",
};

/** Numbers of tests shown: the oddest first. */
const SHOWN_TESTS = 20;

/** A share as a percentage with two decimals. */
export function wordShare(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}

function testTable({ tests }: Simulation): Html {
  const sorted = [...tests].sort((a, b) => a.p - b.p).slice(0, SHOWN_TESTS);
  return dataTable(
    ["检验", "任务", "分层", "统计量", "自由度", "p值", "结论"],
    sorted.map(({ test, task, cell, statistic, degrees, p, rejected }) => [
      TESTS[test],
      task,
      cell === undefined ? "（全部）" : wordKey(cell, "zh"),
      statistic.toFixed(2),
      degrees === undefined ? "—" : String(degrees),
      p.toPrecision(3),
      rejected ? html`<strong>偏差</strong>` : "未见偏差",
    ]),
  );
}

function taskTable({ cells }: SimulatedTask): Html {
  return dataTable(
    ["分层", "可抽取", "每户概率", "期望户数", "实际户数", "最常抽到", "最少抽到"],
    cells
      .filter(({ eligible }) => eligible > 0)
      .map(({ key, eligible, probability, expected, observed, mostDrawn, leastDrawn }) => [
        wordKey(key, "zh"),
        eligible,
        `${probability} (${formatFractionText(probability)})`,
        expected.toFixed(1),
        observed,
        `${mostDrawn?.id ?? ""} ${mostDrawn?.times ?? 0}次`,
        `${leastDrawn?.id ?? ""} ${leastDrawn?.times ?? 0}次`,
      ]),
  );
}

function peopleTable({ people, together }: Simulation): Html {
  const { largestChance } = people;
  return factTable([
    [
      "检查人员",
      `${people.people}人；每次抽取每人承担：最少${people.leastVisits.toFixed(2)}户，平均${people.meanVisits.toFixed(2)}户，最多${people.greatestVisits.toFixed(2)}户`,
    ],
    ["已派员", wordShare(people.staffed)],
    ["直接委派", wordShare(people.direct)],
    ["专长匹配度", `${wordShare(people.matching)}（要求专长或资质的席位中，由全部具备的人员担任的比例）`],
    [
      "一人去一户的最大机会",
      largestChance === undefined
        ? "样本不足"
        : `${wordShare(largestChance.chance)} ± ${wordShare(1.96 * largestChance.standardError)}：${largestChance.person}，${largestChance.at}（${largestChance.visits}次检查）`,
    ],
    [
      "合并抽取",
      `${together.planned ? "各任务合并抽取" : "各任务分别抽取"}：平均${together.visits.toFixed(1)}户，比逐项上门少${together.saved.toFixed(1)}户；若${together.planned ? "分别" : "合并"}抽取，平均${together.otherwise.toFixed(1)}户`,
    ],
  ]);
}

/**
 * The report of a bias self-test.
 *
 * @param plots made by `plotSimulation`, which loads the plotting library
 */
export function formatSimulationPage(simulation: Simulation, plots: Html): string {
  const { draw, title, number, seeds, tests, tasks, level, biased } = simulation;
  const rejected = tests.filter((test) => test.rejected).length;
  const verdict = biased
    ? `发现偏差：${rejected}项检验不通过`
    : `未见偏差：${tests.length}项检验全部通过（全族显著性水平${wordShare(level)}）`;
  return formatPage(
    `${title}偏差自检`,
    html`<h1>偏差自检报告</h1>
${factTable([
  ["任务", `${draw} ${title}`],
  ["公开的数", number],
  ["模拟次数", String(seeds)],
  ["结论", html`<strong>${verdict}</strong>`],
])}
<p class="small">本页的种子由上面公开的数生成，只用于模拟，与正式抽取的种子来源无关；任何人用同一个数可以重做。模拟说明抽取方法对这些名录没有偏差的迹象，不说明某一次正式抽取没有被操纵：那要靠核验。</p>
${plots}
<h2>检验</h2>
<p class="small">按p值从小到大，前${SHOWN_TESTS}项。取整：某层抽取数取上整的次数，与精确概率比较（二项分布）；机会相等：同层各户抽中次数（卡方）；相邻：名录中相邻两户同时抽中的次数（正态），等距抽取时明显偏少。结论按Holm法对全部检验合并判断。</p>
${testTable(simulation)}
<h2>人员</h2>
${peopleTable(simulation)}
${tasks.map(
  (task) => html`<h2>任务 ${task.id}</h2>
<p>每次抽取${task.target}户；总数不符${task.wrongTotals}次，分组总数与期望相差一户以上${task.wrongStrata}次。</p>
${taskTable(task)}`,
)}`,
  );
}
