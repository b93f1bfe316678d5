import type { Place } from "../fault/fault.js";
import type { FaultList } from "../fault/fault-list.js";
import { PackedTexts } from "../text/packed-texts.js";
import { RowWriter } from "../text/row-writer.js";
import { objectSpec, privateFields } from "./columns.js";
import { checkCreditCodeOf, IdRegister } from "./id-check.js";
import { codedFields } from "./coded-column.js";
import { type ObjectTable, ObjectTableBuilder } from "./object-table.js";
import { type FieldRow, RowReader } from "./row-reader.js";
import { EXISTING, OTHER_STATUSES, readStatus } from "./status.js";

/** Private cells of some objects, for the annex: id first, then address, legal representative and phone; in the order of the ids. */
export class ObjectAnnex implements Iterable<readonly string[]> {
  readonly #objects: ObjectTable;
  readonly #columns: readonly PackedTexts[];
  /** Number of objects of which something private is known. */
  readonly length: number;

  constructor(objects: ObjectTable, columns: readonly PackedTexts[], length: number) {
    this.#objects = objects;
    this.#columns = columns;
    this.length = length;
  }

  /** The table as a CSV file, its header first. */
  encode(): Uint8Array {
    const writer = new RowWriter();
    writer.row(["id", ...privateFields(objectSpec)]);
    for (let row = 0; row < this.#objects.length; row++) {
      const place = this.#objects.placeOf(row);
      if (this.#columns.every((column) => column.isEmptyAt(place))) continue;
      this.#objects.writeId(writer, row);
      for (const column of this.#columns) column.writeTo(writer, place);
      writer.end();
    }
    return writer.finish();
  }

  *[Symbol.iterator](): Generator<readonly string[]> {
    for (let row = 0; row < this.#objects.length; row++) {
      const place = this.#objects.placeOf(row);
      const cells = this.#columns.map((column) => column.at(place));
      if (cells.some((cell) => cell !== "")) yield [this.#objects.idAt(row), ...cells];
    }
  }
}

/** Objects of one file with the private cells that go to the annex. */
export interface ParsedObjects {
  readonly objects: ObjectTable;
  readonly annex: ObjectAnnex;
}

/** Place of the first private field among the columns; id and name stand before the coded ones. */
const PRIVATE = 2 + codedFields.length;

/** Reads 检查对象名录库 row by row; {@link ObjectParser.finish} gives the objects sorted by id. */
export class ObjectParser extends RowReader {
  readonly #rows: ObjectTableBuilder;
  readonly #secrets: readonly PackedTexts[] = privateFields(objectSpec).map(() => new PackedTexts());
  readonly #ids: IdRegister;
  #withSecrets = 0;

  /** @param extraColumns headers of stratum columns beyond the known fields */
  constructor(file: string, faults: FaultList, extraColumns: readonly string[] = []) {
    super(objectSpec, file, faults, extraColumns, (row) => this.#take(row, faults));
    this.#ids = new IdRegister(faults);
    this.#rows = new ObjectTableBuilder(extraColumns.length, this.#ids.ids);
  }

  #take(row: FieldRow, faults: FaultList): void {
    const values = row.values;
    const id = values[0] as string;
    const name = values[1] as string;
    const status = values[7] as string;
    if (id === "" || name === "") return;
    const placeOf = (): Place => this.placeOf("id", row);
    if (!this.#ids.add(id, row.line, placeOf)) return;
    checkCreditCodeOf(id, placeOf, faults);
    if (status !== "" && readStatus(status) !== EXISTING && !OTHER_STATUSES.includes(status))
      faults.add("status-unknown", this.placeOf("status", row), status, {
        known: [EXISTING, ...OTHER_STATUSES].join("、"),
      });
    this.#rows.push(name, values.slice(2, PRIVATE), row.extra);
    const secrets = values.slice(PRIVATE);
    this.#secrets.forEach((column, i) => column.push(secrets[i] ?? ""));
    if (secrets.some((cell) => cell !== "")) this.#withSecrets++;
  }

  finish(): ParsedObjects {
    this.#ids.finish();
    const objects = this.#rows.finish();
    return { objects, annex: new ObjectAnnex(objects, this.#secrets, this.#withSecrets) };
  }
}
