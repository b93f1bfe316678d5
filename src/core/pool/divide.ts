import type { Plan, Task } from "../plan/plan.js";
import type { ObjectTable } from "../registry/object-table.js";
import { readStatus } from "../registry/status.js";
import type { InspectionObject } from "../registry/types.js";
import { formatJson } from "../text/json.js";
import { sortedSet } from "../text/order.js";
import { createExclusionRule, type ExclusionReason, type ExclusionRule } from "./exclusions.js";
import type { HistoryIndex } from "./history-index.js";
import { createMissFinder, readScope, type ScopeField, scopeTests } from "./scope.js";

/** What names a cell. */
export interface CellKey {
  /** Values of the `within` columns, risk, credit, then the flags, sorted. */
  readonly key: readonly string[];
  /** RFC 8785 text of the key. */
  readonly keyText: string;
  /** RFC 8785 text of the `within` values alone. */
  readonly stratumText: string;
  readonly risk: string;
  readonly credit: string;
  /** Ratio flags that the objects bear, sorted. */
  readonly flags: readonly string[];
}

/** Where the objects of a task come from and what is known of them: the same for every walk over them. */
export interface Division {
  readonly plan: Plan;
  readonly task: Task;
  readonly extraColumns: readonly string[];
  readonly history: HistoryIndex;
}

/** What divides the rows into cells: a number for each value, of the distinct values of a column. */
interface Divider {
  readonly numberAt: (row: number) => number;
  /** The values of the key that a number stands for. */
  readonly valuesOf: (number: number) => readonly string[];
}

interface CellNode<C> {
  readonly children: Map<number, CellNode<C>>;
  cell: C | undefined;
}

/** The cells of the rows of one table, one level of a tree for each divider. */
class CellTree<C> {
  readonly #root: CellNode<C> = { children: new Map(), cell: undefined };
  readonly #dividers: readonly Divider[];
  readonly #open: (values: readonly (readonly string[])[]) => C;

  constructor(dividers: readonly Divider[], open: (values: readonly (readonly string[])[]) => C) {
    this.#dividers = dividers;
    this.#open = open;
  }

  /** The cell of a row; a new key is opened. */
  find(row: number): C {
    let node = this.#root;
    for (const { numberAt } of this.#dividers) {
      const number = numberAt(row);
      let child = node.children.get(number);
      if (child === undefined) node.children.set(number, (child = { children: new Map(), cell: undefined }));
      node = child;
    }
    node.cell ??= this.#open(this.#dividers.map(({ numberAt, valuesOf }) => valuesOf(numberAt(row))));
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

/** The ratio flags of a task that some tags meet. */
export function createFlagReader({ size }: Task): (tags: readonly string[]) => readonly string[] {
  const flags = sortedSet((size.flags ?? []).map((flag) => flag.tag));
  return (tags) => (flags.length === 0 ? flags : flags.filter((tag) => tags.includes(tag)));
}

/** Told where every row of a table stands, in order. */
export interface DivisionSink<C> {
  readonly outOfScope?: (field: ScopeField, row: number) => void;
  /** A row in scope; with a reason if it is excluded. */
  readonly inScope: (cell: C, row: number, excluded: ExclusionReason | undefined) => void;
}

/**
 * Divides the objects of one task into cells, a table at a time; whoever asks says what a cell is to him. Cost: linear in the objects.
 */
export class TaskDivider<C> {
  /** What was opened so far, by key text. */
  readonly cells = new Map<string, C>();
  readonly #division: Division;
  readonly #open: (key: CellKey) => C;
  readonly #exclusion: ExclusionRule | undefined;

  constructor(division: Division, open: (key: CellKey) => C) {
    this.#division = division;
    this.#open = open;
    const { plan, task, history } = division;
    this.#exclusion = createExclusionRule(task.exclude, task.id, history, plan.visitWindow.from);
  }

  /** @param idOf of a row, by which past inspections and exemptions are looked up */
  divide(
    objects: ObjectTable,
    { outOfScope, inScope }: DivisionSink<C>,
    idOf: (row: number) => string = (row) => objects.idAt(row),
  ): void {
    const findMiss = createMissFinder(objects, scopeTests(readScope(this.#division.task.scope)));
    const tree = this.#plant(objects);
    const exclusion = this.#exclusion;
    for (let row = 0; row < objects.length; row++) {
      const miss = findMiss(row);
      if (miss !== undefined) {
        outOfScope?.(miss, row);
        continue;
      }
      const cell = tree.find(row);
      inScope(
        cell,
        row,
        exclusion?.(idOf(row), () => objects.valueAt("credit", row)),
      );
    }
  }

  #plant(objects: ObjectTable): CellTree<C> {
    const { task, extraColumns } = this.#division;
    const within = (task.within ?? []).map((name) => divideByColumn(objects, name, extraColumns));
    const by = (field: "risk" | "credit" | "tags", read?: (value: string) => readonly string[]): Divider =>
      divideBy(objects.valuesOf(field), (row) => objects.codeAt(field, row), read);
    const flagsOf = createFlagReader(task);
    const flags = by("tags", (cell) => flagsOf(objects.listOf(cell)));
    return new CellTree([...within, by("risk"), by("credit"), flags], (values) => this.#find(values));
  }

  /** The cell of a key, whatever table it was opened for. */
  #find(values: readonly (readonly string[])[]): C {
    const key = values.flat();
    const keyText = formatJson(key);
    let cell = this.cells.get(keyText);
    if (cell === undefined) {
      const strata = (this.#division.task.within ?? []).length;
      cell = this.#open({
        key,
        keyText,
        stratumText: formatJson(key.slice(0, strata)),
        risk: key[strata] ?? "",
        credit: key[strata + 1] ?? "",
        flags: key.slice(strata + 2),
      });
      this.cells.set(keyText, cell);
    }
    return cell;
  }
}
