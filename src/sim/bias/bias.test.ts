import { describe, expect, it } from "vitest";
import {
  computeDraw,
  type DrawLists,
  listEligibleOf,
  type Preparation,
  type PreparedTask,
  type RecordedCell,
} from "../../core/index.js";
import { allocate } from "../../core/lottery/allocate.js";
import { nodeSha256 } from "../../node/draw/draw-directory.js";
import { makeCounty } from "../county.js";
import { readCounty } from "../county-registries.js";
import { checkDraw, type Plan } from "../../core/index.js";
import { binomialTail, chiSquareTail, logGamma, normalTail, rejectByHolm } from "./distributions.js";
import { type DrawMethod, simulate, simulationSeeds } from "./simulate.js";

describe("distributions", () => {
  // Abramowitz and Stegun, table 26.8; the critical values of any table of chi-square.
  it.each([
    [1, 3.841, 0.05],
    [1, 6.635, 0.01],
    [1, 10.828, 0.001],
    [5, 11.07, 0.05],
    [10, 23.209, 0.01],
    [30, 43.773, 0.05],
    [100, 149.449, 0.001],
  ])("chi-square with %i degrees of freedom: %f is exceeded with %f", (degrees, value, p) => {
    expect(chiSquareTail(value, degrees) / p).toBeCloseTo(1, 2);
  });

  it.each([
    [1.96, 0.05],
    [2.5758, 0.01],
    [3.2905, 0.001],
    [0, 1],
  ])("normal: |z| > %f with %f", (z, p) => {
    expect(normalTail(z)).toBeCloseTo(p, 4);
  });

  it("gamma and binomial by hand", () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 12);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    // Ten throws of a coin: 9 or 10, 0 or 1 heads are 22 of 1024.
    expect(binomialTail(10, 9, 0.5)).toBeCloseTo(22 / 1024, 12);
    expect(binomialTail(3, 3, 0.25)).toBeCloseTo(1 / 64, 12);
    expect(binomialTail(4, 1, 0.25)).toBeCloseTo(1, 12);
  });

  it("Holm rejects step by step", () => {
    expect(rejectByHolm([0.01, 0.04, 0.03, 0.005], 0.05)).toEqual([true, false, false, true]);
    expect(rejectByHolm([0.5, 0.9], 0.05)).toEqual([false, false]);
  });
});

function prepare(objects: number, change: (plan: Plan) => Plan = (plan) => plan): Preparation {
  const county = makeCounty({ objects, inspectors: 60, today: "2026-03-02", seed: "tests" });
  const plan = change(county.plans["plan.json"] as Plan);
  const { source, faults } = readCounty(county, plan);
  return checkDraw(plan, source, faults) as Preparation;
}

/** One task without strata and people: large cells, so that a bias among objects shows. */
function oneTask(ratio: string): (plan: Plan) => Plan {
  return (plan) => ({
    ...plan,
    staffing: {},
    batches: 1,
    together: false,
    tasks: [
      {
        id: "all",
        kind: "key",
        items: ["XF-003"],
        size: { ratio },
        team: [{ department: plan.authority, count: 2 }],
      },
    ],
  });
}

/** The real draw with other objects: people and order do not matter here. */
function withCells(
  lists: DrawLists,
  change: (cell: RecordedCell, h: number, t: number) => readonly string[],
): DrawLists {
  const tasks = lists.tasks.map((task, t) => ({
    ...task,
    cells: task.cells.map((cell, h) => ({ ...cell, drawn: change(cell, h, t) })),
  }));
  return { ...lists, tasks };
}

const idsOf = (preparation: Preparation, t: number, h: number): readonly string[] =>
  listEligibleOf(preparation, preparation.tasks[t] as PreparedTask)[h] ?? [];

/** Every k-th row of the sorted list, from a fixed or a random start: what is in use today. */
function everyKth(start: "fixed" | "random"): DrawMethod {
  return (preparation, seed, sha256, onAttempt) =>
    withCells(computeDraw(preparation, seed, sha256, onAttempt), ({ drawn }, h, t) => {
      const ids = idsOf(preparation, t, h);
      if (drawn.length === 0) return [];
      const step = ids.length / drawn.length;
      const first =
        start === "fixed"
          ? 0
          : (Number.parseInt(sha256(`${seed} start ${h}`).slice(0, 8), 16) / 2 ** 32) * step;
      return drawn.map((_, i) => ids[Math.floor(first + i * step)] ?? "");
    });
}

/** Rounds up in every cell with fewer than 30 objects, and takes the surplus from nobody. */
const ceilingInSmallCells: DrawMethod = (preparation, seed, sha256, onAttempt) =>
  withCells(computeDraw(preparation, seed, sha256, onAttempt), ({ drawn, probability, eligible }, h, t) => {
    const [num = 0, den = 1] = probability.split("/").map(Number);
    const ids = idsOf(preparation, t, h);
    const extra = ids.find((id) => !drawn.includes(id));
    return eligible < 30 && drawn.length < Math.ceil((eligible * num) / den) && extra !== undefined
      ? [...drawn, extra]
      : drawn;
  });

/** The same with the totals kept: what a clerk would do who takes it from the largest cell. */
const ceilingWithTotalsKept: DrawMethod = (preparation, seed, sha256, onAttempt) => {
  const lists = ceilingInSmallCells(preparation, seed, sha256, onAttempt);
  return {
    ...lists,
    tasks: lists.tasks.map((task, t) => {
      const over =
        task.cells.reduce((sum, { drawn }) => sum + drawn.length, 0) -
        (preparation.tasks[t]?.fit.target ?? 0);
      const largest = task.cells.reduce(
        (best, { eligible }, h) => (eligible > (task.cells[best]?.eligible ?? 0) ? h : best),
        0,
      );
      return {
        ...task,
        cells: task.cells.map((cell, h) =>
          h === largest ? { ...cell, drawn: cell.drawn.slice(over) } : cell,
        ),
      };
    }),
  };
};

const sha256 = nodeSha256;

describe("the bias self-test", () => {
  const large = prepare(600, oneTask("10%"));
  const joint = prepare(300);

  // A fair procedure alarms in at most one run of a hundred: these numbers are of the others.
  it.each(["1", "2", "3", "4"])("finds nothing in the real procedure, number %s", (number) => {
    for (const preparation of [large, joint]) {
      const result = simulate(preparation, { number, seeds: 200, sha256 });
      expect(result.tests.filter(({ rejected }) => rejected)).toEqual([]);
      expect(result.biased).toBe(false);
      expect(result.tests.length).toBeGreaterThan(10);
    }
  });

  it("finds every k-th row from a fixed start, by the objects that are never drawn", () => {
    const { tests, biased } = simulate(large, { number: "1", seeds: 200, sha256, method: everyKth("fixed") });
    expect(biased).toBe(true);
    expect(new Set(tests.filter(({ rejected }) => rejected).map(({ test }) => test))).toContain("objects");
  });

  it("finds every k-th row from a random start, by neighbours that are never drawn together", () => {
    const { tests, biased } = simulate(large, {
      number: "1",
      seeds: 200,
      sha256,
      method: everyKth("random"),
    });
    expect(biased).toBe(true);
    const neighbours = tests.find(({ test }) => test === "neighbours");
    expect(neighbours?.rejected).toBe(true);
    expect(neighbours?.statistic).toBeLessThan(-3);
  });

  it("finds ceiling rounding in small cells, also where the totals are kept", () => {
    const plain = simulate(joint, { number: "1", seeds: 200, sha256, method: ceilingInSmallCells });
    expect(plain.biased).toBe(true);
    expect(plain.tasks.some(({ wrongTotals }) => wrongTotals > 0)).toBe(true);
    const kept = simulate(large, { number: "1", seeds: 200, sha256, method: ceilingWithTotalsKept });
    expect(kept.tasks.every(({ wrongTotals }) => wrongTotals === 0)).toBe(true);
    expect(kept.tests.some(({ test, rejected }) => test === "rounding" && rejected)).toBe(true);
  });

  it("says the same for the same number, and other seeds for another", () => {
    const [a, b] = [
      simulate(joint, { number: "7", seeds: 20, sha256 }),
      simulate(joint, { number: "7", seeds: 20, sha256 }),
    ];
    expect(a).toEqual(b);
    const seeds = [...simulationSeeds("7", 50)];
    expect(new Set(seeds).size).toBe(50);
    for (const seed of seeds) expect(seed).toMatch(/^[0-9a-f]{64}$/);
    expect([...simulationSeeds("8", 1)]).not.toEqual(seeds.slice(0, 1));
  });

  it("counts cells, visits and people as a tally by hand does", () => {
    const seeds = [...simulationSeeds("9", 30)];
    const lists = seeds.map((seed) => computeDraw(joint, seed, sha256));
    const { tasks, together, people } = simulate(joint, { number: "9", seeds: 30, sha256 });
    tasks.forEach((task, t) =>
      task.cells.forEach((cell, h) => {
        const prepared = joint.tasks[t];
        const numbers = seeds.map(
          (seed) =>
            allocate(
              seed,
              task.id,
              (prepared?.pool.cells ?? []).map(({ keyText, stratumText, eligible }, i) => ({
                keyText,
                stratumText,
                eligible,
                probability: prepared?.fit.probabilities[i] ?? { num: 0n, den: 1n },
              })),
              sha256,
            )[h] ?? 0,
        );
        expect(cell.observed).toBe(numbers.reduce((a, b) => a + b, 0));
        const most = cell.mostDrawn;
        const times = lists.filter((list) => list.tasks[t]?.cells[h]?.drawn.includes(most?.id ?? "")).length;
        if (most !== undefined) expect(times).toBe(most.times);
      }),
    );
    expect(together.visits).toBeCloseTo(lists.reduce((sum, { visits }) => sum + visits.length, 0) / 30, 9);
    expect(together.otherwise).toBeGreaterThanOrEqual(together.visits);
    const filled = lists.flatMap(({ visits }) => visits).reduce((sum, { team }) => sum + team.length, 0);
    expect(people.meanVisits).toBeCloseTo(filled / 30 / 60, 9);
    expect(people.hats.reduce((a, b) => a + b, 0)).toBe(filled);
    expect(people.largestChance?.chance).toBeGreaterThan(0);
    expect(people.largestChance?.chance).toBeLessThanOrEqual(1);
  });
});
