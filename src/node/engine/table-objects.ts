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
import type { Rows } from "./database.js";
import type { ObjectColumns } from "./object-sql.js";
import type { ObjectSource } from "./object-source.js";

/** How often a cut-off is raised before the table is believed to hold other objects than it counted. */
const MOST_WIDENINGS = 40;

/** The objects of a plan in a table of a database. */
export class TableObjects {
  readonly #source: ObjectSource;
  readonly #cutOff: CutOffChoice;
  readonly #columns: ObjectColumns;
  readonly #deciding: DecidingColumns;

  private constructor(
    source: ObjectSource,
    columns: ObjectColumns,
    deciding: DecidingColumns,
    cutOff: CutOffChoice,
  ) {
    this.#cutOff = cutOff;
    this.#source = source;
    this.#columns = columns;
    this.#deciding = deciding;
  }

  /** @param cutOff decides how many rows travel, never who is drawn */
  static async open(source: ObjectSource, plan: Plan, cutOff = chooseCutOff): Promise<TableObjects> {
    const { columns, deciding } = findObjectColumns(plan, await source.columns());
    return new TableObjects(source, columns, deciding, cutOff);
  }

  #read(rows: Rows): ObjectTable {
    return readObjects(this.#columns.all, rows, this.#deciding.extraColumns);
  }

  /** Objects of some ids, as far as the table has them. */
  async find(ids: readonly string[]): Promise<ObjectTable> {
    return this.#read(await this.#source.rowsOf(this.#columns, ids));
  }

  /** Counts the objects by what a plan looks at. */
  async combine(): Promise<RawCombinations> {
    const rows = await this.#source.combinations(this.#columns);
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
      const isEmpty = request.classes.length === 0;
      const objects = this.#read(isEmpty ? [] : await this.#source.candidates(this.#columns, request));
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
