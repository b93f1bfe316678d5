import { listEligibleOf, type Preparation, type PreparedTask, type RecordedTask } from "../../core/index.js";
import { CellTally, type OpenTest } from "./cell-tally.js";
import { normalTail } from "./distributions.js";
import type { SimulatedTask } from "./result.js";

/** Expected neighbours below which nothing can be said of them. */
const LEAST_NEIGHBOURS = 10;

/** Counts of one task over all seeds. */
export class TaskTally {
  readonly #task: PreparedTask;
  readonly #cells: readonly CellTally[];
  /** Cells by stratum. */
  readonly #strata: readonly (readonly number[])[];
  #wrongTotals = 0;
  #wrongStrata = 0;

  constructor(preparation: Preparation, task: PreparedTask) {
    this.#task = task;
    const eligible = listEligibleOf(preparation, task);
    this.#cells = eligible.map((ids, h) => new CellTally(task, h, ids));
    const strata = new Map<string, number[]>();
    task.pool.cells.forEach(({ stratumText }, h) => {
      strata.set(stratumText, [...(strata.get(stratumText) ?? []), h]);
    });
    this.#strata = [...strata.values()];
  }

  add({ cells }: Pick<RecordedTask, "cells">): void {
    const numbers = cells.map(({ drawn }) => drawn.length);
    cells.forEach((cell, h) => this.#cells[h]?.add(cell));
    if (numbers.reduce((a, b) => a + b, 0) !== this.#task.fit.target) this.#wrongTotals++;
    for (const members of this.#strata) {
      const expected = members.reduce((total, h) => total + (this.#cells[h]?.expected ?? 0), 0);
      const drawn = members.reduce((total, h) => total + (numbers[h] ?? 0), 0);
      if (Math.abs(drawn - expected) >= 1 + 1e-9) this.#wrongStrata++;
    }
  }

  /** The tests of the task and its cells. */
  tests(): OpenTest[] {
    const sums = { seen: 0, expected: 0, variance: 0 };
    for (const { neighbours } of this.#cells)
      for (const key of ["seen", "expected", "variance"] as const) sums[key] += neighbours[key];
    const own: OpenTest[] = [];
    if (sums.expected >= LEAST_NEIGHBOURS && sums.variance > 0) {
      const statistic = (sums.seen - sums.expected) / Math.sqrt(sums.variance);
      own.push({ test: "neighbours", task: this.#task.pool.task.id, statistic, p: normalTail(statistic) });
    }
    return [...own, ...this.#cells.flatMap((cell) => cell.tests())];
  }

  describe(): SimulatedTask {
    return {
      id: this.#task.pool.task.id,
      target: this.#task.fit.target,
      wrongTotals: this.#wrongTotals,
      wrongStrata: this.#wrongStrata,
      cells: this.#cells.map((cell) => cell.describe()),
    };
  }
}
