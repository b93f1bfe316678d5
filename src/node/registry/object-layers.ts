import { join } from "node:path";
import {
  encodeObjectPieces,
  FaultList,
  type FileDigest,
  type FrameDigest,
  type IdFacts,
  joinIdFacts,
  ObjectAnnex,
  ObjectParser,
  type ObjectRegistry,
  type ParsedObjects,
  RowWriter,
} from "../../core/index.js";
import { SEALED } from "../disk/durable-write.js";
import { moveFile, pourOnce } from "../disk/streamed-write.js";
import { type OnProgress, readCsvFile } from "../rows/csv-file.js";
import { type CsvPiece, planPieces } from "../rows/csv-pieces.js";
import { inspect } from "../rows/inspection.js";
import { FrameFile } from "./frame-file.js";
import type { Merged } from "./merge-runs.js";
import { type ObjectThreads, RunSpill } from "./object-jobs.js";
import type { RunPart } from "./run-file.js";

const PAGE = 1 << 20;
/** Rows that the memory holds, and rows of a run. */
const ROWS_IN_MEMORY = 1 << 20;
/** Bytes of a CSV file from which on it is read in pieces, most bytes of a piece, and least bytes between places where one may end. */
const PIECES = [1 << 25, 3 << 25, 1 << 20] as const;

/** Frame and annex of the objects, as they were written. */
export interface WrittenObjects {
  readonly frame: FrameDigest;
  /** Undefined if nothing private is known of any object. */
  readonly annex?: FileDigest;
}

/** The objects of a draw, and how they come into its directory. */
export interface ObjectLayers {
  readonly objects: ObjectRegistry;
  /** Writes frame and annex, once. */
  readonly write: (framePath: string, annexPath: string) => WrittenObjects;
}

/** Where objects are sorted that are too many for the memory. */
export interface Scratch {
  /** Makes a folder that is there for this alone. */
  readonly makeFolder: () => string;
  readonly threads: ObjectThreads;
  /** Rows that the memory holds. */
  readonly rows?: number;
  /** Bytes of a CSV file from which on it is read in pieces, most bytes of a piece, and least bytes between places where one may end. */
  readonly bytes?: readonly [number, number, number];
}

/** What went to runs, in the order of the rows. */
interface Spilled {
  readonly runs: readonly string[];
  readonly hasAnnex: boolean;
  readonly facts: IdFacts;
}

/** Reads objects: into memory, or, where more come than it should hold, through files. */
export class ObjectReader {
  readonly parser: ObjectParser;
  readonly #file: string;
  readonly #faults: FaultList;
  readonly #extraColumns: readonly string[];
  readonly #scratch: Scratch | undefined;
  readonly #spill: RunSpill | undefined;
  #pieces: Spilled | undefined;

  /** @param scratch for sorting outside the memory; without it everything stays in memory */
  constructor(
    file: string,
    faults: FaultList,
    extraColumns: readonly string[],
    scratch: Scratch | undefined,
  ) {
    this.#file = file;
    this.#faults = faults;
    this.#extraColumns = extraColumns;
    this.#scratch = scratch;
    if (scratch !== undefined)
      this.#spill = new RunSpill(
        () => join(scratch.makeFolder(), "run"),
        scratch.rows ?? ROWS_IN_MEMORY,
        false,
      );
    this.parser = new ObjectParser(file, faults, extraColumns, this.#spill);
  }

  /** {@link readCsvFile} for objects: a large file is read in pieces beside each other. */
  readonly readCsv: typeof readCsvFile = async (path, file, known, sink, faults, onProgress, given) => {
    const scratch = this.#scratch;
    const [least, most, apart] = scratch?.bytes ?? PIECES;
    const inspected = given ?? inspect(path, apart);
    const { digest } = inspected;
    if (scratch !== undefined && digest.bytes >= least) {
      const { width } = scratch.threads;
      const count = width * Math.ceil(digest.bytes / width / most);
      const pieces = planPieces(path, known, inspected, Math.ceil(digest.bytes / count));
      if (pieces.length > 0) {
        this.#pieces = await this.#readPieces(scratch, pieces, onProgress);
        return digest;
      }
    }
    return readCsvFile(path, file, known, sink, faults, onProgress, inspected);
  };

  async #readPieces(
    { makeFolder, threads, rows = ROWS_IN_MEMORY }: Scratch,
    pieces: readonly CsvPiece[],
    onProgress: OnProgress,
  ): Promise<Spilled> {
    const folder = makeFolder();
    const [file, extraColumns, faults] = [this.#file, this.#extraColumns, this.#faults];
    const read = await Promise.all(
      pieces.map(async (piece, i) => {
        const request = { piece, file, extraColumns, folder, name: `piece-${i}`, rows };
        const result = await threads.run("readObjectPiece", request);
        onProgress(piece.to - piece.from);
        return result;
      }),
    );
    // What stands behind a place that cannot be read was never read.
    const broken = read.findIndex((piece) => piece.broken !== undefined);
    const whole = broken < 0 ? read : read.slice(0, broken + 1);
    for (const piece of whole) {
      faults.addAll(FaultList.unpack(piece.faults));
      if (piece.broken !== undefined)
        faults.add("csv-syntax", { file, line: piece.broken.line }, undefined, { reason: piece.broken.code });
    }
    return {
      runs: whole.flatMap(({ runs }) => runs),
      hasAnnex: whole.some(({ hasAnnex }) => hasAnnex),
      facts: joinIdFacts(
        whole.map(({ facts }) => facts),
        faults,
      ),
    };
  }

  /** The objects, when the file was read to its end. */
  async finish(): Promise<ObjectLayers> {
    const { parser } = this;
    const scratch = this.#scratch;
    const spill = this.#spill;
    if (scratch === undefined || spill === undefined || (this.#pieces === undefined && parser.isWhole))
      return this.#keep(parser.finish());
    if (this.#pieces !== undefined) return this.#merge(scratch, this.#pieces);
    parser.flush();
    const { runs, hasAnnex } = spill;
    return this.#merge(scratch, { runs, hasAnnex, facts: parser.idFacts });
  }

  async #merge({ makeFolder, threads }: Scratch, { runs, hasAnnex, facts }: Spilled): Promise<ObjectLayers> {
    const folder = makeFolder();
    const extraColumns = this.#extraColumns;
    const merge = (part: RunPart): Promise<Merged> =>
      threads.run("mergeRuns", { runs, part, path: join(folder, `${part}.csv`), extraColumns, facts });
    const [frame, annex] = await Promise.all([merge("frame"), hasAnnex ? merge("annex") : undefined]);
    this.#faults.addAll(FaultList.unpack(frame.faults));
    const objects = new FrameFile(join(folder, "frame.csv"), extraColumns, undefined, {
      ...frame,
      bytes: frame.digest.bytes,
    });
    const written: WrittenObjects = {
      frame: { ...frame.digest, rows: frame.rows },
      ...(annex === undefined ? {} : { annex: annex.digest }),
    };
    const write = (framePath: string, annexPath: string): WrittenObjects => {
      moveFile(objects.path, framePath);
      if (annex !== undefined) moveFile(join(folder, "annex.csv"), annexPath);
      objects.path = framePath;
      return written;
    };
    return { objects, write };
  }

  #keep(parsed: ParsedObjects): ObjectLayers {
    const write = (framePath: string, annexPath: string): WrittenObjects =>
      writeObjects(parsed, this.#extraColumns, framePath, annexPath);
    return { objects: parsed.objects, write };
  }
}

/** The annex of objects, about a megabyte at a time. */
function* encodeAnnexPieces({ objects, annex }: ParsedObjects): Generator<Uint8Array> {
  const writer = new RowWriter();
  writer.row(ObjectAnnex.header);
  for (let row = 0; row < objects.length; row++) {
    annex.write(writer, row);
    if (writer.length < PAGE) continue;
    yield writer.finish();
    writer.clear();
  }
  yield writer.finish();
}

function pourAll(path: string, mode: number, pieces: Iterable<Uint8Array>): FileDigest {
  return pourOnce(path, mode, (write) => {
    for (const piece of pieces) write(piece);
  });
}

/** Writes frame and annex of objects that fit into the memory. */
function writeObjects(
  parsed: ParsedObjects,
  extraColumns: readonly string[],
  framePath: string,
  annexPath: string,
): WrittenObjects {
  const { objects, annex } = parsed;
  const digest = pourAll(framePath, 0o644, encodeObjectPieces(objects, extraColumns));
  const frame = { ...digest, rows: objects.length };
  return annex.length === 0
    ? { frame }
    : { frame, annex: pourAll(annexPath, SEALED, encodeAnnexPieces(parsed)) };
}
