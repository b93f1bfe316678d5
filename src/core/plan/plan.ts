import type { IsoDate } from "../text/dates.js";

/** A ratio as text: `"3%"`, `"0.5%"`, `"0.03"` or `"1/30"`; in `[0, 1]` unless said otherwise. */
export type RatioText = string;

/** The task of a yearly plan that a draw is made for. */
export interface YearReference {
  readonly year: number;
  readonly revision: number;
  readonly task: string;
  /** Digest of the file `year-plan.json`. */
  readonly sha256: string;
}

/** One draw, as the plan file describes it. Field by field: docs/plan.md. */
export interface Plan {
  readonly schema: "dualdraw/plan/v1";
  readonly id: string;
  readonly title: string;
  readonly authority: string;
  readonly visitWindow: { readonly from: IsoDate; readonly to: IsoDate };
  /** File names beside the plan; a library user who passes registries as values may use any text. */
  readonly registries: {
    readonly objects: string;
    readonly inspectors: string;
    readonly recusals?: string;
    readonly history?: string;
    readonly items?: string;
    readonly groups?: string;
  };
  /** The yearly plan (年度抽查工作计划) that the draw follows, fixed by its digest. */
  readonly yearPlan?: YearReference;
  readonly together?: boolean;
  readonly tasks: readonly Task[];
  readonly batches?: number;
  readonly staffing?: Staffing;
  /** Legal basis of direct assignment (直接委派). */
  readonly direct?: { readonly basis: string };
  readonly sources?: readonly PlannedSource[];
  readonly roster?: readonly PlannedSigner[];
  readonly publication?: {
    readonly sealed?: boolean;
    readonly people?: "named" | "pseudonyms";
    readonly releaseBy?: IsoDate;
  };
  /** Hours within which the opening must follow the commitment; 24 when absent. */
  readonly openWithinHours?: number;
}

/** One task: which objects, how many, who inspects. */
export interface Task {
  readonly id: string;
  readonly title?: string;
  readonly kind: "general" | "key";
  readonly items?: readonly string[];
  readonly itemRisk?: string;
  readonly scope?: Scope;
  /** Stratum columns. */
  readonly within?: readonly string[];
  readonly size: Size;
  readonly base?: "scope" | "eligible";
  readonly exclude?: Exclude;
  readonly reserves?: number;
  readonly team: readonly TeamEntry[];
}

/** Values of one field are alternatives, fields combine. */
export interface Scope {
  readonly region?: readonly string[];
  readonly industry?: readonly string[];
  readonly type?: readonly string[];
  readonly status?: readonly string[];
  readonly tags?: readonly string[];
  readonly departments?: readonly string[];
}

/** How many objects: one of `ratio`, `tiers`, `count`, `perInspector`, `overall`; the last three may stand beside `tiers`. */
export interface Size {
  readonly ratio?: RatioText;
  readonly tiers?: readonly TierRow[];
  readonly count?: number;
  readonly perInspector?: number | string;
  readonly overall?: RatioText;
  readonly flags?: readonly { readonly tag: string; readonly times: number | string }[];
  readonly bound?: "at-least" | "at-most";
  readonly floor?: RatioText;
  readonly ceiling?: RatioText;
}

/** One row of a tier table; absent or `*` means any. */
export interface TierRow {
  readonly risk?: string;
  readonly credit?: string;
  readonly itemRisk?: string;
  readonly ratio: RatioText;
}

/** Who is not drawn although in scope. */
export interface Exclude {
  readonly inspectedWithinMonths?: number;
  readonly yearlyCap?: Readonly<Record<string, number>>;
  readonly cycle?: { readonly from: IsoDate };
  readonly exempt?: readonly { readonly object: string; readonly basis: string }[];
}

export type Role = "lead" | "member" | "expert" | "group";

/** One requirement of a team: `count` people who each have what is listed, or, with role `group`, groups that have it jointly. */
export interface TeamEntry {
  readonly department: string;
  readonly role?: Role;
  readonly count?: number;
  readonly expertise?: readonly string[];
  readonly qualification?: readonly string[];
}

/** Rules for choosing people. */
export interface Staffing {
  readonly region?: "same" | "other" | "any";
  readonly rotate?: boolean;
  readonly standIns?: number;
  readonly load?: "draw" | "year";
  readonly catchUp?: number;
}

/** A seed source as planned; the commitment adds the digest of the operator's secret. */
export type PlannedSource =
  | { readonly kind: "secret" }
  | { readonly kind: "witness"; readonly name: string; readonly sha256?: string }
  | { readonly kind: "dice"; readonly sides: number; readonly count: number }
  | { readonly kind: "drand"; readonly chain: "quicknet"; readonly at: string };

/** Who signs, with a key file beside the plan or on paper. */
export interface PlannedSigner {
  readonly role: "operator" | "discipline" | "department" | "deputy" | "citizen" | "media" | "expert";
  readonly name: string;
  readonly organisation?: string;
  readonly key?: string;
  readonly by?: "paper";
  readonly required?: boolean;
}
