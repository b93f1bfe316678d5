import type { FaultList } from "../fault/fault-list.js";
import { itemRiskOf } from "../plan/check-items.js";
import type { Plan } from "../plan/plan.js";
import type { SortedRegistries } from "../registry/object-registry.js";
import type { HistoryIndex } from "./history-index.js";
import { type Pool, PoolCounter } from "./pool.js";
import { FoundValues, readScope } from "./scope.js";
import { asksForItemRisk } from "./tiers.js";

/** A cell with fewer objects is counted in a warning and in the freeze report. */
export const SMALL_CELL = 5;

/** A general task with fewer objects in scope is named in the freeze report and beside the verdict. */
const SMALL_TASK = 5;

/** True for a general task of which a ceiling still allows one firm, a large share. */
export function isSmallTask({ task, base }: Pick<Pool, "task" | "base">): boolean {
  return task.kind === "general" && base < SMALL_TASK;
}

function checkCells(pool: Pool, at: string, faults: FaultList): void {
  const { task, cells, uncovered } = pool;
  for (const key of uncovered) faults.add("tier-missing", { at: `${at}/size/tiers` }, key, { task: task.id });
  if (isSmallTask(pool)) faults.add("task-small", { at }, task.id, { count: pool.base, least: SMALL_TASK });
  const small = cells.filter((cell) => cell.base < SMALL_CELL).length;
  if (small > 0) faults.add("cells-small", { at }, task.id, { count: small, least: SMALL_CELL });
  const noTier = cells.filter((cell) => cell.risk === "" || cell.credit === "");
  if (task.size.tiers !== undefined && noTier.length > 0)
    faults.add("tiers-empty", { at }, task.id, { count: noTier.reduce((sum, cell) => sum + cell.base, 0) });
}

function checkExemptions(plan: Plan, { objects }: SortedRegistries, faults: FaultList): void {
  const named = new Set(
    plan.tasks.flatMap((task) => task.exclude?.exempt ?? []).map((entry) => entry.object),
  );
  if (named.size === 0) return;
  for (const id of named) if (objects.find(id) !== undefined) named.delete(id);
  plan.tasks.forEach((task, i) => {
    task.exclude?.exempt?.forEach((entry, j) => {
      if (named.has(entry.object))
        faults.add("exempt-unknown", { at: `/tasks/${i}/exclude/exempt/${j}` }, entry.object, {
          task: task.id,
        });
    });
  });
}

/** What one walk over the objects tells of the tasks of a plan. */
export interface CountedObjects {
  /** In the order of the tasks. */
  readonly pools: readonly Pool[];
  readonly found: FoundValues;
}

/** Counts the objects of every task in one walk. */
export function countObjects(
  plan: Plan,
  { objects, extraColumns, items }: SortedRegistries,
  history: HistoryIndex,
): CountedObjects {
  const counters = plan.tasks.map((task) => new PoolCounter({ plan, task, extraColumns, history }));
  const found = new FoundValues();
  for (const batch of objects.batches()) {
    found.add(batch);
    for (const counter of counters) counter.add(batch);
  }
  return { pools: counters.map((counter) => counter.finish(items)), found };
}

/** Adds what is wrong with the pools of a plan: empty scopes, tiers that miss a combination, unknown exemptions. */
export function checkPools(
  plan: Plan,
  registries: SortedRegistries,
  history: HistoryIndex,
  { pools, found }: CountedObjects,
  faults: FaultList,
): void {
  checkExemptions(plan, registries, faults);
  if (history.ignored > 0)
    faults.add("history-after-window", { file: plan.registries.history ?? "history" }, undefined, {
      count: history.ignored,
      from: plan.visitWindow.from,
    });
  pools.forEach((pool, i) => {
    const { task } = pool;
    const at = `/tasks/${i}`;
    for (const miss of found.findUnmatched(readScope(task.scope)))
      faults.add("scope-value-unmatched", { at: `${at}/scope/${miss.field}` }, miss.value, {
        found: miss.found.join("、"),
      });
    if (asksForItemRisk(task.size) && itemRiskOf(task, registries.items) === undefined)
      faults.add("item-risk-ambiguous", { at: `${at}/items` }, task.id);
    if (pool.eligible === 0)
      faults.add("pool-empty", { at: `${at}/scope` }, task.id, {
        base: pool.base,
        rows: registries.objects.length,
      });
    else checkCells(pool, at, faults);
  });
}
