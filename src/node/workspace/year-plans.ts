import { join } from "node:path";
import {
  checkDraw,
  dayInChina,
  describeTask,
  FaultList,
  formatJson,
  type Place,
  type Plan,
  refuse,
  type YearAdjustment,
  type YearPlan,
  type YearTask,
} from "../../core/index.js";
import { AdjustmentReader, adjustmentSpec, applyAdjustments } from "../../year/plan/adjustments.js";
import {
  checkDueDay,
  checkTaskNumbers,
  checkYearTasks,
  type ReadTask,
} from "../../year/plan/check-year-plan.js";
import { formTask } from "../../year/plan/form-task.js";
import { placeOfTask, type TaskRow, TaskRowReader, yearTaskSpec } from "../../year/plan/task-rows.js";
import { baseRows, checkUnchanged, withoutPlace, type YearRows } from "../../year/plan/unchanged.js";
import { asksForGroups, type DrawTemplate, draftDraw, sortTasks } from "../../year/plan/year-plan.js";
import { besidePlan, type ReadRegistries, readRegistries } from "../registry/registry-files.js";
import { readJson } from "../registry/plan-file.js";
import { type Published, readPublished, writePublished } from "./documents.js";
import { readFrozenDraws } from "./drawn-tasks.js";
import { namesIn } from "./layout.js";
import { readTable, todayInChina, type Workspace } from "./workspace.js";

/** The yearly plan as the departments' files and the adjustments make it, checked. */
export interface CheckedYear {
  readonly year: number;
  readonly published: readonly Published<YearPlan>[];
  readonly tasks: readonly ReadTask[];
  readonly adjustments: readonly YearAdjustment[];
  readonly faults: FaultList;
}

/** All published versions of the plan of a year. */
export function readYearPlans({ layout }: Workspace, year: number): Published<YearPlan>[] {
  return readPublished<YearPlan>(layout, "year-plan", `plan-${year}`);
}

/** What all draws have in common. */
export function readTemplate({ layout }: Workspace): DrawTemplate {
  return readJson(layout.template, layout.template).value as DrawTemplate;
}

async function readRows({ layout }: Workspace, year: number, faults: FaultList): Promise<YearRows> {
  const folder = layout.yearFolder(year);
  const adjustmentsPath = layout.adjustments(year);
  const files = namesIn(folder).filter(
    (name) => /^(?!~\$).*\.(csv|xlsx)$/i.test(name) && join(folder, name) !== adjustmentsPath,
  );
  if (files.length === 0) refuse("year-files-absent", { year }, { file: folder });
  const rows: TaskRow[] = [];
  for (const name of files) {
    const reader = new TaskRowReader(name, faults);
    await readTable(join(folder, name), yearTaskSpec, reader, faults);
    rows.push(...reader.rows);
  }
  const reader = new AdjustmentReader("adjustments.csv", faults);
  await readTable(adjustmentsPath, adjustmentSpec, reader, faults, true);
  return { rows, adjustments: reader.rows };
}

/** A task that no adjustment touched stays as it was published, whatever the item list became since. */
function taskOf(row: TaskRow, last: YearPlan | undefined, workspace: Workspace, faults: FaultList): YearTask {
  const published = last?.tasks.find(({ id }) => id === row.cells["id"]);
  if (published !== undefined && formatJson(published.row) === formatJson(row.cells)) return published;
  return formTask(row, workspace.items, workspace.settings.authority, faults);
}

/** Compares ratio and number with the registry, and checks that each own task can be drawn from it. */
function checkAgainstRegistries(
  tasks: readonly ReadTask[],
  { source }: ReadRegistries,
  template: DrawTemplate,
  faults: FaultList,
): void {
  for (const { task, row } of tasks) {
    if (task.level !== "own") continue;
    const place = (at: Place): Place => ({
      ...at,
      ...placeOfTask(row, "id"),
      at: `${task.id}${at.at ?? ""}`,
    });
    const own = new FaultList((at) => (at.file === undefined ? place(at) : at));
    const reference = { year: 0, revision: 1, task: task.id, sha256: "0".repeat(64) };
    const { groups, ...people } = source;
    const grouped = groups !== undefined && asksForGroups(task) ? { ...people, groups } : people;
    const preparation = checkDraw(draftDraw(task.id, task, reference, template), grouped, own);
    faults.addAll(own);
    const [described] = preparation?.tasks.map(describeTask) ?? [];
    const { count = "", ratio = "" } = task.row;
    if (described !== undefined && count !== "" && ratio !== "" && Number(count) !== described.requested)
      faults.add("year-count-differs", placeOfTask(row, "count"), count, {
        ratio,
        base: described.base,
        requested: described.requested,
      });
  }
}

async function readSource({ layout }: Workspace, plan: Plan, faults: FaultList): Promise<ReadRegistries> {
  const own = new FaultList();
  const read = await readRegistries(besidePlan(layout.directory), plan, own);
  if (own.errors > 0) faults.addAll(own);
  return read;
}

/** Tasks of a year that were frozen and not voided, with the day. */
function frozenDays({ layout }: Workspace, year: number): Map<string, string> {
  const standing = readFrozenDraws(layout, year).filter(({ voided }) => !voided);
  return new Map(
    standing.flatMap(({ yearPlan, frozenAt }) =>
      yearPlan === undefined ? [] : [[yearPlan.task, dayInChina(frozenAt) ?? ""] as const],
    ),
  );
}

/** Reads what the departments planned for a year, applies the adjustments, and checks all of it. */
export async function checkYear(workspace: Workspace, year: number, now: Date): Promise<CheckedYear> {
  const today = todayInChina(now);
  if (workspace.itemLists.length === 0) refuse("items-unpublished", {}, { file: workspace.layout.directory });
  const faults = new FaultList();
  const read = await readRows(workspace, year, faults);
  checkTaskNumbers(read.rows, faults);
  const published = readYearPlans(workspace, year);
  const [first, last] = [published[0]?.value, published.at(-1)?.value];
  const base = first === undefined ? read.rows : baseRows(read, first, faults);
  if (last !== undefined) checkUnchanged(read, base, last, faults);
  else if (read.adjustments[0] !== undefined)
    faults.add("adjustment-unpublished", read.adjustments[0].place, "");
  const rows = applyAdjustments(
    base,
    read.rows,
    read.adjustments,
    {
      leastDays: workspace.settings.clocks.adjustmentDays,
      drawnOn: frozenDays(workspace, year),
      today,
      published: last?.adjustments.length ?? 0,
    },
    faults,
  );
  const tasks = rows.map((row) => ({ row, task: taskOf(row, last, workspace, faults) }));
  checkYearTasks(tasks, year, workspace.items, workspace.settings, faults);
  const sample = tasks.find(({ task }) => asksForGroups(task)) ?? tasks[0];
  if (faults.errors === 0 && sample !== undefined) {
    const template = readTemplate(workspace);
    const reference = { year, revision: 1, task: "", sha256: "0".repeat(64) };
    const source = await readSource(workspace, draftDraw("check", sample.task, reference, template), faults);
    if (faults.errors === 0) checkAgainstRegistries(tasks, source, template, faults);
  }
  const adjustments = read.adjustments.map(withoutPlace);
  return { year, published, tasks, adjustments, faults };
}

/** True for a plan that is not published yet, or has adjustments that are not. */
export function isAdjusted({ published, adjustments }: CheckedYear): boolean {
  const last = published.at(-1)?.value;
  return last === undefined || formatJson(last.adjustments) !== formatJson(adjustments);
}

/** Publishes the plan as its next version. Throws `year-plan-unchanged` where nothing differs. */
export function publishYear(workspace: Workspace, checked: CheckedYear, now: Date): YearPlan {
  const { year, published, adjustments, faults } = checked;
  const { layout, settings } = workspace;
  const before = published.at(-1);
  const tasks = sortTasks(checked.tasks.map(({ task }) => task));
  if (!isAdjusted(checked)) refuse("year-plan-unchanged", {}, { file: layout.yearFolder(year) });
  const plan: YearPlan = {
    schema: "dualdraw/year-plan/v1",
    authority: settings.authority,
    year,
    revision: published.length + 1,
    ...(before === undefined ? {} : { previous: before.sha256 }),
    publishedOn: todayInChina(now),
    tasks,
    adjustments,
  };
  checkDueDay(plan, settings, faults);
  writePublished(layout.published(`plan-${year}`, plan.revision), plan, layout.directory);
  return plan;
}
