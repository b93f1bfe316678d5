import { PackedTexts } from "../text/packed-texts.js";
import { sortPacked } from "../text/sort-packed.js";
import type { RowWriter } from "../text/row-writer.js";
import { encodeUtf8 } from "../text/utf8.js";
import { splitValues } from "./cells.js";
import { CodedColumn, type CodedField, codedFields } from "./coded-column.js";
import type { FieldPlaces } from "./row-reader.js";
import type { ObjectRegistry } from "./object-registry.js";
import type { InspectionObject } from "./types.js";

/** Collects objects for a table, in any order. */
export class ObjectTableBuilder {
  readonly ids = new PackedTexts();
  readonly names = new PackedTexts();
  readonly columns: Readonly<Record<CodedField, CodedColumn>>;
  readonly extra: readonly CodedColumn[];

  constructor(extraColumns: number) {
    this.columns = Object.fromEntries(codedFields.map((field) => [field, new CodedColumn()])) as Record<
      CodedField,
      CodedColumn
    >;
    this.extra = Array.from({ length: extraColumns }, () => new CodedColumn());
  }

  get length(): number {
    return this.ids.length;
  }

  /** Bytes of ids and names. */
  get bytes(): number {
    return this.ids.bytes + this.names.bytes;
  }

  /** Adds a row: lists as they stand, several values with `;` between them. */
  push(id: string, name: string, coded: readonly string[], extra: readonly string[]): void {
    this.ids.push(id);
    this.names.push(name);
    codedFields.forEach((field, i) => this.columns[field].push(this.columns[field].codeOf(coded[i] ?? "")));
    this.extra.forEach((column, i) => column.push(column.codeOf(extra[i] ?? "")));
  }

  /** Adds a row from its places in UTF-8 bytes. */
  pushBytes(bytes: Uint8Array, { from, to, extraFrom, extraTo }: FieldPlaces): void {
    this.ids.pushBytes(bytes, from[0] as number, to[0] as number);
    this.names.pushBytes(bytes, from[1] as number, to[1] as number);
    for (let i = 0; i < codedFields.length; i++) {
      const column = this.columns[codedFields[i] as CodedField];
      column.push(column.codeOfBytes(bytes, from[i + 2] as number, to[i + 2] as number));
    }
    for (let i = 0; i < this.extra.length; i++) {
      const column = this.extra[i] as CodedColumn;
      column.push(column.codeOfBytes(bytes, extraFrom[i] as number, extraTo[i] as number));
    }
  }

  /** The table, by id in code-point order. Nothing may be pushed afterwards. */
  finish(): ObjectTable {
    const { ids } = this;
    let isSorted = true;
    for (let i = 1; i < ids.length && isSorted; i++) isSorted = ids.compare(i - 1, i) <= 0;
    if (isSorted)
      return new ObjectTable(
        this,
        ids,
        Uint32Array.from({ length: ids.length }, (_, i) => i),
      );
    const order = sortPacked(ids);
    // What is read at every walk stands in order; names are looked up where they came.
    for (const column of [...Object.values(this.columns), ...this.extra]) column.arrange(order);
    return new ObjectTable(this, ids.arranged(order), order);
  }
}

/**
 * The objects of a draw, packed, in code-point order of their ids. A row is a place in that order; {@link at} makes an object of it at every
 * call.
 */
export class ObjectTable implements ObjectRegistry {
  readonly #parts: ObjectTableBuilder;
  readonly #ids: PackedTexts;
  /** Places of the rows in the order in which they came. */
  readonly #order: Uint32Array;
  readonly #lists = new Map<string, readonly string[]>();

  constructor(parts: ObjectTableBuilder, ids: PackedTexts, order: Uint32Array) {
    this.#parts = parts;
    this.#ids = ids;
    this.#order = order;
  }

  /** The table of some objects, whatever their order. */
  static from(objects: Iterable<InspectionObject>, extraColumns: readonly string[]): ObjectTable {
    const builder = new ObjectTableBuilder(extraColumns.length);
    for (const {
      id,
      name,
      type,
      region,
      industry,
      risk,
      credit,
      status,
      departments,
      tags,
      extra,
    } of objects) {
      const lists = [departments, tags].map((values) => values.join(";"));
      builder.push(id, name, [type, region, industry, risk, credit, status, ...lists], extra);
    }
    return builder.finish();
  }

  get length(): number {
    return this.#order.length;
  }

  /** Id of a row. */
  idAt(row: number): string {
    return this.#ids.at(row);
  }

  /** Name of a row. */
  nameAt(row: number): string {
    return this.#parts.names.at(this.placeOf(row));
  }

  /** UTF-8 bytes of the id of a row: a view. */
  idBytesAt(row: number): Uint8Array {
    return this.#ids.bytesAt(row);
  }

  /** Writes the id of a row as a cell. */
  writeId(writer: RowWriter, row: number): void {
    this.#ids.writeTo(writer, row);
  }

  /** Writes the name of a row as a cell. */
  writeName(writer: RowWriter, row: number): void {
    this.#parts.names.writeTo(writer, this.#order[row] as number);
  }

  /** Distinct values of a field, several ones with `;` between them. */
  valuesOf(field: CodedField): readonly string[] {
    return this.#parts.columns[field].values;
  }

  /** Distinct values of an extra column. */
  valuesOfExtra(index: number): readonly string[] {
    return this.#parts.extra[index]?.values ?? [];
  }

  /** Number of a row's value among {@link valuesOf}. */
  codeAt(field: CodedField, row: number): number {
    return this.#parts.columns[field].codeAt(row);
  }

  /** Value of a row in a field, several ones with `;` between them. */
  valueAt(field: CodedField, row: number): string {
    return this.#parts.columns[field].at(row);
  }

  codeOfExtraAt(index: number, row: number): number {
    return (this.#parts.extra[index] as CodedColumn).codeAt(row);
  }

  /** The values of a cell of several, each list made once. */
  listOf(cell: string): readonly string[] {
    let list = this.#lists.get(cell);
    if (list === undefined) this.#lists.set(cell, (list = splitValues(cell)));
    return list;
  }

  /** The object of a row. */
  at(row: number): InspectionObject {
    const { columns, extra } = this.#parts;
    return {
      id: this.#ids.at(row),
      name: this.nameAt(row),
      type: columns.type.at(row),
      region: columns.region.at(row),
      industry: columns.industry.at(row),
      risk: columns.risk.at(row),
      credit: columns.credit.at(row),
      status: columns.status.at(row),
      departments: this.listOf(columns.departments.at(row)),
      tags: this.listOf(columns.tags.at(row)),
      extra: extra.map((column) => column.at(row)),
    };
  }

  /** Place of an id in the order in which rows came, of a row: where what is private of it stands. */
  placeOf(row: number): number {
    return this.#order[row] as number;
  }

  /** Row of an id; undefined if no object has it. */
  rowOf(id: string): number | undefined {
    const wanted = encodeUtf8(id);
    const row = this.#ids.countUpTo(wanted) - 1;
    return row >= 0 && this.#ids.equals(row, wanted, 0, wanted.length) ? row : undefined;
  }

  /** The object of an id; undefined if there is none. */
  find(id: string): InspectionObject | undefined {
    const row = this.rowOf(id);
    return row === undefined ? undefined : this.at(row);
  }

  batches(): readonly ObjectTable[] {
    return [this];
  }

  *[Symbol.iterator](): Generator<InspectionObject> {
    for (let row = 0; row < this.length; row++) yield this.at(row);
  }
}
