import {
  type AllocatedTask,
  closeLottery,
  type CodedField,
  type DecidingColumns,
  type Division,
  type DrawnTask,
  FaultList,
  findColumn,
  findExtraColumn,
  listDecidingColumns,
  ObjectParser,
  objectSpec,
  type ObjectTable,
  openLottery,
  type Plan,
  refuse,
  TaskDivider,
} from "../../core/index.js";
import { chooseCutOff } from "./cut-off.js";
import type { Database } from "./database.js";
import { type CandidateClass, type CandidateRequest, type ObjectColumns, ObjectSql } from "./object-sql.js";

/** Ids that one question may name. */
const IDS_AT_ONCE = 20_000;
type CutOffChoice = typeof chooseCutOff;

/** How often a cut-off is raised before the table is believed to hold other objects than it counted. */
const MOST_WIDENINGS = 40;

/** Combinations of the deciding columns as they stand in the table, and how many objects have each. */
export interface RawCombinations {
  readonly values: readonly (readonly string[])[];
  readonly counts: readonly number[];
  /** The same as a registry of objects reads them, row by row. */
  readonly table: ObjectTable;
}

/** The columns of a table that hold what a plan asks for. */
export function findObjectColumns(
  plan: Plan,
  all: readonly string[],
): { columns: ObjectColumns; deciding: DecidingColumns } {
  const headers = all.map((name) => name.trim());
  const wanted = listDecidingColumns(plan);
  const positionsOf = (field: string): number[] => {
    const column = objectSpec.columns.find((known) => known.field === field);
    return column === undefined ? [] : findColumn(column, headers);
  };
  const nameOf = (position: number): string => all[position] as string;
  const present = wanted.fields.flatMap((field): [CodedField, string][] => {
    const [first] = positionsOf(field);
    return first === undefined ? [] : [[field, nameOf(first)]];
  });
  const extra = wanted.extraColumns.map((name) => {
    const position = findExtraColumn(objectSpec, name, headers);
    if (position < 0)
      refuse(
        "column-stratum-missing",
        { found: headers.join("、") },
        { file: plan.registries.objects },
        name,
      );
    return nameOf(position);
  });
  const ids = positionsOf("id").map(nameOf);
  if (ids.length === 0)
    refuse(
      "column-missing",
      { expected: (objectSpec.columns[0]?.headers ?? []).join(" / "), found: headers.join("、") },
      { file: plan.registries.objects },
    );
  return {
    columns: { id: ids, deciding: [...present.map(([, name]) => name), ...extra], all },
    deciding: { fields: present.map(([field]) => field), extraColumns: wanted.extraColumns },
  };
}

/** Rows of a table as a registry reads them. Throws `table-changed` if one of them could not stand in a registry. */
function readObjects(
  header: readonly string[],
  rows: Iterable<readonly string[]>,
  extraColumns: readonly string[],
): ObjectTable {
  const faults = new FaultList();
  const parser = new ObjectParser("table", faults, extraColumns);
  parser.header(header, 1);
  let count = 0;
  for (const row of rows) parser.row(row, ++count + 1);
  const { objects } = parser.finish();
  return objects.length === count && faults.errors === 0 ? objects : refuse("table-changed");
}

/** Reads combinations as a registry reads cells: as rows of objects that nobody has. */
export function readCombinations(
  { deciding }: ObjectColumns,
  rows: readonly { readonly values: readonly string[]; readonly count: number }[],
  extraColumns: readonly string[],
): RawCombinations {
  const idOf = (i: number): string => `NOBODY${i.toString().padStart(12, "0")}`;
  const table = readObjects(
    ["id", "name", ...deciding],
    rows.map(({ values }, i) => [idOf(i), "-", ...values]),
    extraColumns,
  );
  return { values: rows.map(({ values }) => values), counts: rows.map(({ count }) => count), table };
}

/** A cell of a task among the combinations: what the table holds for it. */
interface CellCombinations {
  readonly h: number;
  /** Values of the telling columns, each combination once. */
  readonly values: Map<string, readonly string[]>;
}

/** The cells of a task, by the number of the cell, with the combinations that are in scope. */
function divideCombinations(
  division: Division,
  task: AllocatedTask,
  { table, values }: RawCombinations,
  columns: readonly number[],
): { cells: readonly CellCombinations[]; inScope: readonly (readonly string[])[] } {
  const numberOf = new Map(task.pool.cells.map(({ keyText }, h) => [keyText, h]));
  const divider = new TaskDivider(
    division,
    ({ keyText }): CellCombinations => ({ h: numberOf.get(keyText) ?? -1, values: new Map() }),
  );
  const inScope: (readonly string[])[] = [];
  divider.divide(table, {
    inScope: (cell, row) => {
      const all = values[row] as readonly string[];
      inScope.push(all);
      const telling = columns.map((column) => all[column] as string);
      cell.values.set(JSON.stringify(telling), telling);
    },
  });
  return { cells: [...divider.cells.values()], inScope };
}

/** Columns of which only some values are in scope. */
function narrowColumns(
  all: readonly (readonly string[])[],
  inScope: readonly (readonly string[])[],
): { column: number; values: string[] }[] {
  const valuesOf = (rows: readonly (readonly string[])[], column: number): Set<string> =>
    new Set(rows.map((values) => values[column] as string));
  return (all[0] ?? []).flatMap((_, column) => {
    const found = valuesOf(inScope, column);
    return found.size === valuesOf(all, column).size ? [] : [{ column, values: [...found] }];
  });
}

/** Columns that tell the cells of a task apart, by their number among the deciding ones. */
function listTelling(
  { fields, extraColumns }: DecidingColumns,
  { within = [], size }: AllocatedTask["pool"]["task"],
): number[] {
  const names = [...within, "risk", "credit", ...(size.flags === undefined ? [] : ["tags"])];
  const all: readonly string[] = [...fields, ...extraColumns];
  const numbers = names.map((name) => all.indexOf(name)).filter((i) => i >= 0);
  return numbers.length > 0 ? [...new Set(numbers)] : [0];
}

/**
 * What a task asks of a table: of every cell that draws anything a few more objects than it draws.
 *
 * @param widenings of the cut-off, by the number of the cell
 */
export function formRequest(
  division: Division,
  task: AllocatedTask,
  seed: string,
  deciding: DecidingColumns,
  raw: RawCombinations,
  widenings: readonly number[] = [],
  cutOff: CutOffChoice = chooseCutOff,
): CandidateRequest {
  const columns = listTelling(deciding, division.task);
  const { cells, inScope } = divideCombinations(division, task, raw, columns);
  const classes = new Map<string | undefined, (readonly string[])[]>();
  for (const { h, values } of cells) {
    const wanted = (task.numbers[h] ?? 0) + task.reserves;
    if (wanted === 0) continue;
    const below = cutOff(wanted, task.pool.cells[h]?.eligible ?? 0, widenings[h] ?? 0);
    classes.set(below, [...(classes.get(below) ?? []), ...values.values()]);
  }
  return {
    seed,
    label: task.label,
    within: narrowColumns(raw.values, inScope),
    columns,
    classes: [...classes].map(([below, combinations]): CandidateClass => ({ combinations, below })),
  };
}

/** The objects of a plan in a table of a database. */
export class TableObjects {
  readonly #database: Database;
  readonly #cutOff: CutOffChoice;
  readonly #sql: ObjectSql;
  readonly #columns: ObjectColumns;
  readonly #deciding: DecidingColumns;

  private constructor(
    database: Database,
    columns: ObjectColumns,
    deciding: DecidingColumns,
    cutOff: CutOffChoice,
  ) {
    this.#cutOff = cutOff;
    this.#database = database;
    this.#columns = columns;
    this.#deciding = deciding;
    this.#sql = new ObjectSql(database.dialect, database.relation, columns);
  }

  /** @param cutOff decides how many rows travel, never who is drawn */
  static async open(database: Database, plan: Plan, cutOff = chooseCutOff): Promise<TableObjects> {
    const { columns, deciding } = findObjectColumns(plan, await database.columns());
    return new TableObjects(database, columns, deciding, cutOff);
  }

  async #collect(sql: string): Promise<(readonly string[])[]> {
    const all: (readonly string[])[] = [];
    for await (const rows of this.#database.ask(sql)) for (const row of rows) all.push(row);
    return all;
  }

  #read(rows: readonly (readonly string[])[]): ObjectTable {
    return readObjects(this.#columns.all, rows, this.#deciding.extraColumns);
  }

  /** Objects of some ids, as far as the table has them. */
  async find(ids: readonly string[]): Promise<ObjectTable> {
    const rows: (readonly string[])[] = [];
    for (let i = 0; i < ids.length; i += IDS_AT_ONCE)
      for (const row of await this.#collect(this.#sql.rowsOf(ids.slice(i, i + IDS_AT_ONCE)))) rows.push(row);
    return this.#read(rows);
  }

  /** Counts the objects by what a plan looks at. */
  async combine(): Promise<RawCombinations> {
    const rows = await this.#collect(this.#sql.combinations());
    const counted = rows.map((row) => ({ values: row.slice(0, -1), count: Number(row.at(-1)) }));
    return readCombinations(this.#columns, counted, this.#deciding.extraColumns);
  }

  /** Draws a task where its objects are; also gives the objects that came along. */
  async draw(
    division: Division,
    task: AllocatedTask,
    seed: string,
    raw: RawCombinations,
  ): Promise<{ drawn: DrawnTask; objects: ObjectTable }> {
    const widenings = task.pool.cells.map(() => 0);
    const numberOf = new Map(task.pool.cells.map(({ keyText }, h) => [keyText, h]));
    for (;;) {
      const request = formRequest(division, task, seed, this.#deciding, raw, widenings, this.#cutOff);
      const rows = request.classes.length === 0 ? [] : await this.#collect(this.#sql.candidates(request));
      const objects = this.#read(rows);
      const lottery = openLottery(seed, task);
      const offered = task.pool.cells.map(() => 0);
      new TaskDivider(division, ({ keyText }) => numberOf.get(keyText) ?? refuse("table-changed")).divide(
        objects,
        {
          inScope: (h, row, excluded) => {
            if (excluded !== undefined) return;
            offered[h] = (offered[h] as number) + 1;
            lottery.offer(h, objects.idBytesAt(row));
          },
        },
      );
      const short = task.pool.cells.flatMap(({ eligible }, h) => {
        const wanted = (task.numbers[h] ?? 0) + task.reserves;
        return (offered[h] as number) < Math.min(wanted, eligible) ? [h] : [];
      });
      if (short.length === 0) return { drawn: closeLottery(lottery, task), objects };
      for (const h of short)
        if ((widenings[h] = (widenings[h] as number) + 1) > MOST_WIDENINGS) refuse("table-changed");
    }
  }
}
