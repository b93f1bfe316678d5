import type { Label } from "../../core/index.js";
import type { Dialect } from "./dialect.js";

/** Columns of a table of objects, by their names. */
export interface ObjectColumns {
  /** The id may stand in several, of which the first filled one counts. */
  readonly id: readonly string[];
  /** Those that decide on the cell. */
  readonly deciding: readonly string[];
  readonly all: readonly string[];
}

/** Cells that have the same cut-off: combinations of values in some of the deciding columns. */
export interface CandidateClass {
  readonly combinations: readonly (readonly string[])[];
  /** Hex digits; undefined takes in everything. */
  readonly below: string | undefined;
}

/** What a task takes from a table before its cells are known exactly: a few more objects than it draws. */
export interface CandidateRequest {
  readonly seed: string;
  readonly label: Label;
  /** Columns of which only some values are in scope, by their number among the deciding ones. */
  readonly within: readonly { readonly column: number; readonly values: readonly string[] }[];
  /** Columns by which the classes are told apart. */
  readonly columns: readonly number[];
  readonly classes: readonly CandidateClass[];
}

/** Above every ticket. */
const ABOVE_ALL = "g";

/** Characters of which one that stands in no value parts the values of a combination. */
const PARTING = ["|", "~", "^", "#", "@", "!", "%", "$"];

function findParting(combinations: Iterable<readonly string[]>): string {
  let free = [...PARTING, ...Array.from({ length: 256 }, (_, i) => String.fromCharCode(0xe000 + i))];
  for (const values of combinations)
    for (const value of values) free = free.filter((character) => !value.includes(character));
  const [first] = free;
  if (first === undefined) throw new RangeError("no character is left to part the values of a cell");
  return first;
}

/**
 * The questions to a table of objects, as SQL without nested queries, so that a table that is spread over servers answers where its rows are. Every
 * cell is a text, and a missing one the empty text.
 */
export class ObjectSql {
  readonly #dialect: Dialect;
  readonly #relation: string;
  readonly #columns: ObjectColumns;

  /** @param relation what stands behind FROM */
  constructor(dialect: Dialect, relation: string, columns: ObjectColumns) {
    this.#dialect = dialect;
    this.#relation = relation;
    this.#columns = columns;
  }

  #cell(column: string): string {
    return `coalesce(${this.#dialect.identifier(column)}, '')`;
  }

  #deciding(column: number): string {
    return this.#cell(this.#columns.deciding[column] as string);
  }

  #list(values: readonly string[]): string {
    return values.map((value) => this.#dialect.literal(value)).join(", ");
  }

  get #id(): string {
    const cells = this.#columns.id.map((column) => this.#cell(column));
    const last = cells.at(-1) as string;
    const filled = cells.slice(0, -1).map((cell) => `WHEN ${cell} <> '' THEN ${cell} `);
    return filled.length === 0 ? last : `CASE ${filled.join("")}ELSE ${last} END`;
  }

  /** All rows, all columns. */
  rows(): string {
    return `SELECT ${this.#columns.all.map((column) => this.#cell(column)).join(", ")}\nFROM ${this.#relation}`;
  }

  /** Number of rows, and an expression over all cells that tells whether any of them changed. */
  state(fingerprint: (cells: readonly string[]) => string): string {
    const cells = this.#columns.all.map((column) => this.#cell(column));
    return `SELECT count(*), ${fingerprint(cells)}\nFROM ${this.#relation}`;
  }

  /** The rows of some ids, all columns. */
  rowsOf(ids: readonly string[]): string {
    return `${this.rows()}\nWHERE ${this.#id} IN (${this.#list(ids)})`;
  }

  /** Every combination of the deciding columns, and how many objects have it. */
  combinations(): string {
    const cells = this.#columns.deciding.map((column) => this.#cell(column)).join(", ");
    return `SELECT ${cells}, count(*)\nFROM ${this.#relation}\nGROUP BY ${cells}`;
  }

  /** The rows that a request takes in, all columns. */
  candidates({ seed, label, within, columns, classes }: CandidateRequest): string {
    const { literal, concatenate, digest } = this.#dialect;
    const parting = findParting(classes.flatMap(({ combinations }) => combinations));
    const cells = columns.flatMap((column, i) =>
      i === 0 ? [this.#deciding(column)] : [literal(parting), this.#deciding(column)],
    );
    const key = cells.length === 1 ? cells.join("") : concatenate(cells);
    const cutOffs = classes.map(({ combinations, below = ABOVE_ALL }) => {
      const keys = combinations.map((values) => values.join(parting));
      return `    WHEN ${key} IN (${this.#list(keys)}) THEN '${below}'`;
    });
    const ticket = digest(concatenate([literal(`${seed}:${label}:`), this.#id]));
    const scope = within.map(({ column, values }) => `${this.#deciding(column)} IN (${this.#list(values)})`);
    const chosen = [...scope, `${ticket} < CASE\n${cutOffs.join("\n")}\n    ELSE '' END`];
    return `${this.rows()}\nWHERE ${chosen.join("\n  AND ")}`;
  }
}
