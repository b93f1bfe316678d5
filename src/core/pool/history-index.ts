import type { HistoryRow } from "../registry/types.js";
import { type IsoDate, yearOf } from "../text/dates.js";

/** Past inspections by object and by person, as far as they count: rows after the start of the visit window are ignored everywhere. */
export interface HistoryIndex {
  readonly byObject: ReadonlyMap<string, readonly HistoryRow[]>;
  /** Distinct (object, date) pairs of each person in the calendar year of the window. */
  readonly visitsThisYear: ReadonlyMap<string, number>;
  /** Rows dated after the start of the window. */
  readonly ignored: number;
}

/** Indexes history rows for a draw whose visits start on `from`. */
export function indexHistory(history: readonly HistoryRow[], from: IsoDate): HistoryIndex {
  const byObject = new Map<string, HistoryRow[]>();
  const pairs = new Map<string, Set<string>>();
  let ignored = 0;
  for (const row of history) {
    if (row.date > from) {
      ignored++;
      continue;
    }
    const rows = byObject.get(row.object);
    if (rows === undefined) byObject.set(row.object, [row]);
    else rows.push(row);
    if (yearOf(row.date) !== yearOf(from)) continue;
    for (const person of row.inspectors) {
      const seen = pairs.get(person) ?? new Set();
      pairs.set(person, seen.add(`${row.date} ${row.object}`));
    }
  }
  const visitsThisYear = new Map([...pairs].map(([person, seen]) => [person, seen.size]));
  return { byObject, visitsThisYear, ignored };
}

/** People on the object's rows of its latest date: with rotation they do not come again. */
export function peopleOfLatestVisit(index: HistoryIndex, object: string): ReadonlySet<string> {
  const rows = index.byObject.get(object) ?? [];
  const latest = rows.reduce((date, row) => (row.date > date ? row.date : date), "");
  return new Set(rows.filter((row) => row.date === latest).flatMap((row) => row.inspectors));
}
