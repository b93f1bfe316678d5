import { itemRiskOf } from "../plan/check-items.js";
import type { Plan, Task } from "../plan/plan.js";
import { readStatus } from "../registry/status.js";
import type { InspectionObject, Registries } from "../registry/types.js";
import type { Fraction } from "../text/fraction.js";
import { formatJson } from "../text/json.js";
import { compareText, sortedSet } from "../text/order.js";
import { createExclusionRule, type ExclusionReason, type ExclusionRule } from "./exclusions.js";
import type { HistoryIndex } from "./history-index.js";
import { findScopeMiss, readScope, type ScopeField } from "./scope.js";
import { findRatio } from "./tiers.js";

/** One combination of stratum values, risk tier, credit tier and ratio flags. */
export interface Cell {
  /** Values of the `within` columns, risk, credit, then the flags, sorted. */
  readonly key: readonly string[];
  /** RFC 8785 text of the key; cells are listed in its order. */
  readonly keyText: string;
  /** RFC 8785 text of the `within` values alone. */
  readonly stratumText: string;
  readonly risk: string;
  readonly credit: string;
  /** Objects in scope, before exclusions. */
  readonly base: number;
  /** Ids of the objects that can be drawn, in code-point order. */
  readonly eligible: readonly string[];
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
  /** Ids by the reason for which they are not drawn. */
  readonly excluded: ReadonlyMap<ExclusionReason, readonly string[]>;
  /** Number of objects by the first field that put them out of scope. */
  readonly outOfScope: ReadonlyMap<ScopeField, number>;
  /** Key texts of cells that no tier row covers. */
  readonly uncovered: readonly string[];
}

interface OpenCell {
  base: number;
  readonly eligible: string[];
  readonly key: readonly string[];
  readonly keyText: string;
  readonly stratum: readonly string[];
  readonly flags: readonly string[];
}

/** Open cells by the values of their keys, one level of the tree for each value. */
class CellTree {
  readonly cells: OpenCell[] = [];
  readonly #root: CellNode = { children: new Map(), cell: undefined };

  /** The cell of a key; a new one is opened for a new key. */
  find(stratum: readonly string[], risk: string, credit: string, flags: readonly string[]): OpenCell {
    let node = this.#root;
    for (const value of stratum) node = this.#child(node, value);
    node = this.#child(this.#child(node, risk), credit);
    for (const flag of flags) node = this.#child(node, flag);
    if (node.cell === undefined) {
      const key = [...stratum, risk, credit, ...flags];
      node.cell = { base: 0, eligible: [], key, keyText: formatJson(key), stratum, flags };
      this.cells.push(node.cell);
    }
    return node.cell;
  }

  #child(node: CellNode, value: string): CellNode {
    let child = node.children.get(value);
    if (child === undefined) node.children.set(value, (child = { children: new Map(), cell: undefined }));
    return child;
  }
}

interface CellNode {
  readonly children: Map<string, CellNode>;
  cell: OpenCell | undefined;
}

/** Gives the values of an object for the stratum columns of a task. */
export function createStratumReader(
  task: Task,
  extraColumns: readonly string[],
): (object: InspectionObject) => string[] {
  const readers = (task.within ?? []).map((name) => {
    const extra = extraColumns.indexOf(name);
    if (extra >= 0) return (object: InspectionObject) => object.extra[extra] ?? "";
    if (name === "status") return (object: InspectionObject) => readStatus(object.status);
    if (name === "region" || name === "industry" || name === "type")
      return (object: InspectionObject) => object[name];
    return () => "";
  });
  return readers.length === 0 ? () => NO_STRATUM : (object) => readers.map((read) => read(object));
}

const NO_STRATUM: string[] = [];

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

interface Sorter {
  readonly miss: (object: InspectionObject) => ScopeField | undefined;
  readonly exclusion: ExclusionRule;
  readonly strata: (object: InspectionObject) => string[];
  readonly flagsOf: (object: InspectionObject) => readonly string[];
}

function createSorter(plan: Plan, task: Task, registries: Registries, history: HistoryIndex): Sorter {
  const scope = readScope(task.scope);
  const flags = sortedSet((task.size.flags ?? []).map((flag) => flag.tag));
  return {
    miss: (object) => findScopeMiss(object, scope),
    exclusion: createExclusionRule(task.exclude, task.id, history, plan.visitWindow.from),
    strata: createStratumReader(task, registries.extraColumns),
    flagsOf: (object) => (flags.length === 0 ? flags : flags.filter((tag) => object.tags.includes(tag))),
  };
}

/** Where one object stands in a task, by the same steps as {@link formPool}. */
export function findStanding(
  plan: Plan,
  task: Task,
  registries: Registries,
  history: HistoryIndex,
  object: InspectionObject,
): Standing {
  const sorter = createSorter(plan, task, registries, history);
  const outOfScope = sorter.miss(object);
  if (outOfScope !== undefined) return { outOfScope };
  const keyText = formatJson([
    ...sorter.strata(object),
    object.risk,
    object.credit,
    ...sorter.flagsOf(object),
  ]);
  const excluded = sorter.exclusion(object);
  return excluded === undefined ? { keyText } : { excluded, keyText };
}

function closeCell(cell: OpenCell, task: Task, itemRisk: string | undefined, uncovered: string[]): Cell {
  const { key, keyText, stratum, base, eligible, flags } = cell;
  const risk = key[stratum.length] ?? "";
  const credit = key[stratum.length + 1] ?? "";
  const ratio = findRatio(task.size, risk, credit, itemRisk, flags);
  if (ratio === "none") uncovered.push(keyText);
  const known = ratio === undefined || ratio === "none" ? {} : { ratio };
  return { key, keyText, stratumText: formatJson(stratum), risk, credit, base, eligible, ...known };
}

/**
 * Divides the objects of a task into cells. Objects must be sorted by id.
 * Cost: linear in the objects.
 */
export function formPool(plan: Plan, task: Task, registries: Registries, history: HistoryIndex): Pool {
  const sorter = createSorter(plan, task, registries, history);
  const open = new CellTree();
  const excluded = new Map<ExclusionReason, string[]>();
  const outOfScope = new Map<ScopeField, number>();
  for (const object of registries.objects) {
    const miss = sorter.miss(object);
    if (miss !== undefined) {
      outOfScope.set(miss, (outOfScope.get(miss) ?? 0) + 1);
      continue;
    }
    const cell = open.find(sorter.strata(object), object.risk, object.credit, sorter.flagsOf(object));
    cell.base++;
    const reason = sorter.exclusion(object);
    if (reason === undefined) cell.eligible.push(object.id);
    else if (!excluded.get(reason)?.push(object.id)) excluded.set(reason, [object.id]);
  }
  const uncovered: string[] = [];
  const itemRisk = itemRiskOf(task, registries.items);
  const cells = open.cells.map((cell) => closeCell(cell, task, itemRisk, uncovered));
  cells.sort((a, b) => compareText(a.keyText, b.keyText));
  const total = (count: (cell: Cell) => number): number => cells.reduce((all, cell) => all + count(cell), 0);
  const base = total((cell) => cell.base);
  return {
    task,
    cells,
    base,
    eligible: total((cell) => cell.eligible.length),
    excluded,
    outOfScope,
    uncovered,
  };
}
