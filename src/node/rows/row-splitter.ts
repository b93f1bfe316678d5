import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import { PlainRows } from "../../core/index.js";
import type { CsvShape } from "./csv-shape.js";

/** Longest record in characters: a file that is no table, or a quote that is never closed, ends here. */
const MAX_RECORD = 1 << 20;
/** Rows with quotes that stand no farther apart than this are parsed in one go. */
const NEAR = 8192;
const QUOTE = '"';

/** A text that is no table of rows. */
export class RowSyntaxError extends Error {
  /** Code of csv-parse. */
  readonly code: string;
  /** Line of the file. */
  readonly line: number;

  constructor(code: string, line: number) {
    super(`${code} in line ${line}`);
    this.name = "RowSyntaxError";
    this.code = code;
    this.line = line;
  }
}

/** Takes the cells of a row and the line of the file on which it begins. */
export type OnRow = (cells: string[], line: number) => void;

function countLines(cells: readonly string[]): number {
  let lines = 1;
  for (const cell of cells) if (cell.includes("\n")) lines += cell.split("\n").length - 1;
  return lines;
}

/** Takes a plain row by its bytes; false if it has to come as texts. */
export type OnPlainRow = (cells: PlainRows, line: number) => boolean;

/**
 * Cuts UTF-8 pieces of a CSV file into rows. Plain lines are given as bytes to whom can take them, lines without a quote need no general parser,
 * and csv-parse reads the others, together with what stands near them, so that what is a quoted cell is its decision. Throws
 * {@link RowSyntaxError}.
 */
export class RowSplitter {
  readonly #separator: string;
  readonly #lineEnd: string;
  readonly #onRow: OnRow;
  readonly #onPlain: OnPlainRow | undefined;
  readonly #plain: PlainRows;
  #rest: Buffer = Buffer.alloc(0);
  /** Line on which the next row begins. */
  #line: number;

  /** @param line of the first row in its file */
  constructor({ separator, lineEnd }: CsvShape, onRow: OnRow, onPlain?: OnPlainRow, line = 1) {
    this.#line = line;
    this.#separator = separator;
    this.#lineEnd = lineEnd;
    this.#onRow = onRow;
    this.#onPlain = lineEnd === "\r" ? undefined : onPlain;
    this.#plain = new PlainRows(separator.charCodeAt(0), lineEnd === "\r\n");
  }

  /** Takes the next piece of the file, cut anywhere. */
  push(piece: Buffer): void {
    const data = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const last = data.lastIndexOf(this.#lineEnd);
    const read = this.#split(data, last < 0 ? 0 : last + this.#lineEnd.length);
    this.#rest = Buffer.from(data.subarray(read));
    if (this.#rest.length > MAX_RECORD) this.#refuseLong(this.#rest.toString().length);
  }

  /** Takes what is left after the last piece. */
  end(): void {
    const text = this.#rest.toString();
    if (text.includes(QUOTE)) this.#parse(text);
    else this.#cutLines(text);
  }

  /** Reads whole lines; returns where those begin that have to wait, because a quote is still open. */
  #split(data: Buffer, end: number): number {
    let quote = -1;
    for (let at = 0; at < end; ) {
      at = this.#takePlain(data, at, end);
      if (at === end) return end;
      if (quote < at) quote = data.indexOf(QUOTE, at);
      if (quote < 0 || quote > end) quote = end;
      const open = this.#lineStart(data, at, quote, end);
      if (open > at) {
        this.#cutLines(data.toString("utf8", at, open));
        at = open;
        continue;
      }
      const closed = this.#endOfQuoted(data, at, quote, end);
      if (closed === at) return at;
      this.#parse(data.toString("utf8", at, closed));
      at = closed;
    }
    return end;
  }

  /** Gives plain rows as they stand; returns where the first other one begins. */
  #takePlain(data: Buffer, from: number, end: number): number {
    if (this.#onPlain === undefined) return from;
    for (let at = from; ; this.#line++) {
      const next = this.#plain.scan(data, at, end);
      if (next < 0 || next - at > MAX_RECORD || !this.#onPlain(this.#plain, this.#line)) return at;
      at = next;
    }
  }

  /** Up to where lines without quotes are cut in one go: the line of the quote, or, where the next ones may be plain, one line. */
  #lineStart(data: Buffer, at: number, quote: number, end: number): number {
    if (this.#onPlain !== undefined) {
      const next = data.indexOf(this.#lineEnd, at) + this.#lineEnd.length;
      return next > quote ? at : next;
    }
    if (quote === end) return end;
    const before = data.lastIndexOf(this.#lineEnd, quote);
    return Math.max(at, before < 0 ? 0 : before + this.#lineEnd.length);
  }

  /** End of the last row of some that hold quotes and stand near each other: lines with an even number of quotes; `start` if none ends. */
  #endOfQuoted(data: Buffer, start: number, first: number, end: number): number {
    let closed = start;
    let isOpen = false;
    let quote = first;
    for (let at = start; at < end; ) {
      at = data.indexOf(this.#lineEnd, at) + this.#lineEnd.length;
      for (; quote >= 0 && quote < at; quote = data.indexOf(QUOTE, quote + 1)) isOpen = !isOpen;
      if (isOpen) continue;
      closed = at;
      if (quote < 0 || quote - at > NEAR) break;
    }
    return closed;
  }

  /** Reads rows by the general parser. */
  #parse(text: string): void {
    const first = this.#line;
    try {
      parse(text, {
        delimiter: this.#separator,
        record_delimiter: this.#lineEnd,
        relax_column_count: true,
        max_record_size: MAX_RECORD,
        on_record: (cells: string[]) => {
          this.#give(cells, countLines(cells));
          return null;
        },
      });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      throw new RowSyntaxError(error.code, first + Number(error["lines"] ?? 1) - 1);
    }
  }

  /** Reads lines without quotes; each separator is looked for once. */
  #cutLines(text: string): void {
    let separator = text.indexOf(this.#separator);
    for (let at = 0; at < text.length; ) {
      const found = text.indexOf(this.#lineEnd, at);
      const end = found < 0 ? text.length : found;
      this.#refuseLong(end - at);
      const cells: string[] = [];
      for (; separator >= 0 && separator < end; separator = text.indexOf(this.#separator, at)) {
        cells.push(text.slice(at, separator));
        at = separator + 1;
      }
      cells.push(text.slice(at, end));
      // A line end of two characters may leave one of them inside a cell.
      this.#give(cells, this.#lineEnd === "\n" ? 1 : countLines(cells));
      at = end + this.#lineEnd.length;
    }
  }

  #refuseLong(length: number): void {
    if (length <= MAX_RECORD) return;
    throw new RowSyntaxError("CSV_MAX_RECORD_SIZE", this.#line);
  }

  #give(cells: string[], lines: number): void {
    const line = this.#line;
    this.#line += lines;
    this.#onRow(cells, line);
  }
}
