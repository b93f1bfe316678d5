import type { InspectionObject } from "../../core/index.js";
import {
  DeadlineDesk,
  type Deadline,
  type Filing,
  listDeadlines,
  type YearFiles,
} from "../../year/assess/deadlines.js";
import {
  type SummaryLine,
  summarise,
  tallyDepartments,
  tallyTiers,
  type TallyLine,
} from "../../year/assess/summary.js";
import {
  resultDue,
  standVisits,
  type Tally,
  tallyVisits,
  type VisitStanding,
} from "../../year/assess/tally.js";
import {
  nonRandomJournal,
  type ResultEntry,
  type ResultJournal,
  CurrentResults,
} from "../../year/results/journal.js";
import type { DrawnTask } from "../../year/visits/visits.js";
import { readDrawnTasks } from "./drawn-tasks.js";
import { readRegister } from "./register.js";
import { journalNames, readJournal } from "./results.js";
import { readObjects, type Workspace } from "./workspace.js";
import { readYearPlans } from "./year-plans.js";

/** Draws with their journals, and the journal of each year's non-random inspections, read once. */
export interface WorkspaceRecords {
  readonly draws: readonly DrawnTask[];
  readonly journals: ReadonlyMap<string, ResultJournal>;
}

/** Reads the draws and journals of a year; of all years if none is given. */
export function readRecords({ layout }: Workspace, year?: number): WorkspaceRecords {
  const draws = readDrawnTasks(layout, year);
  const names =
    year === undefined ? journalNames(layout) : [...draws.map(({ draw }) => draw), nonRandomJournal(year)];
  const journals = names.flatMap((name) => {
    const journal = readJournal(layout, name);
    return journal === undefined ? [] : [[name, journal] as const];
  });
  return { draws, journals: new Map(journals) };
}

/** Everything about one year, for one day. */
export interface YearStatus {
  readonly year: number;
  readonly today: string;
  readonly authority: string;
  readonly revision: number;
  readonly deadlines: readonly Deadline[];
  readonly total: Tally;
  readonly tasks: readonly SummaryLine[];
  readonly departments: readonly TallyLine[];
  readonly tiers: readonly TallyLine[];
  readonly visits: readonly VisitStanding[];
  readonly nonRandom: readonly ResultEntry[];
  /** Years without a holiday notice that a term ran through. */
  readonly unknownYears: readonly string[];
  readonly objects: ReadonlyMap<string, InspectionObject>;
}

function readFiles(workspace: Workspace, year: number, records: WorkspaceRecords): YearFiles {
  const { entries } = readRegister(workspace.layout, year);
  const filings = entries.flatMap((entry): Filing[] =>
    entry.kind === "filing" ? [{ revision: entry.revision, on: entry.on, office: entry.note }] : [],
  );
  const daysOf = (kind: "dispatch" | "penalty" | "report"): Map<string, string> =>
    // The first day counts: sending a list again does not make it late.
    new Map(
      entries
        .filter((entry) => entry.kind === kind)
        .map(({ about, on }) => [about, on] as const)
        .reverse(),
    );
  return {
    year,
    plans: readYearPlans(workspace, year).map(({ value }) => value),
    filings,
    draws: records.draws,
    journals: records.journals,
    dispatched: daysOf("dispatch"),
    penalties: daysOf("penalty"),
    reports: daysOf("report"),
  };
}

/** Where a year stands on a day. */
export async function assessYear(workspace: Workspace, year: number, today: string): Promise<YearStatus> {
  const { settings, calendar, items } = workspace;
  const records = readRecords(workspace, year);
  const files = readFiles(workspace, year, records);
  const desk = new DeadlineDesk(calendar, today);
  const visits = files.draws.flatMap((draw) =>
    standVisits(draw, records.journals.get(draw.draw), (entries) => {
      const due = resultDue(draw, entries, calendar, settings.clocks);
      for (const unknown of due.unknownYears) desk.unknownYears.add(unknown);
      return due.date;
    }),
  );
  const deadlines = listDeadlines(files, visits, settings, items, desk);
  const objects = await readObjects(workspace);
  const plan = files.plans.at(-1);
  const departments = settings.departments.map(({ name }) => name);
  const apart = records.journals.get(nonRandomJournal(year));
  return {
    year,
    today,
    authority: settings.authority,
    revision: plan?.revision ?? 0,
    deadlines,
    total: tallyVisits(visits, today),
    tasks: summarise(plan, visits, today),
    departments: tallyDepartments(departments, visits, items, today),
    tiers: tallyTiers(visits, (object) => objects.get(object)?.credit ?? "", today),
    visits,
    nonRandom: apart === undefined ? [] : new CurrentResults(apart.entries).all.map(({ entry }) => entry),
    unknownYears: [...desk.unknownYears].sort((a, b) => (a < b ? -1 : 1)),
    objects,
  };
}
