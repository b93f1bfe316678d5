import { parseRows } from "../text/csv.js";
import { PackedTexts } from "../text/packed-texts.js";
import { RowWriter } from "../text/row-writer.js";
import { objectSpec, privateFields } from "./columns.js";
import type { ObjectTable } from "./object-table.js";
import type { FieldPlaces } from "./row-reader.js";

/** Private fields of an object: address, legal representative and phone. */
const FIELDS = privateFields(objectSpec);

/** Private cells of some objects, by the order in which the objects came: of each its row in the annex, without the id. */
export class PrivateCells {
  readonly #rows = new PackedTexts();
  readonly #writer = new RowWriter();
  /** Number of objects of which something private is known. */
  filled = 0;

  push(cells: readonly string[]): void {
    if (cells.some((cell) => cell !== "")) this.#writer.row(cells);
    this.#keep();
  }

  /** Adds the cells of an object from places in UTF-8 bytes, of which the private ones begin at `first`. */
  pushBytes(bytes: Uint8Array, { from, to }: FieldPlaces, first: number): void {
    let isFilled = false;
    for (let i = first; i < from.length; i++) isFilled ||= from[i] !== to[i];
    if (isFilled) {
      for (let i = first; i < from.length; i++) this.#writer.cell(bytes, from[i], to[i]);
      this.#writer.end();
    }
    this.#keep();
  }

  #keep(): void {
    const row = this.#writer.finish();
    this.#rows.pushBytes(row, 0, row.length);
    if (row.length > 0) this.filled++;
    this.#writer.clear();
  }

  /** The row of an object behind its id, with the line feed; empty if nothing private is known of it. */
  bytesAt(place: number): Uint8Array {
    return this.#rows.bytesAt(place);
  }
}

/** Private cells of the objects of a table, for the annex. */
export class ObjectAnnex implements Iterable<readonly string[]> {
  static readonly header: readonly string[] = ["id", ...FIELDS];
  readonly #objects: ObjectTable;
  readonly #private: PrivateCells;

  constructor(objects: ObjectTable, cells: PrivateCells) {
    this.#objects = objects;
    this.#private = cells;
  }

  /** Number of objects of which something private is known. */
  get length(): number {
    return this.#private.filled;
  }

  /** Writes the row of an object, its id first; nothing if nothing private is known of it. */
  write(writer: RowWriter, row: number): void {
    const cells = this.#private.bytesAt(this.#objects.placeOf(row));
    if (cells.length === 0) return;
    this.#objects.writeId(writer, row);
    writer.endWith(cells);
  }

  /** The table as a CSV file. */
  encode(): Uint8Array {
    const writer = new RowWriter();
    writer.row(ObjectAnnex.header);
    for (let row = 0; row < this.#objects.length; row++) this.write(writer, row);
    return writer.finish();
  }

  /** Rows of the table, id first. */
  *[Symbol.iterator](): Generator<readonly string[]> {
    for (let row = 0; row < this.#objects.length; row++) {
      const rows: string[][] = [];
      parseRows(this.#private.bytesAt(this.#objects.placeOf(row)), (cells) => rows.push(cells));
      for (const cells of rows) yield [this.#objects.idAt(row), ...cells];
    }
  }
}
