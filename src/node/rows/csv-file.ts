import { createReadStream } from "node:fs";
import type { FaultList, FileDigest, PlainRows, RowSink } from "../../core/index.js";
import { isCode, refuseRead } from "../disk/read-file.js";
import { findShape, withoutMark } from "./csv-shape.js";
import { type Inspection, inspect } from "./inspection.js";
import { RowSplitter, RowSyntaxError } from "./row-splitter.js";

/** Called with the number of bytes read since the last call. */
export type OnProgress = (bytes: number) => void;

const CHUNK = 1 << 20;

type Encoding = "utf-8" | "gb18030";

/** The encoding of a file; undefined if its bytes are neither UTF-8 nor GB18030. Throws `file-unreadable`. */
async function findEncoding(path: string, content: Inspection["content"]): Promise<Encoding | undefined> {
  if (content !== "other text") return content === "utf-8" ? content : undefined;
  const isOther = await isGb18030(path).catch((error: unknown) => refuseRead(path, error));
  return isOther ? "gb18030" : undefined;
}

async function isGb18030(path: string): Promise<boolean> {
  const decoder = new TextDecoder("gb18030", { fatal: true });
  try {
    for await (const chunk of readChunks(path)) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (isCode(error, "ERR_ENCODING_INVALID_ENCODED_DATA")) return false;
    throw error;
  }
}

async function* readChunks(path: string, size = CHUNK): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: size })) yield chunk as Buffer;
}

/** The file as UTF-8, piece by piece. */
async function* readAsUtf8(
  path: string,
  encoding: Encoding,
  onProgress: OnProgress,
  size: number,
): AsyncGenerator<Buffer> {
  const decoder = encoding === "utf-8" ? undefined : new TextDecoder(encoding, { fatal: true });
  for await (const chunk of readChunks(path, size)) {
    onProgress(chunk.length);
    yield decoder === undefined ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
  }
  if (decoder !== undefined) yield Buffer.from(decoder.decode());
}

/**
 * Reads a CSV file row by row into a sink: UTF-8 (with or without byte order mark) or GB18030; comma, semicolon or tab; any line
 * end. Memory does not grow with the file. Faults: `file-missing` (thrown), `file-encoding`, `file-empty`, `csv-syntax`.
 *
 * @param file name for messages
 * @param known headers that the registry knows, to find the separator
 * @param inspected what the first pass found, where it was made before
 * @param size bytes read at a time
 */
export async function readCsvFile(
  path: string,
  file: string,
  known: ReadonlySet<string>,
  sink: RowSink,
  faults: FaultList,
  onProgress: OnProgress,
  inspected?: Inspection,
  size = CHUNK,
): Promise<FileDigest> {
  const { digest, content } = inspected ?? inspect(path);
  const encoding = await findEncoding(path, content);
  if (encoding === undefined) faults.add("file-encoding", { file });
  else {
    try {
      const rows = await feed(readAsUtf8(path, encoding, onProgress, size), known, sink);
      if (rows === 0) faults.add("file-empty", { file });
    } catch (error) {
      if (!(error instanceof RowSyntaxError)) throw error;
      faults.add("csv-syntax", { file, line: error.line }, undefined, { reason: error.code });
    }
  }
  return digest;
}

async function feed(
  pieces: AsyncGenerator<Buffer>,
  known: ReadonlySet<string>,
  sink: RowSink,
): Promise<number> {
  const head = await readHead(pieces);
  if (head.length === 0) return 0;
  let rows = 0;
  const onRow = (cells: readonly string[], line: number): void => {
    if (rows++ === 0) sink.header(cells, line);
    else sink.row(cells, line);
  };
  const onPlain = (cells: PlainRows, line: number): boolean => {
    if (rows === 0 || sink.plain?.(cells, line) !== true) return false;
    rows++;
    return true;
  };
  const splitter = new RowSplitter(
    findShape(head, known),
    onRow,
    sink.plain === undefined ? undefined : onPlain,
  );
  splitter.push(head);
  for await (const piece of pieces) splitter.push(piece);
  splitter.end();
  return rows;
}

const HEAD = 1 << 16;

/** The first pieces until the header line is whole, without a byte order mark. */
async function readHead(pieces: AsyncGenerator<Buffer>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (!head.includes(0x0a) && head.length < HEAD) {
    const piece = await pieces.next();
    if (piece.done === true) break;
    head = Buffer.concat([head, piece.value]);
  }
  return withoutMark(head);
}
