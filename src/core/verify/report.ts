import type { Fault } from "../fault/fault.js";
import type { EventKind } from "../record/events.js";
import type { StatementName } from "../record/statement-name.js";
import type { EarlierVoid } from "../record/statements.js";
import type { EvidenceFile } from "../record/attestation.js";

/** The checks of a draw directory, in the order in which they run. */
export const checkNames = [
  "commitment-form",
  "commitment-signed",
  "roster-keys",
  "plan-file",
  "year-plan",
  "frames-digest",
  "frames-form",
  "originals-digest",
  "annex-digest",
  "plan-rules",
  "commitment-cells",
  "freeze-report",
  "sources",
  "opening-form",
  "opening-signed",
  "opening-commitment",
  "opening-values",
  "beacon",
  "record-form",
  "record-signed",
  "record-links",
  "record-seed",
  "record-objects",
  "record-visits",
  "record-teams",
  "record-direct",
  "lists",
  "attestation-form",
  "attestation-links",
  "attestation-signed",
  "event-form",
  "event-chain",
  "event-signed",
  "event-outcome",
  "archive-place",
  "archive-proofs",
  "attachments",
  "expected",
] as const;
export type CheckName = (typeof checkNames)[number];

/** Checks about order and presence: what they could not establish leaves the list what it is. */
const besideTheList: readonly CheckName[] = [
  "attestation-form",
  "attestation-links",
  "attestation-signed",
  "archive-place",
  "archive-proofs",
  "attachments",
];

/**
 * `skipped`: could not be checked, so the verdict is incomplete at best. `absent`: what this copy or this draw does not hold, and on
 * which the list does not depend.
 */
export type CheckStatus = "pass" | "fail" | "skipped" | "absent";

/** What a check found that should not be. */
export interface Finding {
  readonly file?: string;
  /** JSON pointer, or row and column. */
  readonly at?: string;
  readonly expected?: string;
  readonly found?: string;
  /** The fault behind the finding, which can be worded in either language. */
  readonly fault?: Fault;
}

/** One check and its outcome; `reason` says why it was skipped. */
export interface CheckResult {
  readonly check: CheckName;
  readonly status: CheckStatus;
  readonly findings: readonly Finding[];
  readonly reason?: string;
}

/** First line: does this list follow from these files, that opening and the plan? */
export type Verdict = "valid" | "invalid" | "incomplete";

/** A witness's cosignature under a checkpoint that holds the commitment. */
export interface Cosigned {
  /** The name under which the reader pinned the key. */
  readonly name: string;
  /** When, by the witness's clock, `YYYY-MM-DDThh:mm:ssZ`. */
  readonly at: string;
  /** When the beacon was published that entered the seed. */
  readonly before: string;
  readonly round: number;
}

/**
 * Second line: was the list fixed before the seed existed? `proven`: a witness whose key the reader pinned by name cosigned a checkpoint of the
 * archive that holds the commitment at its place, before the public beacon in the seed, and no other value could be changed after it.
 * `witnessed`: a required witness pinned by name
 * says so, with signatures on the commitment and on the opening or an attestation; a signature has no time, it is that person's word.
 * `asserted`: all else.
 */
export interface Order {
  readonly grade: "proven" | "witnessed" | "asserted";
  /** Names of the witnesses on whom it rests. */
  readonly witnesses: readonly string[];
  /** What a proven order rests on. */
  readonly cosigned?: Cosigned;
}

/**
 * How far a person of the roster is established. `attributable`: signed with a key that the reader pinned. `self-consistent`: signed with
 * the key of the roster, which only the files vouch for. `paper`: the operator entered a signature on paper. `missing`: nothing.
 */
export type SignerStatus = "attributable" | "self-consistent" | "paper" | "missing";

/** One person of the roster. */
export interface SignerStanding {
  readonly role: string;
  readonly name: string;
  readonly organisation?: string;
  readonly required: boolean;
  readonly status: SignerStatus;
  /** Statements with a valid signature of this person's key. */
  readonly signed: readonly StatementName[];
  /** True if the reader pinned this person's key under this person's name. */
  readonly pinnedByName: boolean;
  /** True if the opening holds a value of this person. */
  readonly contributed: boolean;
  /** What the person attested. */
  readonly attested?: "present" | "reservation";
  /** The reservation in words. */
  readonly reservation?: string;
  readonly scan?: EvidenceFile;
}

/** Third line: who was there, and what they said. */
export interface Presence {
  readonly signers: readonly SignerStanding[];
  /** Signatures that no key of the roster made; shown, never counted. */
  readonly unknownSignatures: number;
  /** Earlier draws of the same tasks that were voided. */
  readonly voids: readonly EarlierVoid[];
}

/** One event in short. */
export interface EventNote {
  readonly number: number;
  readonly kind: EventKind;
  readonly reason: string;
  readonly text: string;
  /** Object or subject that it is about. */
  readonly about: string;
  /** Signed by a required witness. */
  readonly confirmed: boolean;
}

/** What a reader of the verdict should know beside it. */
export interface VerdictNotes {
  readonly visits: number;
  /** Visits of which something goes to direct assignment (直接委派). */
  readonly direct: number;
  /** General tasks with fewer than 5 objects in scope, where a ceiling of one firm is a large share. */
  readonly smallTasks: readonly string[];
  readonly events: readonly EventNote[];
  readonly voided: boolean;
}

/** The outcome of a verification: three lines, never one. */
export interface VerificationReport {
  readonly schema: "dualdraw/verification/v1";
  readonly verdict: Verdict;
  readonly order: Order;
  readonly presence: Presence;
  readonly draw?: string;
  readonly commitment?: string;
  readonly opening?: string;
  readonly record?: string;
  readonly notes?: VerdictNotes;
  readonly checks: readonly CheckResult[];
}

/** The verdict that follows from the checks: one failure makes it invalid, one skipped check of the list incomplete. */
export function concludeVerdict(checks: readonly CheckResult[]): Verdict {
  if (checks.some(({ status }) => status === "fail")) return "invalid";
  const open = checks.some(({ check, status }) => status === "skipped" && !besideTheList.includes(check));
  return open ? "incomplete" : "valid";
}

/** The first place where two JSON values differ; undefined if they are equal. */
export function findDifference(expected: unknown, found: unknown, at = ""): Finding | undefined {
  if (typeof expected !== "object" || typeof found !== "object" || expected === null || found === null)
    return expected === found ? undefined : { at, expected: show(expected), found: show(found) };
  if (Array.isArray(expected) !== Array.isArray(found))
    return { at, expected: show(expected), found: show(found) };
  const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
  for (const key of keys) {
    const inner = [expected, found].map((value) =>
      Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined,
    );
    const difference = findDifference(inner[0], inner[1], `${at}/${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 120);
}
