import { basename, join } from "node:path";
import {
  type Commitment,
  encodeJson,
  isNoteName,
  parseCanonicalJson,
  refuse,
  type Signer,
} from "../../core/index.js";
import {
  isTemporary,
  makeFolder,
  removeFile,
  removeTree,
  replaceFile,
  writeFolder,
} from "../disk/durable-write.js";
import { LOCK_FILE, withArchiveLock } from "../disk/lock.js";
import { readBytesIfAny, statIfAny } from "../disk/read-file.js";
import { readdirSync } from "node:fs";
import { removeTemporaries } from "./bag.js";
import { completeDraw, readStoredCommitment, replaceEnvelope, storePayload } from "./draw-file.js";
import { archiveKeyAfter, formKeyStatement, type KeyChange, type KeyRegister, readKeys } from "./keys.js";
import { EXPORT_FILE } from "./export-file.js";
import { drawFolder, logFolder, pendingFile } from "./layout.js";
import { addReaders, type Readers } from "./readers.js";
import { LogStore } from "./log-store.js";

/** An archive that was read. */
export interface Archive {
  readonly path: string;
  readonly origin: string;
  readonly log: LogStore;
  readonly keys: KeyRegister;
  /** The key that signs its checkpoints now; undefined where nobody does. */
  readonly key: string | undefined;
}

/** Reads an archive without changing anything. Throws `archive-missing`. */
export function readArchive(path: string): Archive {
  const keys = readKeys(path);
  const origin = keys[0]?.origin ?? "";
  return { path, origin, log: new LogStore(path, origin), keys, key: archiveKeyAfter(keys) };
}

/** What was being written when the power went: a draw, and how long the log was before. */
interface Pending {
  readonly draw: number;
  readonly size: number;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The interrupted write of an archive, if there is one. Throws `archive-damaged` for a file that does not say which. */
export function readPending(path: string): Pending | undefined {
  const file = pendingFile(path);
  const bytes = readBytesIfAny(file);
  if (bytes === undefined) return undefined;
  const { draw, size } = (parseCanonicalJson(bytes) ?? {}) as Partial<Pending>;
  if (isCount(draw) && isCount(size)) return { draw, size };
  return refuse("archive-damaged", { reason: "pending.json" }, { file });
}

function isDirectory(path: string): boolean {
  return statIfAny(path)?.isDirectory() === true;
}

const ATTEMPT_MS = 60_000;

/** True for the file of somebody who is just about to take the lock: it is no leftover. */
function isLiveAttempt(path: string): boolean {
  const since = statIfAny(path)?.mtimeMs ?? 0;
  return basename(path).startsWith(`.${LOCK_FILE}.`) && Date.now() - since < ATTEMPT_MS;
}

/** Tidies up beside the log and at the top after a power cut; the draw that was being written is left to its recovery. */
function sweep({ path, log }: Archive): void {
  for (const folder of [path, logFolder(path, Math.max(0, log.size - 1)), logFolder(path, log.size)])
    if (isDirectory(folder))
      for (const name of readdirSync(folder))
        if (isTemporary(name) && !isLiveAttempt(join(folder, name))) removeFile(join(folder, name));
  if (log.size > 0) log.listSigned(log.size);
}

/** A new draw that an interrupted write left must be the one that belongs here. */
function requirePlace({ origin, path }: Archive, commitment: Commitment | undefined, size: number): void {
  const { archive } = commitment ?? {};
  if (archive === undefined || (archive.origin === origin && archive.sequence === size)) return;
  refuse("archive-damaged", { reason: "commitment.json" }, { file: pendingFile(path) });
}

/**
 * Completes what a power cut interrupted: a draw whose commitment reached the archive is completed, leaf by leaf; one whose commitment did not
 * was never acknowledged and is removed.
 */
function recover(archive: Archive): void {
  const { path, log } = archive;
  sweep(archive);
  const pending = readPending(path);
  if (pending === undefined) return;
  const { draw, size } = pending;
  if (draw > log.draws + 1 || size > log.size)
    refuse("archive-damaged", { reason: "pending.json" }, { file: pendingFile(path) });
  const folder = drawFolder(path, draw);
  const commitment = draw > log.draws ? readStoredCommitment(path, draw) : undefined;
  if (draw > log.draws && commitment === undefined) removeTree(folder);
  else {
    requirePlace(archive, commitment, size);
    removeTemporaries(folder);
    completeDraw(archive, draw, { rebuildFrom: size });
  }
  removeFile(pendingFile(path));
}

/** Runs a step with an archive that nobody else changes meanwhile, after completing what was interrupted before. */
export function withArchive<T>(path: string, step: (archive: Archive) => T): T {
  readKeys(path);
  // A copy that was made to be read would become a second history.
  if (statIfAny(join(path, EXPORT_FILE)) !== undefined)
    refuse("archive-damaged", { reason: EXPORT_FILE }, { file: join(path, EXPORT_FILE) });
  return withArchiveLock(path, () => {
    recover(readArchive(path));
    return step(readArchive(path));
  });
}

/** Marks a draw as being written while a step writes it: a power cut in between is recovered from at the next start. */
export function whilePending<T>({ path, log }: Archive, draw: number, step: () => T): T {
  replaceFile(pendingFile(path), encodeJson({ draw, size: log.size }));
  const result = step();
  removeFile(pendingFile(path));
  return result;
}

/** Signs the log as it stands, if the signer holds the archive's key; true if it did. */
export function signIfKey({ key, log }: Archive, signer: Signer | undefined): boolean {
  if (signer === undefined || signer.publicKey !== key) return false;
  log.sign(signer);
  return true;
}

/** Adds a key statement, and signs the log with the key that is the archive's from then on. */
export function addKeyStatement(
  archive: Archive,
  change: KeyChange,
  signers: readonly Signer[],
  now: Date,
): void {
  const files = formKeyStatement(archive.origin, archive.keys, change, signers, now);
  whilePending(archive, 0, () => {
    for (const [file, bytes] of files)
      if (file.startsWith("envelopes/")) replaceEnvelope(archive, 0, "public", file, bytes);
      else storePayload(archive, 0, "public", file, bytes);
    completeDraw(archive, 0, { written: new Set([...files.keys()].map((file) => `public/${file}`)) });
  });
  const after = readArchive(archive.path);
  for (const signer of signers) if (signIfKey(after, signer)) return;
}

/** What a new archive is made with. */
export interface CreateOptions {
  /** A name that nobody else uses. */
  readonly origin: string;
  readonly signer: Signer | undefined;
  readonly now: Date;
  readonly readers: Readers;
}

/** Makes an archive, as a whole or not at all. Throws `archive-name`, `directory-not-empty`. */
export async function createArchive(path: string, options: CreateOptions): Promise<void> {
  const { origin, signer, now, readers } = options;
  if (!isNoteName(origin)) refuse("archive-name", {}, {}, origin);
  await writeFolder(path, async (partial) => {
    for (const folder of ["draws", "log", "index", "readers"]) makeFolder(join(partial, folder));
    await addReaders(partial, readers);
    const archive: Archive = {
      path: partial,
      origin,
      log: new LogStore(partial, origin),
      keys: [],
      key: signer?.publicKey,
    };
    const change: KeyChange = {
      action: "introduce",
      role: "archive",
      holder: origin,
      ...(signer === undefined ? {} : { publicKey: signer.publicKey }),
      reason: "",
    };
    addKeyStatement(archive, change, signer === undefined ? [] : [signer], now);
  });
}
