import { readFileSync } from "node:fs";
import { parseDate, refuse, refuseErrors } from "../../core/index.js";
import {
  formatItemListPage,
  formatYearPlanPage,
  itemListTable,
  yearPlanTable,
} from "../../forms/year/plan-pages.js";
import { encodeForPeople, nodeSha256 } from "../../node/draw/draw-directory.js";
import { initWorkspace } from "../../node/workspace/init.js";
import { checkItems, publishItems } from "../../node/workspace/item-lists.js";
import { padRevision } from "../../node/workspace/layout.js";
import { register } from "../../node/workspace/register.js";
import { openWorkspace, todayInChina, type Workspace } from "../../node/workspace/workspace.js";
import { prepareDraw } from "../../node/workspace/year-draw.js";
import { checkYear, publishYear, readYearPlans } from "../../node/workspace/year-plans.js";
import { coverageOf } from "../../year/items/item-list.js";
import { splitOf } from "../../year/plan/year-plan.js";
import { readNationalCodes } from "../installed.js";
import { type Console, faultAsJson, printFaults } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { writeOutgoing } from "./outgoing.js";

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

/** `dualdraw items check DIR`: what is wrong with the list, and what differs from the published one. */
export async function runItemsCheck(
  console: Console,
  directory: string,
  { show }: ShowOption,
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const { items, differences, faults } = await checkItems(workspace);
  const coverage = coverageOf(items, workspace.settings);
  if (console.json)
    console.print(
      JSON.stringify({
        schema: "dualdraw/items-check/v1",
        items: items.length,
        differences,
        coverage,
        faults: faults.kept.map((fault) => faultAsJson(fault, console.language)),
      }),
    );
  else {
    for (const { code, name, change, fields } of differences) {
      const words = {
        added: console.say("新增", "added"),
        removed: console.say("删除", "removed"),
        changed: console.say("变动", "changed"),
      };
      const details = fields
        .map(({ field, from, to }) => `${field}: ${from || "—"} → ${to || "—"}`)
        .join("; ");
      console.print(`${words[change]}  ${code} ${name}${details === "" ? "" : `  ${details}`}`);
    }
    console.print(
      console.say(
        `清单${items.length}项，与已公布的相比有${differences.length}处差异`,
        `${items.length} items, ${differences.length} differences from the published list`,
      ),
    );
    printFaults(console, faults, show);
  }
  return faults.errors > 0 ? EXIT.badInput : EXIT.done;
}

/** `dualdraw items publish DIR`: the next version of the list, as page, CSV and JSON. */
export async function runItemsPublish(
  console: Console,
  directory: string,
  { show }: ShowOption,
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const checked = await checkItems(workspace);
  refuseErrors(checked.faults);
  printFaults(console, checked.faults, show);
  const list = publishItems(workspace, checked, new Date());
  const { layout, settings } = workspace;
  const name = `items-${padRevision(list.revision)}`;
  const bytes = readFileSync(layout.published("items", list.revision));
  const page = formatItemListPage(
    list,
    nodeSha256(bytes),
    checked.differences,
    coverageOf(list.items, settings),
  );
  const folder = await writeOutgoing(workspace, workspace.layout.website(name), [
    ["items.html", Buffer.from(page)],
    ["items.csv", encodeForPeople(itemListTable(list))],
    ["items.json", bytes],
  ]);
  return report(console, "dualdraw/items-publication/v1", folder, list.revision);
}

function report(console: Console, schema: string, folder: string, revision: number): ExitCode {
  if (console.json) console.print(JSON.stringify({ schema, directory: folder, revision }));
  else
    console.print(
      console.say(
        `第${revision}版已公布，网页和CSV在 ${folder}`,
        `revision ${revision} is published; page and CSV are in ${folder}`,
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
  const { tasks, faults, published } = await checkYear(await openWorkspace(directory), year);
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
  const checked = await checkYear(workspace, year);
  refuseErrors(checked.faults);
  const plan = publishYear(workspace, checked, new Date());
  printFaults(console, checked.faults, show);
  const name = `plan-${year}-${padRevision(plan.revision)}`;
  const bytes = readFileSync(workspace.layout.published(`plan-${year}`, plan.revision));
  const folder = await writeOutgoing(workspace, workspace.layout.website(name), [
    ["plan.html", Buffer.from(formatYearPlanPage(plan, nodeSha256(bytes)))],
    ["plan.csv", encodeForPeople(yearPlanTable(plan))],
    ["year-plan.json", bytes],
  ]);
  return report(console, "dualdraw/year-publication/v1", folder, plan.revision);
}

/** A day of the command line; undefined where none is given. Throws `cell-date`. */
export function readDay(text: string | undefined): string | undefined {
  return text === undefined ? undefined : (parseDate(text) ?? refuse("cell-date", {}, {}, text));
}

/** `dualdraw year file DIR YEAR`: the plan was filed (备案). */
export async function runYearFile(
  console: Console,
  directory: string,
  year: number,
  options: { readonly revision: number; readonly on?: string; readonly note?: string },
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const on = readDay(options.on) ?? todayInChina(new Date());
  const { revision } = options;
  const entry = { kind: "filing", revision, on, about: `plan-${year}-${padRevision(revision)}` } as const;
  requirePublished(workspace, year, revision);
  register(
    workspace.layout,
    year,
    [{ ...entry, note: options.note ?? workspace.settings.filingOffice }],
    new Date(),
  );
  console.print(console.say(`已登记备案：${entry.about}，${on}`, `filed: ${entry.about}, ${on}`));
  return EXIT.done;
}

/** Refuses a version that was never published. Throws `year-plan-unpublished`. */
function requirePublished(workspace: Workspace, year: number, revision: number): void {
  if (readYearPlans(workspace, year).length < revision)
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
