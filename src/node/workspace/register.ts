import { dirname } from "node:path";
import { encodeJson } from "../../core/index.js";
import { appendChained, type Chained } from "../../year/register/chain.js";
import type { Register, RegisterEntry } from "../../year/register/register.js";
import { replaceFile } from "../disk/durable-write.js";
import { withFileLock } from "../disk/lock.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { makeFolders, readChained } from "./documents.js";
import type { WorkspaceLayout } from "./layout.js";
import { instantOf } from "./workspace.js";

/** The register of a year; empty before its first entry. Throws `chain-broken` if it was changed by hand. */
export function readRegister(layout: WorkspaceLayout, year: number): Register {
  const empty: Register = { schema: "dualdraw/register/v1", year, entries: [] };
  return readChained<Register>("register", layout.register(year)) ?? empty;
}

type NewEntry = RegisterEntry extends infer T
  ? T extends RegisterEntry
    ? Omit<T, keyof Chained>
    : never
  : never;

/** Adds entries to the register of a year; two who do so at once wait for each other. */
export function register(layout: WorkspaceLayout, year: number, added: readonly NewEntry[], now: Date): void {
  const path = layout.register(year);
  makeFolders(dirname(path), layout.directory);
  withFileLock(path, () => {
    const known = readRegister(layout, year);
    const entries = appendChained<RegisterEntry>(known.entries, added, instantOf(now), nodeSha256);
    replaceFile(path, encodeJson({ ...known, entries }));
  });
}
