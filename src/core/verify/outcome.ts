import { formatFault } from "../fault/fault.js";
import type { FaultList } from "../fault/fault-list.js";
import { type Finding, findDifference } from "./report.js";

/** What a step says: findings (none = passed), or why it could not run. */
export type Outcome = readonly Finding[] | { readonly status: "skipped" | "absent"; readonly reason: string };

/** What this copy or this draw does not hold. */
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

/** The findings with the file that they are about. */
export function inFile(file: string, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, file }));
}
