import { encodeUtf8 } from "./utf8.js";

const [QUOTE, COMMA, LF, CR] = [0x22, 0x2c, 0x0a, 0x0d];

/** Bytes of a growing file of rows: comma, LF, quotes only where needed. */
export class RowWriter {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1 << 16);
  #used = 0;
  #isFirst = true;

  /** Adds a cell by its UTF-8 bytes. */
  cell(bytes: Uint8Array): void {
    this.#reserve(2 * bytes.length + 3);
    const target = this.#bytes;
    let at = this.#used;
    if (!this.#isFirst) target[at++] = COMMA;
    this.#isFirst = false;
    const start = at;
    let isPlain = true;
    for (const byte of bytes) {
      if (byte === QUOTE || byte === COMMA || byte === LF || byte === CR) isPlain = false;
      target[at++] = byte;
    }
    this.#used = isPlain ? at : this.#quote(bytes, start);
  }

  /** Ends the row. */
  end(): void {
    this.#reserve(1);
    this.#bytes[this.#used++] = LF;
    this.#isFirst = true;
  }

  /** Adds a row of texts. */
  row(cells: readonly string[]): void {
    for (const cell of cells) this.cell(encodeUtf8(cell));
    this.end();
  }

  /** All bytes so far; nothing may be added afterwards. */
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
