import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { DualdrawError, objectHeader, refuse } from "../../core/index.js";
import { type Database, readColumns, refuseDatabase, type Rows } from "./database.js";
import { dialectOf } from "./dialect.js";

const PACKAGE = "@duckdb/node-api";
const dialect = dialectOf("duckdb");
const { identifier, literal } = dialect;
/** Longest row, as everywhere. */
const MAX_ROW = 1 << 20;

/** What DuckDB reads. */
export type DuckDbSource =
  | { readonly kind: "frame"; readonly path: string; readonly extraColumns: readonly string[] }
  | { readonly kind: "parquet"; readonly path: string }
  | { readonly kind: "table"; readonly path: string; readonly table: string };

function relationOf(source: DuckDbSource): string {
  switch (source.kind) {
    case "frame": {
      const columns = objectHeader(source.extraColumns).map((name) => `${literal(name)}: 'VARCHAR'`);
      // Exactly the frame's spelling: nothing is guessed from the content.
      return `read_csv(${literal(source.path)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', new_line = '\\n', max_line_size = ${4 * MAX_ROW}, columns = {${columns.join(", ")}})`;
    }
    case "parquet":
      return `read_parquet(${literal(source.path)})`;
    case "table":
      return identifier(source.table);
  }
}

/** True where the optional package is installed. */
export async function hasDuckDb(): Promise<boolean> {
  return (await load()) !== undefined;
}

async function load(): Promise<typeof import("@duckdb/node-api") | undefined> {
  try {
    return await import("@duckdb/node-api");
  } catch {
    return undefined;
  }
}

class DuckDbDatabase implements Database {
  readonly dialect = dialect;
  readonly relation: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #path: string;

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, source: DuckDbSource) {
    this.#instance = instance;
    this.#connection = connection;
    this.#path = source.path;
    this.relation = relationOf(source);
  }

  columns(): Promise<readonly string[]> {
    return readColumns(
      this.ask(`DESCRIBE SELECT * FROM ${this.relation}`),
      this.#path,
      (type) => type === "VARCHAR" || type.startsWith("ENUM"),
    );
  }

  async *ask(sql: string): AsyncGenerator<Rows> {
    try {
      const result = await this.#connection.stream(sql);
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return;
        yield chunk.getRows().map((row) => row.map((value) => (value === null ? "" : String(value))));
      }
    } catch (error) {
      if (error instanceof DualdrawError) throw error;
      refuseDatabase(error, this.#path);
    }
  }

  fingerprint(cells: readonly string[]): string {
    return `sum(hash(${cells.join(", ")}))`;
  }

  async close(): Promise<void> {
    this.#connection.closeSync();
    this.#instance.closeSync();
    await Promise.resolve();
  }
}

/** Opens a file in DuckDB. Throws `database-missing` where it is not installed, `database-failed`, `table-missing`. */
export async function openDuckDb(source: DuckDbSource): Promise<Database> {
  const duckDb = await load();
  if (duckDb === undefined) return refuse("database-missing", { package: PACKAGE, kind: source.kind });
  try {
    const isTable = source.kind === "table";
    const instance = await duckDb.DuckDBInstance.create(
      isTable ? source.path : ":memory:",
      isTable ? { access_mode: "READ_ONLY" } : { memory_limit: "1GB", preserve_insertion_order: "false" },
    );
    return new DuckDbDatabase(instance, await instance.connect(), source);
  } catch (error) {
    return refuseDatabase(error, source.path);
  }
}
