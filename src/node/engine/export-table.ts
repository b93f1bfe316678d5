import { encodeRows, findColumn, formatJson, objectSpec, refuse } from "../../core/index.js";
import { pourPieces } from "../disk/streamed-write.js";
import type { Database } from "./database.js";
import { ObjectSql } from "./object-sql.js";

async function askOne(database: Database, sql: string): Promise<readonly string[]> {
  for await (const [row] of database.ask(sql)) if (row !== undefined) return row;
  return [];
}

/** Positions of the columns that may hold an id. */
function idPositions(columns: readonly string[]): number[] {
  const [id] = objectSpec.columns;
  const headers = columns.map((name) => name.trim());
  return id === undefined ? [] : findColumn(id, headers);
}

/** What a table held: kept beside what was read from it, so that a draw in the table can tell whether it still does. */
export interface TableState {
  readonly columns: readonly string[];
  readonly rows: string;
  readonly fingerprint: string;
}

/** Columns, number of rows and a fingerprint of all cells. */
export async function readTableState(database: Database): Promise<TableState> {
  const columns = await database.columns();
  const sql = new ObjectSql(database.dialect, database.relation, { id: columns, deciding: [], all: columns });
  const [rows = "", fingerprint = ""] = await askOne(database, sql.state(database.fingerprint));
  return { columns, rows, fingerprint };
}

/**
 * Writes a table as a CSV file, as it was handed in: the freeze then reads it like any other. Throws `table-changed` if somebody wrote to the table meanwhile,
 * `table-id-untrimmed` where the database would compute other tickets, and what databases throw.
 */
export async function exportTable(database: Database, path: string, mode: number): Promise<TableState> {
  const state = await readTableState(database);
  const { columns } = state;
  const sql = new ObjectSql(database.dialect, database.relation, { id: columns, deciding: [], all: columns });
  const ids = idPositions(columns);
  let count = 0;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield encodeRows([columns]);
    for await (const rows of database.ask(sql.rows(), true)) {
      count += rows.length;
      for (const row of rows)
        for (const at of ids)
          if (row[at] !== row[at]?.trim())
            refuse("table-id-untrimmed", {}, { file: database.relation, column: columns[at] ?? "" }, row[at]);
      yield encodeRows(rows);
    }
  }
  await pourPieces(path, mode, pieces());
  const after = await readTableState(database);
  if (formatJson(after) !== formatJson(state) || String(count) !== state.rows)
    refuse("table-changed", {}, { file: database.relation });
  return state;
}
