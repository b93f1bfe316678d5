import type { FileDigest, RowSink } from "../../core/index.js";
import { digestPath } from "../disk/read-file.js";
import { openDuckDb } from "../engine/duckdb.js";
import { ObjectSql } from "../engine/object-sql.js";

/**
 * Reads a Parquet file of text columns row by row into a sink, by DuckDB. Throws `database-missing` where that is not installed, `table-column-type` for
 * numbers, dates and lists, `database-failed` for a file that is none.
 */
export async function readParquetFile(path: string, sink: RowSink): Promise<FileDigest> {
  const digest = digestPath(path);
  const database = await openDuckDb({ kind: "parquet", path });
  try {
    const columns = await database.columns();
    const sql = new ObjectSql(database.dialect, database.relation, {
      id: columns,
      deciding: [],
      all: columns,
    });
    sink.header(columns, 1);
    let row = 1;
    for await (const rows of database.ask(sql.rows())) for (const cells of rows) sink.row(cells, ++row);
  } finally {
    await database.close();
  }
  return digest;
}
