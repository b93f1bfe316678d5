import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from "node:fs";

/**
 * Every operation by which this program changes a disk, or makes a change durable. All writing goes through it, so that a test can record
 * what a command does, cut it off at any point, or let any operation fail.
 */
export interface Disk {
  /** `wx` makes a file that must not be there, `r` and `r+` open one that is (a directory with `r`), to sync it. */
  open(path: string, flags: "wx" | "r" | "r+", mode?: number): number;
  /** Writes some of the bytes and returns how many. */
  write(file: number, bytes: Uint8Array): number;
  sync(file: number): void;
  close(file: number): void;
  /** Gives a file a second name, which must be free. */
  link(from: string, to: string): void;
  /** Renames a file, replacing what has that name, or a folder. */
  rename(from: string, to: string): void;
  unlink(path: string): void;
  makeDirectory(path: string, mode: number): void;
  removeDirectory(path: string): void;
}

const nodeDisk: Disk = {
  open: openSync,
  write: writeSync,
  sync: fsyncSync,
  close: closeSync,
  link: linkSync,
  rename: renameSync,
  unlink: unlinkSync,
  makeDirectory: (path, mode) => mkdirSync(path, { mode }),
  removeDirectory: rmdirSync,
};

let current = nodeDisk;

/** The disk that this process writes to. */
export function disk(): Disk {
  return current;
}

/** Runs a step on another disk, made from the real one: what tests put in between. */
export async function onDisk<T>(change: (real: Disk) => Disk, step: () => T | Promise<T>): Promise<T> {
  current = change(nodeDisk);
  try {
    return await step();
  } finally {
    current = nodeDisk;
  }
}
