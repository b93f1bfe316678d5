import { join } from "node:path";
import {
  FaultList,
  type IdFacts,
  ObjectParser,
  type ObjectSpill,
  type RowSink,
  type RunRows,
} from "../../core/index.js";
import { JobThreads } from "../threads/job-threads.js";
import { type CsvPiece, readHeader, readPiece } from "../rows/csv-pieces.js";
import { scanFrame } from "./frame-scan.js";
import { mergeRuns } from "./merge-runs.js";
import { RowSyntaxError } from "../rows/row-splitter.js";
import { writeRun } from "./run-file.js";

/** Takes objects away from the memory: each time that it is full, to a sorted run of their own. */
export class RunSpill implements ObjectSpill {
  readonly rows: number;
  /** Paths of the runs, in the order of their rows. */
  readonly runs: string[] = [];
  /** True once something private is known of an object. */
  hasAnnex = false;
  readonly takesAll: boolean;
  readonly #prefix: () => string;

  /**
   * @param prefix what the paths of the runs begin with; asked when there is a first one
   * @param rows that the memory holds
   * @param takesAll true if the objects go to runs even where the memory would hold them
   */
  constructor(prefix: () => string, rows: number, takesAll: boolean) {
    this.#prefix = prefix;
    this.rows = rows;
    this.takesAll = takesAll;
  }

  take(batch: RunRows): void {
    this.hasAnnex ||= batch.hasAnnex;
    const path = `${this.#prefix()}-${this.runs.length}`;
    writeRun(path, batch);
    this.runs.push(path);
  }
}

/** A piece of a registry of objects. */
export interface PieceRequest {
  readonly piece: CsvPiece;
  /** Name of the file for messages. */
  readonly file: string;
  readonly extraColumns: readonly string[];
  /** Where runs go, and what their names begin with. */
  readonly folder: string;
  readonly name: string;
  /** Rows of a run. */
  readonly rows: number;
}

/** What a piece held: its rows went to runs. */
export interface PieceRead {
  readonly runs: readonly string[];
  readonly hasAnnex: boolean;
  readonly facts: IdFacts;
  readonly faults: ReturnType<FaultList["pack"]>;
  /** Where the piece could not be read on. */
  readonly broken?: { readonly code: string; readonly line: number };
}

/** Reads a piece of a registry of objects into sorted runs. Throws `file-unreadable`, `file-unwritable`. */
export function readObjectPiece(request: PieceRequest): PieceRead {
  const { piece, file, extraColumns, folder, name, rows } = request;
  const faults = new FaultList();
  const spill = new RunSpill(() => join(folder, name), rows, true);
  const parser = new ObjectParser(file, faults, extraColumns, spill);
  const broken = readRows(piece, parser, faults);
  parser.flush();
  const { runs, hasAnnex } = spill;
  const read = { runs, hasAnnex, facts: parser.idFacts, faults: faults.pack() };
  return broken === undefined ? read : { ...read, broken: { code: broken.code, line: broken.line } };
}

/** Reads a piece into a sink; gives where it cannot be read on. */
function readRows(piece: CsvPiece, sink: RowSink, faults: FaultList): RowSyntaxError | undefined {
  try {
    readHeader(piece, sink);
    // What is wrong with the header is reported once, with the first piece.
    if (piece.from > piece.header[1]) faults.clear();
    readPiece(piece, sink);
    return undefined;
  } catch (error) {
    if (error instanceof RowSyntaxError) return error;
    throw error;
  }
}

/** What threads do with objects that are too many for the memory. */
export const objectJobs = { readObjectPiece, mergeRuns, scanFrame };

/** Threads for objects. */
export type ObjectThreads = JobThreads<typeof objectJobs>;

/** Opens threads for objects; whoever does closes them. */
export function openObjectThreads(cores?: number): ObjectThreads {
  return new JobThreads(objectJobs, new URL("./object-thread.js", import.meta.url), cores);
}
