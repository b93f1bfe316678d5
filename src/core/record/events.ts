import type { Contribution } from "../seed/opening.js";
import type { Digest } from "../text/hash.js";
import type { EvidenceFile } from "./attestation.js";

/** Why, as a code of {@link reasonCodesOf} and in words. */
export interface EventReason {
  readonly code: string;
  /** May be empty unless the code is `other`. */
  readonly text: string;
}

/** A member of a team after an event. */
export interface MemberAfter {
  readonly slot: number;
  readonly role: string;
  readonly department: string;
  readonly inspector: string;
}

/** A visit as it stands after an event. */
export interface VisitAfter {
  readonly position: number;
  readonly batch: number;
  readonly object: string;
  readonly tasks: readonly string[];
  readonly team: readonly MemberAfter[];
  /** Slots that nobody holds any more: direct assignment. */
  readonly unfilled: readonly number[];
  /** People who were assigned directly (直接委派). */
  readonly assigned: readonly string[];
}

/** What an event changes: the visits that are new or changed, and the tasks that lost an object without a reserve. */
export interface EventOutcome {
  readonly visits: readonly VisitAfter[];
  readonly shortfall: readonly string[];
}

interface EventBase {
  readonly schema: "dualdraw/event/v1";
  /** Counts from 1. */
  readonly number: number;
  /** Digest of the event before; of the record for the first; of the commitment where there is no record. */
  readonly previous: Digest;
  readonly commitment: Digest;
  /** Absent before the draw. */
  readonly record?: Digest;
  /** RFC 3339 in UTC, from the computer's clock: a claim. */
  readonly claimedTime: string;
  readonly reason: EventReason;
  readonly evidence: readonly EvidenceFile[];
}

/** An object gives way to the next reserve of its cells (候补替换). */
export interface ObjectReplacement {
  readonly kind: "replace-object";
  readonly object: string;
  readonly outcome: EventOutcome;
}

/** A person gives way to the first stand-in of the slot. */
export interface PersonReplacement {
  readonly kind: "replace-person";
  readonly object: string;
  readonly slot: number;
  readonly inspector: string;
  readonly outcome: EventOutcome;
}

/** The draw counts no more (作废). */
export interface VoidEvent {
  readonly kind: "void";
  /** Sources whose value is missing, and whose it was. */
  readonly withheld: readonly string[];
  /** Values known when a draw is voided between its first contribution and its record. */
  readonly known: readonly Contribution[];
}

/** The sealed list becomes public (公开). */
export interface ReleaseEvent {
  readonly kind: "release";
}

/** A slip in names, times, places or attachments; never objects, teams, seed or counts. */
export interface Correction {
  readonly kind: "correct";
  readonly subject: "name" | "time" | "place" | "attachment";
  readonly from: string;
  readonly to: string;
}

/** People sent without a lot where no team could be drawn (直接委派). */
export interface DirectEvent {
  readonly kind: "direct";
  readonly object: string;
  readonly inspectors: readonly string[];
  /** Legal basis. */
  readonly basis: string;
  readonly decidedBy: string;
  readonly outcome: EventOutcome;
}

export type EventContent =
  | ObjectReplacement
  | PersonReplacement
  | VoidEvent
  | ReleaseEvent
  | Correction
  | DirectEvent;
export type EventKind = EventContent["kind"];

/** One thing that happened after the freeze, chained to what was before. */
export type DrawEvent = EventBase & EventContent;

/** What a chain of events hangs on. */
export interface ChainStart {
  readonly commitment: Digest;
  readonly record?: Digest;
}

/** The digest that the next event names as the one before. */
export function chainHead(start: ChainStart, last: Digest | undefined): Digest {
  return last ?? start.record ?? start.commitment;
}
