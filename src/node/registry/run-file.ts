import { closeSync, openSync, readSync } from "node:fs";
import { type RunRows, RowWriter } from "../../core/index.js";
import { refuseRead } from "../disk/read-file.js";
import { writeScratch } from "../disk/streamed-write.js";

/** Most rows of a block, and the bytes after which it is closed. */
const [ROWS, BYTES] = [1 << 14, 1 << 20];
/** Numbers before a block (rows, bytes of ids, of frame rows, of annex rows) and of every row in it (line, the same bytes). */
const NUMBERS = 4;
const WIDTH = Uint32Array.BYTES_PER_ELEMENT;

/** What a run holds of each object. */
export type RunPart = "frame" | "annex";

function toBytes(numbers: Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** Writes sorted objects as a run, block by block: numbers of the rows, ids, rows of the frame, rows of the annex. */
export function writeRun(path: string, objects: RunRows): void {
  const [ids, frames, annexes] = [new RowWriter(), new RowWriter(), new RowWriter()] as const;
  const numbers = new Uint32Array(NUMBERS * ROWS);
  writeScratch(path, (write) => {
    for (let first = 0; first < objects.length; ) {
      let row = first;
      for (; row < objects.length && row - first < ROWS && frames.length + annexes.length < BYTES; row++) {
        const [frameBytes, annexBytes] = [frames.length, annexes.length];
        const id = objects.idBytesAt(row);
        ids.rows(id, 0, id.length);
        objects.writeFrame(frames, row);
        objects.writeAnnex(annexes, row);
        const at = NUMBERS * (row - first);
        numbers[at] = objects.lineAt(row);
        numbers[at + 1] = id.length;
        numbers[at + 2] = frames.length - frameBytes;
        numbers[at + 3] = annexes.length - annexBytes;
      }
      write(toBytes(Uint32Array.of(row - first, ids.length, frames.length, annexes.length)));
      write(toBytes(numbers.subarray(0, NUMBERS * (row - first))));
      for (const part of [ids, frames, annexes]) {
        write(part.finish());
        part.clear();
      }
      first = row;
    }
  });
}

/** The rows of one run, one after the other, with one of their parts. */
export class RunCursor {
  readonly number: number;
  readonly #path: string;
  readonly #part: RunPart;
  readonly #file: number;
  /** Where the next block begins. */
  #next = 0;
  #numbers = new Uint32Array(0);
  #row = -1;
  /** The ids of the block, and where that of the row stands. */
  ids = Buffer.alloc(0);
  idFrom = 0;
  idTo = 0;
  /** The rows of the block, and where the row stands. */
  rows = Buffer.alloc(0);
  from = 0;
  to = 0;

  constructor(path: string, number: number, part: RunPart) {
    this.#path = path;
    this.#part = part;
    this.#file = openSync(path, "r");
    this.number = number;
  }

  /** Line of the row in the file as handed in. */
  get line(): number {
    return this.#numbers[NUMBERS * this.#row] as number;
  }

  /** Goes to the next row; false at the end, when the file is closed. */
  advance(): boolean {
    if (NUMBERS * ++this.#row === this.#numbers.length && !this.#readBlock()) {
      closeSync(this.#file);
      return false;
    }
    const at = NUMBERS * this.#row;
    this.idFrom = this.idTo;
    this.idTo += this.#numbers[at + 1] as number;
    this.from = this.to;
    this.to += this.#numbers[at + (this.#part === "frame" ? 2 : 3)] as number;
    return true;
  }

  #readBlock(): boolean {
    const head = this.#read(NUMBERS * WIDTH, this.#next);
    if (head.length === 0) return false;
    const [rows = 0, ids = 0, frames = 0, annexes = 0] = new Uint32Array(head.buffer, head.byteOffset);
    const begin = this.#next + head.length;
    const behindNumbers = begin + NUMBERS * WIDTH * rows;
    const behindIds = behindNumbers + ids;
    const numbers = this.#read(behindNumbers - begin, begin);
    this.#numbers = new Uint32Array(numbers.buffer, numbers.byteOffset, NUMBERS * rows);
    this.ids = this.#read(ids, behindNumbers);
    const isFrame = this.#part === "frame";
    this.rows = this.#read(isFrame ? frames : annexes, isFrame ? behindIds : behindIds + frames);
    this.#next = behindIds + frames + annexes;
    this.#row = 0;
    this.idTo = 0;
    this.to = 0;
    return true;
  }

  /** Bytes from a place: all, or none at the end of the file. */
  #read(length: number, from: number): Buffer<ArrayBuffer> {
    const bytes = Buffer.from(new ArrayBuffer(length));
    let read = 0;
    try {
      for (let last = -1; last !== 0 && read < length; read += last)
        last = readSync(this.#file, bytes, read, length - read, from + read);
    } catch (error) {
      refuseRead(this.#path, error);
    }
    if (read > 0 && read < length) refuseRead(this.#path, new Error("the run ends too soon"));
    return read === 0 ? bytes.subarray(0, 0) : bytes;
  }

  /** Orders rows by id, equal ones by the number of the run. */
  compare(other: RunCursor): number {
    const { ids, idTo } = this;
    for (let i = this.idFrom, j = other.idFrom; ; i++, j++) {
      if (i === idTo || j === other.idTo) {
        if (i !== idTo) return 1;
        return j === other.idTo ? this.number - other.number : -1;
      }
      const difference = (ids[i] as number) - (other.ids[j] as number);
      if (difference !== 0) return difference;
    }
  }
}
