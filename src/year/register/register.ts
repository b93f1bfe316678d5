import type { IsoDate } from "../../core/index.js";
import type { Chained } from "./chain.js";

/** What was done around the draws and has no file of its own: filings, lists sent, penalties published, reports, decisions on feedback. */
export type RegisterEntry = Chained & {
  readonly on: IsoDate;
  /** Version of the plan, draw, report, or journal entry. */
  readonly about: string;
  readonly note: string;
} & (
    | { readonly kind: "filing"; readonly revision: number; readonly correction?: string }
    | { readonly kind: "penalty"; readonly correction?: string }
    | { readonly kind: "dispatch" }
    | { readonly kind: "report" }
    /** A decision on a proposal: noted before the registry is changed. */
    | {
        readonly kind: "feedback";
        readonly confirmed: boolean;
        /** Entry of the journal that `about` begins with. */
        readonly entry: number;
        readonly field: "credit" | "tags";
        readonly from: string;
        readonly to: string;
      }
    /** The registry was changed as decided. */
    | { readonly kind: "applied"; readonly decisions: readonly number[] }
  );

/** The register of one year (工作台账). */
export interface Register {
  readonly schema: "dualdraw/register/v1";
  readonly year: number;
  readonly entries: readonly RegisterEntry[];
  /** Digest of the last entry. */
  readonly head: string;
}

/** The entry that counts of one thing: the latest, because a correction follows what it corrects; undefined before the first. */
export function countingEntry<K extends RegisterEntry["kind"]>(
  { entries }: Register,
  kind: K,
  about: string,
): Extract<RegisterEntry, { kind: K }> | undefined {
  return entries
    .filter((entry): entry is Extract<RegisterEntry, { kind: K }> => entry.kind === kind)
    .filter((entry) => entry.about === about)
    .at(-1);
}
