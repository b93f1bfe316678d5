import type { YearPlan, YearTask } from "../../core/index.js";
import type { ListedItem } from "../items/item-list.js";
import { type Tally, tallyVisits, type VisitStanding, visitsOfDepartment } from "./tally.js";

/** One line of the summary table (抽查情况汇总表): a task of the year, or a draw outside it. */
export interface SummaryLine {
  readonly task: string;
  readonly title: string;
  readonly form: YearTask["form"];
  readonly draws: readonly string[];
  /** Range of objects, as the plan words it. */
  readonly range: string;
  /** Objects in scope at the draw; undefined before it. */
  readonly base: number | undefined;
  readonly ratio: string;
  readonly tally: Tally;
}

/** Counts by credit tier, department or task. */
export interface TallyLine {
  readonly name: string;
  readonly tally: Tally;
}

/** `done / of` in tenths of a percent, rounded down so that 100% means all; undefined for nothing to do. */
export function rateOf(done: number, of: number): number | undefined {
  return of === 0 ? undefined : Math.floor((done * 1000) / of);
}

/** A rate as text: `99.5%`; a dash where there is nothing to do. */
export function wordRate(done: number, of: number): string {
  const rate = rateOf(done, of);
  if (rate === undefined) return "—";
  return rate % 10 === 0 ? `${rate / 10}%` : `${Math.floor(rate / 10)}.${rate % 10}%`;
}

function wordRange({ draw }: YearTask): string {
  const scope = draw.tasks[0]?.scope ?? {};
  const parts = Object.values(scope).flatMap((values: readonly string[] | undefined) => [...(values ?? [])]);
  return parts.length === 0 ? "全部对象" : parts.join("、");
}

/** The lines of the summary: every task of the plan, drawn or not, then draws without a task. */
export function summarise(
  plan: YearPlan | undefined,
  visits: readonly VisitStanding[],
  today: string,
): SummaryLine[] {
  const byTask = new Map<string, VisitStanding[]>();
  for (const standing of visits) {
    // An id of a draw is no number of a task: a draw without a task stands by itself.
    const name = JSON.stringify([
      standing.draw.yearTask ?? null,
      standing.draw.yearTask === undefined ? standing.draw.draw : "",
    ]);
    const known = byTask.get(name);
    if (known === undefined) byTask.set(name, [standing]);
    else known.push(standing);
  }
  const planned = (plan?.tasks ?? []).map((task): SummaryLine => {
    const key = JSON.stringify([task.id, ""]);
    const own = byTask.get(key) ?? [];
    byTask.delete(key);
    return lineOf(
      task.id,
      task.draw.title,
      task.form,
      wordRange(task),
      task.row["ratio"] || task.row["tiers"] || "",
      own,
      today,
    );
  });
  const others = [...byTask.values()].map((own) => {
    const { draw, title, yearTask } = (own[0] as VisitStanding).draw;
    return lineOf(yearTask ?? `${draw}（计划外）`, title, formOf(own), "—", "—", own, today);
  });
  return [...planned, ...others];
}

function formOf([first]: readonly VisitStanding[]): YearTask["form"] {
  const departments = new Set(first?.draw.tasks.flatMap((task) => task.departments));
  return departments.size > 1 ? "joint" : "department";
}

function lineOf(
  task: string,
  title: string,
  form: YearTask["form"],
  range: string,
  ratio: string,
  own: readonly VisitStanding[],
  today: string,
): SummaryLine {
  const draws = [...new Set(own.map(({ draw }) => draw))];
  const bases = draws.map((draw) => draw.tasks.reduce((most, { base }) => Math.max(most, base), 0));
  return {
    task,
    title,
    form,
    draws: draws.map(({ draw }) => draw),
    range,
    base: bases.length === 0 ? undefined : bases.reduce((sum, base) => sum + base, 0),
    ratio: ratio === "" ? "—" : ratio,
    tally: tallyVisits(own, today),
  };
}

/** Counts by department: of a joint visit each department counts its own items. */
export function tallyDepartments(
  departments: readonly string[],
  visits: readonly VisitStanding[],
  items: readonly ListedItem[],
  today: string,
): TallyLine[] {
  return departments.map((name) => ({
    name,
    tally: tallyVisits(visitsOfDepartment(visits, name, items), today),
  }));
}

/** Counts by the credit tier that an object has in the registry. */
export function tallyTiers(
  visits: readonly VisitStanding[],
  tierOf: (object: string) => string,
  today: string,
): TallyLine[] {
  const groups = new Map<string, VisitStanding[]>();
  for (const standing of visits) {
    const tier = tierOf(standing.visit.object);
    groups.set(tier, [...(groups.get(tier) ?? []), standing]);
  }
  return [...groups.keys()]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => ({
      name: name === "" ? "未分级" : name,
      tally: tallyVisits(groups.get(name) ?? [], today),
    }));
}
