import { dirname } from "node:path";
import { refuse } from "../../core/index.js";
import { appendChained, type Chained } from "../../year/register/chain.js";
import { countingEntry, type Register, type RegisterEntry } from "../../year/register/register.js";
import { withFileLock } from "../disk/lock.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { makeFolders, readChained, writeChained } from "./documents.js";
import type { WorkspaceLayout } from "./layout.js";
import { instantOf, todayInChina } from "./workspace.js";

/** The register of a year; empty before its first entry. Throws `chain-broken` if it was changed by hand. */
export function readRegister(layout: WorkspaceLayout, year: number): Register {
  const empty: Register = { schema: "dualdraw/register/v1", year, entries: [], head: "" };
  return readChained<Register>("register", layout.register(year)) ?? empty;
}

/** An entry of the register before it is numbered and chained. */
export type NewEntry = RegisterEntry extends infer T
  ? T extends RegisterEntry
    ? Omit<T, keyof Chained>
    : never
  : never;

/** Adds entries to the register of a year, decided on it as it stands then; two who do so at once wait for each other. */
export function register(
  layout: WorkspaceLayout,
  year: number,
  decide: (known: Register) => readonly NewEntry[],
  now: Date,
): void {
  const path = layout.register(year);
  makeFolders(dirname(path), layout.directory);
  withFileLock(path, () => {
    const known = readRegister(layout, year);
    const added = decide(known);
    if (added.length === 0) return;
    const chain = appendChained<RegisterEntry>(known.entries, added, instantOf(now), nodeSha256);
    writeChained("register", path, { ...known, ...chain });
  });
}

/** A day that somebody enters for a thing done elsewhere: a filing, a penalty published. */
export interface DatedEntry {
  readonly on: string;
  readonly note: string;
  /** Why the entry before was wrong. */
  readonly correction: string | undefined;
}

/**
 * Enters the day of a thing once; another day needs the reason of its correction. Throws `day-in-future`, `cell-empty`, `register-known`,
 * `register-nothing`.
 */
export function registerDay(
  layout: WorkspaceLayout,
  year: number,
  thing:
    | { readonly kind: "filing"; readonly revision: number; readonly about: string }
    | { readonly kind: "penalty"; readonly about: string },
  { on, note, correction }: DatedEntry,
  now: Date,
): void {
  const today = todayInChina(now);
  if (on > today) refuse("day-in-future", { today }, {}, on);
  if (correction?.trim() === "") refuse("cell-empty", {}, { column: "--correction" });
  register(
    layout,
    year,
    (known) => {
      const earlier = countingEntry(known, thing.kind, thing.about);
      if (earlier !== undefined && correction === undefined)
        return refuse("register-known", { known: earlier.on }, {}, thing.about);
      if (earlier === undefined && correction !== undefined)
        return refuse("register-nothing", {}, {}, thing.about);
      return [{ ...thing, on, note, ...(correction === undefined ? {} : { correction }) }];
    },
    now,
  );
}
