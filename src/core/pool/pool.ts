import { itemRiskOf } from "../plan/check-items.js";
import type { Plan, Task } from "../plan/plan.js";
import type { ObjectRegistry } from "../registry/object-registry.js";
import type { ObjectTable } from "../registry/object-table.js";
import type { InspectionObject, Item, Registries } from "../registry/types.js";
import type { Fraction } from "../text/fraction.js";
import { formatJson } from "../text/json.js";
import { compareText, sortedSet } from "../text/order.js";
import {
  type CellKey,
  createFlagReader,
  createStratumReader,
  type Division,
  type DivisionSink,
  TaskDivider,
} from "./divide.js";
import { createExclusionRule, type ExclusionReason } from "./exclusions.js";
import type { HistoryIndex } from "./history-index.js";
import { findScopeMiss, readScope, type ScopeField, scopeTests } from "./scope.js";
import { findRatio } from "./tiers.js";

/** One combination of stratum values, risk tier, credit tier and ratio flags; cells are listed in the order of their key texts. */
export interface Cell extends Omit<CellKey, "flags"> {
  /** Objects in scope, before exclusions. */
  readonly base: number;
  /** Objects that can be drawn. */
  readonly eligible: number;
  /** Ratio after flags; undefined with a given total without tiers. */
  readonly ratio?: Fraction;
}

/** The objects of one task, divided into cells; nobody is left out silently. */
export interface Pool {
  readonly task: Task;
  /** In the order of their key texts. */
  readonly cells: readonly Cell[];
  readonly base: number;
  readonly eligible: number;
  /** Number of objects by the reason for which they are not drawn. */
  readonly excluded: ReadonlyMap<ExclusionReason, number>;
  /** Number of objects by the first field that put them out of scope. */
  readonly outOfScope: ReadonlyMap<ScopeField, number>;
  /** Key texts of cells that no tier row covers. */
  readonly uncovered: readonly string[];
}

const FIELD_COLUMNS = ["region", "industry", "type", "status"];

/** Stratum columns of a plan that are not fields of every object, sorted by code point, `address` first. */
export function listExtraColumns(plan: Plan): string[] {
  const names = sortedSet(plan.tasks.flatMap((task) => task.within ?? [])).filter(
    (name) => !FIELD_COLUMNS.includes(name),
  );
  return names.includes("address") ? ["address", ...names.filter((name) => name !== "address")] : names;
}

/** Where one object stands in a task: out of scope, excluded, or in a cell. */
export interface Standing {
  readonly outOfScope?: ScopeField;
  readonly excluded?: ExclusionReason;
  /** Key text of the cell, for objects in scope. */
  readonly keyText?: string;
}

/** Where one object stands in a task, by the same steps as {@link formPool}. */
export function findStanding(
  plan: Plan,
  task: Task,
  registries: Registries,
  history: HistoryIndex,
  object: InspectionObject,
): Standing {
  const outOfScope = findScopeMiss(object, scopeTests(readScope(task.scope)));
  if (outOfScope !== undefined) return { outOfScope };
  const strata = createStratumReader(task, registries.extraColumns)(object);
  const keyText = formatJson([...strata, object.risk, object.credit, ...createFlagReader(task)(object.tags)]);
  const excluded = createExclusionRule(
    task.exclude,
    task.id,
    history,
    plan.visitWindow.from,
  )?.(object.id, () => object.credit);
  return excluded === undefined ? { keyText } : { excluded, keyText };
}

interface OpenCell extends CellKey {
  base: number;
  eligible: number;
}

function closeCell(open: OpenCell, task: Task, itemRisk: string | undefined, uncovered: string[]): Cell {
  const { flags, ...cell } = open;
  const ratio = findRatio(task.size, cell.risk, cell.credit, itemRisk, flags);
  if (ratio === "none") uncovered.push(cell.keyText);
  return ratio === undefined || ratio === "none" ? cell : { ...cell, ratio };
}

/** Counts the objects of one task, a table at a time, and forms its pool. */
export class PoolCounter {
  readonly #task: Task;
  readonly #divider: TaskDivider<OpenCell>;
  readonly #excluded = new Map<ExclusionReason, number>();
  readonly #outOfScope = new Map<ScopeField, number>();

  constructor(division: Division) {
    this.#task = division.task;
    this.#divider = new TaskDivider(division, (key) => ({ ...key, base: 0, eligible: 0 }));
  }

  /**
   * Counts every row of a table as many times as `times` says, once by default.
   *
   * @param idOf of a row, where the table holds something else in the place of ids
   */
  add(objects: ObjectTable, times: (row: number) => number = () => 1, idOf?: (row: number) => string): void {
    const count = <K>(counts: Map<K, number>, key: K, row: number): void => {
      counts.set(key, (counts.get(key) ?? 0) + times(row));
    };
    const sink: DivisionSink<OpenCell> = {
      outOfScope: (field, row) => count(this.#outOfScope, field, row),
      inScope: (cell, row, reason) => {
        cell.base += times(row);
        if (reason === undefined) cell.eligible += times(row);
        else count(this.#excluded, reason, row);
      },
    };
    this.#divider.divide(objects, sink, idOf);
  }

  finish(items: readonly Item[]): Pool {
    const uncovered: string[] = [];
    const itemRisk = itemRiskOf(this.#task, items);
    const cells = [...this.#divider.cells.values()]
      .map((cell) => closeCell(cell, this.#task, itemRisk, uncovered))
      .sort((a, b) => compareText(a.keyText, b.keyText));
    return {
      task: this.#task,
      cells,
      base: cells.reduce((sum, { base }) => sum + base, 0),
      eligible: cells.reduce((sum, { eligible }) => sum + eligible, 0),
      // Who was counted as unknown and then as known may leave a reason that excludes nobody.
      excluded: new Map([...this.#excluded].filter(([, count]) => count > 0)),
      outOfScope: this.#outOfScope,
      uncovered,
    };
  }
}

/** Ids of the objects that a task can draw, by the number of their cell, in code-point order. Memory: that of all the ids. */
export function listEligible(division: Division, { cells }: Pool, objects: ObjectRegistry): string[][] {
  const ids = cells.map((): string[] => []);
  const numberOf = new Map(cells.map(({ keyText }, h) => [keyText, h]));
  const divider = new TaskDivider(division, ({ keyText }) => ids[numberOf.get(keyText) as number]);
  for (const batch of objects.batches())
    divider.divide(batch, {
      inScope: (list, row, excluded) => {
        if (excluded === undefined) list?.push(batch.idAt(row));
      },
    });
  return ids;
}
