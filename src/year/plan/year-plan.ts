import {
  compareText,
  type Plan,
  type YearPlan,
  type YearReference,
  type YearTask,
} from "../../core/index.js";

/** What every draw of a workspace has in common; the yearly plan says the rest. */
export type DrawTemplate = Pick<
  Plan,
  "registries" | "sources" | "roster" | "staffing" | "direct" | "publication" | "batches" | "openWithinHours"
>;

/** Tasks in the order of a published plan: by first day, then by id. */
export function sortTasks(tasks: readonly YearTask[]): YearTask[] {
  return [...tasks].sort(
    (a, b) => compareText(a.draw.visitWindow.from, b.draw.visitWindow.from) || compareText(a.id, b.id),
  );
}

/** The plan of one draw of a task: what the yearly plan says, word for word, and what all draws have in common; groups only where it asks for them. */
export function draftDraw(id: string, task: YearTask, yearPlan: YearReference, template: DrawTemplate): Plan {
  const { title, authority, visitWindow, tasks } = task.draw;
  const { groups, ...always } = template.registries;
  const registries = groups !== undefined && asksForGroups(task) ? { ...always, groups } : always;
  return {
    schema: "dualdraw/plan/v1",
    id,
    title,
    authority,
    visitWindow,
    yearPlan,
    ...template,
    registries,
    tasks,
  };
}

/** True if a fixed inspection group (检查小组) goes instead of people drawn one by one. */
export function asksForGroups({ draw }: YearTask): boolean {
  return draw.tasks.some(({ team }) => team.some(({ role }) => role === "group"));
}

/** How the tasks of a year divide: own and from above, own department and joint. */
export interface PlanSplit {
  readonly own: number;
  readonly superior: number;
  readonly department: number;
  readonly joint: number;
}

export function splitOf({ tasks }: Pick<YearPlan, "tasks">): PlanSplit {
  const count = (test: (task: YearTask) => boolean): number => tasks.filter(test).length;
  return {
    own: count(({ level }) => level === "own"),
    superior: count(({ level }) => level === "superior"),
    department: count(({ form }) => form === "department"),
    joint: count(({ form }) => form === "joint"),
  };
}
