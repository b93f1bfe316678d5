import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { FaultList, FileDigest, PlainRows, RowSink } from "../../core/index.js";
import { isCode, refuseRead } from "../disk/read-file.js";
import { findLineEnd, RowSplitter, RowSyntaxError } from "./row-splitter.js";

/** Called with the number of bytes read since the last call. */
export type OnProgress = (bytes: number) => void;

const CHUNK = 1 << 20;
const DELIMITERS = [",", ";", "\t"];
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

type Encoding = "utf-8" | "gb18030";

interface Inspection {
  readonly digest: FileDigest;
  /** Undefined if the bytes are neither UTF-8 nor GB18030. */
  readonly encoding: Encoding | undefined;
}

/** First pass: digest, size and encoding. A NUL byte means a binary or UTF-16 file. */
async function inspect(path: string): Promise<Inspection> {
  const hash = createHash("sha256");
  let bytes = 0;
  let binary = false;
  let utf8 = true;
  let rest = Buffer.alloc(0);
  for await (const chunk of readChunks(path)) {
    hash.update(chunk);
    bytes += chunk.length;
    binary ||= chunk.includes(0);
    if (!utf8) continue;
    const text = Buffer.concat([rest, chunk]);
    const end = endOfCharacters(text);
    utf8 = isUtf8(text.subarray(0, end));
    rest = text.subarray(end);
  }
  const digest = { sha256: hash.digest("hex"), bytes };
  if (binary) return { digest, encoding: undefined };
  return {
    digest,
    encoding: utf8 && rest.length === 0 ? "utf-8" : (await isGb18030(path)) ? "gb18030" : undefined,
  };
}

/** End of the last whole UTF-8 character: a lead byte among the last three may wait for more. */
function endOfCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (length > 1) return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
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

/** The separator under which the header shows the most cells that the registry knows. */
function findDelimiter(head: string, known: ReadonlySet<string>): string {
  const line = head.slice(0, head.search(/[\r\n]|$/));
  const score = (delimiter: string): number =>
    line.split(delimiter).filter((cell) => known.has(cell.replaceAll('"', "").trim())).length;
  return DELIMITERS.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best));
}

/** What a file of rows was read from. */
export interface ReadFile {
  readonly digest: FileDigest;
}

/**
 * Reads a CSV file row by row into a sink: UTF-8 (with or without byte order mark) or GB18030; comma, semicolon or tab; any line
 * end. Memory does not grow with the file. Faults: `file-missing` (thrown), `file-encoding`, `file-empty`, `csv-syntax`.
 *
 * @param file name for messages
 * @param known headers that the registry knows, to find the separator
 * @param size bytes read at a time
 */
export async function readCsvFile(
  path: string,
  file: string,
  known: ReadonlySet<string>,
  sink: RowSink,
  faults: FaultList,
  onProgress: OnProgress,
  size = CHUNK,
): Promise<ReadFile> {
  const { digest, encoding } = await inspect(path).catch((error: unknown) => refuseRead(path, error));
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
  return { digest };
}

async function feed(
  pieces: AsyncGenerator<Buffer>,
  known: ReadonlySet<string>,
  sink: RowSink,
): Promise<number> {
  const head = await readHead(pieces);
  if (head.length === 0) return 0;
  const text = head.toString("utf8");
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
    findDelimiter(text, known),
    findLineEnd(text),
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
  return head.subarray(0, 3).equals(BYTE_ORDER_MARK) ? head.subarray(3) : head;
}
