import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import type { FaultList, FileDigest, RowSink } from "../core/index.js";
import { refuseRead } from "./read-file.js";

/** Called with the number of bytes read since the last call. */
export type OnProgress = (bytes: number) => void;

const CHUNK = 1 << 20;
const DELIMITERS = [",", ";", "\t"];
const MAX_RECORD = 1 << 20;

type Encoding = "utf-8" | "gb18030";

interface Inspection {
  readonly digest: FileDigest;
  /** Undefined if the bytes are neither UTF-8 nor GB18030. */
  readonly encoding: Encoding | undefined;
}

/** Decodes piece by piece and says whether every byte was valid. */
class ValidityCheck {
  readonly #decoder: InstanceType<typeof TextDecoder>;
  valid = true;

  constructor(encoding: Encoding) {
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }

  add(chunk: Uint8Array | undefined): void {
    if (!this.valid) return;
    try {
      this.#decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      this.valid = false;
    }
  }
}

/** First pass: digest, size and encoding. A NUL byte means a binary or UTF-16 file. */
async function inspect(path: string): Promise<Inspection> {
  const hash = createHash("sha256");
  const utf8 = new ValidityCheck("utf-8");
  const gb = new ValidityCheck("gb18030");
  let bytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: CHUNK })) {
    const chunk = piece as Uint8Array;
    hash.update(chunk);
    bytes += chunk.length;
    if (chunk.includes(0)) utf8.valid = gb.valid = false;
    utf8.add(chunk);
    gb.add(chunk);
  }
  utf8.add(undefined);
  gb.add(undefined);
  const encoding = utf8.valid ? "utf-8" : gb.valid ? "gb18030" : undefined;
  return { digest: { sha256: hash.digest("hex"), bytes }, encoding };
}

/** Text of the file piece by piece, without a byte order mark. */
async function* decode(path: string, encoding: Encoding, onProgress: OnProgress): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const piece of createReadStream(path, { highWaterMark: CHUNK })) {
    const chunk = piece as Uint8Array;
    onProgress(chunk.length);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

/** The separator under which the header shows the most cells that the registry knows. */
function findDelimiter(head: string, known: ReadonlySet<string>): string {
  const line = head.slice(0, head.search(/[\r\n]|$/));
  const score = (delimiter: string): number =>
    line.split(delimiter).filter((cell) => known.has(cell.replaceAll('"', "").trim())).length;
  return DELIMITERS.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best));
}

function reportCsvError(error: unknown, file: string, faults: FaultList): void {
  if (!(error instanceof CsvError)) throw error;
  const line = (error as unknown as { lines?: number }).lines;
  faults.add("csv-syntax", { file, ...(line === undefined ? {} : { line }) }, undefined, { reason: error.code });
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
 */
export async function readCsvFile(path: string, file: string, known: ReadonlySet<string>, sink: RowSink, faults: FaultList, onProgress: OnProgress): Promise<ReadFile> {
  const { digest, encoding } = await inspect(path).catch((error: unknown) => refuseRead(path, error));
  if (encoding === undefined) faults.add("file-encoding", { file });
  else {
    try {
      const rows = await feed(decode(path, encoding, onProgress), known, sink);
      if (rows === 0) faults.add("file-empty", { file });
    } catch (error) {
      reportCsvError(error, file, faults);
    }
  }
  return { digest };
}

async function feed(pieces: AsyncGenerator<string>, known: ReadonlySet<string>, sink: RowSink): Promise<number> {
  let parser: ReturnType<typeof parse> | undefined;
  let rows = 0;
  let nextLine = 1;
  const onRecord = (cells: string[], lines: number): void => {
    if (rows++ === 0) sink.header(cells, nextLine);
    else sink.row(cells, nextLine);
    nextLine = lines + 1;
  };
  let failure: unknown;
  for await (const piece of pieces) {
    if (parser === undefined) {
      parser = startParser(findDelimiter(piece, known), onRecord);
      parser.on("error", (error) => (failure = error));
    }
    if (failure === undefined && !parser.write(piece)) await Promise.race([once(parser, "drain"), once(parser, "error")]).catch(() => undefined);
    if (failure !== undefined) throw failure;
  }
  if (parser === undefined) return 0;
  parser.end();
  await finished(parser.resume());
  return rows;
}

function startParser(delimiter: string, onRecord: (cells: string[], lines: number) => void): ReturnType<typeof parse> {
  return parse({
    delimiter,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: MAX_RECORD,
    on_record: (cells: string[], context) => {
      onRecord(cells, context.lines);
      return null;
    },
  });
}
