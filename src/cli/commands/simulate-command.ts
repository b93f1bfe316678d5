import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { formatFractionText, type Preparation, refuse, refuseErrors } from "../../core/index.js";
import { formatSimulationPage, wordShare } from "../../forms/simulation-page.js";
import { wordKey } from "../../forms/result-page.js";
import { writeOnce } from "../../node/disk/durable-write.js";
import { nodeSha256 } from "../../node/draw/draw-directory.js";
import { checkPlanFile } from "../../node/draw/freeze.js";
import { readFrozenDraw } from "../../node/draw/frozen-draw.js";
import type { Simulation, TestResult } from "../../sim/bias/result.js";
import { simulate } from "../../sim/bias/simulate.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { startProgress } from "../terminal/progress.js";

/** Cells and tests that the terminal shows: the oddest. */
const SHOWN = 12;

/** How many seeds, from which visible number, and where the report goes. */
export interface SimulateOptions {
  readonly seeds: number;
  readonly number: string;
  readonly html?: string;
}

/** A draw directory after the freeze, or a plan with its registries before it. */
async function readPreparation(path: string): Promise<Preparation> {
  if (existsSync(path) && statSync(path).isDirectory())
    return existsSync(join(path, "commitment.json"))
      ? readFrozenDraw(path).preparation
      : refuse("step-missing", { missing: "commitment.json", step: "dualdraw freeze" }, { file: path });
  const { preparation, faults } = await checkPlanFile(path);
  refuseErrors(faults);
  return preparation as Preparation;
}

function printTest(console: Console, { test, task, cell, statistic, p, rejected }: TestResult): void {
  const names = {
    rounding: ["取整", "rounding"],
    objects: ["各户机会", "objects"],
    neighbours: ["相邻两户", "neighbours"],
  } as const;
  const [zh, en] = names[test];
  const where = cell === undefined ? task : `${task} ${wordKey(cell, console.language)}`;
  const mark = rejected ? console.say("偏差", "BIAS") : console.say("正常", "ok");
  console.print(
    `  ${mark}  ${console.say(zh, en)}  ${where}  ${console.say("统计量", "statistic")} ${statistic.toFixed(2)}  p ${p.toPrecision(3)}`,
  );
}

function printCells(console: Console, { tasks }: Simulation): void {
  for (const { id, cells, wrongTotals, wrongStrata } of tasks) {
    const wrong = wrongTotals + wrongStrata + cells.reduce((sum, { outside }) => sum + outside, 0);
    console.print(
      console.say(
        `任务 ${id}：${cells.length}层，总数、分组和取整不符${wrong}次`,
        `task ${id}: ${cells.length} cells, ${wrong} totals, strata or roundings out of bounds`,
      ),
    );
    for (const cell of cells.filter(({ eligible }) => eligible > 0).slice(0, SHOWN))
      console.print(
        console.say(
          `  ${wordKey(cell.key, "zh")}：概率 ${formatFractionText(cell.probability)}，期望 ${cell.expected.toFixed(1)}，实际 ${cell.observed}`,
          `  ${wordKey(cell.key, "en")}: probability ${formatFractionText(cell.probability)}, expected ${cell.expected.toFixed(1)}, observed ${cell.observed}`,
        ),
      );
  }
}

function printPeople(console: Console, { people, together }: Simulation): void {
  const { largestChance: most } = people;
  const share = [people.staffed, people.direct, people.matching].map(wordShare);
  console.print(
    console.say(
      `人员：每人平均${people.meanVisits.toFixed(2)}户（最少${people.leastVisits.toFixed(2)}，最多${people.greatestVisits.toFixed(2)}）；已派员${share[0]}，直接委派${share[1]}，专长匹配度${share[2]}`,
      `people: ${people.meanVisits.toFixed(2)} visits each (least ${people.leastVisits.toFixed(2)}, greatest ${people.greatestVisits.toFixed(2)}); staffed ${share[0]}, direct assignment ${share[1]}, skills matched ${share[2]}`,
    ),
  );
  if (most !== undefined)
    console.print(
      console.say(
        `一人去一户的最大机会：${wordShare(most.chance)}（${most.person}，${most.at}，${most.visits}次检查）`,
        `largest chance of one person at one firm: ${wordShare(most.chance)} (${most.person}, ${most.at}, ${most.visits} visits)`,
      ),
    );
  console.print(
    console.say(
      `检查户数：平均${together.visits.toFixed(1)}，若${together.planned ? "分别" : "合并"}抽取${together.otherwise.toFixed(1)}；一次上门省下${together.saved.toFixed(1)}次`,
      `visits: ${together.visits.toFixed(1)} on average, ${together.otherwise.toFixed(1)} if drawn ${together.planned ? "apart" : "together"}; ${together.saved.toFixed(1)} saved by joint visits`,
    ),
  );
}

function printSimulation(console: Console, simulation: Simulation): void {
  const { tests, seeds, number, biased } = simulation;
  printCells(console, simulation);
  console.print(console.say("最不寻常的检验：", "the oddest tests:"));
  for (const test of [...tests].sort((a, b) => a.p - b.p).slice(0, SHOWN)) printTest(console, test);
  printPeople(console, simulation);
  console.print(
    biased
      ? console.say(
          "发现偏差：见上面标“偏差”的检验和不符的次数",
          "bias: see the tests marked BIAS and the counts out of bounds",
        )
      : console.say(
          `未见偏差：${seeds}次模拟，公开的数“${number}”，${tests.length}项检验`,
          `no sign of bias: ${seeds} seeds from the number "${number}", ${tests.length} tests`,
        ),
  );
}

/** `dualdraw simulate PLAN`: draws with seeds of its own and compares with the exact probabilities. */
export async function runSimulate(
  console: Console,
  path: string,
  { seeds, number, html }: SimulateOptions,
): Promise<ExitCode> {
  const preparation = await readPreparation(path);
  const progress = startProgress(console, seeds);
  const simulation = simulate(preparation, {
    number,
    seeds,
    sha256: nodeSha256,
    onSeed: () => progress.onProgress(1),
  });
  progress.finish();
  if (html !== undefined) {
    // The plotting library is large: only a report loads it.
    const { plotSimulation } = await import("../../forms/simulation-plots.js");
    writeOnce(html, Buffer.from(formatSimulationPage(simulation, plotSimulation(simulation))));
  }
  if (console.json) console.print(JSON.stringify(simulation));
  else printSimulation(console, simulation);
  if (html !== undefined) console.note(console.say(`报告在 ${html}`, `the report is in ${html}`));
  return simulation.biased ? EXIT.invalid : EXIT.done;
}
