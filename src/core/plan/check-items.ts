import type { FaultList } from "../fault/fault-list.js";
import type { Item } from "../registry/types.js";
import { type Fraction, minimum, parseRatio } from "../text/fraction.js";
import type { Plan, Task } from "./plan.js";

/** The items of a task that the item list knows. */
export function itemsOf(task: Task, items: readonly Item[]): Item[] {
  return (task.items ?? [])
    .map((code) => items.find((item) => item.code === code))
    .filter((item) => item !== undefined);
}

/** The smallest ceiling of the task and its items; undefined if none is given. */
export function ceilingOf(task: Task, items: readonly Item[]): Fraction | undefined {
  const given = [
    task.size.ceiling === undefined ? undefined : parseRatio(task.size.ceiling),
    ...itemsOf(task, items).map((item) => item.ceiling),
  ].filter((ceiling) => ceiling !== undefined);
  return given.length === 0 ? undefined : given.reduce(minimum);
}

/** The item risk of a task: its own field, else the one value that all its items share; undefined if they differ. */
export function itemRiskOf(task: Task, items: readonly Item[]): string | undefined {
  if (task.itemRisk !== undefined) return task.itemRisk;
  const risks = new Set(itemsOf(task, items).map((item) => item.itemRisk));
  return risks.size > 1 ? undefined : ([...risks][0] ?? "");
}

function checkDemands(task: Task, item: Item, at: string, faults: FaultList): void {
  const expertise = new Set(task.team.flatMap((entry) => entry.expertise ?? []));
  const qualifications = new Set(task.team.flatMap((entry) => entry.qualification ?? []));
  const missing = [
    ...item.expertise.filter((value) => !expertise.has(value)),
    ...item.qualifications.filter((value) => !qualifications.has(value)),
  ];
  if (missing.length > 0)
    faults.add("item-demand-unmet", { at }, missing.join("、"), { item: item.code, task: task.id });
}

/** Checks tasks against the item list: unknown items, kinds, ceilings of general tasks, what items demand of people. */
export function checkItems(plan: Plan, items: readonly Item[], faults: FaultList): void {
  plan.tasks.forEach((task, i) => {
    const at = `/tasks/${i}`;
    (task.items ?? []).forEach((code, j) => {
      if (!items.some((item) => item.code === code))
        faults.add("item-unknown", { at: `${at}/items/${j}` }, code, { task: task.id });
    });
    const known = itemsOf(task, items);
    for (const item of known) {
      if (task.kind === "key" && item.kind === "general")
        faults.add("task-not-key", { at: `${at}/kind` }, item.code, { task: task.id });
      checkDemands(task, item, `${at}/team`, faults);
    }
    const ceiling = ceilingOf(task, items);
    if (task.kind === "general" && ceiling === undefined)
      faults.add("ceiling-missing", { at: `${at}/size` }, task.id);
  });
}
