import type { Frames } from "../registry/frames.js";
import type { Registries } from "../registry/types.js";
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
  readonly frames: Readonly<Record<string, FrameDigest>>;
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

/** Digests, sizes and row counts of frames. */
export function digestFrames(
  frames: Partial<Frames>,
  registries: Registries,
  sha256: Sha256,
): Record<string, FrameDigest> {
  const { objects, inspectors, recusals, history, items, groups = [] } = registries;
  const rows: Record<keyof Frames, number> = {
    objects: objects.length,
    inspectors: inspectors.length,
    recusals: recusals.length,
    history: history.length,
    items: items.length,
    groups: groups.length,
  };
  const digests = Object.entries(frames).map(([name, bytes]): [string, FrameDigest] => [
    name,
    { ...digestFile(bytes, sha256), rows: rows[name as keyof Frames] },
  ]);
  return Object.fromEntries(digests);
}

/** The commitment of a prepared draw. */
export function formCommitment(input: CommitmentInput): Commitment {
  const { preparation } = input;
  return {
    schema: "dualdraw/commitment/v1",
    plan: preparation.plan,
    planFile: input.planFile,
    frames: input.frames,
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
