import { encodeCell, RowWriter } from "../text/row-writer.js";
import { splitValues } from "./cells.js";
import { type CodedField, codedFields, isList } from "./coded-column.js";
import { frameFields, objectSpec } from "./columns.js";
import type { ObjectRegistry } from "./object-registry.js";
import type { ObjectTable } from "./object-table.js";

/** Header of the object frame. */
export function objectHeader(extraColumns: readonly string[]): string[] {
  return [...frameFields(objectSpec), ...extraColumns];
}

/** A cell of a coded column as the frame holds it, of several values each once. */
export function encodeCoded(field: CodedField, value: string): Uint8Array {
  return encodeCell(isList(field) ? splitValues(value).join(";") : value);
}

/** Writes rows of a table as the object frame holds them; each value of the coded columns is encoded once. */
export class ObjectRowWriter {
  readonly #objects: ObjectTable;
  readonly #coded: readonly { readonly field: CodedField; readonly cells: readonly Uint8Array[] }[];
  readonly #extra: readonly (readonly Uint8Array[])[];

  constructor(objects: ObjectTable, extraColumns: readonly string[]) {
    this.#objects = objects;
    this.#coded = codedFields.map((field) => ({
      field,
      cells: objects.valuesOf(field).map((value) => encodeCoded(field, value)),
    }));
    this.#extra = extraColumns.map((_, i) => objects.valuesOfExtra(i).map(encodeCell));
  }

  write(writer: RowWriter, row: number): void {
    const objects = this.#objects;
    objects.writeId(writer, row);
    objects.writeName(writer, row);
    for (const { field, cells } of this.#coded)
      writer.formatted(cells[objects.codeAt(field, row)] as Uint8Array);
    for (let i = 0; i < this.#extra.length; i++)
      writer.formatted(
        (this.#extra[i] as readonly Uint8Array[])[objects.codeOfExtraAt(i, row)] as Uint8Array,
      );
    writer.end();
  }
}

const PIECE = 1 << 20;

/** The object frame, about a megabyte at a time; a piece may be used until the next one is asked for. */
export function* encodeObjectPieces(
  objects: ObjectRegistry,
  extraColumns: readonly string[],
): Generator<Uint8Array> {
  const writer = new RowWriter();
  writer.row(objectHeader(extraColumns));
  for (const batch of objects.batches()) {
    const rows = new ObjectRowWriter(batch, extraColumns);
    for (let row = 0; row < batch.length; row++) {
      rows.write(writer, row);
      if (writer.length < PIECE) continue;
      yield writer.finish();
      writer.clear();
    }
  }
  yield writer.finish();
}

/** The object frame as a whole. */
export function encodeObjects(objects: ObjectRegistry, extraColumns: readonly string[]): Uint8Array {
  const pieces = Array.from(encodeObjectPieces(objects, extraColumns), (piece) => piece.slice());
  const frame = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    frame.set(piece, at);
    at += piece.length;
  }
  return frame;
}
