import { PlainRows } from "./plain-rows.js";
import { decodeUtf8 } from "./utf8.js";

const [QUOTE, LF, COMMA] = [0x22, 0x0a, 0x2c];

/** True if RFC 4180 asks for quotes around the cell. */
const NEEDS_QUOTES = /[",\r\n]/;

function parseQuoted(text: string, start: number): { cell: string; end: number } | undefined {
  let cell = "";
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return undefined;
    cell += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { cell, end: quote + 1 };
    cell += '"';
    from = quote + 2;
  }
}

/** Rows of one text in the frame's spelling: comma, LF, quotes only where needed. Returns undefined where the text departs from it. */
function parseText(text: string, onRow: (cells: string[]) => void): boolean {
  let at = 0;
  while (at < text.length) {
    const lineEnd = text.indexOf("\n", at);
    if (lineEnd < 0) return false;
    const line = text.slice(at, lineEnd);
    if (!line.includes('"')) {
      if (line.includes("\r")) return false;
      onRow(line.split(","));
      at = lineEnd + 1;
      continue;
    }
    const cells: string[] = [];
    for (let open = true; open; ) {
      let cell: string;
      if (text[at] === '"') {
        const quoted = parseQuoted(text, at);
        if (quoted === undefined || !NEEDS_QUOTES.test(quoted.cell)) return false;
        cell = quoted.cell;
        at = quoted.end;
      } else {
        const from = at;
        while (at < text.length && text[at] !== "," && text[at] !== "\n") at++;
        cell = text.slice(from, at);
        if (NEEDS_QUOTES.test(cell)) return false;
      }
      cells.push(cell);
      if (text[at] === "\n") open = false;
      else if (text[at] !== ",") return false;
      at++;
    }
    onRow(cells);
  }
  return true;
}

const PIECE = 1 << 24;

/**
 * Where rows begin, at least so many bytes apart, the first one at 0; then the end of the last whole row, which is 0 if none ends. A line feed in quotes
 * ends no row.
 */
export function cutRows(bytes: Uint8Array, apart: number): number[] {
  const cuts = [0];
  let last = 0;
  let end = 0;
  let quoted = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte > QUOTE) continue;
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === LF && !quoted) {
      if (end - last >= apart) cuts.push((last = end));
      end = i + 1;
    }
  }
  cuts.push(end);
  return cuts;
}

/** The end of the last whole row; 0 if none ends. */
export function endOfRows(bytes: Uint8Array): number {
  return bytes.includes(QUOTE) ? (cutRows(bytes, bytes.length).at(-1) as number) : bytes.lastIndexOf(LF) + 1;
}

/** The first cell of a row in the frame's spelling. */
export function readFirstCell(row: Uint8Array): string {
  const isQuoted = row[0] === QUOTE;
  let end = isQuoted ? 1 : 0;
  for (; end < row.length; end++) {
    if (!isQuoted && (row[end] === COMMA || row[end] === LF)) break;
    if (isQuoted && row[end] === QUOTE && row[++end] !== QUOTE) break;
  }
  const text = decodeUtf8(row.subarray(0, end)) ?? "";
  return isQuoted ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** Reads one row after the other, plain ones by their bytes. */
function parseByBytes(
  bytes: Uint8Array,
  onRow: (cells: string[]) => void,
  onPlain: (cells: PlainRows) => boolean,
): boolean {
  const plain = new PlainRows(COMMA, false);
  for (let at = 0; at < bytes.length; ) {
    const next = plain.scan(bytes, at, bytes.length);
    if (next > 0 && onPlain(plain)) {
      at = next;
      continue;
    }
    const end = endOfRow(bytes, at);
    const text = decodeUtf8(bytes.subarray(at, end));
    if (text === undefined || text.startsWith("\ufeff") || !parseText(text, onRow)) return false;
    at = end;
  }
  return true;
}

/** End of the row that begins at a place: behind a line feed outside quotes, or the end of the bytes. */
export function endOfRow(bytes: Uint8Array, from: number): number {
  let quoted = false;
  for (let i = from; i < bytes.length; i++) {
    if (bytes[i] === QUOTE) quoted = !quoted;
    else if (bytes[i] === LF && !quoted) return i + 1;
  }
  return bytes.length;
}

/**
 * Reads rows in exactly the spelling that `encodeRows` writes and gives each to `onRow`. Returns false if the bytes are
 * spelled in any other way (other quotes, other line ends, a byte order mark, no last line feed, not UTF-8): a frame
 * has one spelling only. Cost: linear, one pass.
 *
 * @param onPlain takes plain rows by their bytes; those that it refuses come as texts
 */
export function parseRows(
  bytes: Uint8Array,
  onRow: (cells: string[]) => void,
  onPlain?: (cells: PlainRows) => boolean,
): boolean {
  if (onPlain !== undefined) return parseByBytes(bytes, onRow, onPlain);
  let from = 0;
  while (from < bytes.length) {
    const piece = bytes.subarray(from, from + PIECE);
    const whole = from + piece.length < bytes.length ? endOfRows(piece) : piece.length;
    const to = whole === 0 ? bytes.length : from + whole;
    const text = decodeUtf8(bytes.subarray(from, to));
    if (text === undefined || text.startsWith("\ufeff") || !parseText(text, onRow)) return false;
    from = to;
  }
  return true;
}
