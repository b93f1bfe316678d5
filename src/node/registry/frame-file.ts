import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import {
  compareText,
  cutRows,
  endOfRows,
  encodeCell,
  encodeRows,
  encodeUtf8,
  FaultList,
  feedRows,
  type InspectionObject,
  objectHeader,
  ObjectParser,
  type ObjectRegistry,
  type ObjectTable,
  PackedTexts,
  readFirstCell,
  readRows,
  refuse,
} from "../../core/index.js";
import { refuseRead } from "../disk/read-file.js";

const PIECE = 1 << 23;
/** Bytes between two places of the index: what is read to find one object. */
const BLOCK = 1 << 15;

/** Where rows begin in the file, every so many bytes, and the ids that stand there. */
interface BlockIndex {
  readonly ids: PackedTexts;
  /** One more than there are ids: the last is the end of the file. */
  readonly offsets: readonly number[];
  readonly rows: number;
}

/** Where a frame can be cut. */
export interface FrameLayout {
  readonly rows: number;
  readonly bytes: number;
  /** Places behind the header where rows begin, in order. */
  readonly cuts: readonly number[];
}

function withFile<T>(path: string, use: (file: number) => T): T {
  const file = openSync(path, "r");
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}

/** Fills some bytes from a place of the file. Throws `file-unreadable`; `frame-changed` if the file ends before. */
function readPart(path: string, file: number, from: number, bytes: Buffer): void {
  let read = 0;
  try {
    for (let last = -1; last !== 0 && read < bytes.length; read += last)
      last = readSync(file, bytes, read, bytes.length - read, from + read);
  } catch (error) {
    refuseRead(path, error);
  }
  if (read < bytes.length) refuse("frame-changed", {}, { file: path });
}

/**
 * Whole rows of a part of a frame, a few megabytes at a time.
 *
 * @param isTrusted true throws `frame-changed` if the last row does not end, false gives it as it is
 */
export function* readWholeRows(
  path: string,
  from = 0,
  to = Infinity,
  piece = PIECE,
  isTrusted = true,
): Generator<{ bytes: Buffer; offset: number }> {
  const file = openSync(path, "r");
  try {
    const end = Math.min(to, fstatSync(file).size);
    let length = piece;
    for (let offset = from; offset < end; ) {
      const bytes = Buffer.allocUnsafe(Math.min(length, end - offset));
      readPart(path, file, offset, bytes);
      const isLast = offset + bytes.length === end;
      const rows = endOfRows(bytes);
      const whole = isLast && !isTrusted ? bytes.length : rows;
      // A row may be longer than what was read; at the end of the part, it does not end.
      length = whole > 0 ? piece : 2 * length;
      if (whole === 0 && isLast) refuse("frame-changed", {}, { file: path });
      if (whole > 0) yield { bytes: bytes.subarray(0, whole), offset };
      offset += whole;
    }
  } finally {
    closeSync(file);
  }
}

/** Rows of a frame of any size, header first. */
export function* readFrameRows(path: string): Generator<readonly string[]> {
  for (const { bytes } of readWholeRows(path, 0)) yield* readRows(bytes);
}

/** Makes the index in the first walk, and refuses rows that do not stand in order. */
class IndexBuilder {
  readonly #path: string;
  readonly #ids = new PackedTexts();
  readonly #offsets: number[] = [];
  #rows = 0;
  #last: string | undefined;
  #end = 0;

  constructor(path: string) {
    this.#path = path;
  }

  add(bytes: Uint8Array, offset: number, table: ObjectTable): void {
    const cuts = cutRows(bytes, BLOCK);
    for (const cut of cuts.slice(0, -1)) {
      const id = readFirstCell(bytes.subarray(cut));
      if (this.#last !== undefined && compareText(this.#last, id) >= 0) this.#refuse();
      this.#ids.push(id);
      this.#offsets.push(offset + cut);
      this.#last = id;
    }
    for (let row = 0; row < table.length; row++) if (table.placeOf(row) !== row) this.#refuse();
    this.#last = table.idAt(table.length - 1);
    this.#rows += table.length;
    this.#end = offset + bytes.length;
  }

  #refuse(): never {
    return refuse("frame-changed", {}, { file: this.#path });
  }

  finish(): BlockIndex {
    return { ids: this.#ids, offsets: [...this.#offsets, this.#end], rows: this.#rows };
  }
}

/**
 * The objects of a frame that is larger than the memory should be: read from the file at every walk, a few megabytes at a time, and found in it by an index of
 * some bytes for every block. The frame must be one that this program wrote, with its digest compared: its order and its faults are checked in the first walk.
 */
export class FrameFile implements ObjectRegistry {
  /** Where the file stands: set again by whoever moves it. */
  path: string;
  readonly #extraColumns: readonly string[];
  readonly #piece: number;
  readonly #written: FrameLayout | undefined;
  #index: BlockIndex | undefined;

  /**
   * @param piece bytes that are read at once, and become one table
   * @param written where whoever made the file knows it
   */
  constructor(path: string, extraColumns: readonly string[], piece = PIECE, written?: FrameLayout) {
    this.path = path;
    this.#piece = piece;
    this.#written = written;
    this.#extraColumns = extraColumns;
  }

  /** Where rows stand. */
  get layout(): FrameLayout {
    if (this.#written !== undefined) return this.#written;
    const { rows, offsets } = this.#indexed();
    return { rows, bytes: offsets.at(-1) as number, cuts: offsets.slice(1, -1) };
  }

  get length(): number {
    return this.layout.rows;
  }

  *batches(): Generator<ObjectTable> {
    const index = this.#index === undefined ? new IndexBuilder(this.path) : undefined;
    const header = encodeRows([objectHeader(this.#extraColumns)]);
    for (const { bytes, offset } of readWholeRows(this.path, header.length, undefined, this.#piece)) {
      const table = this.#read(bytes);
      index?.add(bytes, offset, table);
      yield table;
    }
    if (index !== undefined) this.#index = index.finish();
  }

  find(id: string): InspectionObject | undefined {
    const { ids, offsets } = this.#indexed();
    const block = ids.countUpTo(encodeUtf8(id)) - 1;
    if (block < 0) return undefined;
    const from = offsets[block] as number;
    const bytes = Buffer.alloc((offsets[block + 1] as number) - from);
    withFile(this.path, (file) => readPart(this.path, file, from, bytes));
    const begin = Buffer.concat([encodeCell(id), Buffer.from(",")]);
    const cuts = cutRows(bytes, 1);
    const found = cuts.findIndex((at) => bytes.subarray(at, at + begin.length).equals(begin));
    return found < 0 ? undefined : this.#read(bytes.subarray(cuts[found], cuts[found + 1])).at(0);
  }

  *[Symbol.iterator](): Generator<InspectionObject> {
    for (const table of this.batches()) yield* table;
  }

  #indexed(): BlockIndex {
    // A walk to its end makes the index.
    if (this.#index === undefined) for (const _ of this.batches());
    return this.#index as BlockIndex;
  }

  #read(bytes: Uint8Array): ObjectTable {
    const faults = new FaultList();
    const parser = new ObjectParser(this.path, faults, this.#extraColumns);
    parser.header(objectHeader(this.#extraColumns), 1);
    feedRows(bytes, parser, faults, this.path, 1);
    const { objects } = parser.finish();
    if (faults.errors > 0) refuse("frame-changed", {}, { file: this.path });
    return objects;
  }
}
