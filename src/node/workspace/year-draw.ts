import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { encodeRows, encodeUtf8, refuse, type YearReference, YEAR_PLAN_FILE } from "../../core/index.js";
import { itemTable } from "../../year/items/item-list.js";
import { draftDraw } from "../../year/plan/year-plan.js";
import { writeFolder, writeOnce } from "../disk/durable-write.js";
import { makeFolders } from "./documents.js";
import { isVoidedDraw } from "./drawn-tasks.js";
import { namesIn } from "./layout.js";
import type { Workspace } from "./workspace.js";
import { readTemplate, readYearPlans } from "./year-plans.js";

/** A draw that is ready to be frozen. */
export interface PreparedDraw {
  readonly draw: string;
  readonly planPath: string;
  /** Where `freeze` should put it, so that the workspace finds it. */
  readonly target: string;
}

/** The next free id of a draw of a task; a second one only after the first was voided. */
function nextId({ layout }: Workspace, task: string): string {
  for (let number = 1; ; number++) {
    const id = number === 1 ? task : `${task}-${number}`;
    const isThere = namesIn(layout.draws).includes(id);
    if (!isThere && !existsSync(layout.prepared(id))) return id;
    if (!isThere || !isVoidedDraw(join(layout.draws, id)))
      return refuse("year-draw-exists", { draw: id }, {}, task);
  }
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
  const draw = nextId(workspace, taskId);
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
  await writeFolder(folder, (partial) => {
    writeOnce(join(partial, "plan.json"), encodeUtf8(`${JSON.stringify(plan, null, 2)}\n`));
    writeOnce(join(partial, YEAR_PLAN_FILE), published.bytes);
    writeOnce(join(partial, template.registries.items ?? "items.csv"), encodeRows(itemTable(items)));
  });
  return { draw, planPath: join(folder, "plan.json"), target: join(layout.draws, draw) };
}
