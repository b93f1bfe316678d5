import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { refuse } from "../../core/index.js";
import { isCode, refuseRead } from "./read-file.js";

/** Stands in a draw or an archive while somebody works on it. */
export const LOCK_FILE = "lock.json";

/** Who works on a draw. */
interface Holder {
  readonly user: string;
  readonly host: string;
  readonly process: number;
  readonly since: string;
  /** Changes when the computer starts; empty where the system does not tell. */
  readonly boot: string;
}

function readBoot(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    return "";
  }
}

/** The account's name; a container may run under a number that has none. */
function readUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "?");
  }
}

function describeSelf(): Holder {
  const since = `${new Date().toISOString().slice(0, 19)}Z`;
  return { user: readUser(), host: hostname(), process: process.pid, since, boot: readBoot() };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM");
  }
}

/** A holder that cannot be at work any more: this computer was restarted since, or the process has ended. */
function isGone(holder: Holder, self: Holder): boolean {
  if (holder.host !== self.host) return false;
  return (holder.boot !== "" && holder.boot !== self.boot) || !isRunning(holder.process);
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function isTaken(path: string, self: Holder): boolean {
  const own = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  writeFileSync(own, JSON.stringify(self), { flag: "wx", mode: 0o644 });
  try {
    // The lock appears with its holder's name in it: an empty one would be nobody's.
    linkSync(own, path);
    return false;
  } catch (error) {
    if (isCode(error, "EEXIST")) return true;
    if (!isCode(error, "EPERM", "EISDIR", "ENOTSUP", "ENOSYS", "EOPNOTSUPP")) throw error;
    writeFileSync(path, JSON.stringify(self), { flag: "wx", mode: 0o644 });
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function tryLock(path: string, self: Holder): boolean {
  try {
    return !isTaken(path, self);
  } catch (error) {
    return isCode(error, "EEXIST") ? false : refuseRead(path, error);
  }
}

/** Locks that this process holds: a session runs its steps under one lock. */
const held = new Map<string, number>();

/** Takes a dead holder's lock away; a live one that came in between is put back. */
function clearAway(path: string, dead: Holder): void {
  const aside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  if (JSON.stringify(readHolder(aside)) !== JSON.stringify(dead)) {
    try {
      linkSync(aside, path);
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
  }
  rmSync(aside, { force: true });
}

process.on("exit", () => {
  for (const path of held.keys()) rmSync(path, { force: true });
});

/** Whose lock it is, in words for the fault. */
function refuseLocked(code: LockFault, path: string): never {
  const { user = "?", host = "?", since = "?", process: number = 0 } = readHolder(path) ?? {};
  return refuse(code, { user, host, since, process: number }, { file: path });
}

const PAUSE_MS = 20;

/** Waits without ending the step that waits. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}

function acquire(path: string, code: LockFault, patience: number): void {
  const self = describeSelf();
  const end = performance.now() + patience;
  for (;;) {
    if (tryLock(path, self)) return;
    const holder = readHolder(path);
    if (holder !== undefined && isGone(holder, self)) clearAway(path, holder);
    else if (performance.now() >= end) refuseLocked(code, path);
    else pause();
  }
}

function enter(path: string, code: LockFault, patience: number): void {
  const depth = held.get(path) ?? 0;
  if (depth === 0) acquire(path, code, patience);
  held.set(path, depth + 1);
}

function leave(path: string): void {
  const depth = (held.get(path) ?? 1) - 1;
  if (depth > 0) held.set(path, depth);
  else {
    held.delete(path);
    rmSync(path, { force: true });
  }
}

/** What a second hand is told. */
export type LockFault = "draw-locked" | "archive-locked";

function withLock<T>(path: string, code: LockFault, patience: number, step: () => T): T {
  enter(path, code, patience);
  let result: T;
  try {
    result = step();
  } catch (error) {
    leave(path);
    throw error;
  }
  if (result instanceof Promise) return result.finally(() => leave(path)) as T;
  leave(path);
  return result;
}

/**
 * Runs a step while nobody else can change the draw. A second operator is told who is at work, where and since when; what a cut-off
 * process on this computer left behind is cleared away. Throws `draw-locked`.
 */
export function withDrawLock<T>(directory: string, step: () => T): T {
  return withLock(join(resolve(directory), LOCK_FILE), "draw-locked", 0, step);
}

const ARCHIVE_PATIENCE_MS = 60_000;

/** Runs a step while nobody else can read or change a file for the same purpose. Throws `archive-locked`. */
export function withFileLock<T>(file: string, step: () => T): T {
  return withLock(`${resolve(file)}.lock`, "archive-locked", ARCHIVE_PATIENCE_MS, step);
}

/**
 * Runs a step while nobody else can change the archive. Throws `archive-locked`.
 *
 * @param patience milliseconds to wait for others
 */
export function withArchiveLock<T>(archive: string, step: () => T, patience = ARCHIVE_PATIENCE_MS): T {
  return withLock(join(resolve(archive), LOCK_FILE), "archive-locked", patience, step);
}
