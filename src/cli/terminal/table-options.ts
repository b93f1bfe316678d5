import { type DialectName, dialectNames } from "../../node/engine/dialect.js";
import { openTable } from "../../node/engine/address.js";
import type { Database } from "../../node/engine/database.js";
import type { EngineChoice } from "../../node/draw/large-frame.js";
import { refuse } from "../../core/index.js";
import { readPassphraseFile } from "./passphrase.js";

/** Options of commands that can work on objects in a database. */
export interface TableOptions {
  readonly from?: string;
  readonly table?: string;
  readonly passwordFile?: string;
  readonly engine?: EngineChoice;
}

/** Runs a step with the table that the options name; without one where they name none. */
export async function withTable<T>(
  { from, table = "objects", passwordFile }: TableOptions,
  step: (table: Database | undefined) => Promise<T>,
): Promise<T> {
  if (from === undefined) return step(undefined);
  const password = passwordFile === undefined ? {} : { password: readPassphraseFile(passwordFile) };
  const database = await openTable({ from, table, ...password });
  try {
    return await step(database);
  } finally {
    await database.close();
  }
}

/** The dialect of a name. Throws `dialect-unknown` for any other. */
export function readDialect(name: string): DialectName {
  return (
    dialectNames.find((known) => known === name) ??
    refuse("dialect-unknown", { known: dialectNames.join(", ") }, {}, name)
  );
}
