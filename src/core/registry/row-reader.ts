import type { Place } from "../fault/fault.js";
import type { FaultList } from "../fault/fault-list.js";
import { sortedSet } from "../text/order.js";
import type { PlainRows } from "../text/plain-rows.js";
import { type Column, findColumn, findExtraColumn, type TableSpec } from "./columns.js";
import { hasInvisibleCharacter, isSampleRow, isSuspect } from "./cells.js";

const NONE: readonly string[] = [];

/** Takes the rows of a file one after the other, the header first. Lines count from 1. */
export interface RowSink {
  header(cells: readonly string[], line: number): void;
  row(cells: readonly string[], line: number): void;
  /** Takes a plain row as it stands in the bytes of the file; false if it has to come as texts. */
  plain?(cells: PlainRows, line: number): boolean;
}

/** Where the fields of a row stand in bytes, by their position in the spec, and the extra columns. */
export interface FieldPlaces {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly extraFrom: Uint32Array;
  readonly extraTo: Uint32Array;
}

interface FieldSource {
  readonly column: Column;
  /** Positions in the file, in the order of the spec's headers; the first filled one counts. */
  readonly positions: readonly number[];
}

/** A row whose cells were found and trimmed, by the position of the field in the spec. */
export interface FieldRow {
  readonly line: number;
  readonly values: readonly string[];
  readonly extra: readonly string[];
  /** The row as it stands in the file. */
  readonly cells: readonly string[];
}

/**
 * Finds the columns of a table in a file, trims and checks every cell against the rules that all tables share, and
 * hands the rows on. Columns may stand in any order, under Chinese or English headers; unknown ones are listed.
 */
export class RowReader implements RowSink {
  readonly #spec: TableSpec;
  readonly #file: string;
  readonly #faults: FaultList;
  readonly #extraColumns: readonly string[];
  readonly #onRow: (row: FieldRow) => void;
  #header: readonly string[] = [];
  #sources: readonly FieldSource[] = [];
  #extraPositions: readonly number[] = [];
  #usable = false;
  readonly #places: FieldPlaces;

  /**
   * @param file name of the file for messages
   * @param extraColumns headers or field names of further columns to hand on with each row
   */
  constructor(
    spec: TableSpec,
    file: string,
    faults: FaultList,
    extraColumns: readonly string[],
    onRow: (row: FieldRow) => void,
  ) {
    this.#spec = spec;
    this.#file = file;
    this.#faults = faults;
    this.#extraColumns = extraColumns;
    this.#onRow = onRow;
    const numbers = (length: number): Uint32Array => new Uint32Array(length);
    this.#places = {
      from: numbers(spec.columns.length),
      to: numbers(spec.columns.length),
      extraFrom: numbers(extraColumns.length),
      extraTo: numbers(extraColumns.length),
    };
  }

  header(cells: readonly string[], line: number): void {
    this.#header = cells.map((cell) => cell.replace(/^\ufeff/, "").trim());
    const place = { file: this.#file, line };
    const seen = new Set<string>();
    for (const name of this.#header) {
      if (name !== "" && seen.has(name)) this.#faults.add("column-repeated", place, name);
      seen.add(name);
    }
    this.#sources = this.#spec.columns.map((column) => ({
      column,
      positions: findColumn(column, this.#header),
    }));
    const used = new Set(this.#sources.flatMap((source) => source.positions));
    this.#usable = true;
    for (const { column, positions } of this.#sources) {
      if (column.required !== true || positions.length > 0) continue;
      this.#usable = false;
      this.#faults.add("column-missing", place, undefined, {
        expected: [...column.headers, column.field].join(" / "),
        found: this.#header.join("、"),
      });
    }
    this.#extraPositions = this.#extraColumns.map((name) => this.#positionOfExtra(name, used, place));
    const ignored = this.#header.filter((name, i) => name !== "" && !used.has(i));
    if (ignored.length > 0)
      this.#faults.add("columns-ignored", place, undefined, { columns: ignored.join("、") });
  }

  #positionOfExtra(name: string, used: Set<number>, place: { file: string; line: number }): number {
    const position = findExtraColumn(this.#spec, name, this.#header);
    if (position < 0) {
      this.#usable = false;
      this.#faults.add("column-stratum-missing", place, name, { found: sortedSet(this.#header).join("、") });
    } else used.add(position);
    return position;
  }

  row(cells: readonly string[], line: number): void {
    if (!this.#usable) return;
    const text = cells.join(" ");
    if (text.trim() === "") return;
    if (cells.length !== this.#header.length) {
      this.#faults.add("row-width", { file: this.#file, line }, undefined, {
        expected: this.#header.length,
        found: cells.length,
      });
      return;
    }
    const suspect = isSuspect(text);
    if (suspect && isSampleRow(text)) {
      this.#faults.add("row-sample", { file: this.#file, line }, cells.find(isSampleRow) ?? "");
      return;
    }
    const clean =
      suspect && hasInvisibleCharacter(text)
        ? cells.map((cell, position) => this.#clean(cell, position, line))
        : cells;
    const values: string[] = [];
    for (const source of this.#sources) values.push(this.#value(source, clean, line));
    const extra =
      this.#extraPositions.length === 0
        ? NONE
        : this.#extraPositions.map((position) => (clean[position] ?? "").trim());
    this.#onRow({ line, values, extra, cells });
  }

  /** Finds the fields of a plain row; undefined if it is not as wide as the header. The places are those of this row until the next one. */
  protected findFields({ count, starts, ends }: PlainRows): FieldPlaces | undefined {
    if (!this.#usable || count !== this.#header.length) return undefined;
    const { from, to, extraFrom, extraTo } = this.#places;
    for (let i = 0; i < this.#sources.length; i++) {
      from[i] = to[i] = 0;
      for (const position of (this.#sources[i] as FieldSource).positions) {
        from[i] = starts[position] as number;
        to[i] = ends[position] as number;
        if (from[i] !== to[i]) break;
      }
    }
    for (let i = 0; i < this.#extraPositions.length; i++) {
      const position = this.#extraPositions[i] as number;
      extraFrom[i] = starts[position] as number;
      extraTo[i] = ends[position] as number;
    }
    return this.#places;
  }

  #value(source: FieldSource, cells: readonly string[], line: number): string {
    for (const position of source.positions) {
      const value = (cells[position] as string).trim();
      if (value !== "") return value;
    }
    if (source.column.required === true)
      this.#faults.add("cell-empty", this.#placeOfColumn(source.column, line));
    return "";
  }

  #clean(cell: string, position: number, line: number): string {
    const trimmed = cell.trim();
    if (!hasInvisibleCharacter(trimmed)) return trimmed;
    const place = { file: this.#file, line, column: this.#header[position] ?? "" };
    const folded = trimmed.replace(/\s*[\r\n]+\s*/g, " ");
    if (folded !== trimmed) this.#faults.add("cell-line-break", place, trimmed);
    if (hasInvisibleCharacter(folded)) this.#faults.add("cell-invisible", place, folded);
    return folded;
  }

  /** File, line and header of a field in a row; of several columns that mean it, the first filled one. */
  placeOf(field: string, row: FieldRow): Place {
    const source = this.#sources.find((known) => known.column.field === field);
    const positions = source?.positions ?? [];
    const position = positions.find((at) => (row.cells[at] ?? "").trim() !== "") ?? positions[0];
    const column = position === undefined ? field : (this.#header[position] ?? field);
    return { file: this.#file, line: row.line, column };
  }

  /** {@link placeOf} whatever the row: file, and all headers that mean the field. */
  protected placeOfAll(field: string): Place {
    const positions = this.#sources.find(({ column }) => column.field === field)?.positions ?? [];
    return { file: this.#file, column: positions.map((at) => this.#header[at]).join(" / ") };
  }

  #placeOfColumn(column: Column, line: number): Place {
    const positions = findColumn(column, this.#header);
    return { file: this.#file, line, column: this.#header[positions[0] ?? -1] ?? column.field };
  }
}
