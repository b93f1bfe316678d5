import { encodeUtf8 } from "./utf8.js";

const [QUOTE, COMMA, LF, CR] = [0x22, 0x2c, 0x0a, 0x0d];

/** Bytes of a growing file of rows: comma, LF, quotes only where needed. */
export class RowWriter {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1024);
  #used = 0;
  #isFirst = true;

  /** Adds a cell by its UTF-8 bytes, which may be a part of more. */
  cell(bytes: Uint8Array, from = 0, to = bytes.length): void {
    this.#reserve(2 * (to - from) + 3);
    const target = this.#bytes;
    let at = this.#begin();
    const start = at;
    let isPlain = true;
    for (let i = from; i < to; i++) {
      const byte = bytes[i] as number;
      // One comparison tells most bytes apart: all that asks for quotes is at most a comma.
      if (byte <= COMMA && (byte === COMMA || byte === QUOTE || byte === LF || byte === CR)) isPlain = false;
      target[at++] = byte;
    }
    this.#used = isPlain ? at : this.#quote(bytes.subarray(from, to), start);
  }

  /** Adds a cell that has the quotes that it needs. */
  formatted(bytes: Uint8Array): void {
    this.#reserve(bytes.length + 1);
    const target = this.#bytes;
    let at = this.#begin();
    for (let i = 0; i < bytes.length; i++) target[at++] = bytes[i] as number;
    this.#used = at;
  }

  /** Puts the comma before every cell but the first; where the cell begins. */
  #begin(): number {
    let at = this.#used;
    if (!this.#isFirst) this.#bytes[at++] = COMMA;
    this.#isFirst = false;
    return at;
  }

  /** Ends the row. */
  end(): void {
    this.#reserve(1);
    this.#bytes[this.#used++] = LF;
    this.#isFirst = true;
  }

  /** Adds whole rows that are encoded already: a part of some bytes. */
  rows(bytes: Uint8Array, from: number, to: number): void {
    this.#reserve(to - from);
    this.#bytes.set(bytes.subarray(from, to), this.#used);
    this.#used += to - from;
  }

  /** Ends the row with cells that are encoded already, the line feed with them. */
  endWith(cells: Uint8Array): void {
    this.formatted(cells);
    this.#isFirst = true;
  }

  /** Adds a row of texts. */
  row(cells: readonly string[]): void {
    for (const cell of cells) this.cell(encodeUtf8(cell));
    this.end();
  }

  /** Number of bytes so far. */
  get length(): number {
    return this.#used;
  }

  /** Begins anew in the same memory: what {@link finish} gave is no longer to be used. */
  clear(): void {
    this.#used = 0;
  }

  /** All bytes so far, to be used before anything else is added. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#used);
  }

  #quote(bytes: Uint8Array, start: number): number {
    const target = this.#bytes;
    let at = start;
    target[at++] = QUOTE;
    for (const byte of bytes) {
      if (byte === QUOTE) target[at++] = QUOTE;
      target[at++] = byte;
    }
    target[at++] = QUOTE;
    return at;
  }

  #reserve(more: number): void {
    if (this.#used + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#used + more, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = grown;
  }
}

/** UTF-8 bytes of rows, quotes only where needed. */
export function encodeRows(rows: Iterable<readonly string[]>): Uint8Array<ArrayBuffer> {
  const writer = new RowWriter();
  for (const row of rows) writer.row(row);
  return writer.finish();
}

/** A cell with the quotes that it needs, for {@link RowWriter.formatted}. */
export function encodeCell(cell: string): Uint8Array {
  const writer = new RowWriter();
  writer.cell(encodeUtf8(cell));
  return writer.finish();
}
