import { refuse } from "../../core/index.js";
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

/** Turns whatever a client throws into a fault. */
export function refuseDatabase(error: unknown, address?: string): never {
  return refuse(
    "database-failed",
    { reason: error instanceof Error ? error.message : String(error) },
    address === undefined ? {} : { file: address },
  );
}
