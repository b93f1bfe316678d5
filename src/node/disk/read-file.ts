import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync, type Stats, statSync } from "node:fs";
import { basename, join } from "node:path";
import { type EvidenceFile, type FileDigest, refuse } from "../../core/index.js";

/** True if the error carries one of the system's codes. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && codes.includes((error as { code?: string }).code ?? "");
}

/** What stands at a path, links followed; undefined if nothing does, or if a file stands where a folder should. */
export function statIfAny(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (isCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}

/** Turns a system error into a fault of the file. */
export function refuseRead(path: string, error: unknown): never {
  if (isCode(error, "ENOENT", "ENOTDIR")) return refuse("file-missing", {}, { file: path });
  return refuse(
    "file-unreadable",
    { reason: error instanceof Error ? error.message : String(error) },
    { file: path },
  );
}

/** Pipes and devices never end: only regular files are read. */
export function requireRegular(path: string): void {
  if (!statSync(path).isFile()) throw new Error("not a regular file");
}

/** Bytes of a file. Throws `file-missing` or `file-unreadable`. */
export function readBytes(path: string): Uint8Array {
  try {
    requireRegular(path);
    return readFileSync(path);
  } catch (error) {
    return refuseRead(path, error);
  }
}

/** Bytes of a file, or undefined if there is none. */
export function readBytesIfAny(path: string): Uint8Array | undefined {
  try {
    requireRegular(path);
    return readFileSync(path);
  } catch (error) {
    return isCode(error, "ENOENT", "ENOTDIR") ? undefined : refuseRead(path, error);
  }
}

/** The files of a draw by their paths, wherever they stand; undefined for one that is not there. */
export type ReadFile = (path: string) => Uint8Array | undefined;

/** The files below a folder. */
export function filesOf(directory: string): ReadFile {
  return (path) => readBytesIfAny(join(directory, path));
}

const PIECE = 1 << 20;

/**
 * Digest and size of a file of any size, read in pieces.
 *
 * @param onPiece told of every piece, which is used again for the next one
 */
export function digestPath(path: string, onPiece?: (piece: Uint8Array) => void): FileDigest {
  const hash = createHash("sha256");
  let bytes = 0;
  for (const piece of readPieces(path)) {
    hash.update(piece);
    bytes += piece.length;
    onPiece?.(piece);
  }
  return { sha256: hash.digest("hex"), bytes };
}

/** A file, piece by piece, each in the same memory. */
function* readPieces(path: string): Generator<Uint8Array> {
  let file: number | undefined;
  const piece = Buffer.alloc(PIECE);
  const next = (): Uint8Array => {
    try {
      if (file === undefined) {
        requireRegular(path);
        file = openSync(path, "r");
      }
      return piece.subarray(0, readSync(file, piece));
    } catch (error) {
      return refuseRead(path, error);
    }
  };
  try {
    for (let part = next(); part.length > 0; part = next()) yield part;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** A file that stays outside the draw directory, by name and digest. */
export function describeEvidence(path: string): EvidenceFile {
  return { name: basename(path), ...digestPath(path) };
}

/** Size of a file in bytes. Throws `file-missing` or `file-unreadable`. */
export function sizeOf(path: string): number {
  try {
    const stats = statSync(path);
    return stats.isFile() ? stats.size : refuse("file-unreadable", { reason: "not a file" }, { file: path });
  } catch (error) {
    return refuseRead(path, error);
  }
}
