const DELIMITERS = [",", ";", "\t"];
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const [LF, CR, QUOTE] = [0x0a, 0x0d, 0x22];
/** First bytes of a file, by which its shape is known. */
export const HEAD = 1 << 16;

/** How a CSV file is written. */
export interface CsvShape {
  readonly separator: string;
  readonly lineEnd: string;
}

/** The beginning of a text without a byte order mark. */
export function withoutMark(head: Buffer): Buffer {
  return head.subarray(0, 3).equals(BYTE_ORDER_MARK) ? head.subarray(3) : head;
}

/** The separator under which the header shows the most cells that the registry knows. */
function findSeparator(head: string, known: ReadonlySet<string>): string {
  const line = head.slice(0, head.search(/[\r\n]|$/));
  const score = (delimiter: string): number =>
    line.split(delimiter).filter((cell) => known.has(cell.replaceAll('"', "").trim())).length;
  return DELIMITERS.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best));
}

/** The first line end outside quotes, as the whole file is then read by it; `\n` if there is none. */
export function findLineEnd(head: string): string {
  let isQuoted = false;
  for (let i = 0; i < head.length; i++) {
    const char = head[i];
    if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && char === "\n") return "\n";
    else if (!isQuoted && char === "\r") return head[i + 1] === "\n" ? "\r\n" : "\r";
  }
  return "\n";
}

/**
 * How a file is written, by its first bytes without a byte order mark.
 *
 * @param known headers that the registry knows
 */
export function findShape(head: Buffer, known: ReadonlySet<string>): CsvShape {
  const text = head.toString("utf8");
  return { separator: findSeparator(text, known), lineEnd: findLineEnd(text) };
}

/** A place of a file where a row begins. */
export interface RowCut {
  readonly offset: number;
  readonly line: number;
}

/** Bytes between places where a file may be cut. */
const APART = 1 << 20;

/**
 * Finds, in UTF-8 that comes piece by piece, where rows begin: behind a line end before which the quotes are even. The first one is the
 * end of the first row, the others stand about a megabyte apart. Where a quote stands that belongs to no pair, no row can be read; whoever reads up to it
 * finds that out.
 */
export class RowCuts {
  readonly cuts: RowCut[] = [];
  readonly #apart: number;
  #isCrLf: boolean | undefined;
  #offset = 0;
  #line = 1;
  #isQuoted = false;
  #next = 0;

  /** @param apart least number of bytes between two places */
  constructor(apart = APART) {
    this.#apart = apart;
  }

  add(piece: Uint8Array): void {
    this.#isCrLf ??= findLineEnd(Buffer.from(piece.subarray(0, HEAD)).toString()) === "\r\n";
    if (this.#isQuoted || piece.includes(QUOTE)) this.#addByBytes(piece);
    else this.#addLines(piece);
    this.#offset += piece.length;
  }

  #addLines(piece: Uint8Array): void {
    for (let at = piece.indexOf(LF); at >= 0; at = piece.indexOf(LF, at + 1)) this.#endLine(piece, at);
  }

  #addByBytes(piece: Uint8Array): void {
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i] as number;
      if (byte > QUOTE) continue;
      if (byte === QUOTE) this.#isQuoted = !this.#isQuoted;
      else if (byte === LF) this.#endLine(piece, i);
    }
  }

  #endLine(piece: Uint8Array, at: number): void {
    this.#line++;
    const offset = this.#offset + at + 1;
    if (this.#isQuoted || offset < this.#next || (this.#isCrLf === true && piece[at - 1] !== CR)) return;
    this.cuts.push({ offset, line: this.#line });
    this.#next = offset + this.#apart;
  }
}
