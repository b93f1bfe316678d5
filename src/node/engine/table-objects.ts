import {
  type AllocatedTask,
  closeLottery,
  type DecidingColumns,
  type Division,
  type DrawnTask,
  type ObjectTable,
  openLottery,
  type Plan,
  refuse,
  TaskDivider,
  type TicketLottery,
} from "../../core/index.js";
import { type CutOffChoice, formRequest } from "./candidate-request.js";
import { findObjectColumns, type RawCombinations, readCombinations, readObjects } from "./combinations.js";
import { chooseCutOff } from "./cut-off.js";
import type { Database } from "./database.js";
import { type ObjectColumns, ObjectSql } from "./object-sql.js";

/** Ids that one question may name. */
const IDS_AT_ONCE = 20_000;
/** How often a cut-off is raised before the table is believed to hold other objects than it counted. */
const MOST_WIDENINGS = 40;

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
    for (;;) {
      const request = formRequest(division, task, seed, this.#deciding, raw, widenings, this.#cutOff);
      const rows = request.classes.length === 0 ? [] : await this.#collect(this.#sql.candidates(request));
      const objects = this.#read(rows);
      const { lottery, short } = drawLots(division, task, seed, objects);
      if (short.length === 0) return { drawn: closeLottery(lottery, task), objects };
      for (const h of short)
        if ((widenings[h] = (widenings[h] as number) + 1) > MOST_WIDENINGS) refuse("table-changed");
    }
  }
}

/** The lottery of the candidates of a task, and the cells of which too few came. */
function drawLots(
  division: Division,
  task: AllocatedTask,
  seed: string,
  candidates: ObjectTable,
): { lottery: TicketLottery; short: number[] } {
  const { cells } = task.pool;
  const lottery = openLottery(seed, task);
  const offered = cells.map(() => 0);
  const numberOf = new Map(cells.map(({ keyText }, h) => [keyText, h]));
  const divider = new TaskDivider(
    division,
    ({ keyText }) => numberOf.get(keyText) ?? refuse("table-changed"),
  );
  divider.divide(candidates, {
    inScope: (h, row, excluded) => {
      if (excluded !== undefined) return;
      offered[h] = (offered[h] as number) + 1;
      lottery.offer(h, candidates.idBytesAt(row));
    },
  });
  const short = cells.flatMap(({ eligible }, h) => {
    const wanted = (task.numbers[h] ?? 0) + task.reserves;
    return (offered[h] as number) < Math.min(wanted, eligible) ? [h] : [];
  });
  return { lottery, short };
}
