import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  digestFile,
  digestFrames,
  encodeFrame,
  encodeJson,
  encodeRows,
  type FileDigest,
  type FrameDigest,
  frameNamesOf,
  type Frames,
  type FrameSource,
  type Plan,
  pseudonymise,
  type RegistryName,
} from "../../core/index.js";
import { digestPath } from "../disk/read-file.js";
import { copyOnce, makeFolder, removeTree, SEALED, writeOnce } from "../disk/durable-write.js";
import type { Database } from "../engine/database.js";
import { exportTable } from "../engine/export-table.js";
import type { PlanFile } from "../registry/plan-file.js";
import { type Inspection, Inspector } from "../rows/inspection.js";
import { openObjectThreads } from "../registry/object-jobs.js";
import type { Scratch } from "../registry/object-layers.js";
import { type LocateRegistry, originalName, type ReadRegistries } from "../registry/registry-files.js";
import { nodeSha256 } from "./draw-directory.js";
import { framePath } from "./frozen-draw.js";

/** What the table of objects held, beside the rows that were read from it. */
export const TABLE_STATE = "objects.table.json";

/** The layers that a freeze writes beside the originals. */
export interface Layers {
  readonly source: FrameSource;
  /** Private tables of people by name. */
  readonly annex: Readonly<Record<string, Uint8Array>>;
}

/** Gives every person a random public id where the plan asks for it; the annex holds the link. */
export function formLayers(plan: Plan, { source, annex }: ReadRegistries): Layers {
  if (plan.publication?.people !== "pseudonyms") return { source, annex };
  const ids = source.inspectors.map(() => `P${randomBytes(6).toString("hex")}`);
  const { source: renamed, link } = pseudonymise(source, ids);
  return {
    source: renamed,
    annex: { ...annex, pseudonyms: encodeRows([["public", "id", "name"], ...link]) },
  };
}

/**
 * Copies the registries first, so that what is checked and what is kept are the same bytes, whatever happens beside.
 *
 * @param table holds the objects, where no file does
 */
export async function copyOriginals(
  directory: string,
  { plan, directory: from }: PlanFile,
  table: Database | undefined,
): Promise<LocateRegistry> {
  const folder = join(directory, "originals");
  makeFolder(folder, 0o700);
  const nameOf = (registry: RegistryName, file: string): string =>
    registry === "objects" && table !== undefined ? "objects.csv" : originalName(registry, file);
  const pathOf = (registry: RegistryName, file: string): string => join(folder, nameOf(registry, file));
  const inspected = new Map<string, Inspection>();
  for (const [name, file] of Object.entries(plan?.registries ?? {})) {
    const registry = name as RegistryName;
    const target = pathOf(registry, file);
    if (registry === "objects" && table !== undefined) {
      writeOnce(join(folder, TABLE_STATE), encodeJson(await exportTable(table, target, SEALED)), SEALED);
      continue;
    }
    const inspector = new Inspector();
    const digest = copyOnce(join(from, file), target, SEALED, { onPiece: inspector.add });
    inspected.set(target, inspector.finish(digest));
  }
  return (registry, file) => {
    const path = pathOf(registry, file);
    const known = inspected.get(path);
    return known === undefined ? { path } : { path, inspected: known };
  };
}

/** Digest of what a table held, as an original; nothing where files were handed in. */
export function digestTableState(directory: string): Record<string, FileDigest> {
  const path = join(directory, "originals", TABLE_STATE);
  return existsSync(path) ? { [TABLE_STATE]: digestPath(path) } : {};
}

/** What was written of the layers, for the commitment. */
export interface WrittenLayers {
  readonly frames: Readonly<Record<string, FrameDigest>>;
  readonly annex: Readonly<Record<string, FileDigest>>;
}

/** Writes frames and annex. */
export function writeLayers(
  directory: string,
  { source, annex }: Layers,
  writeObjects: ReadRegistries["writeObjects"],
): WrittenLayers {
  const annexPath = (name: string): string => join("annex", `${name}.csv`);
  makeFolder(join(directory, "frames"));
  makeFolder(join(directory, "annex"), 0o700);
  const people: Partial<Record<keyof Frames, Uint8Array>> = {};
  for (const name of frameNamesOf(source)) if (name !== "objects") people[name] = encodeFrame(name, source);
  const written = writeObjects(join(directory, framePath("objects")), join(directory, annexPath("objects")));
  const files: Record<string, FileDigest> =
    written.annex === undefined ? {} : { "objects.csv": written.annex };
  for (const [name, bytes] of Object.entries(people))
    writeOnce(join(directory, framePath(name as RegistryName)), bytes);
  for (const [name, bytes] of Object.entries(annex)) {
    writeOnce(join(directory, annexPath(name)), bytes, SEALED);
    files[`${name}.csv`] = digestFile(bytes, nodeSha256);
  }
  return {
    frames: { objects: written.frame, ...digestFrames(people, source, nodeSha256) },
    annex: files,
  };
}

/** Gives a step a folder below a directory, and threads, for what only this process needs; both are gone when the step is done. */
export async function withScratch<T>(directory: string, step: (scratch: Scratch) => Promise<T>): Promise<T> {
  const folder = join(directory, ".scratch");
  const threads = openObjectThreads();
  try {
    const makeScratch = (): string => {
      makeFolder(folder, 0o700);
      return folder;
    };
    const result = await step({ makeFolder: makeScratch, threads });
    if (existsSync(folder)) removeTree(folder);
    return result;
  } finally {
    await threads.close();
  }
}
