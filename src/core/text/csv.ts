import { decodeUtf8, encodeUtf8 } from "./utf8.js";

/** True if RFC 4180 asks for quotes around the cell. */
const NEEDS_QUOTES = /[",\r\n]/;

/** One cell with quotes only where needed. */
export function formatCell(cell: string): string {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function countCommas(text: string): number {
  let count = 0;
  for (let at = text.indexOf(","); at >= 0; at = text.indexOf(",", at + 1)) count++;
  return count;
}

/** One row with its line feed. */
export function formatRow(cells: readonly string[]): string {
  const plain = cells.join(",");
  // Only a row of more commas than it has cells, or with a quote or line break, needs a closer look.
  if (!/["\r\n]/.test(plain) && countCommas(plain) === cells.length - 1) return `${plain}\n`;
  return `${cells.map(formatCell).join(",")}\n`;
}

const ROWS_PER_CHUNK = 4096;

/** UTF-8 bytes of rows, encoded piece by piece so that no text of the whole file is ever built. */
export function encodeRows(rows: Iterable<readonly string[]>): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let text = "";
  let pending = 0;
  let size = 0;
  const flush = (): void => {
    const chunk = encodeUtf8(text);
    chunks.push(chunk);
    size += chunk.length;
    text = "";
    pending = 0;
  };
  for (const row of rows) {
    text += formatRow(row);
    if (++pending === ROWS_PER_CHUNK) flush();
  }
  flush();
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

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

/** End of the last whole row in `bytes[from, to)`: behind a line feed outside quotes. */
function endOfRows(bytes: Uint8Array, from: number, to: number): number {
  if (to >= bytes.length) return bytes.length;
  let quoted = false;
  let end = from;
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    if (byte === 0x22) quoted = !quoted;
    else if (byte === 0x0a && !quoted) end = i + 1;
  }
  return end === from ? bytes.length : end;
}

/**
 * Reads rows in exactly the spelling that {@link encodeRows} writes and gives each to `onRow`. Returns false if the bytes are
 * spelled in any other way (other quotes, other line ends, a byte order mark, no last line feed, not UTF-8): a frame
 * has one spelling only. Cost: linear, one pass.
 */
export function parseRows(bytes: Uint8Array, onRow: (cells: string[]) => void): boolean {
  let from = 0;
  while (from < bytes.length) {
    const to = endOfRows(bytes, from, from + PIECE);
    const text = decodeUtf8(bytes.subarray(from, to));
    if (text === undefined || text.startsWith("\ufeff") || !parseText(text, onRow)) return false;
    from = to;
  }
  return true;
}
