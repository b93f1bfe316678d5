import type { Fault } from "../fault/fault.js";

/** The checks of a draw directory, in the order in which they run. */
export const checkNames = [
  "commitment-form",
  "commitment-signed",
  "plan-file",
  "frames-digest",
  "frames-form",
  "originals-digest",
  "annex-digest",
  "plan-rules",
  "commitment-cells",
  "sources",
  "opening-form",
  "opening-signed",
  "opening-commitment",
  "opening-values",
  "record-form",
  "record-signed",
  "record-links",
  "record-seed",
  "record-objects",
  "record-visits",
  "record-teams",
  "record-direct",
  "lists",
] as const;
export type CheckName = (typeof checkNames)[number];

/**
 * `skipped`: could not be checked, so the verdict is incomplete at best. `absent`: private files that a public copy does not
 * hold; the list does not depend on them.
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

/** Does this list follow from these files, that opening and the plan? */
export type Verdict = "valid" | "invalid" | "incomplete";

/** What a reader of the verdict should know beside it. */
export interface VerdictNotes {
  readonly visits: number;
  /** Visits of which something goes to direct assignment (直接委派). */
  readonly direct: number;
  /** General tasks with fewer than 5 objects in scope, where a ceiling of one firm is a large share. */
  readonly smallTasks: readonly string[];
}

/** The outcome of a verification. */
export interface VerificationReport {
  readonly schema: "dualdraw/verification/v1";
  readonly verdict: Verdict;
  readonly draw?: string;
  readonly commitment?: string;
  readonly opening?: string;
  readonly record?: string;
  readonly notes?: VerdictNotes;
  readonly checks: readonly CheckResult[];
}

/** The verdict that follows from the checks: one failure makes it invalid, one skipped check incomplete. */
export function concludeVerdict(checks: readonly CheckResult[]): Verdict {
  if (checks.some(({ status }) => status === "fail")) return "invalid";
  return checks.some(({ status }) => status === "skipped") ? "incomplete" : "valid";
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
