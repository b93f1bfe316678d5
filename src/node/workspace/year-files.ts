import type { InspectionObject } from "../../core/index.js";
import { type Deadline, DeadlineDesk } from "../../year/assess/deadline.js";
import { type Filing, listDeadlines, type YearFiles } from "../../year/assess/deadlines.js";
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
import type { ListedItem } from "../../year/items/item-list.js";
import { countingEntry, type Register } from "../../year/register/register.js";
import {
  type CurrentResult,
  CurrentResults,
  nonRandomJournal,
  type ResultJournal,
} from "../../year/results/journal.js";
import type { Settings } from "../../year/settings/settings.js";
import { findStray, type StrayCode } from "../../year/visits/strays.js";
import type { DrawnTask } from "../../year/visits/visits.js";
import { type DrawFolder, publishedPlans, readDrawnTask, readFrozenDraws } from "./drawn-tasks.js";
import { readRegister } from "./register.js";
import { journalNames, readJournal, requireKept } from "./results.js";
import { readObjects, type Workspace } from "./workspace.js";
import { readYearPlans } from "./year-plans.js";

/** A draw that does not count as it stands, and why. */
export interface Stray {
  readonly draw: DrawFolder;
  readonly code: StrayCode;
}

/** Draws with their journals, and the journal of each year's non-random inspections, read once. */
export interface WorkspaceRecords {
  /** Recorded draws; one beside the year has no task of it. */
  readonly draws: readonly DrawnTask[];
  readonly strays: readonly Stray[];
  readonly journals: ReadonlyMap<string, ResultJournal>;
}

/** Reads the draws and journals of a year; of all years if none is given. Throws `chain-broken`. */
export function readRecords({ layout }: Workspace, year?: number): WorkspaceRecords {
  const frozen = readFrozenDraws(layout, year);
  const plansOf = publishedPlans(layout);
  const strays = frozen.flatMap((draw): Stray[] => {
    const code = findStray(draw, frozen, plansOf);
    return code === undefined ? [] : [{ draw, code }];
  });
  const beside = new Set(
    strays.flatMap(({ draw, code }) => (code === "draw-beside-year" ? [draw.commitment] : [])),
  );
  const draws = frozen.flatMap(({ directory, commitment }): DrawnTask[] => {
    const drawn = readDrawnTask(directory);
    if (drawn === undefined) return [];
    return [beside.has(commitment) ? { ...drawn, yearTask: undefined } : drawn];
  });
  const names =
    year === undefined
      ? journalNames(layout)
      : [...new Set(frozen.map(({ draw }) => draw)), nonRandomJournal(year)];
  const journals = names.flatMap((name) => {
    const journal = readJournal(layout, name);
    return journal === undefined ? [] : [[name, journal] as const];
  });
  const byName = new Map(journals);
  for (const { directory, draw, commitment } of frozen) {
    const journal = byName.get(draw);
    if (journal === undefined || journal.commitment === commitment) requireKept(directory, journal);
  }
  return { draws, strays, journals: byName };
}

/** Everything about one year, for one day. */
export interface YearStatus {
  readonly year: number;
  readonly today: string;
  readonly authority: string;
  readonly revision: number;
  /** Draws that do not count before somebody voids one. */
  readonly strays: readonly Stray[];
  readonly deadlines: readonly Deadline[];
  readonly total: Tally;
  readonly tasks: readonly SummaryLine[];
  readonly departments: readonly TallyLine[];
  readonly tiers: readonly TallyLine[];
  readonly visits: readonly VisitStanding[];
  readonly nonRandom: readonly CurrentResult[];
  /** Years without a holiday notice that a term ran through. */
  readonly unknownYears: readonly string[];
  readonly objects: ReadonlyMap<string, InspectionObject>;
}

/** The first day counts of what is done again and again: sending a list again does not make it late. */
function firstDays({ entries }: Register, kind: "dispatch"): Map<string, string> {
  const own = entries.filter((entry) => entry.kind === kind);
  return new Map(own.map(({ about, on }) => [about, on] as const).reverse());
}

function reportDays({ entries }: Register): Map<string, string[]> {
  const days = new Map<string, string[]>();
  for (const { kind, about, on } of entries)
    if (kind === "report") days.set(about, [...(days.get(about) ?? []), on]);
  return days;
}

function readFiles(workspace: Workspace, year: number, records: WorkspaceRecords): YearFiles {
  const register = readRegister(workspace.layout, year);
  const abouts = (kind: "filing" | "penalty"): string[] => [
    ...new Set(register.entries.filter((entry) => entry.kind === kind).map(({ about }) => about)),
  ];
  const filings = abouts("filing").flatMap((about): Filing[] => {
    const filing = countingEntry(register, "filing", about);
    return filing === undefined ? [] : [{ revision: filing.revision, on: filing.on, office: filing.note }];
  });
  const penalties = abouts("penalty").map(
    (about) => [about, countingEntry(register, "penalty", about)?.on ?? ""] as const,
  );
  const apart = records.journals.get(nonRandomJournal(year));
  return {
    year,
    plans: readYearPlans(workspace, year).map(({ value }) => value),
    filings,
    draws: records.draws,
    nonRandom: apart === undefined ? [] : new CurrentResults(apart.entries).all,
    dispatched: firstDays(register, "dispatch"),
    penalties: new Map(penalties),
    reports: reportDays(register),
  };
}

/** The departments of the settings, and those that owe results of what was drawn before they were taken out. */
function departmentsOf(
  { departments }: Settings,
  visits: readonly VisitStanding[],
  items: readonly ListedItem[],
): string[] {
  const drawn = new Set(visits.flatMap((standing) => standing.items));
  const owing = items.filter(({ code }) => drawn.has(code)).map(({ subject }) => subject);
  return [...new Set([...departments.map(({ name }) => name), ...owing])];
}

/** What is read of a year and where its visits stand on a day. */
interface YearStanding {
  readonly files: YearFiles;
  readonly strays: readonly Stray[];
  readonly visits: readonly VisitStanding[];
  readonly departments: readonly string[];
  readonly deadlines: readonly Deadline[];
  readonly unknownYears: readonly string[];
}

function standYear(workspace: Workspace, year: number, today: string): YearStanding {
  const { settings, calendar, everyItem: items } = workspace;
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
  const departments = departmentsOf(settings, visits, items);
  const deadlines = listDeadlines(files, visits, settings, items, departments, desk);
  const unknownYears = [...desk.unknownYears].sort((a, b) => (a < b ? -1 : 1));
  return { files, strays: records.strays, visits, departments, deadlines, unknownYears };
}

/** What is still open on a day of a year that is over; nothing of a year without a published plan. */
export function listOpen(workspace: Workspace, year: number, today: string): Deadline[] {
  if (readYearPlans(workspace, year).length === 0) return [];
  return standYear(workspace, year, today).deadlines.filter(({ doneOn }) => doneOn === undefined);
}

/** Where a year stands on a day. */
export async function assessYear(workspace: Workspace, year: number, today: string): Promise<YearStatus> {
  const { settings, everyItem: items } = workspace;
  const { files, strays, visits, departments, deadlines, unknownYears } = standYear(workspace, year, today);
  const objects = await readObjects(workspace);
  const plan = files.plans.at(-1);
  return {
    year,
    today,
    authority: settings.authority,
    revision: plan?.revision ?? 0,
    strays,
    deadlines,
    total: tallyVisits(visits, today),
    tasks: summarise(plan, visits, today),
    departments: tallyDepartments(departments, visits, items, today),
    tiers: tallyTiers(visits, (object) => objects.get(object)?.credit ?? "", today),
    visits,
    nonRandom: files.nonRandom,
    unknownYears,
    objects,
  };
}
