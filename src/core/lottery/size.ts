import type { FaultList } from "../fault/fault-list.js";
import { ceilingOf } from "../plan/check-items.js";
import type { Plan, Task } from "../plan/plan.js";
import { demandsOf } from "../plan/requirement.js";
import type { Cell, Pool } from "../pool/pool.js";
import { readMultiple, readRatio } from "../pool/tiers.js";
import { isActive, readCategory } from "../registry/inspectors.js";
import type { Inspector, Item } from "../registry/types.js";
import {
  ceil,
  compare,
  type Fraction,
  floor,
  formatFraction,
  formatPercent,
  fraction,
  minimum,
  multiply,
  sum,
} from "../text/fraction.js";

/** `ratio`: the total follows from the ratios; `tiers`: a given total in the tiers' proportions; `flat`: a given total alone. */
export type SizeKind = "ratio" | "tiers" | "flat";

/** How the total of a task comes about. */
export function sizeKindOf(task: Task): SizeKind {
  const { ratio, tiers, count, perInspector, overall } = task.size;
  const given = count !== undefined || perInspector !== undefined || overall !== undefined;
  if (!given) return ratio === undefined && tiers === undefined ? "flat" : "ratio";
  return tiers === undefined ? "flat" : "tiers";
}

function counted(cell: Cell, task: Task): number {
  return task.base === "eligible" ? cell.eligible : cell.base;
}

/** The objects that a cell's ratio asks for: ratio · base, or ratio · eligible where the task says so. */
export function expectedOf(cell: Cell, task: Task): Fraction {
  return multiply(cell.ratio ?? fraction(0), fraction(counted(cell, task)));
}

function roundTotal(total: Fraction, task: Task): number {
  return Number((task.size.bound ?? "at-least") === "at-least" ? ceil(total) : floor(total));
}

/** Enforcement people who are active, licensed through the window and of a department of the team. */
export function countStaff(task: Task, inspectors: readonly Inspector[], until: string): number {
  const departments = new Set(demandsOf(task, "enforcement").map((demand) => demand.requirement.department));
  return inspectors.filter(
    (person) =>
      readCategory(person.category) === "enforcement" &&
      isActive(person) &&
      (person.licenceUntil === "" || person.licenceUntil >= until) &&
      departments.has(person.department),
  ).length;
}

/** The total that a task asks for, before it is lowered to what can be drawn. */
export function computeRequested(plan: Plan, pool: Pool, inspectors: readonly Inspector[]): number {
  const { task, cells, base } = pool;
  const { count, perInspector, overall } = task.size;
  if (count !== undefined) return count;
  if (perInspector !== undefined) {
    const staff = countStaff(task, inspectors, plan.visitWindow.to);
    return roundTotal(multiply(readMultiple(perInspector), fraction(staff)), task);
  }
  if (overall !== undefined) return roundTotal(multiply(readRatio(overall), fraction(base)), task);
  return roundTotal(sum(cells.map((cell) => minimum(fraction(cell.eligible), expectedOf(cell, task)))), task);
}

/** Adds a fault where the total is beyond the legal floor or ceiling, with the numbers. */
export function checkLimits(
  pool: Pool,
  requested: number,
  items: readonly Item[],
  at: string,
  faults: FaultList,
): void {
  const { task, base, cells } = pool;
  const ceiling = ceilingOf(task, items);
  if (ceiling !== undefined) {
    const most = floor(multiply(ceiling, fraction(base)));
    const allowed = most > 1n ? most : 1n;
    if (BigInt(requested) > allowed)
      faults.add("ceiling-exceeded", { at: `${at}/size` }, task.id, {
        requested,
        allowed: String(allowed),
        ceiling: formatPercent(ceiling),
        base,
      });
  }
  if (task.size.floor === undefined) return;
  const least = readRatio(task.size.floor);
  const meant =
    sizeKindOf(task) === "ratio"
      ? roundTotal(sum(cells.map((cell) => expectedOf(cell, task))), task)
      : requested;
  const needed = multiply(least, fraction(base));
  if (compare(fraction(meant), needed) < 0)
    faults.add("floor-missed", { at: `${at}/size` }, task.id, {
      meant,
      needed: String(ceil(needed)),
      floor: formatPercent(least),
      base,
    });
}

/** What a cell's ratio asks for beyond its eligible objects; 0 where the ratio counts eligible objects only. */
export function deficitOf(cell: Cell, task: Task): string {
  if (cell.ratio === undefined || task.base === "eligible") return "0/1";
  const beyond = expectedOf(cell, task);
  const eligible = fraction(cell.eligible);
  if (compare(beyond, eligible) <= 0) return "0/1";
  return formatFraction(fraction(beyond.num - eligible.num * beyond.den, beyond.den));
}
