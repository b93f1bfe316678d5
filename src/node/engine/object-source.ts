import type { Database, Rows } from "./database.js";
import { type CandidateRequest, type ObjectColumns, ObjectSql } from "./object-sql.js";

/** Objects in a table of columns, which answers where its rows are. Every cell is a text. */
export interface ObjectSource {
  /** Name of the table for messages. */
  readonly relation: string;
  /** Names of the columns in their order. */
  columns(): Promise<readonly string[]>;
  /** Every combination of the deciding columns, and behind it how many objects have it. */
  combinations(columns: ObjectColumns): Promise<Rows>;
  /** The rows of some ids, as far as there are any. */
  rowsOf(columns: ObjectColumns, ids: readonly string[]): Promise<Rows>;
  /** The rows that a request takes in, and maybe some more. */
  candidates(columns: ObjectColumns, request: CandidateRequest): Promise<Rows>;
  close(): Promise<void>;
}

/** Ids that one question may name. */
const IDS_AT_ONCE = 20_000;

/** Objects in a table of a database, asked by SQL. */
export class SqlObjects implements ObjectSource {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get relation(): string {
    return this.#database.relation;
  }

  columns(): Promise<readonly string[]> {
    return this.#database.columns();
  }

  combinations(columns: ObjectColumns): Promise<Rows> {
    return this.#collect(this.#sql(columns).combinations());
  }

  async rowsOf(columns: ObjectColumns, ids: readonly string[]): Promise<Rows> {
    const sql = this.#sql(columns);
    const rows: (readonly string[])[] = [];
    for (let i = 0; i < ids.length; i += IDS_AT_ONCE)
      for (const row of await this.#collect(sql.rowsOf(ids.slice(i, i + IDS_AT_ONCE)))) rows.push(row);
    return rows;
  }

  candidates(columns: ObjectColumns, request: CandidateRequest): Promise<Rows> {
    return this.#collect(this.#sql(columns).candidates(request));
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #sql(columns: ObjectColumns): ObjectSql {
    return new ObjectSql(this.#database.dialect, this.#database.relation, columns);
  }

  async #collect(sql: string): Promise<Rows> {
    const all: (readonly string[])[] = [];
    for await (const rows of this.#database.ask(sql)) for (const row of rows) all.push(row);
    return all;
  }
}
