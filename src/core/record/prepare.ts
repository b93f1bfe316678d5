import { refuseErrors } from "../fault/error.js";
import { FaultList } from "../fault/fault-list.js";
import { type Contradiction, type Fit, fitProbabilities } from "../lottery/fit.js";
import { checkLimits, computeRequested, deficitOf, expectedOf, sizeKindOf } from "../lottery/size.js";
import { checkItems } from "../plan/check-items.js";
import { checkPlan } from "../plan/check-plan.js";
import type { Plan } from "../plan/plan.js";
import { checkPools, countObjects } from "../pool/check-pool.js";
import { type HistoryIndex, indexHistory } from "../pool/history-index.js";
import { type Cell, listEligible, type Pool } from "../pool/pool.js";
import { isObjectRegistry, type SortedRegistries } from "../registry/object-registry.js";
import { ObjectTable } from "../registry/object-table.js";
import type { Registries } from "../registry/types.js";
import { checkLoads, checkStaff } from "../staffing/check-staff.js";
import { compare, formatFraction, one, zero } from "../text/fraction.js";
import { isSortedByText, sortByText } from "../text/order.js";
import type { CommittedCell, CommittedTask } from "./statements.js";

/** A pool with the numbers that will be drawn from it. */
export interface PreparedTask {
  readonly pool: Pool;
  readonly requested: number;
  readonly fit: Fit;
}

/** A plan and its registries, checked, divided into cells, with every probability known: all that a seed needs. */
export interface Preparation {
  readonly plan: Plan;
  readonly registries: SortedRegistries;
  readonly history: HistoryIndex;
  readonly tasks: readonly PreparedTask[];
}

function warnOfExtremes(pool: Pool, fit: Fit, at: string, faults: FaultList): void {
  pool.cells.forEach((cell, h) => {
    const probability = fit.probabilities[h] ?? zero;
    if (cell.eligible === 0) return;
    const details = { task: pool.task.id, objects: cell.eligible };
    if (compare(probability, zero) === 0) faults.add("cell-never-drawn", { at }, cell.keyText, details);
    else if (compare(probability, one) === 0 && !isMeantToBeCertain(pool, cell))
      faults.add("cell-always-drawn", { at }, cell.keyText, details);
  });
}

/** True if the plan itself says 100% for the cell, before flags and fitting. */
function isMeantToBeCertain(pool: Pool, cell: Cell): boolean {
  const bare = pool.task.size.flags === undefined || cell.key.length === (pool.task.within?.length ?? 0) + 2;
  return bare && cell.ratio !== undefined && compare(cell.ratio, one) === 0;
}

function prepareTask(
  plan: Plan,
  pool: Pool,
  registries: Registries,
  index: number,
  faults: FaultList,
): PreparedTask | undefined {
  const at = `/tasks/${index}/size`;
  const requested = computeRequested(plan, pool, registries.inspectors);
  checkLimits(pool, requested, registries.items, `/tasks/${index}`, faults);
  const cells = pool.cells.map((cell) => ({
    eligible: cell.eligible,
    expected: expectedOf(cell, pool.task),
    ratio: cell.ratio ?? zero,
  }));
  const fit: Fit | Contradiction = fitProbabilities(sizeKindOf(pool.task), cells, requested);
  if ("certain" in fit) {
    faults.add("certain-above-total", { at }, pool.task.id, { certain: fit.certain, requested });
    return undefined;
  }
  if (fit.shortfall > 0)
    faults.add("total-unreachable", { at }, pool.task.id, { requested, target: fit.target });
  warnOfExtremes(pool, fit, at, faults);
  return { pool, requested, fit };
}

/** Sorts by id; groups are there exactly if the plan names them. */
function sortRegistries(plan: Plan, { groups = [], ...registries }: Registries): SortedRegistries {
  const byId = <T extends { readonly id: string }>(rows: readonly T[]): readonly T[] =>
    isSortedByText(rows, (row) => row.id) ? rows : sortByText([...rows], (row) => row.id);
  return {
    ...registries,
    objects: isObjectRegistry(registries.objects)
      ? registries.objects
      : ObjectTable.from(registries.objects, registries.extraColumns),
    inspectors: byId(registries.inspectors),
    ...(plan.registries.groups === undefined ? {} : { groups: byId(groups) }),
  };
}

/**
 * Checks a plan against its registries and computes every cell and probability. Rows may come in any order.
 *
 * @param faults takes every fault and warning; with an error in it the preparation is undefined
 * @param count counts the objects of every task elsewhere, where they are not here
 */
export function checkDraw(
  plan: Plan,
  registries: Registries,
  faults: FaultList,
  count: typeof countObjects = countObjects,
): Preparation | undefined {
  checkPlan(plan, faults);
  checkItems(plan, registries.items, faults);
  if (faults.errors > 0) return undefined;
  const sorted = sortRegistries(plan, registries);
  const history = indexHistory(sorted.history, plan.visitWindow.from);
  const counted = count(plan, sorted, history);
  checkPools(plan, sorted, history, counted, faults);
  checkStaff(plan, sorted, faults);
  checkLoads(plan, sorted.inspectors, history, faults);
  if (faults.errors > 0) return undefined;
  const tasks = counted.pools
    .map((pool, i) => prepareTask(plan, pool, sorted, i, faults))
    .filter((task) => task !== undefined);
  return faults.errors > 0 ? undefined : { plan, registries: sorted, history, tasks };
}

/**
 * {@link checkDraw} for callers who want an exception: throws a DualdrawError that holds all faults.
 *
 * @example
 * const preparation = prepareDraw(plan, registries);
 * const lists = computeDraw(preparation, seed);
 */
export function prepareDraw(plan: Plan, registries: Registries): Preparation {
  const faults = new FaultList();
  const preparation = checkDraw(plan, registries, faults);
  refuseErrors(faults);
  return preparation as Preparation;
}

/** Ids of the objects that a task can draw, by the number of their cell. */
export function listEligibleOf(
  { plan, registries, history }: Preparation,
  { pool }: PreparedTask,
): string[][] {
  const { extraColumns, objects } = registries;
  return listEligible({ plan, task: pool.task, extraColumns, history }, pool, objects);
}

/** The cell as commitment and record print it before the draw. */
export function describeCell(task: PreparedTask, h: number): CommittedCell {
  const cell = task.pool.cells[h] as Cell;
  return {
    key: cell.key,
    base: cell.base,
    eligible: cell.eligible,
    ...(cell.ratio === undefined ? {} : { ratio: formatFraction(cell.ratio) }),
    deficit: deficitOf(cell, task.pool.task),
    probability: formatFraction(task.fit.probabilities[h] ?? zero),
  };
}

/** The task as the commitment prints it. */
export function describeTask(task: PreparedTask): CommittedTask {
  const { pool, requested, fit } = task;
  return {
    id: pool.task.id,
    base: pool.base,
    eligible: pool.eligible,
    excluded: Object.fromEntries(pool.excluded),
    outOfScope: Object.fromEntries(pool.outOfScope),
    requested,
    target: fit.target,
    shortfall: fit.shortfall,
    cells: pool.cells.map((_, h) => describeCell(task, h)),
  };
}
