import type { IsoDate } from "../text/dates.js";
import { validateDocument } from "../schema/schema.js";
import { formatJson, parseCanonicalJson } from "../text/json.js";
import type { Plan, Task } from "./plan.js";

/** What a yearly plan (年度抽查工作计划) says of a draw word for word; a draw of the task says the same. */
export interface YearDraw {
  readonly title: string;
  readonly authority: string;
  readonly visitWindow: { readonly from: IsoDate; readonly to: IsoDate };
  readonly tasks: readonly Task[];
}

/** One task of the year. */
export interface YearTask {
  readonly id: string;
  /** A department's own draw, or a joint one (部门联合). */
  readonly form: "department" | "joint";
  /** Organised by this office or from above (发起层级). */
  readonly level: "own" | "superior";
  readonly lead: string;
  /** All departments that take part, the leading one first. */
  readonly departments: readonly string[];
  /** The row as entered, by field of the yearly plan's table: what the draw does not need stands only here. */
  readonly row: Readonly<Record<string, string>>;
  readonly draw: YearDraw;
}

/** A change of a published plan (计划调整). */
export interface YearAdjustment {
  readonly date: IsoDate;
  readonly task: string;
  readonly field: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly decidedBy: string;
}

/** One published version of the plan of a year: own and joint tasks together. */
export interface YearPlan {
  readonly schema: "dualdraw/year-plan/v1";
  readonly authority: string;
  readonly year: number;
  /** Counts from 1; each later one follows from adjustments. */
  readonly revision: number;
  /** Digest of the version before. */
  readonly previous?: string;
  readonly publishedOn: IsoDate;
  readonly tasks: readonly YearTask[];
  readonly adjustments: readonly YearAdjustment[];
}

/** File of the yearly plan beside a plan and in a draw. */
export const YEAR_PLAN_FILE = "year-plan.json";

/** Reads a published yearly plan: canonical bytes that meet its schema, no task twice; else what is wrong. */
export function readYearPlan(
  bytes: Uint8Array,
): { readonly yearPlan: YearPlan } | { readonly fault: string } {
  const value = parseCanonicalJson(bytes);
  if (value === undefined) return { fault: "RFC 8785" };
  const [fault] = validateDocument("year-plan", value);
  if (fault !== undefined) return { fault: `${fault.at} ${fault.rule} ${fault.expected}` };
  const yearPlan = value as unknown as YearPlan;
  const ids = yearPlan.tasks.map(({ id }) => id);
  const repeated = ids.find((id, i) => ids.indexOf(id) !== i);
  return repeated === undefined ? { yearPlan } : { fault: `task ${repeated}` };
}

/** Places of the plan, as JSON pointers, where it differs from what the yearly plan says of its task; none if it says the same. */
export function findYearDifferences(plan: Plan, { draw }: YearTask): string[] {
  const members = ["title", "authority", "visitWindow"] as const;
  const found: string[] = members
    .filter((name) => !isEqual(plan[name], draw[name]))
    .map((name) => `/${name}`);
  if (plan.tasks.length !== draw.tasks.length) return [...found, "/tasks"];
  plan.tasks.forEach((task, i) => {
    const stated = draw.tasks[i] as Task;
    const names = new Set([...Object.keys(stated), ...Object.keys(task)]) as Set<keyof Task>;
    for (const name of names) if (!isEqual(task[name], stated[name])) found.push(`/tasks/${i}/${name}`);
  });
  return found;
}

function isEqual(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return formatJson(a) === formatJson(b);
}
