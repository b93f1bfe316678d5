import type { ClickHouseClient } from "@clickhouse/client";
import { DualdrawError, refuse } from "../../core/index.js";
import { type Database, readColumns, refuseDatabase, type Rows } from "./database.js";
import { dialectOf } from "./dialect.js";

const PACKAGE = "@clickhouse/client";
const dialect = dialectOf("clickhouse");
const MOST_BYTES_OF_SQL = 1 << 28;
const MOST_ELEMENTS = 10_000_000;
const REQUEST_MS = 3_600_000;

/** How a cluster, or one server, is reached. */
export interface ClickHouseAddress {
  /** http or https, host and port. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** A table, `Distributed` ones too; with a point, of another database. */
  readonly table: string;
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", 0: "\0" };

/** Cells of a line of the format TabSeparated. */
function parseLine(line: string): string[] {
  return line
    .split("\t")
    .map((cell) => cell.replace(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character));
}

/** The rows of a stream of tab-separated lines; the last one has to end. */
async function* readLines(stream: AsyncIterable<unknown>): AsyncGenerator<Rows> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  for await (const piece of stream) {
    const text = rest + decoder.decode(piece as Uint8Array, { stream: true });
    const end = text.lastIndexOf("\n");
    rest = text.slice(end + 1);
    if (end > 0) yield text.slice(0, end).split("\n").map(parseLine);
  }
  if (rest + decoder.decode() !== "") throw new Error("the answer ends within a row");
}

class ClickHouseDatabase implements Database {
  readonly dialect = dialect;
  readonly relation: string;
  readonly #client: ClickHouseClient;
  readonly #address: ClickHouseAddress;

  constructor(client: ClickHouseClient, address: ClickHouseAddress) {
    this.#client = client;
    this.#address = address;
    this.relation = address.table.split(".").map(dialect.identifier).join(".");
  }

  columns(): Promise<readonly string[]> {
    return readColumns(this.ask(`DESCRIBE TABLE ${this.relation}`), this.#address.table, (type) =>
      /^(?:LowCardinality\()?(?:Nullable\()?String\)*$/.test(type),
    );
  }

  async *ask(sql: string, isLong = false): AsyncGenerator<Rows> {
    try {
      const { stream } = await this.#client.exec({
        query: `${sql} FORMAT TabSeparated`,
        clickhouse_settings: {
          // A question may name thousands of ids or cells.
          max_query_size: String(MOST_BYTES_OF_SQL),
          max_ast_elements: String(MOST_ELEMENTS),
          max_expanded_ast_elements: String(MOST_ELEMENTS),
          // Without waiting for the end an error after the first rows would come as a row.
          ...(isLong ? {} : { wait_end_of_query: 1 }),
        },
      });
      yield* readLines(stream);
    } catch (error) {
      if (error instanceof DualdrawError) throw error;
      refuseDatabase(error, this.#address.url);
    }
  }

  fingerprint(cells: readonly string[]): string {
    return `sum(sipHash64(${cells.join(", ")}))`;
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** Opens a table of a ClickHouse server. Throws `database-missing` where the client is not installed. */
export async function openClickHouse(address: ClickHouseAddress): Promise<Database> {
  const client = await import("@clickhouse/client").catch(() => undefined);
  if (client === undefined) return refuse("database-missing", { package: PACKAGE, kind: "clickhouse://" });
  const { url, user: username, password, database } = address;
  return new ClickHouseDatabase(
    client.createClient({
      url,
      username,
      password,
      database,
      request_timeout: REQUEST_MS,
      compression: { response: false, request: false },
      log: { level: client.ClickHouseLogLevel.OFF },
    }),
    address,
  );
}
