import {
  encodeObjectPieces,
  type FaultList,
  type FileDigest,
  type FrameDigest,
  ObjectAnnex,
  ObjectParser,
  type ObjectRegistry,
  type ParsedObjects,
  RowWriter,
} from "../../core/index.js";
import { SEALED } from "../disk/durable-write.js";
import { moveFile, pourOnce } from "../disk/streamed-write.js";
import { FrameFile } from "./frame-file.js";
import { ObjectRuns } from "./object-runs.js";

const PAGE = 1 << 20;

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

/** Reads objects: into memory, or, where more come than it should hold, through files. */
export class ObjectReader {
  readonly parser: ObjectParser;
  readonly #runs: ObjectRuns | undefined;
  readonly #extraColumns: readonly string[];

  /**
   * @param scratch makes a folder for sorting outside the memory; without it everything stays in memory
   * @param rows that the memory should hold
   */
  constructor(
    file: string,
    faults: FaultList,
    extraColumns: readonly string[],
    scratch: (() => string) | undefined,
    rows?: number,
  ) {
    this.#extraColumns = extraColumns;
    this.#runs = scratch === undefined ? undefined : new ObjectRuns(scratch, extraColumns, rows);
    this.parser = new ObjectParser(file, faults, extraColumns, this.#runs);
  }

  /** The objects, when the file was read to its end. */
  finish(): ObjectLayers {
    const { parser } = this;
    const runs = this.#runs;
    if (runs === undefined || parser.isWhole) return this.#keep(parser.finish());
    parser.flush();
    const written = runs.merge(parser.openIdCheck());
    const objects = new FrameFile(runs.frame, this.#extraColumns, undefined, written.frame.rows);
    const write = (framePath: string, annexPath: string): WrittenObjects => {
      moveFile(runs.frame, framePath);
      if (written.annex !== undefined) moveFile(runs.annex, annexPath);
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
