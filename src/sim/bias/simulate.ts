import seedrandom from "seedrandom";
import {
  computeDraw,
  type DrawLists,
  drawTasks,
  type OnAttempt,
  type Preparation,
  type Sha256,
} from "../../core/index.js";
import { rejectByHolm } from "./distributions.js";
import { PeopleTally } from "./people-tally.js";
import type { Simulation } from "./result.js";
import { TaskTally } from "./task-tally.js";

/** All tests of a run together raise a false alarm in at most one run of a hundred. */
const LEVEL = 0.01;

/** A way to draw: the real procedure, or, in tests, one that is biased on purpose. */
export type DrawMethod = (
  preparation: Preparation,
  seed: string,
  sha256: Sha256,
  onAttempt?: OnAttempt,
) => DrawLists;

/** What a simulation needs. */
export interface SimulationInput {
  /** The visible number (any short text) from which the seeds follow, so that anybody can repeat the run. */
  readonly number: string;
  readonly seeds: number;
  readonly sha256: Sha256;
  readonly method?: DrawMethod;
  /** Told of each seed that is done. */
  readonly onSeed?: () => void;
}

/** Seeds of 64 hex digits from a visible number: of a simulation alone, no opening can give them on purpose. */
export function* simulationSeeds(number: string, count: number): Generator<string> {
  const next = seedrandom(`dualdraw simulation ${number}`);
  for (let k = 0; k < count; k++)
    yield Array.from({ length: 8 }, () => (next.int32() >>> 0).toString(16).padStart(8, "0")).join("");
}

/** Number of visits if the tasks were drawn together, or apart, against the plan. */
function countOtherwise(preparation: Preparation, seed: string, sha256: Sha256): number {
  const { plan, tasks, registries, history } = preparation;
  const other = { ...plan, together: plan.together !== true };
  const visited = new Set<string>();
  for (const { cells } of drawTasks(other, tasks, registries, history, seed, sha256))
    for (const { drawn } of cells) for (const { id } of drawn) visited.add(id);
  return visited.size;
}

/**
 * Draws so many times with seeds of a simulation and compares what came out with the exact probabilities. Cost: that of as many draws.
 * Memory: one counter per eligible object and task, two per person and group of objects.
 */
export function simulate(preparation: Preparation, input: SimulationInput): Simulation {
  const { number, seeds, sha256, method = computeDraw, onSeed = () => undefined } = input;
  const { plan } = preparation;
  const tallies = preparation.tasks.map((task) => new TaskTally(preparation, task));
  const people = new PeopleTally(preparation);
  const sums = { visits: 0, otherwise: 0, drawn: 0 };
  for (const seed of simulationSeeds(number, seeds)) {
    const lists = method(preparation, seed, sha256, (attempt) => people.addAttempt(attempt));
    lists.tasks.forEach((task, t) => tallies[t]?.add(task));
    people.add(lists);
    sums.visits += lists.visits.length;
    sums.drawn += lists.visits.reduce((total, { tasks }) => total + tasks.length, 0);
    sums.otherwise += countOtherwise(preparation, seed, sha256);
    onSeed();
  }
  const open = tallies.flatMap((tally) => tally.tests());
  const rejected = rejectByHolm(
    open.map(({ p }) => p),
    LEVEL,
  );
  const tests = open.map((test, i) => ({ ...test, rejected: rejected[i] ?? false }));
  const tasks = tallies.map((tally) => tally.describe());
  const broken = tasks.some(
    ({ wrongTotals, wrongStrata, cells }) =>
      wrongTotals > 0 || wrongStrata > 0 || cells.some(({ outside }) => outside > 0),
  );
  return {
    schema: "dualdraw/simulation/v1",
    draw: plan.id,
    title: plan.title,
    number,
    seeds,
    level: LEVEL,
    tasks,
    tests,
    together: {
      planned: plan.together === true,
      visits: sums.visits / seeds,
      otherwise: sums.otherwise / seeds,
      saved: (sums.drawn - sums.visits) / seeds,
    },
    people: people.describe(),
    biased: broken || rejected.includes(true),
  };
}
