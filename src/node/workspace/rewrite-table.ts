import { FaultList, refuse, refuseErrors, type RowSink, type TableSpec } from "../../core/index.js";
import { replaceFile } from "../disk/durable-write.js";
import { digestPath } from "../disk/read-file.js";
import { withFileLock } from "../disk/lock.js";
import { encodeList } from "../draw/draw-directory.js";
import { readTableFile } from "../registry/registry-files.js";

/** A table as it stands in a file, cell by cell, whatever columns it has. */
class RawTable implements RowSink {
  names: string[] = [];
  readonly rows: string[][] = [];

  header(cells: readonly string[]): void {
    this.names = cells.map((cell) => cell.replace(/^\ufeff/, "").trim());
  }

  row(cells: readonly string[]): void {
    if (cells.some((cell) => cell.trim() !== "")) this.rows.push([...cells]);
  }
}

/** A table that is being changed, by the columns that the program knows. */
export class TableEdit {
  readonly #raw: RawTable;
  readonly #spec: TableSpec;

  constructor(raw: RawTable, spec: TableSpec) {
    this.#raw = raw;
    this.#spec = spec;
  }

  get rows(): readonly string[][] {
    return this.#raw.rows;
  }

  /** The cell of a field: of several columns that mean it, the first filled one. */
  get(row: readonly string[], field: string): string {
    const filled = this.#positions(field).find((at) => (row[at] ?? "").trim() !== "");
    return filled === undefined ? "" : (row[filled] ?? "").trim();
  }

  /** Changes a cell; a column that the file does not have is added with its Chinese header. */
  set(row: string[], field: string, value: string): void {
    let [at] = this.#positions(field);
    if (at === undefined) {
      at = this.#raw.names.length;
      this.#raw.names.push(this.#spec.columns.find((column) => column.field === field)?.headers[0] ?? field);
    }
    while (row.length <= at) row.push("");
    row[at] = value;
  }

  /** Adds a row. */
  add(cells: Readonly<Record<string, string>>): void {
    const row = this.#raw.names.map(() => "");
    for (const [field, value] of Object.entries(cells)) this.set(row, field, value);
    this.#raw.rows.push(row);
  }

  #positions(field: string): number[] {
    const column = this.#spec.columns.find((known) => known.field === field);
    const names = column === undefined ? [field] : [...column.headers, column.field];
    return names.map((name) => this.#raw.names.indexOf(name)).filter((at) => at >= 0);
  }

  encode(): Uint8Array {
    const width = this.#raw.names.length;
    const rows = this.#raw.rows.map((row) => [
      ...row,
      ...Array.from({ length: width - row.length }, () => ""),
    ]);
    return encodeList([this.#raw.names, ...rows]);
  }
}

/**
 * Changes a table of the workspace as a whole, or not at all; the file becomes UTF-8 with comma and CRLF. Throws `file-changed` where
 * somebody saved the file meanwhile: nobody's work is overwritten.
 */
export async function rewriteTable(
  path: string,
  spec: TableSpec,
  change: (table: TableEdit) => void,
): Promise<void> {
  const raw = new RawTable();
  const faults = new FaultList();
  const { sha256 } = await readTableFile(path, path, spec, raw, faults);
  refuseErrors(faults);
  const table = new TableEdit(raw, spec);
  change(table);
  withFileLock(path, () => {
    if (digestPath(path).sha256 !== sha256) refuse("file-changed", {}, { file: path });
    replaceFile(path, table.encode());
  });
}
