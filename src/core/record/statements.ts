import type { Plan } from "../plan/plan.js";
import type { Requirement } from "../plan/requirement.js";
import type { Source } from "../seed/opening.js";
import type { Digest } from "../text/hash.js";
import type { FrameComparison } from "./frame-comparison.js";

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

/** Who signs: a public key (64 hex digits, raw Ed25519) or paper. */
export interface RosterEntry {
  readonly role: string;
  readonly name: string;
  readonly organisation?: string;
  readonly publicKey?: string;
  readonly by?: "paper";
  readonly required: boolean;
}

/** A warning of the checks and how often it was given. */
export interface ReportedWarning {
  readonly code: string;
  readonly count: number;
}

/** How much chance the people's part of the draw leaves, estimated by rehearsals of the draw. */
export interface PeopleReport {
  /** Number of rehearsals; more for small draws. */
  readonly rehearsals: number;
  /** Starting loads of the people who can be drawn. */
  readonly leastLoad: number;
  readonly greatestLoad: number;
  /** People whose entered load (已承担) is not what the history holds, where the load of the year counts. */
  readonly loadDiffers: readonly string[];
  /** Slots in all rehearsals, and those whose hat held fewer than 3 people when the pick stood. */
  readonly slots: number;
  readonly smallHats: number;
  /** The largest chance, in hundredths of a percent, that one person is sent to one object if that object is drawn. */
  readonly largestChance: number;
}

/** What the frames showed against those of an earlier commitment. */
export interface ComparedFrames {
  readonly commitment: Digest;
  readonly frames: Readonly<Record<string, FrameComparison>>;
}

/** What a freeze reports beside the cells: the cheapest steering is done before the lists are fixed. */
export interface FreezeReport {
  readonly warnings: readonly ReportedWarning[];
  /** Cells with fewer than 5 objects. */
  readonly smallCells: number;
  /** General tasks with fewer than 5 objects in scope. */
  readonly smallTasks: readonly string[];
  readonly people: PeopleReport;
  /** Absent where no earlier draw was given to compare with. */
  readonly previous?: ComparedFrames;
}

/** An earlier draw of the same tasks that was voided (作废): it is named in every later one. */
export interface EarlierVoid {
  /** The earlier draw's plan id. */
  readonly draw: string;
  readonly commitment: Digest;
  /** Digest of the void event. */
  readonly event: Digest;
  readonly reason: string;
  /** Who withheld a value, if that was the reason. */
  readonly withheld: readonly string[];
}

/** The commitment's place in the archive's log (档案库日志): known before anybody signs. */
export interface ArchivePlace {
  /** The archive's name. */
  readonly origin: string;
  /** Index of the commitment's leaf, counting from 0. */
  readonly sequence: number;
  /** The key that signs the archive's checkpoints; absent if nobody does. */
  readonly publicKey?: string;
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
  readonly report: FreezeReport;
  readonly voids: readonly EarlierVoid[];
  readonly sources: readonly Source[];
  readonly roster: readonly RosterEntry[];
  /** Absent where no archive is kept. */
  readonly archive?: ArchivePlace;
  readonly claimedTime: string;
  readonly tool: { readonly name: string; readonly version: string };
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
