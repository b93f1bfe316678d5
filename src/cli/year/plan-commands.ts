import { existsSync } from "node:fs";
import { parseDate, refuse, refuseErrors } from "../../core/index.js";
import { formatYearPlanPage, yearPlanTable } from "../../forms/year/plan-pages.js";
import { encodeForPeople } from "../../node/draw/draw-directory.js";
import { initWorkspace } from "../../node/workspace/init.js";
import { padRevision } from "../../node/workspace/layout.js";
import { registerDay } from "../../node/workspace/register.js";
import { openWorkspace, todayInChina, type Workspace } from "../../node/workspace/workspace.js";
import { prepareDraw } from "../../node/workspace/year-draw.js";
import { checkYear, isAdjusted, publishYear, readYearPlans } from "../../node/workspace/year-plans.js";
import { splitOf } from "../../year/plan/year-plan.js";
import { readNationalCodes } from "../installed.js";
import { type Console, faultAsJson, printFaults } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { type Publication, reportPublished, writeOutgoing } from "./outgoing.js";

/** Options of commands that report faults. */
export interface ShowOption {
  readonly show: number;
}

/** `dualdraw init DIR`: a workspace of plain files. */
export async function runInit(
  console: Console,
  directory: string,
  options: { readonly authority: string; readonly department?: string[]; readonly year: number },
): Promise<ExitCode> {
  const departments = options.department ?? [];
  await initWorkspace(directory, {
    authority: options.authority,
    departments,
    year: options.year,
    codes: readNationalCodes(),
  });
  if (console.json) console.print(JSON.stringify({ schema: "dualdraw/workspace/v1", directory }));
  else
    console.print(
      console.say(
        `工作区在 ${directory}。填写 settings.json、items.csv、两库和 plan/${options.year}/，然后：dualdraw items publish ${directory}`,
        `the workspace is in ${directory}; fill in settings.json, items.csv, the registries and plan/${options.year}/, then: dualdraw items publish ${directory}`,
      ),
    );
  return EXIT.done;
}

/** `dualdraw year check DIR YEAR`: the departments' tasks merged and checked, also against the registries. */
export async function runYearCheck(
  console: Console,
  directory: string,
  year: number,
  { show }: ShowOption,
): Promise<ExitCode> {
  const { tasks, faults, published } = await checkYear(await openWorkspace(directory), year, new Date());
  const split = splitOf({ tasks: tasks.map(({ task }) => task) });
  if (console.json)
    console.print(
      JSON.stringify({
        schema: "dualdraw/year-check/v1",
        year,
        revision: published.length,
        tasks: tasks.map(({ task }) => task.id),
        split,
        faults: faults.kept.map((fault) => faultAsJson(fault, console.language)),
      }),
    );
  else {
    console.print(
      console.say(
        `${year}年度：${tasks.length}项任务，本部门${split.department}项、部门联合${split.joint}项；本级${split.own}项、上级${split.superior}项`,
        `${year}: ${tasks.length} tasks, ${split.department} of one department, ${split.joint} joint; ${split.own} own, ${split.superior} from above`,
      ),
    );
    printFaults(console, faults, show);
  }
  return faults.errors > 0 ? EXIT.badInput : EXIT.done;
}

/** `dualdraw year publish DIR YEAR`: the plan, or the plan as adjusted, as its next version. */
export async function runYearPublish(
  console: Console,
  directory: string,
  year: number,
  { show }: ShowOption,
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const now = new Date();
  const checked = await checkYear(workspace, year, now);
  refuseErrors(checked.faults);
  const before = await writePlanPages(workspace, year);
  const isOpen = before.length === 0 || isAdjusted(checked);
  if (isOpen) publishYear(workspace, checked, now);
  printFaults(console, checked.faults, show);
  const folders = [...before, ...(isOpen ? await writePlanPages(workspace, year) : [])];
  return reportPublished(console, "dualdraw/year-publication/v1", folders);
}

/** Writes the page of every version of the plan that has none. */
async function writePlanPages(workspace: Workspace, year: number): Promise<Publication[]> {
  const { layout } = workspace;
  const written: Publication[] = [];
  for (const { value: plan, bytes, sha256 } of readYearPlans(workspace, year)) {
    const folder = layout.website(`plan-${year}-${padRevision(plan.revision)}`);
    if (existsSync(folder)) continue;
    await writeOutgoing(layout, folder, [
      ["plan.html", Buffer.from(formatYearPlanPage(plan, sha256))],
      ["plan.csv", encodeForPeople(yearPlanTable(plan))],
      ["year-plan.json", bytes],
    ]);
    written.push({ folder, revision: plan.revision });
  }
  return written;
}

/** A day of the command line; undefined where none is given. Throws `cell-date`. */
export function readDay(text: string | undefined): string | undefined {
  return text === undefined ? undefined : (parseDate(text) ?? refuse("cell-date", {}, {}, text));
}

/** Options of commands that note the day of what was done elsewhere. */
export interface DayOptions {
  readonly on?: string;
  readonly note?: string;
  readonly correction?: string;
}

/** `dualdraw year file DIR YEAR`: the plan was filed (备案). */
export async function runYearFile(
  console: Console,
  directory: string,
  year: number,
  options: DayOptions & { readonly revision: number },
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const now = new Date();
  const on = readDay(options.on) ?? todayInChina(now);
  const { revision, correction } = options;
  const about = `plan-${year}-${padRevision(revision)}`;
  requirePublished(workspace, year, revision);
  const note = options.note ?? workspace.settings.filingOffice;
  registerDay(workspace.layout, year, { kind: "filing", revision, about }, { on, note, correction }, now);
  console.print(console.say(`已登记备案：${about}，${on}`, `filed: ${about}, ${on}`));
  return EXIT.done;
}

/** Refuses a version that was never published. Throws `year-plan-unpublished`. */
function requirePublished(workspace: Workspace, year: number, revision: number): void {
  if (revision < 1 || readYearPlans(workspace, year).length < revision)
    refuse("year-plan-unpublished", { year }, { file: workspace.layout.directory }, String(revision));
}

/** `dualdraw year draw DIR YEAR TASK`: the plan of the task's draw, as the yearly plan says it. */
export async function runYearDraw(
  console: Console,
  directory: string,
  year: number,
  task: string,
): Promise<ExitCode> {
  const { draw, planPath, target } = await prepareDraw(await openWorkspace(directory), year, task);
  if (console.json)
    console.print(
      JSON.stringify({ schema: "dualdraw/year-draw/v1", draw, plan: planPath, directory: target }),
    );
  else
    console.print(
      console.say(
        `抽取计划 ${planPath}。抽取：dualdraw session ${planPath} -o ${target}`,
        `the draw's plan is ${planPath}; draw with: dualdraw session ${planPath} -o ${target}`,
      ),
    );
  return EXIT.done;
}
