import type { FramePieces } from "../registry/frame-pieces.js";
import type { FrameSet } from "../registry/frames.js";
import { frameNamesOf } from "../registry/frames.js";
import type { Plan } from "../plan/plan.js";
import { YEAR_PLAN_FILE } from "../plan/year-plan.js";
import type { FileDigest } from "../record/statements.js";
import { type ListName, listNames } from "../record/lists.js";

/** The files of a draw by their path in the draw directory: `commitment.json`, `frames/objects.csv`, … */
export interface Bundle {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Files that are too large to be held, each with its digest. */
  readonly pieces?: ReadonlyMap<string, FramePieces & { readonly digest: FileDigest }>;
  /** Files that are known by digest alone, since they may be too large to be held: `originals/…`, `annex/…`, `attachments/…`. */
  readonly digests?: ReadonlyMap<string, FileDigest>;
  /** Rows of `lists/*.csv` as read by the caller, who knows how spreadsheets spell them. */
  readonly lists?: ReadonlyMap<ListName, readonly (readonly string[])[]>;
}

/**
 * The frames of a bundle; undefined if one is missing.
 *
 * @param registries of the plan
 */
export function framesOf(bundle: Bundle, registries: Plan["registries"]): FrameSet | undefined {
  const found = frameNamesOf(registries).map((name) => {
    const path = `frames/${name}.csv`;
    return [name, bundle.files.get(path) ?? bundle.pieces?.get(path)] as const;
  });
  return found.some(([, frame]) => frame === undefined) ? undefined : (Object.fromEntries(found) as FrameSet);
}

const FILES = ["plan.json", YEAR_PLAN_FILE, "beacon.json", "commitment.json", "opening.json", "record.json"];
const FOLDERS = ["frames", "attestations", "events", "envelopes", "proofs"];
const PRIVATE_FOLDERS = ["annex", "originals", "attachments"];

/** Where the files of a draw stand that a verifier reads: in the draw directory itself, in folders, in folders by digest alone. */
export const bundlePlaces = { files: FILES, folders: FOLDERS, privateFolders: PRIVATE_FOLDERS } as const;

/** How a verifier reads a file of a draw: whole, by digest alone, as a list of the given name, or not at all. */
export function roleOfFile(path: string): "whole" | "digest" | ListName | undefined {
  const [folder = "", name, ...deeper] = path.split("/");
  if (name === undefined) return FILES.includes(path) ? "whole" : undefined;
  if (deeper.length > 0) return undefined;
  if (FOLDERS.includes(folder)) return "whole";
  if (PRIVATE_FOLDERS.includes(folder)) return "digest";
  return folder === "lists" ? listNames.find((list) => `${list}.csv` === name) : undefined;
}
