import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { refuse } from "../core/index.js";

/** Mode of files that stay sealed until the release. */
export const SEALED = 0o600;
const OPEN = 0o644;

function writeTemporary(path: string, bytes: Uint8Array, mode: number): string {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  const file = openSync(temporary, "wx", mode);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return temporary;
}

/** Makes the bytes of a file durable. */
export function syncFile(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the names in a directory durable; where directories cannot be opened (Windows) the system does so itself. */
export function syncDirectory(directory: string): void {
  let file: number;
  try {
    file = openSync(directory, "r");
  } catch {
    return;
  }
  try {
    fsyncSync(file);
  } catch (error) {
    if (!isCode(error, "EPERM", "EINVAL")) throw error;
  } finally {
    closeSync(file);
  }
}

/** True if the error carries one of the system's codes. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && codes.includes((error as { code?: string }).code ?? "");
}

const STALE_MS = 60_000;

/** A lock is held for the moment of a rename; an old one was left by a power cut. */
function clearStaleLock(lock: string): void {
  const stats = statSync(lock, { throwIfNoEntry: false });
  if (stats !== undefined && Date.now() - stats.mtimeMs > STALE_MS) rmSync(lock, { force: true });
}

/** A lock name keeps two writers apart; an empty file, left by a power cut, counts as not written. */
function publishWithoutLinks(temporary: string, path: string): boolean {
  const lock = `${path}.lock`;
  clearStaleLock(lock);
  closeSync(openSync(lock, "wx"));
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0) return false;
    renameSync(temporary, path);
    return true;
  } finally {
    rmSync(lock, { force: true });
  }
}

function refuseWrite(path: string, error: unknown): never {
  return refuse(
    "file-unwritable",
    { reason: error instanceof Error ? error.message : String(error) },
    { file: path },
  );
}

/** Links the temporary file to its name, which fails if the name is taken; without hard links, renames if the name is free. */
function publish(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    if (!isCode(error, "EPERM", "EISDIR", "ENOTSUP", "ENOSYS", "EOPNOTSUPP")) throw error;
    return publishWithoutLinks(temporary, path);
  }
}

/**
 * Writes a file that nothing may replace: complete and synced, or not there. Writing the same bytes again is allowed, so that an
 * interrupted command can be repeated. Throws `file-exists` if other bytes stand there, `file-unwritable` if the system refuses.
 */
export function writeOnce(path: string, bytes: Uint8Array, mode: number = OPEN): void {
  let taken: boolean;
  try {
    const temporary = writeTemporary(path, bytes, mode);
    try {
      taken = !publish(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
    syncDirectory(dirname(path));
  } catch (error) {
    return refuseWrite(path, error);
  }
  if (taken && !readFileSync(path).equals(bytes)) refuse("file-exists", {}, { file: path });
}

/** Makes a folder, and the folders above it, whose names survive a power cut. Throws `file-unwritable`. */
export function makeFolder(path: string, mode = 0o755): void {
  try {
    if (mkdirSync(path, { recursive: true, mode }) !== undefined) syncDirectory(dirname(path));
  } catch (error) {
    refuseWrite(path, error);
  }
}

/** Replaces a file as a whole: readers see the old bytes or the new ones. */
export function replaceFile(path: string, bytes: Uint8Array, mode: number = OPEN): void {
  try {
    renameSync(writeTemporary(path, bytes, mode), path);
    syncDirectory(dirname(path));
  } catch (error) {
    refuseWrite(path, error);
  }
}
