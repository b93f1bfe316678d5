import type { Place } from "../fault/fault.js";
import type { FaultList } from "../fault/fault-list.js";
import { foldId } from "../text/ids.js";
import { GrowingNumbers } from "../text/packed-texts.js";
import type { PlainRows } from "../text/plain-rows.js";
import { CodedColumn, codedFields } from "./coded-column.js";
import { objectSpec } from "./columns.js";
import { isPlainCodeAt } from "./credit-code.js";
import { checkCreditCodeOf, checkIdText } from "./id-check.js";
import { type IdFacts, IdOrderCheck, type OddId } from "./id-order.js";
import { ObjectAnnex, PrivateCells } from "./object-annex.js";
import { ObjectRowWriter } from "./object-frame.js";
import { ObjectRows, type RunRows } from "./object-rows.js";
import { type ObjectTable, ObjectTableBuilder } from "./object-table.js";
import { type FieldPlaces, type FieldRow, RowReader } from "./row-reader.js";
import { EXISTING, OTHER_STATUSES, readStatus } from "./status.js";

export type { RunRows };

/** Objects by their ids, with the private cells that go to the annex and the lines on which they stand. */
export interface ParsedObjects {
  readonly objects: ObjectTable;
  readonly annex: ObjectAnnex;
  /** Line of the file of a row of the table. */
  readonly lineAt: (row: number) => number;
}

/** Takes objects away while a file is read, so that memory does not grow with it. */
export interface ObjectSpill {
  /** Rows after which they are taken. */
  readonly rows: number;
  /** True if all objects are taken away, and none is asked for as an object. */
  readonly takesAll: boolean;
  readonly take: (batch: RunRows) => void;
}

/** Bytes of texts after which objects are taken, however few rows they are. */
const MOST_BYTES = 1 << 28;
/** Place of the first private field among the columns; id and name stand before the coded ones. */
const PRIVATE = 2 + codedFields.length;
const STATUS = 2 + codedFields.indexOf("status");

/** Objects that were read and not yet put in order. */
class OpenTable {
  readonly #rows: ObjectTableBuilder;
  readonly #secrets = new PrivateCells();
  readonly #lines = new GrowingNumbers();
  readonly #extraColumns: readonly string[];

  constructor(extraColumns: readonly string[]) {
    this.#extraColumns = extraColumns;
    this.#rows = new ObjectTableBuilder(extraColumns.length);
  }

  get length(): number {
    return this.#rows.length;
  }

  get bytes(): number {
    return this.#rows.bytes;
  }

  push(values: readonly string[], extra: readonly string[], line: number): void {
    const [id = "", name = ""] = values;
    this.#rows.push(id, name, values.slice(2, PRIVATE), extra);
    this.#secrets.push(values.slice(PRIVATE));
    this.#lines.push(line);
  }

  pushBytes(bytes: Uint8Array, places: FieldPlaces, line: number): void {
    this.#rows.pushBytes(bytes, places);
    this.#secrets.pushBytes(bytes, places, PRIVATE);
    this.#lines.push(line);
  }

  close(): ParsedObjects {
    const objects = this.#rows.finish();
    const lineAt = (row: number): number => this.#lines.at(objects.placeOf(row));
    return { objects, annex: new ObjectAnnex(objects, this.#secrets), lineAt };
  }

  sorted(): RunRows {
    const { objects, annex, lineAt } = this.close();
    const frame = new ObjectRowWriter(objects, this.#extraColumns);
    return {
      length: objects.length,
      hasAnnex: annex.length > 0,
      lineAt,
      idBytesAt: (row) => objects.idBytesAt(row),
      writeFrame: (writer, row) => frame.write(writer, row),
      writeAnnex: (writer, row) => annex.write(writer, row),
    };
  }
}

function isKnownStatus(status: string): boolean {
  return status === "" || readStatus(status) === EXISTING || OTHER_STATUSES.includes(status);
}

/** Reads 检查对象名录库 row by row; {@link ObjectParser.finish} gives the objects sorted by id. */
export class ObjectParser extends RowReader {
  readonly #faults: FaultList;
  readonly #extraColumns: readonly string[];
  readonly #spill: ObjectSpill | undefined;
  readonly #odd = new Map<string, OddId>();
  #zeroLength = 0;
  /** Statuses as they stand in the file, and of each 1 if it is known, 0 if not. */
  readonly #statuses = new CodedColumn();
  readonly #knownStatus: number[] = [];
  #batch: OpenTable | ObjectRows;
  #isWhole = true;

  /** @param extraColumns headers of stratum columns beyond the known fields */
  constructor(file: string, faults: FaultList, extraColumns: readonly string[] = [], spill?: ObjectSpill) {
    super(objectSpec, file, faults, extraColumns, (row) => this.#take(row));
    this.#faults = faults;
    this.#extraColumns = extraColumns;
    this.#spill = spill;
    this.#batch = this.#open();
  }

  #open(): OpenTable | ObjectRows {
    return this.#spill?.takesAll === true ? new ObjectRows() : new OpenTable(this.#extraColumns);
  }

  /** Takes rows of codes and names as they are, and leaves to the general way whatever may be a fault. */
  plain(cells: PlainRows, line: number): boolean {
    const places = this.findFields(cells);
    if (places === undefined) return false;
    const { bytes } = cells;
    const { from, to } = places;
    if (from[1] === to[1] || !isPlainCodeAt(bytes, from[0] as number, to[0] as number)) return false;
    const status = this.#statuses.codeOfBytes(bytes, from[STATUS] as number, to[STATUS] as number);
    this.#knownStatus[status] ??= isKnownStatus(this.#statuses.values[status] as string) ? 1 : 0;
    if (this.#knownStatus[status] === 0) return false;
    this.#batch.pushBytes(bytes, places, line);
    this.#spillIfFull();
    return true;
  }

  #take(row: FieldRow): void {
    const { values, extra, line } = row;
    const [id = "", name = ""] = values;
    const status = values[STATUS] as string;
    if (id === "" || name === "") return;
    const placeOf = (): Place => this.placeOf("id", row);
    if (!checkIdText(id, placeOf, this.#faults) || !this.#checkOdd(id, line, placeOf)) return;
    checkCreditCodeOf(id, placeOf, this.#faults);
    if (!isKnownStatus(status))
      this.#faults.add("status-unknown", this.placeOf("status", row), status, {
        known: [EXISTING, ...OTHER_STATUSES].join("、"),
      });
    if (/^0\d*$/.test(id)) this.#zeroLength = Math.max(this.#zeroLength, id.length);
    this.#batch.push(values, extra, line);
    this.#spillIfFull();
  }

  /** Keeps an id that folding changes; false if another one was there before it. */
  #checkOdd(id: string, line: number, placeOf: () => Place): boolean {
    const folded = foldId(id);
    if (folded === id) return true;
    const known = this.#odd.get(folded);
    if (known === undefined) this.#odd.set(folded, { id, line });
    else if (known.id !== id) {
      this.#faults.add("id-repeated", placeOf(), id, { line: known.line, earlier: known.id });
      return false;
    }
    return true;
  }

  #spillIfFull(): void {
    if (this.#spill === undefined) return;
    const { length, bytes } = this.#batch;
    if (length >= this.#spill.rows || bytes >= MOST_BYTES) this.flush();
  }

  /** Gives what was read since the last time to the spill. */
  flush(): void {
    if (this.#batch.length === 0) return;
    this.#isWhole = false;
    const batch = this.#batch.sorted();
    this.#batch = this.#open();
    this.#spill?.take(batch);
  }

  /** True as long as nothing went to the spill. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** What the rows told of their ids, at the end of the file. */
  get idFacts(): IdFacts {
    return { odd: this.#odd, zeroLength: this.#zeroLength, place: this.placeOfAll("id") };
  }

  /** The objects of a file that was read without a spill, or before anything went to it. */
  finish(): ParsedObjects {
    if (this.#batch instanceof ObjectRows) throw new RangeError("the objects were all taken away");
    const parsed = this.#batch.close();
    const check = new IdOrderCheck(this.idFacts, this.#faults);
    const { objects } = parsed;
    for (let row = 0; row < objects.length; row++) {
      const id = objects.idBytesAt(row);
      check.next(id, 0, id.length, parsed.lineAt(row));
    }
    return parsed;
  }
}
