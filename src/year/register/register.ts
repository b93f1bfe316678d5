import type { IsoDate } from "../../core/index.js";
import type { Chained } from "./chain.js";

/** What was done around the draws and has no file of its own: filings, lists sent, reports, decisions on feedback. */
export type RegisterEntry = Chained & {
  readonly on: IsoDate;
  /** Version of the plan, draw, report, or journal entry. */
  readonly about: string;
  readonly note: string;
} & (
    | { readonly kind: "filing"; readonly revision: number }
    | { readonly kind: "dispatch" }
    | { readonly kind: "penalty" }
    | { readonly kind: "report" }
    | {
        readonly kind: "feedback";
        readonly confirmed: boolean;
        readonly entry: number;
        readonly field: string;
      }
  );

/** The register of one year (工作台账). */
export interface Register {
  readonly schema: "dualdraw/register/v1";
  readonly year: number;
  readonly entries: readonly RegisterEntry[];
}
