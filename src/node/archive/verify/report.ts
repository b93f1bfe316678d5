import type { CheckStatus, Finding, TreeHead, Verdict } from "../../../core/index.js";
import type { DrawState } from "../draw-state.js";

/** The checks of an archive, in the order in which they are reported. */
export const archiveChecks = [
  "archive-form",
  "keys",
  "log-leaves",
  "log-tree",
  "checkpoints",
  "cosignatures",
  "draw-numbers",
  "bags",
  "committed-files",
  "statements-logged",
  "commitment-places",
  "draw-once",
  "revoked-keys",
  "draws",
  "index",
  "readers",
  "expected",
  "interrupted",
] as const;
export type ArchiveCheck = (typeof archiveChecks)[number];

/** What a check found, and in which draw. */
export interface ArchiveFinding extends Finding {
  readonly draw?: number;
}

/** One check of an archive. `count` is the number of all findings, of which the first ones are kept. */
export interface ArchiveCheckResult {
  readonly check: ArchiveCheck;
  readonly status: CheckStatus;
  readonly count: number;
  readonly findings: readonly ArchiveFinding[];
  readonly reasons: readonly string[];
}

/** A witness's cosignature in the archive. */
export interface ArchiveCosignature {
  readonly size: number;
  readonly name: string;
  readonly at: string;
  /** True if the reader pinned this key under this name. */
  readonly pinned: boolean;
}

/** The outcome of verifying an archive. */
export interface ArchiveReport {
  readonly schema: "dualdraw/archive-verification/v1";
  readonly verdict: Verdict;
  readonly origin: string;
  /** The archive's key now; absent where nobody signs. */
  readonly publicKey?: string;
  /** The log as it stands on disk. */
  readonly head: TreeHead;
  /** The newest checkpoint that the archive's key signed. */
  readonly signed?: TreeHead;
  readonly cosignatures: readonly ArchiveCosignature[];
  readonly draws: number;
  /** Numbers of the draws that a failed check is about. */
  readonly affected: readonly number[];
  readonly states: readonly DrawState[];
  readonly files: number;
  readonly bytes: number;
  readonly checks: readonly ArchiveCheckResult[];
}

const KEPT = 50;

/** Collects what the checks find; memory does not grow with the archive. */
export class Tally {
  readonly #findings = new Map<ArchiveCheck, ArchiveFinding[]>();
  readonly #counts = new Map<ArchiveCheck, number>();
  readonly #reasons = new Map<ArchiveCheck, Set<string>>();
  readonly #absent = new Map<ArchiveCheck, string>();
  readonly #affected = new Set<number>();
  files = 0;
  bytes = 0;

  add(check: ArchiveCheck, finding: ArchiveFinding): void {
    this.#counts.set(check, (this.#counts.get(check) ?? 0) + 1);
    const kept = this.#findings.get(check) ?? [];
    if (kept.length < KEPT) this.#findings.set(check, [...kept, finding]);
    if (finding.draw !== undefined) this.#affected.add(finding.draw);
  }

  /** Says what a check could not look at. */
  skip(check: ArchiveCheck, reason: string): void {
    const reasons = this.#reasons.get(check) ?? new Set();
    if (reasons.size < KEPT) reasons.add(reason);
    this.#reasons.set(check, reasons);
  }

  /** Says that there is nothing for a check to look at. */
  absent(check: ArchiveCheck, reason: string): void {
    this.#absent.set(check, reason);
  }

  get affected(): number[] {
    return [...this.#affected].sort((a, b) => a - b);
  }

  results(): ArchiveCheckResult[] {
    return archiveChecks.map((check): ArchiveCheckResult => {
      const count = this.#counts.get(check) ?? 0;
      const findings = this.#findings.get(check) ?? [];
      const reasons = [...(this.#reasons.get(check) ?? [])];
      const nothing = this.#absent.get(check);
      if (count > 0) return { check, status: "fail", count, findings, reasons };
      if (reasons.length > 0) return { check, status: "skipped", count, findings, reasons };
      if (nothing !== undefined) return { check, status: "absent", count, findings, reasons: [nothing] };
      return { check, status: "pass", count, findings, reasons };
    });
  }
}
