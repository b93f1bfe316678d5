import {
  compareText,
  formatJson,
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

/** A published version with the digest of its file. */
export interface PublishedPlan {
  readonly value: YearPlan;
  readonly sha256: string;
}

/**
 * True if a reference names a published version that held on a day: no later version that was published by then says anything else of
 * the task.
 *
 * @param published all versions of the year, the first one first
 */
export function holdsOn(reference: YearReference, published: readonly PublishedPlan[], day: string): boolean {
  const named = published.find(({ sha256 }) => sha256 === reference.sha256);
  const taskIn = ({ value }: PublishedPlan): string | undefined => {
    const task = value.tasks.find(({ id }) => id === reference.task);
    return task === undefined ? undefined : formatJson(task.draw);
  };
  if (named === undefined || named.value.revision !== reference.revision || taskIn(named) === undefined)
    return false;
  const later = published.filter(
    ({ value }) => value.revision > reference.revision && value.publishedOn <= day,
  );
  return later.every((version) => taskIn(version) === taskIn(named));
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
