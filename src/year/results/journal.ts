import type { IsoDate } from "../../core/index.js";
import type { Chained } from "../register/chain.js";
import type { Confirmation } from "./result-rows.js";

/** What was found for one object and item, and what follows. Codes are those of the workspace's code table. */
export interface ResultContent {
  readonly object: string;
  readonly item: string;
  /** The department that inspected: it enters, publishes and answers (谁检查、谁录入、谁公示). */
  readonly department: string;
  readonly people: readonly string[];
  readonly date: IsoDate;
  readonly method: string;
  readonly result: string;
  readonly problem: string;
  readonly followUp: string;
  readonly transfer?: { readonly to: string; readonly document: string; readonly date: IsoDate };
  readonly confirmation: Confirmation;
  /** Why nobody signed, and who saw it. */
  readonly refusal?: { readonly reason: string; readonly witness: string };
  /** Ground in law not to publish this result. */
  readonly exception?: string;
  /** A penalty decision: published apart, never with the inspection. */
  readonly penalty?: { readonly document: string; readonly date: IsoDate };
  readonly enteredBy: string;
  /** Why an object that was not drawn was inspected (投诉举报、转办交办、数据监测). */
  readonly origin?: string;
}

/** A result as entered. One that corrects another names it, and why; the other stays. */
export interface ResultEntry extends Chained, ResultContent {
  readonly kind: "result";
  readonly corrects?: { readonly number: number; readonly reason: string };
}

/** Results of one department were published. */
export interface PublicationEntry extends Chained {
  readonly kind: "published";
  readonly department: string;
  readonly entries: readonly number[];
  readonly on: IsoDate;
  readonly channels: readonly string[];
}

export type JournalEntry = ResultEntry | PublicationEntry;

/** All that was entered of one draw, or of the non-random inspections of a year; entries are only ever added. */
export interface ResultJournal {
  readonly schema: "dualdraw/results/v1";
  /** Plan id of the draw, or `non-random-YYYY`. */
  readonly draw: string;
  /** Digest of the draw's commitment; `""` where there is no draw. */
  readonly commitment: string;
  readonly entries: readonly JournalEntry[];
}

/** The name of a year's journal of inspections that no draw ordered. */
export function nonRandomJournal(year: number): string {
  return `non-random-${year}`;
}

/** A result that counts, and when it was published. */
export interface CurrentResult {
  readonly entry: ResultEntry;
  readonly publishedOn: IsoDate | undefined;
}

/** What names a result: a draw sends people once for each item; without a draw they may come on several days. */
export type ResultName = Pick<ResultContent, "object" | "item"> &
  Partial<Pick<ResultContent, "origin" | "date">>;

function keyOf({ object, item, origin, date }: ResultName): string {
  return JSON.stringify([object, item, ...(origin === undefined ? [] : [date])]);
}

/** The results that count: of each object and item the latest entry, whatever it corrects. */
export class CurrentResults {
  readonly #results = new Map<string, CurrentResult>();

  constructor(entries: readonly JournalEntry[]) {
    const published = new Map<number, IsoDate>();
    for (const entry of entries)
      if (entry.kind === "published") for (const number of entry.entries) published.set(number, entry.on);
    for (const entry of entries)
      if (entry.kind === "result")
        this.#results.set(keyOf(entry), { entry, publishedOn: published.get(entry.number) });
  }

  find(name: ResultName): CurrentResult | undefined {
    return this.#results.get(keyOf(name));
  }

  get all(): CurrentResult[] {
    return [...this.#results.values()];
  }
}
