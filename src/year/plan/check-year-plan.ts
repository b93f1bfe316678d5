import {
  type FaultList,
  foldId,
  isPlanId,
  parseRatio,
  type YearPlan,
  type YearTask,
} from "../../core/index.js";
import type { ListedItem } from "../items/item-list.js";
import { dayOfYear, type Settings } from "../settings/settings.js";
import { placeOfTask, type TaskRow } from "./task-rows.js";

/** A task of the year with the row that it was read from. */
export interface ReadTask {
  readonly task: YearTask;
  readonly row: TaskRow;
}

function checkItems({ task, row }: ReadTask, items: readonly ListedItem[], faults: FaultList): void {
  const place = placeOfTask(row, "items");
  const ratio = parseRatio(task.row["ratio"] ?? "");
  for (const code of task.draw.tasks.flatMap((drawn) => drawn.items ?? [])) {
    const item = items.find((known) => known.code === code);
    if (item === undefined) {
      faults.add("year-item-unknown", place, code, { task: task.id });
      continue;
    }
    if (!task.departments.includes(item.subject))
      faults.add("year-item-foreign", place, code, { task: task.id, subject: item.subject });
    const ceiling = parseRatio(item.ceiling);
    if (item.kind === "general" && ratio !== undefined && ceiling !== undefined)
      if (ratio.num * ceiling.den > ceiling.num * ratio.den)
        faults.add("year-ceiling", placeOfTask(row, "ratio"), task.row["ratio"], {
          item: code,
          ceiling: item.ceiling,
        });
  }
}

function checkTask(
  read: ReadTask,
  year: number,
  items: readonly ListedItem[],
  settings: Settings,
  faults: FaultList,
): void {
  const { task, row } = read;
  const known = settings.departments.map(({ name }) => name);
  for (const name of task.departments)
    if (!known.includes(name))
      faults.add("department-unknown", placeOfTask(row, name === task.lead ? "lead" : "departments"), name);
  const { from, to } = task.draw.visitWindow;
  if (from > to && to !== "")
    faults.add("window-reversed", placeOfTask(row, "from"), undefined, { from, to });
  else if (from !== "" && !from.startsWith(`${year}-`))
    faults.add("year-window-outside", placeOfTask(row, "from"), from, { year });
  if (task.form === "joint" && task.departments.length < 2)
    faults.add("year-joint-alone", placeOfTask(row, "departments"), task.id);
  if (task.form === "department" && task.departments.length > 1)
    faults.add("year-department-joined", placeOfTask(row, "departments"), task.id);
  if (task.form === "joint" && (task.row["agreed"] ?? "") === "")
    faults.add("year-joint-unagreed", placeOfTask(row, "agreed"), task.id);
  checkItems(read, items, faults);
}

function overlaps(a: YearTask, b: YearTask): boolean {
  const [first, second] = [a.draw.visitWindow, b.draw.visitWindow];
  return first.from <= second.to && second.from <= first.to;
}

const industryOf = ({ row }: YearTask): string => row["industry"] ?? "";
const scopeKey = ({ draw }: YearTask): string => JSON.stringify(draw.tasks.map(({ scope }) => scope ?? {}));

/** Conflicts between what several departments planned: the same objects at the same time, one industry led twice. */
function checkConflicts(tasks: readonly ReadTask[], faults: FaultList): void {
  tasks.forEach(({ task, row }, i) => {
    for (const earlier of tasks.slice(0, i)) {
      const other = { task: task.id, other: earlier.task.id, file: earlier.row.file, line: earlier.row.line };
      if (overlaps(earlier.task, task) && scopeKey(earlier.task) === scopeKey(task))
        faults.add("year-tasks-overlap", placeOfTask(row, "from"), undefined, other);
      else if (
        task.form === "joint" &&
        earlier.task.form === "joint" &&
        industryOf(task) !== "" &&
        industryOf(task) === industryOf(earlier.task) &&
        task.lead !== earlier.task.lead &&
        overlaps(earlier.task, task)
      )
        faults.add("year-industry-twice", placeOfTask(row, "industry"), industryOf(task), other);
    }
  });
}

/** Numbers that cannot be a draw's, and one number of two departments: rows are merged by it, so this is found before. */
export function checkTaskNumbers(rows: readonly TaskRow[], faults: FaultList): void {
  const first = new Map<string, TaskRow>();
  for (const row of rows) {
    const id = row.cells["id"] ?? "";
    // The number of a task becomes the name of its draw's folder.
    if (!isPlanId(id) || /^\.|\.$|^non-random-|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(id))
      faults.add("plan-id-invalid", placeOfTask(row, "id"), id);
    const earlier = first.get(foldId(id));
    if (earlier === undefined) first.set(foldId(id), row);
    else
      faults.add("year-task-repeated", placeOfTask(row, "id"), id, {
        task: id,
        file: earlier.file,
        line: earlier.line,
      });
  }
}

/** Checks the tasks of a year, each for itself and all together. */
export function checkYearTasks(
  tasks: readonly ReadTask[],
  year: number,
  items: readonly ListedItem[],
  settings: Settings,
  faults: FaultList,
): void {
  for (const read of tasks) checkTask(read, year, items, settings, faults);
  checkConflicts(tasks, faults);
  const planned = new Set(tasks.flatMap(({ task }) => task.draw.tasks.flatMap((drawn) => drawn.items ?? [])));
  for (const { code, name } of items)
    if (!planned.has(code)) faults.add("year-item-uncovered", {}, code, { name });
  const joint = tasks.filter(({ task }) => task.form === "joint").map(({ task }) => industryOf(task));
  for (const industry of settings.industries)
    if (!joint.includes(industry)) faults.add("year-industry-alone", {}, industry);
}

/** Warns of a first version that is published after its due day: joint plans are due earlier. */
export function checkDueDay(plan: YearPlan, settings: Settings, faults: FaultList): void {
  if (plan.revision > 1) return;
  const due = dayOfYear(settings.clocks.departmentPlan, plan.year);
  const jointDue = dayOfYear(settings.clocks.jointPlan, plan.year);
  const { publishedOn } = plan;
  if (plan.tasks.some(({ form }) => form === "joint") && publishedOn > jointDue)
    faults.add("year-plan-late", {}, publishedOn, { due: jointDue });
  else if (publishedOn > due) faults.add("year-plan-late", {}, publishedOn, { due });
}
