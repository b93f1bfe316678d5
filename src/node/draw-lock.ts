import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { refuse } from "../core/index.js";
import { isCode } from "./durable-write.js";
import { refuseRead } from "./read-file.js";

const LOCK_FILE = "lock.json";

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

function tryLock(path: string, self: Holder): boolean {
  let file: number;
  try {
    file = openSync(path, "wx", 0o644);
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    return refuseRead(path, error);
  }
  try {
    writeSync(file, JSON.stringify(self));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return true;
}

/** Draw directories that this process holds: a session runs its steps under one lock. */
const held = new Map<string, number>();

/** Takes a dead holder's lock away; a live one that came in between is put back. */
function clearAway(path: string, dead: Holder): void {
  const aside = `${path}.${randomBytes(6).toString("hex")}.tmp`;
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

function acquire(path: string): void {
  const self = describeSelf();
  for (let attempt = 0; attempt < 2; attempt++) {
    if (tryLock(path, self)) return;
    const holder = readHolder(path);
    if (holder === undefined || !isGone(holder, self)) {
      const { user = "?", host = "?", since = "?", process: number = 0 } = holder ?? {};
      refuse("draw-locked", { user, host, since, process: number }, { file: path });
    }
    clearAway(path, holder);
  }
  refuse("draw-locked", { user: "?", host: "?", since: "?", process: 0 }, { file: path });
}

function enter(path: string): void {
  const depth = held.get(path) ?? 0;
  if (depth === 0) acquire(path);
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

/**
 * Runs a step while nobody else can change the draw. A second operator is told who is at work, where and since when; what a cut-off
 * process on this computer left behind is cleared away. Throws `draw-locked`.
 */
export function withDrawLock<T>(directory: string, step: () => T): T {
  const path = join(directory, LOCK_FILE);
  enter(path);
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
