import { refuse } from "../../core/index.js";
import { openClickHouse } from "./clickhouse.js";
import type { Database } from "./database.js";
import { openDuckDb } from "./duckdb.js";

/** A table of objects in a database, as a user names it. */
export interface TableAddress {
  /** `clickhouse://USER@HOST:8123/DATABASE`, `clickhouses://…` or `duckdb:///FILE`. */
  readonly from: string;
  readonly table: string;
  readonly password?: string;
}

const SCHEMES: Readonly<Record<string, string>> = { "clickhouse:": "http:", "clickhouses:": "https:" };

function readAddress(from: string): URL {
  try {
    const url = new URL(from);
    if (url.password === "" && url.search === "" && url.hash === "") return url;
  } catch {
    // Refused below, as any other address that is none.
  }
  return refuse("database-address", {}, {}, from);
}

/** Opens a table. Throws `database-address`, and what the databases throw. */
export function openTable({ from, table, password = "" }: TableAddress): Promise<Database> {
  const url = readAddress(from);
  if (url.protocol === "duckdb:")
    return openDuckDb({ kind: "table", path: decodeURIComponent(url.pathname), table });
  const scheme = SCHEMES[url.protocol];
  if (scheme === undefined || url.host === "") return refuse("database-address", {}, {}, from);
  return openClickHouse({
    url: `${scheme}//${url.host}`,
    user: url.username === "" ? "default" : decodeURIComponent(url.username),
    password,
    database: url.pathname.length > 1 ? decodeURIComponent(url.pathname.slice(1)) : "default",
    table,
  });
}
