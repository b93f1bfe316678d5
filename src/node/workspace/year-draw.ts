import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import {
  encodeRows,
  encodeUtf8,
  refuse,
  type YearPlan,
  type YearReference,
  YEAR_PLAN_FILE,
} from "../../core/index.js";
import { itemTable } from "../../year/items/item-list.js";
import { draftDraw } from "../../year/plan/year-plan.js";
import { removeTree, writeFolder, writeOnce } from "../disk/durable-write.js";
import { readBytesIfAny } from "../disk/read-file.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { readPlanFile } from "../registry/plan-file.js";
import { makeFolders, type Published } from "./documents.js";
import { type DrawFolder, readFrozenDraws, requireCounting } from "./drawn-tasks.js";
import { layoutOf, namesIn } from "./layout.js";
import { instantOf, type Workspace } from "./workspace.js";
import { readTemplate, readYearPlans } from "./year-plans.js";

/** A draw that is ready to be frozen. */
export interface PreparedDraw {
  readonly draw: string;
  readonly planPath: string;
  /** Where `freeze` should put it, so that the workspace finds it. */
  readonly target: string;
}

/** True if what was prepared follows another version of the plan than the published one, and was never frozen. */
function isStale(folder: string, sha256: string): boolean {
  const bytes = readBytesIfAny(join(folder, YEAR_PLAN_FILE));
  return bytes === undefined || nodeSha256(bytes) !== sha256;
}

/** The next free id of a draw of a task; a second one only after the first was voided. */
function nextId(
  { layout }: Workspace,
  year: number,
  task: string,
  { value, sha256 }: Published<YearPlan>,
): string {
  const frozen = readFrozenDraws(layout, year);
  const standing = frozen.find(({ yearPlan, voided }) => !voided && yearPlan?.task === task);
  if (standing !== undefined) return refuse("year-draw-exists", { draw: standing.draw }, {}, task);
  const taken = new Set([...namesIn(layout.draws), ...frozen.map(({ draw }) => draw)]);
  for (let number = 1; ; number++) {
    const id = number === 1 ? task : `${task}-${number}`;
    const isOtherTask = id !== task && value.tasks.some((other) => other.id === id);
    if (taken.has(id) || isOtherTask) continue;
    if (existsSync(layout.prepared(id)) && !isStale(layout.prepared(id), sha256))
      return refuse("year-draw-exists", { draw: id }, {}, task);
    return id;
  }
}

/**
 * Refuses to freeze what a workspace prepared and its published plans do not say (any more), or what it drew already; plans that lie
 * elsewhere are not looked at. Throws `draw-beside-year`, `draw-repeated`.
 */
export function requireYear(planPath: string, now: Date): void {
  const { plan } = readPlanFile(planPath, basename(planPath));
  const layout = layoutOf(dirname(dirname(dirname(resolve(planPath)))));
  if (plan?.yearPlan === undefined || !existsSync(layout.settings)) return;
  const asked: DrawFolder = {
    name: plan.id,
    directory: planPath,
    draw: plan.id,
    year: plan.yearPlan.year,
    yearPlan: plan.yearPlan,
    frozenAt: instantOf(now),
    commitment: "",
    voided: false,
  };
  requireCounting(layout, asked, readFrozenDraws(layout, plan.yearPlan.year));
}

/**
 * Writes the plan of a task's draw from the published yearly plan, with that plan and the published items beside it: what it says cannot
 * differ from the year without being seen. Throws `year-plan-unpublished`, `year-task-unknown`, `year-task-superior`, `year-draw-exists`.
 */
export async function prepareDraw(workspace: Workspace, year: number, taskId: string): Promise<PreparedDraw> {
  const { layout, items } = workspace;
  const published = readYearPlans(workspace, year).at(-1);
  if (published === undefined) return refuse("year-plan-unpublished", { year }, { file: layout.directory });
  const { tasks, revision } = published.value;
  const task = tasks.find(({ id }) => id === taskId);
  if (task === undefined)
    return refuse("year-task-unknown", { known: tasks.map(({ id }) => id).join("、") }, {}, taskId);
  if (task.level !== "own") return refuse("year-task-superior", {}, {}, taskId);
  const draw = nextId(workspace, year, taskId, published);
  const reference: YearReference = { year, revision, task: taskId, sha256: published.sha256 };
  const template = readTemplate(workspace);
  const beside = Object.fromEntries(
    Object.entries(template.registries).map(([name, file]) => [
      name,
      name === "items" ? file : `../../${file}`,
    ]),
  ) as unknown as typeof template.registries;
  const plan = draftDraw(draw, task, reference, { ...template, registries: beside });
  const folder = layout.prepared(draw);
  makeFolders(dirname(folder), layout.directory);
  if (existsSync(folder)) removeTree(folder);
  await writeFolder(folder, (partial) => {
    writeOnce(join(partial, "plan.json"), encodeUtf8(`${JSON.stringify(plan, null, 2)}\n`));
    writeOnce(join(partial, YEAR_PLAN_FILE), published.bytes);
    writeOnce(join(partial, template.registries.items ?? "items.csv"), encodeRows(itemTable(items)));
  });
  return { draw, planPath: join(folder, "plan.json"), target: join(layout.draws, draw) };
}
