import type { FaultList } from "../fault/fault-list.js";
import type { Plan } from "../plan/plan.js";
import { demandOf } from "../plan/requirement.js";
import type { HistoryIndex } from "../pool/history-index.js";
import type { Inspector, Registries } from "../registry/types.js";
import { meetsRequirement } from "./eligibility.js";
import { formUnits } from "./unit.js";

/** From fewer groups it is known beforehand who comes. */
const FEW_GROUPS = 3;

/**
 * A requirement that too few people or groups meet is an error, or a warning where the plan provides for direct assignment; one that only
 * one or two groups meet is a warning.
 *
 * @param registries inspectors and groups sorted by id
 */
export function checkStaff(plan: Plan, registries: Registries, faults: FaultList): void {
  const units = formUnits(registries);
  const code = plan.direct === undefined ? "requirement-unfillable" : "requirement-unfillable-direct";
  plan.tasks.forEach((task, t) => {
    task.team.forEach((entry, i) => {
      const { requirement, count } = demandOf(entry);
      const found = units.filter((unit) => meetsRequirement(unit, requirement, plan.visitWindow.to)).length;
      const { department, role, expertise, qualification } = requirement;
      const wanted = [department, role, ...expertise, ...qualification].join("、");
      const place = { at: `/tasks/${t}/team/${i}` };
      if (found < count) faults.add(code, place, wanted, { task: task.id, count, found });
      else if (role === "group" && found < FEW_GROUPS)
        faults.add("groups-few", place, wanted, { task: task.id, found, least: FEW_GROUPS });
    });
  });
}

/** A person whose 已承担 differs from what the history holds. */
export interface LoadDifference {
  readonly id: string;
  readonly entered: number;
  readonly counted: number;
}

/** People whose entered load differs from the history, where the load of the year counts; in the order of the inspectors. */
export function findLoadDifferences(
  plan: Plan,
  inspectors: readonly Inspector[],
  history: HistoryIndex,
): LoadDifference[] {
  if (plan.staffing?.load !== "year") return [];
  return inspectors.flatMap(({ id, load }): LoadDifference[] => {
    const counted = history.visitsThisYear.get(id) ?? 0;
    return load !== undefined && load !== counted ? [{ id, entered: load, counted }] : [];
  });
}

/** Warns of people whose 已承担 differs from what the history holds. */
export function checkLoads(
  plan: Plan,
  inspectors: readonly Inspector[],
  history: HistoryIndex,
  faults: FaultList,
): void {
  for (const { id, entered, counted } of findLoadDifferences(plan, inspectors, history))
    faults.add("load-differs", { file: plan.registries.inspectors }, id, { entered, counted });
}
