import { existsSync } from "node:fs";
import { refuse } from "../../core/index.js";
import { formatResultsPage, resultsTable, type ResultsPageInput } from "../../forms/year/results-page.js";
import { formatVisitForms, type VisitFormsInput } from "../../forms/year/visit-forms.js";
import { encodeForPeople } from "../../node/draw/draw-directory.js";
import { type DispatchedDraw, gatherDispatch, writeDispatch } from "../../node/workspace/dispatch.js";
import { findDraw } from "../../node/workspace/drawn-tasks.js";
import { safeName } from "../../node/workspace/init.js";
import { register } from "../../node/workspace/register.js";
import {
  addResults,
  keepJournal,
  publicationsOf,
  publishResults,
  readJournal,
  type ResultSource,
} from "../../node/workspace/results.js";
import { openWorkspace, readObjects, todayInChina, type Workspace } from "../../node/workspace/workspace.js";
import { readRecords } from "../../node/workspace/year-files.js";
import { standVisits } from "../../year/assess/tally.js";
import { nonRandomJournal } from "../../year/results/journal.js";
import { type Console, printFaults } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { startProgress } from "../terminal/progress.js";
import { readDay, type ShowOption } from "./plan-commands.js";
import { writeOutgoing } from "./outgoing.js";

function formsInput(
  { settings, codes }: Workspace,
  { drawn, visits }: DispatchedDraw,
  today: string,
): VisitFormsInput {
  return {
    authority: settings.authority,
    draw: drawn.draw,
    title: drawn.title,
    window: drawn.window,
    record: drawn.record,
    departments: settings.departments,
    papers: settings.papers,
    results: codes.of("result", drawn.year),
    followUps: codes.of("follow-up", drawn.year),
    today,
    visits: visits.map(({ visit, object, items, people }) => ({
      position: visit.position,
      object,
      items,
      people,
    })),
  };
}

/** `dualdraw dispatch DIR DRAW`: lists by team and department, notices and check forms to print, tables to fill in. */
export async function runDispatch(console: Console, directory: string, draw: string): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const dispatched = await gatherDispatch(workspace, draw);
  const today = todayInChina(new Date());
  const input = formsInput(workspace, dispatched, today);
  const progress = startProgress(console, 2 * dispatched.visits.length);
  const pages = new Map([
    ["随机抽查通知书.html", formatVisitForms(input, "notices", () => progress.onProgress(1))],
    ["随机抽查检查表.html", formatVisitForms(input, "check-forms", () => progress.onProgress(1))],
  ]);
  progress.finish();
  const { year, draw: id } = dispatched.drawn;
  const folder = await writeDispatch(workspace, dispatched, today, pages);
  register(
    workspace.layout,
    year,
    [{ kind: "dispatch", on: today, about: id, note: `${dispatched.visits.length}` }],
    new Date(),
  );
  if (console.json)
    console.print(
      JSON.stringify({
        schema: "dualdraw/dispatch/v1",
        draw: id,
        directory: folder,
        visits: dispatched.visits.length,
      }),
    );
  else
    console.print(
      console.say(
        `已派发 ${id}：${dispatched.visits.length}户，名单、通知书、检查表和回填表在 ${folder}`,
        `dispatched ${id}: ${dispatched.visits.length} visits; lists, notices, check forms and result tables are in ${folder}`,
      ),
    );
  return EXIT.done;
}

/** Options of `result add` and `result enter`. */
export interface ResultOptions extends ShowOption {
  readonly draw?: string;
  readonly nonRandom?: boolean;
}

/** `dualdraw result add DIR FILE` and `result enter`: enters results; nothing of a source with an error is entered. */
export async function runResultAdd(
  console: Console,
  directory: string,
  source: ResultSource,
  options: ResultOptions,
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const isRandom = options.nonRandom !== true;
  const { added, corrected, known, waiting, faults } = await addResults(
    workspace,
    source,
    options.draw,
    isRandom,
    new Date(),
  );
  printFaults(console, faults, options.show);
  if (console.json)
    console.print(JSON.stringify({ schema: "dualdraw/results-added/v1", added, corrected, known, waiting }));
  else
    console.print(
      console.say(
        `录入${added}条（其中更正${corrected}条），原已录入${known}条，待填${waiting}条`,
        `entered ${added} (${corrected} of them corrections), known before ${known}, waiting ${waiting}`,
      ),
    );
  return EXIT.done;
}

/** `dualdraw result missing DIR`: everything that was drawn and has no result, or is not published. */
export async function runResultMissing(
  console: Console,
  directory: string,
  draw: string | undefined,
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const { draws, journals } = readRecords(workspace);
  const subjects = new Map(workspace.items.map(({ code, subject }) => [code, subject]));
  const open = draws
    .filter((drawn) => draw === undefined || drawn.draw === draw)
    .flatMap((drawn) => standVisits(drawn, journals.get(drawn.draw), () => ""))
    .flatMap(({ draw: { draw: id }, visit, missing, unpublished }) => [
      ...missing.map((item) => ({
        draw: id,
        object: visit.object,
        item,
        department: subjects.get(item) ?? "",
        open: "result",
      })),
      ...unpublished.map((item) => ({
        draw: id,
        object: visit.object,
        item,
        department: subjects.get(item) ?? "",
        open: "publication",
      })),
    ]);
  if (console.json) console.print(JSON.stringify({ schema: "dualdraw/results-missing/v1", open }));
  else {
    for (const { draw: id, object, item, department, open: what } of open) {
      const word =
        what === "result" ? console.say("无结果", "no result") : console.say("未公示", "not published");
      console.print(`${word}  ${id}  ${object}  ${item}  ${department}`);
    }
    console.print(console.say(`共${open.length}项`, `${open.length} in all`));
  }
  return open.length > 0 ? EXIT.incomplete : EXIT.done;
}

/** `dualdraw result penalty DIR YEAR DOCUMENT`: notes that a penalty was published, apart from the inspection. */
export async function runResultPenalty(
  console: Console,
  directory: string,
  year: number,
  document: string,
  options: { readonly on?: string; readonly note?: string },
): Promise<ExitCode> {
  const { layout } = await openWorkspace(directory);
  const on = readDay(options.on) ?? todayInChina(new Date());
  register(layout, year, [{ kind: "penalty", on, about: document, note: options.note ?? "" }], new Date());
  console.print(console.say(`已登记公示：${document}，${on}`, `published: ${document}, ${on}`));
  return EXIT.done;
}

/** Options of `result publish`. */
export interface PublishOptions {
  readonly department?: string;
  readonly channel: string[];
  readonly nonRandom?: boolean;
}

/** `dualdraw result publish DIR DRAW`: what was entered becomes a page and a table per department. */
export async function runResultPublish(
  console: Console,
  directory: string,
  draw: string,
  options: PublishOptions,
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const isRandom = options.nonRandom !== true;
  const found = isRandom ? findDraw(workspace.layout, draw) : undefined;
  const drawn = found?.drawn;
  const name = drawn?.draw ?? nonRandomJournal(Number(draw));
  const title = drawn?.title ?? console.say("非随机检查", "non-random inspections");
  const count = publishResults(
    workspace,
    name,
    drawn?.commitment ?? "",
    options.department,
    options.channel,
    new Date(),
  );
  if (found !== undefined) keepJournal(workspace, found.directory, name);
  const folders = await writePublications(workspace, name, title);
  if (folders.length === 0) refuse("nothing-to-publish", {}, { file: workspace.layout.results(name) });
  if (console.json)
    console.print(
      JSON.stringify({
        schema: "dualdraw/results-published/v1",
        draw: name,
        published: count,
        directories: folders,
      }),
    );
  else
    console.print(
      console.say(`公示${count}条：${folders.join("、")}`, `published ${count}: ${folders.join(", ")}`),
    );
  return EXIT.done;
}

/** Writes the pages of every publication that has none yet. */
async function writePublications(workspace: Workspace, name: string, title: string): Promise<string[]> {
  const { layout, settings, items } = workspace;
  const journal = readJournal(layout, name);
  const objects = await readObjects(workspace);
  const folders: string[] = [];
  for (const { department, number, on, entries, withheld } of journal === undefined
    ? []
    : publicationsOf(journal)) {
    const folder = `results-${name}-${number}-${safeName(department)}`;
    if (existsSync(layout.website(folder))) continue;
    const input: ResultsPageInput = {
      authority: settings.authority,
      department,
      draw: name,
      title,
      publishedOn: on,
      entries,
      withheld,
      nameOf: (object) => objects.get(object)?.name ?? object,
      itemOf: (code) => items.find((item) => item.code === code),
    };
    folders.push(
      await writeOutgoing(workspace, layout.website(folder), [
        ["results.html", Buffer.from(formatResultsPage(input))],
        ["results.csv", encodeForPeople(resultsTable(input))],
      ]),
    );
  }
  return folders;
}
