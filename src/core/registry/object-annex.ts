import { PackedTexts } from "../text/packed-texts.js";
import { RowWriter } from "../text/row-writer.js";
import { objectSpec, privateFields } from "./columns.js";
import type { ObjectTable } from "./object-table.js";

/** Private fields of an object: address, legal representative and phone. */
const FIELDS = privateFields(objectSpec);

/** Private cells of some objects, by the order in which the objects came. */
export class PrivateColumns {
  readonly columns: readonly PackedTexts[] = FIELDS.map(() => new PackedTexts());
  /** Number of objects of which something private is known. */
  filled = 0;

  push(cells: readonly string[]): void {
    this.columns.forEach((column, i) => column.push(cells[i] ?? ""));
    if (cells.some((cell) => cell !== "")) this.filled++;
  }

  /** Adds the cells of an object from places in UTF-8 bytes, of which the private ones begin at `first`. */
  pushBytes(bytes: Uint8Array, from: Uint32Array, to: Uint32Array, first: number): void {
    let isFilled = false;
    for (let i = 0; i < this.columns.length; i++) {
      const [start, end] = [from[first + i] as number, to[first + i] as number];
      (this.columns[i] as PackedTexts).pushBytes(bytes, start, end);
      isFilled ||= end > start;
    }
    if (isFilled) this.filled++;
  }
}

/** Private cells of the objects of a table, for the annex. */
export class ObjectAnnex implements Iterable<readonly string[]> {
  static readonly header: readonly string[] = ["id", ...FIELDS];
  readonly #objects: ObjectTable;
  readonly #private: PrivateColumns;

  constructor(objects: ObjectTable, cells: PrivateColumns) {
    this.#objects = objects;
    this.#private = cells;
  }

  /** Number of objects of which something private is known. */
  get length(): number {
    return this.#private.filled;
  }

  /** Writes the row of an object, its id first; nothing if nothing private is known of it. */
  write(writer: RowWriter, row: number): void {
    const place = this.#objects.placeOf(row);
    if (this.#private.columns.every((column) => column.isEmptyAt(place))) return;
    this.#objects.writeId(writer, row);
    for (const column of this.#private.columns) column.writeTo(writer, place);
    writer.end();
  }

  /** The table as a CSV file. */
  encode(): Uint8Array {
    const writer = new RowWriter();
    writer.row(ObjectAnnex.header);
    for (let row = 0; row < this.#objects.length; row++) this.write(writer, row);
    return writer.finish();
  }

  *[Symbol.iterator](): Generator<readonly string[]> {
    for (let row = 0; row < this.#objects.length; row++) {
      const place = this.#objects.placeOf(row);
      const cells = this.#private.columns.map((column) => column.at(place));
      if (cells.some((cell) => cell !== "")) yield [this.#objects.idAt(row), ...cells];
    }
  }
}
