import { closeSync, openSync, readSync } from "node:fs";
import type { PlainRows, RowSink } from "../../core/index.js";
import { refuseRead } from "../disk/read-file.js";
import { type CsvShape, findShape, HEAD, type RowCut, withoutMark } from "./csv-shape.js";
import type { Inspection } from "./inspection.js";
import { RowSplitter } from "./row-splitter.js";

/** Bytes read at a time. */
const CHUNK = 1 << 20;

/** A part of a CSV file that can be read by itself: whole rows. */
export interface CsvPiece {
  readonly path: string;
  readonly shape: CsvShape;
  /** Where the header begins and where it ends. */
  readonly header: readonly [number, number];
  readonly from: number;
  readonly to: number;
  /** Line of the file on which the piece begins. */
  readonly line: number;
}

/** Some bytes of a file, read chunk by chunk. Throws `file-missing`, `file-unreadable`. */
function* readRange(path: string, from: number, to: number): Generator<Buffer> {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    for (let at = from, read = -1; at < to && read !== 0; at += read) {
      // A new one each time: who reads rows keeps what is left of a chunk.
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK, to - at));
      read = readSync(file, chunk, 0, chunk.length, at);
      yield chunk.subarray(0, read);
    }
  } catch (error) {
    refuseRead(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * Cuts a CSV file into pieces of about so many bytes. None where it has to be read as a whole: another encoding than UTF-8, lines that end with CR alone,
 * no end of the header.
 *
 * @param known headers that the registry knows
 */
export function planPieces(
  path: string,
  known: ReadonlySet<string>,
  { content, cuts: { cuts }, digest }: Inspection,
  size: number,
): CsvPiece[] {
  const head = Buffer.concat([...readRange(path, 0, HEAD)]);
  const shape = findShape(withoutMark(head), known);
  const [first] = cuts;
  if (content !== "utf-8" || shape.lineEnd === "\r" || first === undefined) return [];
  const header: [number, number] = [head.length - withoutMark(head).length, first.offset];
  const pieces: CsvPiece[] = [];
  let begin: RowCut = first;
  for (const cut of [...cuts.slice(1), { offset: digest.bytes, line: 0 }])
    if (cut.offset === digest.bytes || cut.offset - begin.offset >= size) {
      const { offset: from, line } = begin;
      if (cut.offset > from) pieces.push({ path, shape, header, from, to: cut.offset, line });
      begin = cut;
    }
  return pieces;
}

/** Reads the header of a file of which a sink gets a piece. Throws {@link RowSyntaxError}, `file-missing`, `file-unreadable`. */
export function readHeader({ path, shape, header }: CsvPiece, sink: RowSink): void {
  const splitter = new RowSplitter(shape, (cells, line) => sink.header(cells, line));
  for (const chunk of readRange(path, ...header)) splitter.push(chunk);
  splitter.end();
}

/** Reads a piece row by row into a sink. Throws {@link RowSyntaxError}, `file-missing`, `file-unreadable`. */
export function readPiece({ path, shape, from, to, line }: CsvPiece, sink: RowSink): void {
  const onRow = (cells: string[], at: number): void => sink.row(cells, at);
  const onPlain = (cells: PlainRows, at: number): boolean => sink.plain?.(cells, at) === true;
  const splitter = new RowSplitter(shape, onRow, sink.plain && onPlain, line);
  for (const chunk of readRange(path, from, to)) splitter.push(chunk);
  splitter.end();
}
