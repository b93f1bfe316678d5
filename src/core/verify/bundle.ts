import type { Frames } from "../registry/frames.js";
import { frameNames } from "../registry/frames.js";
import type { FileDigest } from "../record/statements.js";
import type { ListName } from "../record/lists.js";

/** The files of a draw by their path in the draw directory: `commitment.json`, `frames/objects.csv`, … */
export interface Bundle {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Files that are known by digest alone, since they may be too large to be held: `originals/…`, `annex/…`, `attachments/…`. */
  readonly digests?: ReadonlyMap<string, FileDigest>;
  /** Rows of `lists/*.csv` as read by the caller, who knows how spreadsheets spell them. */
  readonly lists?: ReadonlyMap<ListName, readonly (readonly string[])[]>;
}

/** The frames of a bundle; undefined if one is missing. */
export function framesOf(bundle: Bundle): Frames | undefined {
  const found = frameNames.map((name) => [name, bundle.files.get(`frames/${name}.csv`)] as const);
  return found.some(([, bytes]) => bytes === undefined) ? undefined : (Object.fromEntries(found) as Frames);
}
