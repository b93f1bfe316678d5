import { compareText, dayInChina, type IsoDate, monthsBefore, type YearPlan } from "../../core/index.js";
import type { ListedItem } from "../items/item-list.js";
import { type CurrentResult, nonRandomJournal } from "../results/journal.js";
import { dayOfYear, type Settings } from "../settings/settings.js";
import type { DrawnTask } from "../visits/visits.js";
import type { Deadline, DeadlineDesk } from "./deadline.js";
import { doneDay, type VisitStanding, visitsOfDepartment } from "./tally.js";

/** A filing (备案) of a version of the plan. */
export interface Filing {
  readonly revision: number;
  readonly on: IsoDate;
  readonly office: string;
}

/** All that the year consists of. */
export interface YearFiles {
  readonly year: number;
  /** Published versions of the plan, the first one first. */
  readonly plans: readonly YearPlan[];
  readonly filings: readonly Filing[];
  readonly draws: readonly DrawnTask[];
  /** Results of inspections that no draw ordered. */
  readonly nonRandom: readonly CurrentResult[];
  /** Days on which lists of a draw went out. */
  readonly dispatched: ReadonlyMap<string, IsoDate>;
  /** Penalties that were published, by document, with the day. */
  readonly penalties: ReadonlyMap<string, IsoDate>;
  /** Days on which reports were made, by name. */
  readonly reports: ReadonlyMap<string, readonly IsoDate[]>;
}

function planDeadlines(
  { year, plans, filings }: YearFiles,
  settings: Settings,
  desk: DeadlineDesk,
): Deadline[] {
  const [first] = plans;
  const { clocks, authority } = settings;
  const isJoint = first?.tasks.some(({ form }) => form === "joint") ?? true;
  const due = dayOfYear(isJoint ? clocks.jointPlan : clocks.departmentPlan, year);
  const filed = plans.map(({ revision }) => filings.find((filing) => filing.revision === revision)?.on);
  const published = desk.make("plan", String(year), authority, due, first?.publishedOn);
  const filing = desk.make("filing", `${year}`, authority, due, filed[0]);
  const adjusted = plans.slice(1).flatMap(({ revision, publishedOn, adjustments }, i) => {
    const earlier = plans[i]?.adjustments.length ?? 0;
    const added = adjustments.slice(earlier);
    const date = added.reduce(
      (least, entry) => (least === "" || entry.date < least ? entry.date : least),
      "",
    );
    if (date === "") return [];
    const end = desk.workdaysAfter(date, clocks.adjustmentWorkingDays);
    const about = `${year}-${revision}`;
    return [
      desk.make("adjustment", about, added[0]?.decidedBy ?? authority, end, publishedOn),
      desk.make("filing", about, authority, end, filed[i + 1]),
    ];
  });
  return [published, filing, ...adjusted];
}

function drawDeadlines(
  { plans, draws, dispatched }: YearFiles,
  settings: Settings,
  desk: DeadlineDesk,
): Deadline[] {
  const tasks = plans.at(-1)?.tasks ?? [];
  const valid = draws.filter(({ voided }) => !voided);
  const planned = tasks
    .filter(({ level }) => level === "own")
    .map(({ id, lead, draw }) => {
      const made = valid.find(({ yearTask }) => yearTask === id);
      return desk.make("draw", id, lead, draw.visitWindow.from, dayOf(made?.frozenAt));
    });
  const sent = valid.map(({ draw, frozenAt, tasks: [task] }) => {
    const due = desk.workdaysAfter(dayOf(frozenAt) ?? "", settings.clocks.dispatchWorkingDays);
    return desk.make("dispatch", draw, task?.departments[0] ?? "", due, dispatched.get(draw));
  });
  return [...planned, ...sent];
}

const dayOf = (instant: string | undefined): IsoDate | undefined =>
  instant === undefined ? undefined : dayInChina(instant);

/** Results that somebody owes: of one visit, or of one inspection that no draw ordered. */
interface Owed {
  readonly about: string;
  readonly department: string;
  readonly due: IsoDate;
  readonly doneOn: IsoDate | undefined;
}

/** One line for all that are open by a day, one for those done in time, one for the late ones. */
function resultDeadlines(owed: readonly Owed[], desk: DeadlineDesk): Deadline[] {
  const groups = new Map<string, Owed[]>();
  for (const one of owed) {
    const { about, department, due, doneOn } = one;
    const state = doneOn === undefined ? "open" : doneOn > due ? "late" : "done";
    const key = JSON.stringify([about, department, due, state]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((own) => {
    const [{ about, department, due, doneOn }] = own as [Owed];
    const last = own.reduce(
      (day, one) => (one.doneOn !== undefined && one.doneOn > day ? one.doneOn : day),
      "",
    );
    return desk.make("result", about, department, due, doneOn === undefined ? undefined : last, own.length);
  });
}

/** What each department owes of the drawn visits. */
function owedOfVisits(
  departments: readonly string[],
  visits: readonly VisitStanding[],
  items: readonly ListedItem[],
): Owed[] {
  return departments.flatMap((department) =>
    visitsOfDepartment(visits, department, items).map(({ draw, due, doneOn }) => ({
      about: draw.draw,
      department,
      due,
      doneOn,
    })),
  );
}

/** Inspections that no draw ordered are published in the same term, counted from their own day. */
function owedOfNonRandom({ year, nonRandom }: YearFiles, settings: Settings, desk: DeadlineDesk): Owed[] {
  return nonRandom.map((result) => ({
    about: nonRandomJournal(year),
    department: result.entry.department,
    due: desk.workdaysAfter(result.entry.date, settings.clocks.results.workingDays),
    doneOn: doneDay([result]),
  }));
}

/** Penalties are published by other means, apart from the inspection; that it was done is noted in the register. */
function penaltyDeadlines(
  { penalties }: YearFiles,
  results: readonly CurrentResult[],
  settings: Settings,
  desk: DeadlineDesk,
): Deadline[] {
  const { penaltyWorkingDays } = settings.clocks;
  const byDocument = new Map(
    results.flatMap(({ entry: { penalty, department } }) =>
      penalty === undefined ? [] : [[penalty.document, { ...penalty, department }] as const],
    ),
  );
  return [...byDocument.values()].map(({ document, date, department }) => {
    const due = desk.workdaysAfter(date, penaltyWorkingDays);
    return desk.make("penalty", document, department, due, penalties.get(document));
  });
}

/** How long before its day a report may be made and still report on the time that it is about. */
const REPORT_MONTHS = 1;

function reportDeadlines(
  { year, reports }: YearFiles,
  { clocks, authority }: Settings,
  desk: DeadlineDesk,
): Deadline[] {
  const parts = [
    ["half-year", clocks.halfYearReport],
    ["year-end", clocks.yearEndReport],
  ] as const;
  return parts.map(([part, day]) => {
    const name = reportName(year, part);
    const due = dayOfYear(day, year);
    const first = monthsBefore(due, REPORT_MONTHS);
    const made = [...(reports.get(name) ?? [])].sort(compareText).find((on) => on >= first);
    return desk.make("report", name, authority, due, made);
  });
}

/** Name of a report among {@link YearFiles.reports}. */
export function reportName(year: number, part: "half-year" | "year-end"): string {
  return `${year}-${part}`;
}

/** What is due, by day; what was due first stands first. */
export function listDeadlines(
  files: YearFiles,
  visits: readonly VisitStanding[],
  settings: Settings,
  items: readonly ListedItem[],
  departments: readonly string[],
  desk: DeadlineDesk,
): Deadline[] {
  const owed = [...owedOfVisits(departments, visits, items), ...owedOfNonRandom(files, settings, desk)];
  const results = [...visits.flatMap((standing) => standing.results), ...files.nonRandom];
  return [
    ...planDeadlines(files, settings, desk),
    ...drawDeadlines(files, settings, desk),
    ...resultDeadlines(owed, desk),
    ...penaltyDeadlines(files, results, settings, desk),
    ...reportDeadlines(files, settings, desk),
  ].sort((a, b) => compareText(a.due, b.due) || compareText(a.kind, b.kind) || compareText(a.about, b.about));
}
