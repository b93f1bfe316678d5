import { existsSync } from "node:fs";
import { createFault, refuse } from "../../core/index.js";
import {
  type AssessmentFacts,
  formatReportPage,
  summaryTable,
  transferTable,
} from "../../forms/year/report-page.js";
import { formatStatusPage } from "../../forms/year/status-page.js";
import { DEADLINE_WORDS, STATE_WORDS, type StatusPageInput } from "../../forms/year/tally-tables.js";
import { writeOnce } from "../../node/disk/durable-write.js";
import { encodeForPeople } from "../../node/draw/draw-directory.js";
import { confirmProposals, writeProposals } from "../../node/workspace/feedback.js";
import { register } from "../../node/workspace/register.js";
import {
  openWorkspace,
  readInspectors,
  todayInChina,
  type Workspace,
} from "../../node/workspace/workspace.js";
import { assessYear, readRecords, type YearStatus } from "../../node/workspace/year-files.js";
import { readYearPlans } from "../../node/workspace/year-plans.js";
import { type Deadline, reportName } from "../../year/assess/deadlines.js";
import { type TallyLine, wordRate } from "../../year/assess/summary.js";
import type { Tally } from "../../year/assess/tally.js";
import { splitOf } from "../../year/plan/year-plan.js";
import { type Console, printFault } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { readDay } from "./plan-commands.js";
import { writeOutgoing } from "./outgoing.js";

/** Options of `status`. */
export interface StatusOptions {
  readonly year?: number;
  readonly today?: string;
  readonly html?: string;
}

function pageInput({ nonRandom, ...status }: YearStatus): StatusPageInput {
  return { ...status, nonRandom: nonRandom.length };
}

function tallyJson({ results, followUps, ...counts }: Tally): object {
  return { ...counts, results: Object.fromEntries(results), followUps: Object.fromEntries(followUps) };
}

function statusJson(status: YearStatus): object {
  const { year, today, revision, deadlines, total, tasks, departments, tiers, nonRandom, unknownYears } =
    status;
  const line = ({ name, tally }: TallyLine): object => ({ name, ...tallyJson(tally) });
  return {
    schema: "dualdraw/status/v1",
    year,
    today,
    revision,
    total: tallyJson(total),
    tasks: tasks.map(({ tally, ...task }) => ({ ...task, ...tallyJson(tally) })),
    departments: departments.map(line),
    tiers: tiers.map(line),
    nonRandom: nonRandom.length,
    deadlines,
    unknownYears,
  };
}

const ENGLISH_KINDS: Readonly<Record<Deadline["kind"], string>> = {
  plan: "publish the yearly plan",
  filing: "file the plan",
  adjustment: "publish the adjustment",
  draw: "draw",
  dispatch: "send the lists out",
  result: "enter and publish results",
  penalty: "publish the penalty",
  report: "report",
};

function printDeadlines(console: Console, deadlines: readonly Deadline[]): void {
  for (const { kind, about, department, due, state, workdaysLeft, count } of deadlines) {
    const what = console.say(DEADLINE_WORDS[kind], ENGLISH_KINDS[kind]);
    const left = console.say(
      workdaysLeft >= 0 ? `剩${workdaysLeft}个工作日` : `超${-workdaysLeft}个工作日`,
      workdaysLeft >= 0 ? `${workdaysLeft} working days left` : `${-workdaysLeft} working days late`,
    );
    const many = count > 1 ? console.say(`（${count}户）`, ` (${count} visits)`) : "";
    console.print(
      `  ${console.say(STATE_WORDS[state], state)}  ${due}  ${what}${many}  ${about}  ${department}  ${left}`,
    );
  }
}

function printTallies(console: Console, title: string, lines: readonly TallyLine[]): void {
  console.print(title);
  for (const { name, tally } of lines)
    console.print(
      `  ${name}  ${tally.published}/${tally.toInspect}  ${console.say("完成率", "completion")} ${wordRate(tally.published, tally.toInspect)}  ${console.say("公示率", "publication")} ${wordRate(tally.published, tally.inspected)}`,
    );
}

function printUnknownYears(console: Console, { unknownYears }: YearStatus): void {
  for (const year of unknownYears)
    printFault(console, createFault("calendar-year-unknown", { file: "calendar.csv" }, undefined, { year }));
}

function printStatus(console: Console, status: YearStatus): void {
  const { year, today, total, deadlines, tasks, departments, tiers } = status;
  const open = deadlines.filter(({ state }) => state === "overdue" || state === "due");
  console.print(console.say(`${year}年度，截至${today}`, `${year}, as of ${today}`));
  printTallies(console, console.say("合计", "total"), [{ name: status.authority, tally: total }]);
  printTallies(
    console,
    console.say("按任务", "by task"),
    tasks.map(({ task: name, tally }) => ({ name, tally })),
  );
  printTallies(console, console.say("按部门", "by department"), departments);
  printTallies(console, console.say("按信用等级", "by credit tier"), tiers);
  console.print(console.say(`待办${open.length}项`, `${open.length} things to do`));
  printDeadlines(console, open);
}

/** `dualdraw status DIR`: what is due, overdue, by whom; rates by task, department and tier. */
export async function runStatus(
  console: Console,
  directory: string,
  options: StatusOptions,
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const today = readDay(options.today) ?? todayInChina(new Date());
  const status = await assessYear(workspace, options.year ?? Number(today.slice(0, 4)), today);
  if (options.html !== undefined) {
    if (existsSync(options.html)) refuse("file-exists", {}, { file: options.html });
    const { plotTallies } = await import("../../forms/year/tally-charts.js");
    writeOnce(options.html, Buffer.from(formatStatusPage(pageInput(status), plotTallies)));
  }
  printUnknownYears(console, status);
  if (console.json) console.print(JSON.stringify(statusJson(status)));
  else printStatus(console, status);
  return status.deadlines.some(({ state }) => state === "overdue") ? EXIT.incomplete : EXIT.done;
}

async function readFacts(workspace: Workspace, status: YearStatus): Promise<AssessmentFacts> {
  const plan = readYearPlans(workspace, status.year).at(-1)?.value;
  const draws = readRecords(workspace, status.year).draws;
  const inspectors = await readInspectors(workspace);
  return {
    objects: status.objects.size,
    inspectors: inspectors.size,
    items: workspace.items.length,
    planned: plan?.tasks.length ?? 0,
    joint: plan === undefined ? 0 : splitOf(plan).joint,
    draws: draws.filter(({ voided }) => !voided).length,
    voided: draws.filter(({ voided }) => voided).length,
  };
}

/** `dualdraw report DIR YEAR`: the half-year or year-end report with the summary table. */
export async function runReport(
  console: Console,
  directory: string,
  year: number,
  options: { readonly part: "half-year" | "year-end" },
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const today = todayInChina(new Date());
  const status = await assessYear(workspace, year, today);
  printUnknownYears(console, status);
  const name = reportName(year, options.part);
  const { plotTallies } = await import("../../forms/year/tally-charts.js");
  const facts = await readFacts(workspace, status);
  const page = formatReportPage(pageInput(status), options.part, facts, plotTallies);
  const folder = await writeOutgoing(workspace, workspace.layout.report(name), [
    ["report.html", Buffer.from(page)],
    ["summary.csv", encodeForPeople(summaryTable(status.tasks))],
    ["transfers.csv", encodeForPeople(transferTable(status.visits, workspace.codes))],
  ]);
  register(
    workspace.layout,
    year,
    [{ kind: "report", on: today, about: name, note: workspace.settings.filingOffice }],
    new Date(),
  );
  if (console.json) console.print(JSON.stringify({ schema: "dualdraw/report/v1", directory: folder }));
  else console.print(console.say(`报告和汇总表在 ${folder}`, `report and summary table are in ${folder}`));
  return EXIT.done;
}

/** `dualdraw feedback propose DIR YEAR`: what the published results suggest, for people to decide on. */
export async function runFeedbackPropose(
  console: Console,
  directory: string,
  year: number,
): Promise<ExitCode> {
  const { path, proposals } = await writeProposals(await openWorkspace(directory), year);
  if (console.json)
    console.print(JSON.stringify({ schema: "dualdraw/feedback-proposals/v1", file: path, proposals }));
  else
    console.print(
      console.say(
        `${proposals.length}条建议写入 ${path}。逐条填写是否采纳、理由、决定人，然后：dualdraw feedback confirm ${directory} ${year}`,
        `${proposals.length} proposals are in ${path}; decide on each, with reason and name, then: dualdraw feedback confirm ${directory} ${year}`,
      ),
    );
  return EXIT.done;
}

/** `dualdraw feedback confirm DIR YEAR`: applies what was decided; finished visits become history. */
export async function runFeedbackConfirm(
  console: Console,
  directory: string,
  year: number,
): Promise<ExitCode> {
  const { confirmed, declined, waiting, history } = await confirmProposals(
    await openWorkspace(directory),
    year,
    new Date(),
  );
  if (console.json)
    console.print(
      JSON.stringify({ schema: "dualdraw/feedback-confirmed/v1", confirmed, declined, waiting, history }),
    );
  else
    console.print(
      console.say(
        `采纳${confirmed}条，未采纳${declined}条，待定${waiting}条；历史抽查新增${history}行`,
        `confirmed ${confirmed}, declined ${declined}, waiting ${waiting}; ${history} new history rows`,
      ),
    );
  return EXIT.done;
}
