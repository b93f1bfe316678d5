import type { CheckName, Language, VerificationReport, VerifyOptions } from "../core/index.js";

/** A file that was dropped, under its path in the draw. */
export interface DroppedFile {
  readonly path: string;
  readonly content: Blob;
}

/** What the page asks of the worker. */
export type Request =
  | {
      readonly kind: "verify";
      readonly files: readonly DroppedFile[];
      readonly options: Pick<VerifyOptions, "trusted" | "expected">;
    }
  | { readonly kind: "pictures"; readonly task: number; readonly language: Language }
  | { readonly kind: "search"; readonly text: string }
  | { readonly kind: "explain"; readonly id: string; readonly language: Language };

/** One object or person that a search found. */
export interface Match {
  readonly id: string;
  readonly name: string;
}

/** What the page shows of a draw beside the verdict; absent parts could not be recomputed. */
export interface Overview {
  readonly title?: string;
  readonly authority?: string;
  /** Ids of the tasks that can be shown. */
  readonly tasks: readonly string[];
  readonly seed?: string;
  readonly files: number;
  readonly seconds: number;
}

/** What the worker answers; pieces of HTML are escaped already. */
export type Answer =
  | { readonly kind: "check"; readonly check: CheckName; readonly number: number }
  | { readonly kind: "report"; readonly report: VerificationReport; readonly overview: Overview }
  | { readonly kind: "pictures"; readonly task: number; readonly html: string }
  | {
      readonly kind: "matches";
      readonly text: string;
      readonly matches: readonly Match[];
      readonly more: number;
    }
  | { readonly kind: "explanation"; readonly id: string; readonly html: string }
  | {
      readonly kind: "unreadable";
      readonly reason: "no-draw" | "not-zip" | "too-large" | "fault";
      readonly detail: string;
    };
