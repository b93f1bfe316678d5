import { compareText, dayInChina, type IsoDate, type YearPlan } from "../../core/index.js";
import type { WorkCalendar } from "../calendar/work-calendar.js";
import type { ListedItem } from "../items/item-list.js";
import type { ResultJournal } from "../results/journal.js";
import { dayOfYear, type Settings } from "../settings/settings.js";
import type { DrawnTask } from "../visits/visits.js";
import { type VisitStanding, visitsOfDepartment } from "./tally.js";

/** Everything with a due day. */
export type DeadlineKind =
  | "plan"
  | "filing"
  | "adjustment"
  | "draw"
  | "dispatch"
  | "result"
  | "penalty"
  | "report";

export type DeadlineState = "done" | "late" | "due" | "overdue";

/** One thing to be done by a day, by whom. */
export interface Deadline {
  readonly kind: DeadlineKind;
  /** Task, draw, or report that it is about. */
  readonly about: string;
  readonly department: string;
  readonly due: IsoDate;
  readonly doneOn: IsoDate | undefined;
  readonly state: DeadlineState;
  /** Working days from today to the due day; negative once it has passed. */
  readonly workdaysLeft: number;
  /** How many objects it is about; 1 for all but results. */
  readonly count: number;
}

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
  readonly journals: ReadonlyMap<string, ResultJournal>;
  /** Days on which lists of a draw went out. */
  readonly dispatched: ReadonlyMap<string, IsoDate>;
  /** Penalties that were published, by document, with the day. */
  readonly penalties: ReadonlyMap<string, IsoDate>;
  /** Reports that were made, by name, with the day. */
  readonly reports: ReadonlyMap<string, IsoDate>;
}

/** Makes deadlines for one day. */
export class DeadlineDesk {
  readonly #calendar: WorkCalendar;
  readonly #today: IsoDate;
  /** Years that a term ran through and of which no holiday notice is known. */
  readonly unknownYears = new Set<string>();

  constructor(calendar: WorkCalendar, today: IsoDate) {
    this.#calendar = calendar;
    this.#today = today;
  }

  make(
    kind: DeadlineKind,
    about: string,
    department: string,
    due: IsoDate,
    doneOn: IsoDate | undefined,
    count = 1,
  ): Deadline {
    const state =
      doneOn === undefined ? (this.#today > due ? "overdue" : "due") : doneOn > due ? "late" : "done";
    const workdaysLeft = this.#calendar.countWorkdays(this.#today, due);
    return { kind, about, department, due, doneOn, state, workdaysLeft, count };
  }

  workdaysAfter(from: IsoDate, days: number): IsoDate {
    const { date, unknownYears } = this.#calendar.addWorkdays(from, days);
    for (const year of unknownYears) this.unknownYears.add(year);
    return date;
  }
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

/** Results by draw and department: one line for all that are open, one for those done in time, one for the late ones. */
function resultDeadlines(
  departments: readonly string[],
  visits: readonly VisitStanding[],
  items: readonly ListedItem[],
  desk: DeadlineDesk,
): Deadline[] {
  return departments.flatMap((department) => {
    const groups = new Map<string, VisitStanding[]>();
    for (const standing of visitsOfDepartment(visits, department, items)) {
      const { draw, due, doneOn } = standing;
      const state = doneOn === undefined ? "open" : doneOn > due ? "late" : "done";
      const key = JSON.stringify([draw.draw, due, state]);
      groups.set(key, [...(groups.get(key) ?? []), standing]);
    }
    return [...groups.values()].map((own) => {
      const [first] = own as [VisitStanding];
      const last = own.reduce((day, { doneOn = "" }) => (doneOn > day ? doneOn : day), "");
      const doneOn = first.doneOn === undefined ? undefined : last;
      return desk.make("result", first.draw.draw, department, first.due, doneOn, own.length);
    });
  });
}

/** Penalties are published by other means, apart from the inspection; that it was done is noted in the register. */
function penaltyDeadlines(
  { penalties }: YearFiles,
  visits: readonly VisitStanding[],
  settings: Settings,
  desk: DeadlineDesk,
): Deadline[] {
  const { penaltyWorkingDays } = settings.clocks;
  return visits.flatMap(({ results }) =>
    results.flatMap(({ entry: { penalty, department } }) => {
      if (penalty === undefined) return [];
      const due = desk.workdaysAfter(penalty.date, penaltyWorkingDays);
      return [desk.make("penalty", penalty.document, department, due, penalties.get(penalty.document))];
    }),
  );
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
  desk: DeadlineDesk,
): Deadline[] {
  const departments = settings.departments.map(({ name }) => name);
  const { year, reports } = files;
  const parts = [
    ["half-year", settings.clocks.halfYearReport],
    ["year-end", settings.clocks.yearEndReport],
  ] as const;
  const reported = parts.map(([part, day]) => {
    const name = reportName(year, part);
    return desk.make("report", name, settings.authority, dayOfYear(day, year), reports.get(name));
  });
  return [
    ...planDeadlines(files, settings, desk),
    ...drawDeadlines(files, settings, desk),
    ...resultDeadlines(departments, visits, items, desk),
    ...penaltyDeadlines(files, visits, settings, desk),
    ...reported,
  ].sort((a, b) => compareText(a.due, b.due) || compareText(a.kind, b.kind) || compareText(a.about, b.about));
}
