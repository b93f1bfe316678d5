import { type Frames, listFrames } from "../registry/frames.js";
import type { Sha256 } from "../text/hash.js";
import type { Source } from "../seed/opening.js";
import { describeTask, type Preparation } from "./prepare.js";
import type {
  ArchivePlace,
  Commitment,
  FileDigest,
  FrameDigest,
  EarlierVoid,
  FreezeReport,
  RosterEntry,
} from "./statements.js";

/** Digest and size of a file. */
export function digestFile(bytes: Uint8Array, sha256: Sha256): FileDigest {
  return { sha256: sha256(bytes), bytes: bytes.length };
}

/** What a commitment needs beyond the prepared draw. */
export interface CommitmentInput {
  readonly preparation: Preparation;
  readonly planFile: FileDigest;
  readonly frames: Frames;
  readonly originals: Readonly<Record<string, FileDigest>>;
  readonly annex: Readonly<Record<string, FileDigest>>;
  /** Digest of the operator's secret; needed if the plan has the source `secret`. */
  readonly secretDigest: string;
  readonly roster: readonly RosterEntry[];
  /** RFC 3339, from the caller's clock; a claim, not a proof. */
  readonly claimedTime: string;
  readonly version: string;
  readonly report: FreezeReport;
  readonly voids: readonly EarlierVoid[];
  readonly archive?: ArchivePlace;
}

function rowCounts({ registries }: Preparation): Record<keyof Frames, number> {
  const { objects, inspectors, recusals, history, items, groups = [] } = registries;
  return {
    objects: objects.length,
    inspectors: inspectors.length,
    recusals: recusals.length,
    history: history.length,
    items: items.length,
    groups: groups.length,
  };
}

/** The commitment of a prepared draw. */
export function formCommitment(input: CommitmentInput, sha256: Sha256): Commitment {
  const { preparation, frames } = input;
  const rows = rowCounts(preparation);
  const digests = listFrames(frames).map(([name, bytes]): [string, FrameDigest] => [
    name,
    { ...digestFile(bytes, sha256), rows: rows[name] },
  ]);
  return {
    schema: "dualdraw/commitment/v1",
    plan: preparation.plan,
    planFile: input.planFile,
    frames: Object.fromEntries(digests),
    originals: input.originals,
    annex: input.annex,
    tasks: preparation.tasks.map(describeTask),
    report: input.report,
    voids: input.voids,
    sources: (preparation.plan.sources ?? []).map(
      (source): Source =>
        source.kind === "secret" ? { kind: "secret", sha256: input.secretDigest } : source,
    ),
    roster: input.roster,
    ...(input.archive === undefined ? {} : { archive: input.archive }),
    claimedTime: input.claimedTime,
    tool: { name: "dualdraw", version: input.version },
  };
}
