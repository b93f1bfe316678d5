import { dayInChina, type IsoDate } from "../../core/index.js";
import type { WorkCalendar } from "../calendar/work-calendar.js";
import type { ListedItem } from "../items/item-list.js";
import {
  type CurrentResult,
  CurrentResults,
  type ResultEntry,
  type ResultJournal,
} from "../results/journal.js";
import type { Clocks } from "../settings/settings.js";
import type { DrawnTask, DueVisit } from "../visits/visits.js";

/** Where one visit stands. */
export interface VisitStanding {
  readonly draw: DrawnTask;
  readonly visit: DueVisit;
  /** Items to inspect there, of all tasks merged (进一次门、查多项事). */
  readonly items: readonly string[];
  /** Items without a result. */
  readonly missing: readonly string[];
  readonly results: readonly CurrentResult[];
  /** Items whose result is entered, may be published, and is not. */
  readonly unpublished: readonly string[];
  /** Last day to enter and publish. */
  readonly due: IsoDate;
  /** The day on which the last item was published or excepted; undefined while something is open. */
  readonly doneOn: IsoDate | undefined;
}

/** Items of a visit, in the order of its tasks. */
export function itemsOfVisit(draw: DrawnTask, visit: DueVisit): string[] {
  return [...new Set(draw.tasks.filter(({ id }) => visit.tasks.includes(id)).flatMap(({ items }) => items))];
}

/** Last day for the results of a visit: from the task's last day, or from the inspection's, as the settings say. */
export function resultDue(
  draw: DrawnTask,
  entries: readonly ResultEntry[],
  calendar: WorkCalendar,
  { results }: Clocks,
): { readonly date: IsoDate; readonly unknownYears: readonly string[] } {
  const inspected = entries.reduce((last, { date }) => (date > last ? date : last), "");
  const from = results.from === "inspection" && inspected !== "" ? inspected : draw.window.to;
  return calendar.addWorkdays(from, results.workingDays);
}

const isOpen = ({ entry, publishedOn }: CurrentResult): boolean =>
  publishedOn === undefined && entry.exception === undefined;

/** The day on which the last of some results was published, or entered where law keeps it from being shown; undefined while one is open. */
export function doneDay(results: readonly CurrentResult[]): IsoDate | undefined {
  if (results.some(isOpen)) return undefined;
  return results.reduce((last, { entry, publishedOn }) => {
    const day = publishedOn ?? dayInChina(entry.claimedTime) ?? "";
    return day > last ? day : last;
  }, "");
}

/** A visit with the results of some of its items. */
function standOn(
  { draw, visit, due }: Pick<VisitStanding, "draw" | "visit" | "due">,
  items: readonly string[],
  results: readonly CurrentResult[],
): VisitStanding {
  const entered = new Set(results.map(({ entry }) => entry.item));
  const unpublished = results.filter(isOpen).map(({ entry }) => entry.item);
  const missing = items.filter((item) => !entered.has(item));
  // A visit without any item has nothing that could be published: it is never done.
  const isDone = results.length > 0 && unpublished.length === 0 && missing.length === 0;
  return {
    draw,
    visit,
    items,
    missing,
    results,
    unpublished,
    due,
    doneOn: isDone ? doneDay(results) : undefined,
  };
}

/** Where every visit of a draw stands; none of a voided draw. A journal of another commitment is not the draw's. */
export function standVisits(
  draw: DrawnTask,
  journal: ResultJournal | undefined,
  dueOf: (entries: readonly ResultEntry[]) => IsoDate,
): VisitStanding[] {
  if (draw.voided) return [];
  const isOwn = journal?.commitment === draw.commitment;
  const current = journal === undefined || !isOwn ? undefined : new CurrentResults(journal.entries);
  return draw.visits.map((visit) => {
    const items = itemsOfVisit(draw, visit);
    const results = items.flatMap((item) => current?.find({ object: visit.object, item }) ?? []);
    const due = dueOf(results.map(({ entry }) => entry));
    return standOn({ draw, visit, due }, items, results);
  });
}

/** Numbers of visits: what is not published does not count as done (未公示视为未完成). */
export interface Tally {
  readonly toInspect: number;
  readonly inspected: number;
  readonly published: number;
  readonly late: number;
  readonly overdue: number;
  /** Visits by result and by follow-up, each as often as it was found. */
  readonly results: ReadonlyMap<string, number>;
  readonly followUps: ReadonlyMap<string, number>;
}

function countInto(counts: Map<string, number>, names: Iterable<string>): void {
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Counts visits. */
export function tallyVisits(visits: readonly VisitStanding[], today: IsoDate): Tally {
  const results = new Map<string, number>();
  const followUps = new Map<string, number>();
  let [inspected, published, late, overdue] = [0, 0, 0, 0];
  for (const { missing, doneOn, due, results: found } of visits) {
    if (found.length > 0 && missing.length === 0) inspected++;
    if (doneOn !== undefined) published++;
    if (doneOn !== undefined && doneOn > due) late++;
    if (doneOn === undefined && today > due) overdue++;
    countInto(results, new Set(found.map(({ entry }) => entry.result)));
    countInto(followUps, new Set(found.map(({ entry }) => entry.followUp)));
  }
  return { toInspect: visits.length, inspected, published, late, overdue, results, followUps };
}

/** The part of each visit that one department answers for, done when its own items are; visits without any are left out. */
export function visitsOfDepartment(
  visits: readonly VisitStanding[],
  department: string,
  items: readonly ListedItem[],
): VisitStanding[] {
  const own = new Set(items.filter(({ subject }) => subject === department).map(({ code }) => code));
  return visits.flatMap((standing) => {
    const kept = standing.items.filter((code) => own.has(code));
    const results = standing.results.filter(({ entry }) => own.has(entry.item));
    return kept.length === 0 ? [] : [standOn(standing, kept, results)];
  });
}
