import { randomBytes } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { DualdrawError, type FileDigest, refuse } from "../../core/index.js";
import { disk } from "./disk.js";
import { digestPath, isCode, refuseRead, requireRegular, statIfAny } from "./read-file.js";

/** Mode of files that stay sealed until the release. */
export const SEALED = 0o600;
const OPEN = 0o644;

function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
}

/** True for the name of what a power cut left of a file or folder that was being written. */
export function isTemporary(name: string): boolean {
  return name.startsWith(".") && name.endsWith(".tmp");
}

function removeIfAny(path: string): void {
  try {
    disk().unlink(path);
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
}

/** Removes what a failed write left, if the disk lets it: the failure is what counts. */
function discard(path: string): void {
  try {
    removeIfAny(path);
  } catch {
    // Left for the next recovery.
  }
}

/** Writes all of some bytes to an open file. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += disk().write(file, bytes.subarray(at));
}

/** A synced file under a name of its own, beside the name that it will get. */
function writeTemporary(path: string, mode: number, fill: (file: number) => void): string {
  const temporary = temporaryName(path);
  const file = disk().open(temporary, "wx", mode);
  try {
    fill(file);
    disk().sync(file);
  } catch (error) {
    discard(temporary);
    throw error;
  } finally {
    disk().close(file);
  }
  return temporary;
}

/** Makes the names in a directory durable; where directories cannot be opened (Windows) the system does so itself. */
export function syncDirectory(directory: string): void {
  let file: number;
  try {
    file = disk().open(directory, "r");
  } catch (error) {
    if (isCode(error, "EPERM", "EISDIR", "EACCES")) return;
    throw error;
  }
  try {
    disk().sync(file);
  } catch (error) {
    if (!isCode(error, "EPERM", "EINVAL")) throw error;
  } finally {
    disk().close(file);
  }
}

const STALE_MS = 60_000;

/** A lock is held for the moment of a rename; an old one was left by a power cut. */
function clearStaleLock(lock: string): void {
  const stats = statIfAny(lock);
  if (stats !== undefined && Date.now() - stats.mtimeMs > STALE_MS) removeIfAny(lock);
}

/** A lock name keeps two writers apart; an empty file, left by a power cut, counts as not written. */
function publishWithoutLinks(temporary: string, path: string): boolean {
  const lock = `${path}.lock`;
  clearStaleLock(lock);
  disk().close(disk().open(lock, "wx"));
  try {
    if ((statIfAny(path)?.size ?? 0) > 0) return false;
    disk().rename(temporary, path);
    return true;
  } finally {
    removeIfAny(lock);
  }
}

/** Turns a system error into a fault of the file that could not be written. */
export function refuseWrite(path: string, error: unknown): never {
  return refuse(
    "file-unwritable",
    { reason: error instanceof Error ? error.message : String(error) },
    { file: path },
  );
}

/** Links the temporary file to its name, which fails if the name is taken; without hard links, renames if the name is free. */
function publish(temporary: string, path: string): boolean {
  try {
    disk().link(temporary, path);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    if (!isCode(error, "EPERM", "EISDIR", "ENOTSUP", "ENOSYS", "EOPNOTSUPP")) throw error;
    return publishWithoutLinks(temporary, path);
  }
}

/** Writes a file under a free name, complete and synced or not there; false if the name is taken. */
export function writeNew(path: string, mode: number, fill: (file: number) => void): boolean {
  let written: boolean;
  const temporary = writeTemporary(path, mode, fill);
  try {
    written = publish(temporary, path);
  } catch (error) {
    discard(temporary);
    throw error;
  }
  removeIfAny(temporary);
  syncDirectory(dirname(path));
  return written;
}

/** True for a regular file of exactly these bytes: a link or a folder in its place is something else. */
function holds(path: string, bytes: Uint8Array): boolean {
  requireRegular(path);
  return readFileSync(path).equals(bytes);
}

/**
 * Writes a file that nothing may replace: complete and synced, or not there. Writing the same bytes again is allowed, so that an
 * interrupted command can be repeated. Throws `file-exists` if other bytes stand there, `file-unwritable` if the system refuses.
 */
export function writeOnce(path: string, bytes: Uint8Array, mode: number = OPEN): void {
  try {
    if (writeNew(path, mode, (file) => writeAll(file, bytes)) || holds(path, bytes)) return;
  } catch (error) {
    return refuseWrite(path, error);
  }
  refuse("file-exists", {}, { file: path });
}

/**
 * Copies a file of any size to a name that nothing may replace, in pieces, and returns the digest of the bytes that were written. Copying
 * the same bytes again is allowed. Throws `file-missing` or `file-unreadable` for the source, `file-changed` if it changes meanwhile, else like
 * {@link writeOnce}.
 *
 * @param expected digest that the copy must have
 * @param onPiece told of every piece that is written, which is used again for the next one
 */
export function copyOnce(
  from: string,
  path: string,
  mode: number = OPEN,
  { expected, onPiece }: { readonly expected?: string; readonly onPiece?: (piece: Uint8Array) => void } = {},
): FileDigest {
  let copied: FileDigest | undefined;
  const before = stateOf(from);
  try {
    const written = writeNew(path, mode, (file) => {
      copied = digestPath(from, (piece) => {
        writeAll(file, piece);
        onPiece?.(piece);
      });
      const isOther = expected !== undefined && copied.sha256 !== expected;
      if (isOther || stateOf(from) !== before) refuse("file-changed", {}, { file: from });
    });
    if (written) return copied as FileDigest;
  } catch (error) {
    if (error instanceof DualdrawError) throw error;
    return refuseWrite(path, error);
  }
  const { sha256, bytes } = copied as unknown as FileDigest;
  return digestPath(path).sha256 === sha256 ? { sha256, bytes } : refuse("file-exists", {}, { file: path });
}

/** What the system changes whenever somebody writes to a file. Throws `file-missing`, `file-unreadable`. */
function stateOf(path: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true });
    return [ino, size, mtimeNs].join(" ");
  } catch (error) {
    return refuseRead(path, error);
  }
}

function makeOneFolder(path: string, mode: number): void {
  try {
    disk().makeDirectory(path, mode);
  } catch (error) {
    if (!isCode(error, "EEXIST") || !statSync(path).isDirectory()) throw error;
  }
  // Also where it was there already: a cut-off command may have made it without getting here.
  syncDirectory(dirname(path));
}

/** Makes a folder, and the folders above it, whose names survive a power cut. Throws `file-unwritable`. */
export function makeFolder(path: string, mode = 0o755): void {
  const missing: string[] = [];
  for (let at = resolve(path); statIfAny(at) === undefined; at = dirname(at)) missing.push(at);
  try {
    for (const folder of missing.length === 0 ? [resolve(path)] : missing.reverse())
      makeOneFolder(folder, mode);
  } catch (error) {
    refuseWrite(path, error);
  }
}

/** Replaces a file as a whole: readers see the old bytes or the new ones. */
export function replaceFile(path: string, bytes: Uint8Array, mode: number = OPEN): void {
  try {
    const temporary = writeTemporary(path, mode, (file) => writeAll(file, bytes));
    try {
      disk().rename(temporary, path);
    } catch (error) {
      discard(temporary);
      throw error;
    }
    syncDirectory(dirname(path));
  } catch (error) {
    refuseWrite(path, error);
  }
}

/** Removes a file for good; none is fine too. Throws `file-unwritable`. */
export function removeFile(path: string): void {
  try {
    removeIfAny(path);
    syncDirectory(dirname(path));
  } catch (error) {
    refuseWrite(path, error);
  }
}

function removeBelow(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) removeBelow(inner);
    else disk().unlink(inner);
  }
  disk().removeDirectory(path);
}

/** Removes a folder with all that is in it; links are removed, never followed. Throws `file-unwritable`. */
export function removeTree(path: string): void {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return;
    if (stats.isDirectory()) removeBelow(path);
    else disk().unlink(path);
    syncDirectory(dirname(path));
  } catch (error) {
    refuseWrite(path, error);
  }
}

/** Refuses a folder that holds anything, and removes an empty one. Throws `directory-not-empty`. */
export function requireEmpty(directory: string): void {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    return refuseRead(directory, error);
  }
  if (names.length > 0) refuse("directory-not-empty", {}, { file: directory });
  try {
    disk().removeDirectory(directory);
  } catch (error) {
    refuseWrite(directory, error);
  }
}

/** Gives a finished folder its name; somebody else may have taken it meanwhile. */
function moveFolder(partial: string, target: string): void {
  try {
    disk().rename(partial, target);
    syncDirectory(dirname(resolve(target)));
  } catch (error) {
    if (isCode(error, "ENOTEMPTY", "EEXIST")) refuse("directory-not-empty", {}, { file: target });
    refuseWrite(target, error);
  }
}

/** Removes what a failed step left, if the disk lets it. */
function discardFolder(partial: string): void {
  try {
    if (statIfAny(partial) !== undefined) removeTree(partial);
  } catch {
    // The step's own failure is what counts.
  }
}

/**
 * Makes a folder that appears as a whole or not at all: `fill` writes into a folder beside it, which then gets its name. Throws
 * `directory-not-empty` if somebody else took the name.
 */
export async function writeFolder<T>(target: string, fill: (partial: string) => T | Promise<T>): Promise<T> {
  requireEmpty(target);
  const partial = temporaryName(resolve(target));
  makeFolder(partial);
  try {
    const result = await fill(partial);
    moveFolder(partial, target);
    return result;
  } catch (error) {
    discardFolder(partial);
    throw error;
  }
}
