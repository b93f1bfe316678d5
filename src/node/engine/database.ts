import { DualdrawError, refuse } from "../../core/index.js";
import type { Dialect } from "./dialect.js";

/** Some rows of an answer, every cell as text. */
export type Rows = readonly (readonly string[])[];

/** A database that answers questions about one table of objects. */
export interface Database {
  readonly dialect: Dialect;
  /** What stands behind FROM. */
  readonly relation: string;
  /** Names of the table's columns in their order. Throws `table-missing`, `table-column-type`. */
  readonly columns: () => Promise<readonly string[]>;
  /**
   * The answer to a question, some rows at a time. Throws `database-failed`, also when the answer ends too soon.
   *
   * @param isLong for answers that no server should hold back until they are complete: whoever asks has to count the rows
   */
  readonly ask: (sql: string, isLong?: boolean) => AsyncIterable<Rows>;
  /** An expression that changes, but for a chance of 2^-64, whenever the cells of any row do. */
  readonly fingerprint: (cells: readonly string[]) => string;
  readonly close: () => Promise<void>;
}

/** How the databases say that they do not have a table. */
const NO_TABLE = /does(?:n't| not) exist|UNKNOWN_TABLE/i;

/**
 * Names of columns from their description: a row for each, its name and its type first. Throws `table-missing`, `table-column-type`.
 *
 * @param isText true for types whose values are texts
 */
export async function readColumns(
  described: AsyncIterable<Rows>,
  table: string,
  isText: (type: string) => boolean,
): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const rows of described)
      for (const [name = "", type = ""] of rows) {
        if (!isText(type)) refuse("table-column-type", { type }, { file: table, column: name });
        names.push(name);
      }
  } catch (error) {
    const reason = error instanceof DualdrawError ? String(error.fault.details["reason"] ?? "") : "";
    if (NO_TABLE.test(reason)) refuse("table-missing", { reason }, { file: table });
    throw error;
  }
  return names;
}

/** Turns whatever a client throws into a fault. */
export function refuseDatabase(error: unknown, address?: string): never {
  return refuse(
    "database-failed",
    { reason: error instanceof Error ? error.message : String(error) },
    address === undefined ? {} : { file: address },
  );
}
