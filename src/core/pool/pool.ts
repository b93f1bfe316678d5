import { itemRiskOf } from "../plan/check-items.js";
import type { Plan, Task } from "../plan/plan.js";
import { readStatus } from "../registry/status.js";
import { type ObjectTable, RowList, type SortedRegistries } from "../registry/object-table.js";
import type { InspectionObject, Registries } from "../registry/types.js";
import type { Fraction } from "../text/fraction.js";
import { formatJson } from "../text/json.js";
import { compareText, sortedSet } from "../text/order.js";
import { createExclusionRule, type ExclusionReason } from "./exclusions.js";
import type { HistoryIndex } from "./history-index.js";
import { createMissFinder, findScopeMiss, readScope, type ScopeField, scopeTests } from "./scope.js";
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
  /** Objects that can be drawn, in code-point order of their ids. */
  readonly eligible: RowList;
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
  readonly excluded: ReadonlyMap<ExclusionReason, RowList>;
  /** Number of objects by the first field that put them out of scope. */
  readonly outOfScope: ReadonlyMap<ScopeField, number>;
  /** Key texts of cells that no tier row covers. */
  readonly uncovered: readonly string[];
}

interface OpenCell {
  base: number;
  readonly eligible: RowList;
  readonly key: readonly string[];
  readonly keyText: string;
  readonly stratum: readonly string[];
  readonly flags: readonly string[];
}

/** What divides the rows into cells: a number for each value, of the distinct values of a column. */
interface Divider {
  readonly numberAt: (row: number) => number;
  /** The values of the key that a number stands for. */
  readonly valuesOf: (number: number) => readonly string[];
}

interface CellNode {
  readonly children: Map<number, CellNode>;
  cell: OpenCell | undefined;
}

/** Cells that were opened so far, one level of a tree for each divider. */
class CellTree {
  readonly cells: OpenCell[] = [];
  readonly #root: CellNode = { children: new Map(), cell: undefined };
  readonly #dividers: readonly Divider[];
  readonly #open: (values: readonly (readonly string[])[]) => OpenCell;

  constructor(dividers: readonly Divider[], open: (values: readonly (readonly string[])[]) => OpenCell) {
    this.#dividers = dividers;
    this.#open = open;
  }

  /** The cell of a row; a new one is opened for a new key. */
  find(row: number): OpenCell {
    let node = this.#root;
    for (const { numberAt } of this.#dividers) {
      const number = numberAt(row);
      let child = node.children.get(number);
      if (child === undefined) node.children.set(number, (child = { children: new Map(), cell: undefined }));
      node = child;
    }
    if (node.cell === undefined) {
      node.cell = this.#open(this.#dividers.map(({ numberAt, valuesOf }) => valuesOf(numberAt(row))));
      this.cells.push(node.cell);
    }
    return node.cell;
  }
}

/** A divider by a column of a table, as its values are read; values that read the same have one number. */
function divideBy(
  values: readonly string[],
  codeAt: (row: number) => number,
  read: (value: string) => readonly string[] = (value) => [value],
): Divider {
  const keys = values.map(read);
  const texts = keys.map((key) => formatJson(key));
  const first = new Map([...texts.entries()].reverse().map(([number, text]) => [text, number]));
  const numbers = texts.map((text) => first.get(text) as number);
  return {
    numberAt: (row) => numbers[codeAt(row)] as number,
    valuesOf: (number) => keys[number] as readonly string[],
  };
}

/** The divider of a stratum column of a task. */
function divideByColumn(objects: ObjectTable, name: string, extraColumns: readonly string[]): Divider {
  const extra = extraColumns.indexOf(name);
  if (extra >= 0) return divideBy(objects.valuesOfExtra(extra), (row) => objects.codeOfExtraAt(extra, row));
  if (name === "status" || name === "region" || name === "industry" || name === "type")
    return divideBy(
      objects.valuesOf(name),
      (row) => objects.codeAt(name, row),
      (value) => [name === "status" ? readStatus(value) : value],
    );
  return divideBy([""], () => 0);
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

/** The ratio flags of a task that some tags meet. */
function createFlagReader({ size }: Task): (tags: readonly string[]) => readonly string[] {
  const flags = sortedSet((size.flags ?? []).map((flag) => flag.tag));
  return (tags) => (flags.length === 0 ? flags : flags.filter((tag) => tags.includes(tag)));
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
  const excluded = createExclusionRule(task.exclude, task.id, history, plan.visitWindow.from)?.(object);
  return excluded === undefined ? { keyText } : { excluded, keyText };
}

/** An empty tree of the cells of a task. */
function plantCells(task: Task, objects: ObjectTable, extraColumns: readonly string[]): CellTree {
  const within = (task.within ?? []).map((name) => divideByColumn(objects, name, extraColumns));
  const by = (field: "risk" | "credit" | "tags", read?: (value: string) => readonly string[]): Divider =>
    divideBy(objects.valuesOf(field), (row) => objects.codeAt(field, row), read);
  const flagsOf = createFlagReader(task);
  const dividers = [...within, by("risk"), by("credit"), by("tags", (cell) => flagsOf(objects.listOf(cell)))];
  return new CellTree(dividers, (values) => {
    const key = values.flat();
    const stratum = values.slice(0, within.length).flat();
    const flags = values.at(-1) ?? [];
    return { base: 0, eligible: new RowList(objects), key, keyText: formatJson(key), stratum, flags };
  });
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

/** Divides the objects of a task into cells. Cost: linear in the objects. */
export function formPool(plan: Plan, task: Task, registries: SortedRegistries, history: HistoryIndex): Pool {
  const { objects, extraColumns } = registries;
  const findMiss = createMissFinder(objects, scopeTests(readScope(task.scope)));
  const exclusion = createExclusionRule(task.exclude, task.id, history, plan.visitWindow.from);
  const open = plantCells(task, objects, extraColumns);
  const excluded = new Map<ExclusionReason, RowList>();
  const outOfScope = new Map<ScopeField, number>();
  for (let row = 0; row < objects.length; row++) {
    const miss = findMiss(row);
    if (miss !== undefined) {
      outOfScope.set(miss, (outOfScope.get(miss) ?? 0) + 1);
      continue;
    }
    const cell = open.find(row);
    cell.base++;
    const reason = exclusion?.(objects.at(row));
    if (reason === undefined) cell.eligible.push(row);
    else {
      let rows = excluded.get(reason);
      if (rows === undefined) excluded.set(reason, (rows = new RowList(objects)));
      rows.push(row);
    }
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
