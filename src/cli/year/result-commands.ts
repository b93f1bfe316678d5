import { existsSync } from "node:fs";
import { refuse } from "../../core/index.js";
import { formatResultsPage, resultsTable, type ResultsPageInput } from "../../forms/year/results-page.js";
import { encodeForPeople } from "../../node/draw/draw-directory.js";
import { findDraw } from "../../node/workspace/drawn-tasks.js";
import { safeName } from "../../node/workspace/init.js";
import { registerDay } from "../../node/workspace/register.js";
import { keepJournal, publishResults } from "../../node/workspace/publish-results.js";
import { addResults, readJournal, type ResultSource } from "../../node/workspace/results.js";
import { openWorkspace, readObjects, todayInChina, type Workspace } from "../../node/workspace/workspace.js";
import { readRecords } from "../../node/workspace/year-files.js";
import { standVisits } from "../../year/assess/tally.js";
import { CurrentResults, nonRandomJournal, type ResultEntry } from "../../year/results/journal.js";
import { findOpenPublication, publicationsOf } from "../../year/results/publication.js";
import { type Console, printFaults } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { type DayOptions, readDay, type ShowOption } from "./plan-commands.js";
import { writeOutgoing } from "./outgoing.js";

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

/** One thing that is open of a result. */
interface OpenResult {
  readonly draw: string;
  readonly object: string;
  readonly item: string;
  readonly department: string;
  readonly open: "result" | "publication" | "withdrawal";
}

const OPEN_WORDS: Readonly<Record<OpenResult["open"], readonly [zh: string, en: string]>> = {
  result: ["无结果", "no result"],
  publication: ["未公示", "not published"],
  withdrawal: ["待撤回", "to be withdrawn"],
};

/** Everything that was drawn and has no result, or was entered and is not published, or was published and stands no more. */
function listOpenResults(workspace: Workspace, asked: string | undefined): OpenResult[] {
  const { draws, journals } = readRecords(workspace);
  const known = [...draws.map(({ draw }) => draw), ...journals.keys()];
  if (asked !== undefined && !known.includes(asked))
    return refuse("draw-unknown", { known: known.join("、") || "—" }, {}, asked);
  const subjects = new Map(workspace.everyItem.map(({ code, subject }) => [code, subject]));
  const missing = draws.flatMap((drawn) =>
    standVisits(drawn, journals.get(drawn.draw), () => "").flatMap(({ visit, missing: items }) =>
      items.map((item): OpenResult => {
        const department = subjects.get(item) ?? "";
        return { draw: drawn.draw, object: visit.object, item, department, open: "result" };
      }),
    ),
  );
  const entered = [...journals].flatMap(([draw, { entries, commitment }]) => {
    const drawn = draws.find((known) => known.commitment === commitment);
    if (drawn === undefined && commitment !== "") return [];
    const { publish, withdraw } = findOpenPublication(entries, drawn);
    const say = ({ object, item, department }: ResultEntry, open: OpenResult["open"]): OpenResult => ({
      draw,
      object,
      item,
      department,
      open,
    });
    return [
      ...publish.map((entry) => say(entry, "publication")),
      ...withdraw.map(({ entry }) => say(entry, "withdrawal")),
    ];
  });
  return [...missing, ...entered].filter(({ draw }) => asked === undefined || draw === asked);
}

/** `dualdraw result missing DIR`: everything that was drawn and has no result, or is not published. */
export async function runResultMissing(
  console: Console,
  directory: string,
  draw: string | undefined,
): Promise<ExitCode> {
  const open = listOpenResults(await openWorkspace(directory), draw);
  if (console.json) console.print(JSON.stringify({ schema: "dualdraw/results-missing/v1", open }));
  else {
    for (const { draw: id, object, item, department, open: what } of open)
      console.print(`${console.say(...OPEN_WORDS[what])}  ${id}  ${object}  ${item}  ${department}`);
    console.print(console.say(`共${open.length}项`, `${open.length} in all`));
  }
  return open.length > 0 ? EXIT.incomplete : EXIT.done;
}

/** Documents of the penalties that results of a year name. */
function penaltiesOf(workspace: Workspace, year: number): string[] {
  const journals = [...readRecords(workspace, year).journals.values()];
  const entries = journals.flatMap((journal) => new CurrentResults(journal.entries).all);
  return [...new Set(entries.flatMap(({ entry: { penalty } }) => penalty?.document ?? []))];
}

/** `dualdraw result penalty DIR YEAR DOCUMENT`: notes that a penalty was published, apart from the inspection. */
export async function runResultPenalty(
  console: Console,
  directory: string,
  year: number,
  document: string,
  options: DayOptions,
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const now = new Date();
  const on = readDay(options.on) ?? todayInChina(now);
  const known = penaltiesOf(workspace, year);
  if (!known.includes(document)) refuse("penalty-unknown", { known: known.join("、") || "—" }, {}, document);
  const { note = "", correction } = options;
  registerDay(workspace.layout, year, { kind: "penalty", about: document }, { on, note, correction }, now);
  console.print(console.say(`已登记公示：${document}，${on}`, `published: ${document}, ${on}`));
  return EXIT.done;
}

/** Options of `result publish`. */
export interface PublishOptions {
  readonly department?: string;
  readonly channel: string[];
  readonly nonRandom?: boolean;
}

/** `dualdraw result publish DIR DRAW`: what was entered becomes a page and a table per department; what stands no more is taken back. */
export async function runResultPublish(
  console: Console,
  directory: string,
  draw: string,
  options: PublishOptions,
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const { department, channel } = options;
  if (channel.some((name) => name.trim() === "")) refuse("cell-empty", {}, { column: "--channel" });
  const found = options.nonRandom === true ? undefined : findDraw(workspace.layout, draw);
  const name = found?.drawn.draw ?? nonRandomJournal(Number(draw));
  const title = found?.drawn.title ?? console.say("非随机检查", "non-random inspections");
  const { published, withdrawn } = publishResults(workspace, name, found, department, channel, new Date());
  if (found !== undefined) keepJournal(workspace, found.directory, name);
  const folders = await writePublications(workspace, name, title);
  if (folders.length === 0) {
    if (found?.drawn.voided === true) refuse("result-draw-voided", { draw: name }, {}, name);
    refuse("nothing-to-publish", {}, { file: workspace.layout.results(name) });
  }
  const directories = folders;
  if (console.json)
    console.print(
      JSON.stringify({
        schema: "dualdraw/results-published/v1",
        draw: name,
        published,
        withdrawn,
        directories,
      }),
    );
  else {
    const taken = withdrawn === 0 ? "" : console.say(`，撤回${withdrawn}条`, `, withdrew ${withdrawn}`);
    const where = folders.join(console.say("、", ", "));
    console.print(
      console.say(`公示${published}条${taken}：${where}`, `published ${published}${taken}: ${where}`),
    );
  }
  return EXIT.done;
}

/** Writes the pages of every publication and withdrawal that has none yet. */
async function writePublications(workspace: Workspace, name: string, title: string): Promise<string[]> {
  const { layout, settings, everyItem: items } = workspace;
  const journal = readJournal(layout, name);
  const objects = await readObjects(workspace);
  const folders: string[] = [];
  for (const { on, ...publication } of journal === undefined ? [] : publicationsOf(journal)) {
    const folder = `results-${name}-${publication.number}-${safeName(publication.department)}`;
    if (existsSync(layout.website(folder))) continue;
    const input: ResultsPageInput = {
      ...publication,
      authority: settings.authority,
      draw: name,
      title,
      publishedOn: on,
      nameOf: (object) => objects.get(object)?.name ?? object,
      itemOf: (code) => items.find((item) => item.code === code),
    };
    folders.push(
      await writeOutgoing(layout, layout.website(folder), [
        ["results.html", Buffer.from(formatResultsPage(input))],
        ["results.csv", encodeForPeople(resultsTable(input))],
      ]),
    );
  }
  return folders;
}
