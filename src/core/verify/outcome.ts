import { formatFault } from "../fault/fault.js";
import type { FaultList } from "../fault/fault-list.js";
import type { Commitment, RosterEntry } from "../record/statements.js";
import { envelopeHolds, findSigners, parseEnvelope, type SignedKind } from "../signing/envelope.js";
import { type Finding, findDifference } from "./report.js";

/** What a step says: findings (none = passed), or why it could not run. */
export type Outcome = readonly Finding[] | { readonly status: "skipped" | "absent"; readonly reason: string };

/** Private files that this copy does not hold. */
export function absent(reason: string): Outcome {
  return { status: "absent", reason };
}

/** A check that could not run. */
export function skipped(reason: string): Outcome {
  return { status: "skipped", reason };
}

/** The errors of a fault list as findings. */
export function findingsOf(faults: FaultList): Finding[] {
  return faults.kept
    .filter((fault) => fault.level === "error")
    .map((fault) => ({ found: formatFault(fault, "en"), fault }));
}

/** No finding if two JSON values are equal, else the first difference. */
export function same(expected: unknown, found: unknown): Finding[] {
  const difference = findDifference(expected, found);
  return difference === undefined ? [] : [difference];
}

/** Checks that a statement is signed by an operator's key of the committed roster. */
export function checkSigned(
  kind: SignedKind,
  statement: Uint8Array | undefined,
  bytes: Uint8Array | undefined,
  roster: readonly RosterEntry[] | undefined,
): Outcome {
  if (roster === undefined) return skipped("needs commitment-form");
  const keys = roster.flatMap((entry) =>
    entry.role === "operator" && entry.publicKey !== undefined ? [entry.publicKey] : [],
  );
  const file = `envelopes/${kind}.json`;
  if (statement === undefined) return skipped(`no ${kind}.json`);
  if (bytes === undefined)
    return skipped(keys.length === 0 ? "no operator's key was committed" : `no ${file}`);
  const envelope = parseEnvelope(bytes);
  if (keys.length === 0) return skipped("no operator's key was committed");
  if (envelope === undefined) return [{ file, expected: "a canonical DSSE envelope" }];
  if (!envelopeHolds(envelope, kind, statement)) return [{ file, expected: `the bytes of ${kind}.json` }];
  return findSigners(envelope, keys).length > 0
    ? []
    : [{ file, expected: "a valid signature of the operator's key" }];
}

/** Every signer of the plan must stand in the committed roster, in order; only one operator may be added in front. */
export function checkRoster({ plan, roster }: Commitment): Finding[] {
  const planned = plan.roster ?? [];
  const added = roster.length - planned.length;
  const extra =
    added === 1 && roster[0]?.role === "operator" && !planned.some((entry) => entry.role === "operator");
  const committed = roster
    .slice(extra ? 1 : 0)
    .map(({ publicKey, ...entry }) => ({ ...entry, key: publicKey !== undefined }));
  const expected = planned.map(({ key, ...entry }) => ({
    ...entry,
    required: entry.required ?? false,
    key: key !== undefined,
  }));
  return same(expected, committed).map((finding) => ({ ...finding, at: `/roster${finding.at ?? ""}` }));
}
