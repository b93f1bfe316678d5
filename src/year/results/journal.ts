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

/** Why something that was published does not stand any more: the draw was voided, the object replaced, the law keeps it from being shown. */
export type WithdrawalReason = "voided" | "replaced" | "excepted";

/** What was published of one department and does not stand any more was withdrawn (撤回公示). */
export interface WithdrawalEntry extends Chained {
  readonly kind: "withdrawn";
  readonly department: string;
  readonly entries: readonly number[];
  readonly on: IsoDate;
  readonly reason: WithdrawalReason;
}

export type JournalEntry = ResultEntry | PublicationEntry | WithdrawalEntry;

/** All that was entered of one draw, or of the non-random inspections of a year; entries are only ever added. */
export interface ResultJournal {
  readonly schema: "dualdraw/results/v1";
  /** Plan id of the draw, or `non-random-YYYY`. */
  readonly draw: string;
  /** Digest of the draw's commitment; `""` where there is no draw. */
  readonly commitment: string;
  readonly entries: readonly JournalEntry[];
  /** Digest of the last entry. */
  readonly head: string;
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

/** Days on which entries were published and not withdrawn since, by their number. */
export function publishedDays(entries: readonly JournalEntry[]): Map<number, IsoDate> {
  const days = new Map<number, IsoDate>();
  for (const entry of entries)
    if (entry.kind === "published") for (const number of entry.entries) days.set(number, entry.on);
    else if (entry.kind === "withdrawn") for (const number of entry.entries) days.delete(number);
  return days;
}

/** The results that count: of each object and item the latest entry; one that was corrected counts no more, also where its day was wrong. */
export class CurrentResults {
  readonly #results = new Map<string, CurrentResult>();
  readonly #entered = new Map<string, ResultEntry[]>();

  constructor(entries: readonly JournalEntry[]) {
    const published = publishedDays(entries);
    const keys = new Map<number, string>();
    for (const entry of entries) {
      if (entry.kind !== "result") continue;
      if (entry.corrects !== undefined) this.#results.delete(keys.get(entry.corrects.number) ?? "");
      const key = keyOf(entry);
      keys.set(entry.number, key);
      this.#results.set(key, { entry, publishedOn: published.get(entry.number) });
      const place = keyOf({ object: entry.object, item: entry.item });
      const earlier = this.#entered.get(place);
      if (earlier === undefined) this.#entered.set(place, [entry]);
      else earlier.push(entry);
    }
  }

  /** Everything that was ever entered of an object and item, in order. */
  entered({ object, item }: ResultName): readonly ResultEntry[] {
    return this.#entered.get(keyOf({ object, item })) ?? [];
  }

  /** The results that count of an object and item: several only where no draw ordered them. */
  counting(name: ResultName): ResultEntry[] {
    return this.entered(name).filter((entry) => this.find(entry)?.entry === entry);
  }

  find(name: ResultName): CurrentResult | undefined {
    return this.#results.get(keyOf(name));
  }

  get all(): CurrentResult[] {
    return [...this.#results.values()];
  }
}
