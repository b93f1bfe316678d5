import type { Plan } from "../plan/plan.js";
import type { HistoryIndex } from "../pool/history-index.js";
import { isActive, readCategory } from "../registry/inspectors.js";
import type { Inspector } from "../registry/types.js";
import type { Unit } from "./unit.js";

const DEFAULT_CATCH_UP = 2;

/** Visits this year: 已承担 where the cell is filled, else counted from the history. */
export function rawLoadOf(inspector: Inspector, history: HistoryIndex): number {
  return inspector.load ?? history.visitsThisYear.get(inspector.id) ?? 0;
}

/**
 * The loads with which the draw begins, person by person. `draw`: 0. `year`: how far the raw load lies above the greatest of the same
 * department and category less `catchUp`, so that a newcomer is not sent everywhere with certainty. Always 0 to `catchUp`.
 */
export function computeLoads(plan: Plan, inspectors: readonly Inspector[], history: HistoryIndex): number[] {
  if ((plan.staffing?.load ?? "draw") === "draw") return inspectors.map(() => 0);
  const catchUp = plan.staffing?.catchUp ?? DEFAULT_CATCH_UP;
  const group = (person: Inspector): string =>
    JSON.stringify([person.department, readCategory(person.category)]);
  const greatest = new Map<string, number>();
  for (const person of inspectors) {
    if (!isActive(person)) continue;
    greatest.set(group(person), Math.max(greatest.get(group(person)) ?? 0, rawLoadOf(person, history)));
  }
  return inspectors.map((person) => {
    const floor = Math.max(0, (greatest.get(group(person)) ?? 0) - catchUp);
    return Math.max(0, rawLoadOf(person, history) - floor);
  });
}

/** The loads with which the units of a draw begin: a group has the greatest load of its people. */
export function loadsOfUnits(
  plan: Plan,
  inspectors: readonly Inspector[],
  units: readonly Unit[],
  history: HistoryIndex,
): number[] {
  const loads = computeLoads(plan, inspectors, history);
  const loadOf = new Map(inspectors.map(({ id }, i) => [id, loads[i] ?? 0]));
  return units.map(({ people }) => people.reduce((most, { id }) => Math.max(most, loadOf.get(id) ?? 0), 0));
}
