import type { Plan } from "../plan/plan.js";
import type { Requirement } from "../plan/requirement.js";

/** SHA-256 as 64 lower-case hex digits. */
export type Digest = string;
/** `"p/q"` in lowest terms. */
export type FractionText = string;

/** A file that the commitment fixes. */
export interface FileDigest {
  readonly sha256: Digest;
  readonly bytes: number;
}

/** A frame that the commitment fixes; `rows` without the header. */
export interface FrameDigest extends FileDigest {
  readonly rows: number;
}

/** One cell before the draw. */
export interface CommittedCell {
  readonly key: readonly string[];
  readonly base: number;
  readonly eligible: number;
  readonly ratio?: FractionText;
  readonly deficit: FractionText;
  readonly probability: FractionText;
}

/** One task before the draw: what will be drawn from what. */
export interface CommittedTask {
  readonly id: string;
  readonly base: number;
  readonly eligible: number;
  readonly excluded: Readonly<Record<string, number>>;
  readonly outOfScope: Readonly<Record<string, number>>;
  readonly requested: number;
  readonly target: number;
  readonly shortfall: number;
  readonly cells: readonly CommittedCell[];
}

/** A seed source as committed. */
export type Source =
  | { readonly kind: "secret"; readonly sha256: Digest }
  | { readonly kind: "witness"; readonly name: string; readonly sha256?: Digest }
  | { readonly kind: "dice"; readonly sides: number; readonly count: number };

/** Who signs: a public key (64 hex digits, raw Ed25519) or paper. */
export interface RosterEntry {
  readonly role: string;
  readonly name: string;
  readonly organisation?: string;
  readonly publicKey?: string;
  readonly by?: "paper";
  readonly required: boolean;
}

/** A warning of the checks, as the freeze report counts it. */
export interface ReportedWarning {
  readonly code: string;
  readonly count: number;
}

/** 封存: everything that is fixed before the seed exists. */
export interface Commitment {
  readonly schema: "dualdraw/commitment/v1";
  readonly plan: Plan;
  /** The plan file as handed in. */
  readonly planFile: FileDigest;
  readonly frames: Readonly<Record<string, FrameDigest>>;
  readonly originals: Readonly<Record<string, FileDigest>>;
  readonly annex: Readonly<Record<string, FileDigest>>;
  readonly tasks: readonly CommittedTask[];
  readonly report: { readonly warnings: readonly ReportedWarning[] };
  readonly sources: readonly Source[];
  readonly roster: readonly RosterEntry[];
  readonly claimedTime: string;
  readonly tool: { readonly name: string; readonly version: string };
}

/** One value of the opening; exactly these fields. */
export type Contribution =
  | { readonly kind: "secret"; readonly value: string }
  | { readonly kind: "witness"; readonly name: string; readonly value: string }
  | { readonly kind: "dice"; readonly value: string };

/** 开种: one value per source, in the committed order, and nothing else. */
export interface Opening {
  readonly schema: "dualdraw/opening/v1";
  readonly commitment: Digest;
  readonly contributions: readonly Contribution[];
}

/** One cell after the draw. */
export interface RecordedCell extends CommittedCell {
  /** Ids in ticket order. */
  readonly drawn: readonly string[];
  readonly reserves: readonly string[];
}

/** One task after the draw. */
export interface RecordedTask {
  readonly id: string;
  readonly base: number;
  readonly eligible: number;
  readonly excluded: Readonly<Record<string, number>>;
  readonly requested: number;
  readonly target: number;
  readonly shortfall: number;
  readonly cells: readonly RecordedCell[];
}

/** One member of a team. */
export interface RecordedMember {
  readonly slot: number;
  readonly role: string;
  readonly department: string;
  readonly inspector: string;
  readonly attempt: number;
  readonly eligible: number;
  readonly standIns: readonly string[];
}

/** One visit; `team` is empty if nobody can be sent. */
export interface RecordedVisit {
  readonly position: number;
  readonly batch: number;
  readonly object: string;
  readonly tasks: readonly string[];
  readonly team: readonly RecordedMember[];
}

/** What goes to direct assignment, and why. */
export interface RecordedDirect {
  readonly object: string;
  readonly tasks: readonly string[];
  readonly experts: number;
  readonly reason: {
    readonly requirement: Requirement;
    readonly qualified: number;
    readonly competing: number;
  };
}

/** The lists that a seed gives, before they are bound to a commitment. */
export interface DrawLists {
  readonly tasks: readonly RecordedTask[];
  readonly visits: readonly RecordedVisit[];
  readonly direct: readonly RecordedDirect[];
  readonly level: number;
}

/** 抽取: what was drawn. */
export interface RecordStatement extends DrawLists {
  readonly schema: "dualdraw/record/v1";
  readonly commitment: Digest;
  readonly opening: Digest;
  readonly seed: Digest;
}
