import { existsSync } from "node:fs";
import { createFault, type Fault, formatFault, refuse } from "../../core/index.js";
import { formatStatusPage } from "../../forms/year/status-page.js";
import { DEADLINE_WORDS, STATE_WORDS, type StatusPageInput } from "../../forms/year/tally-tables.js";
import { writeOnce } from "../../node/disk/durable-write.js";
import { openWorkspace, todayInChina } from "../../node/workspace/workspace.js";
import { assessYear, listOpen, type Stray, type YearStatus } from "../../node/workspace/year-files.js";
import type { Deadline } from "../../year/assess/deadline.js";
import { type TallyLine, wordRate } from "../../year/assess/summary.js";
import type { Tally } from "../../year/assess/tally.js";
import { type Console, printFault } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { readDay } from "./plan-commands.js";

/** Options of `status`. */
export interface StatusOptions {
  readonly year?: number;
  readonly today?: string;
  readonly html?: string;
}

const strayFault = ({ draw: { directory, draw, yearPlan }, code }: Stray): Fault =>
  createFault(code, { file: directory }, draw, { task: yearPlan?.task ?? draw });

/** What the pages of a year show of its status. */
export function pageInput(
  { nonRandom, strays, ...status }: YearStatus,
  earlier: readonly Deadline[] = [],
): StatusPageInput {
  const words = strays.map((stray) => formatFault(strayFault(stray), "zh"));
  return { ...status, nonRandom: nonRandom.length, strays: words, earlier };
}

function tallyJson({ results, followUps, ...counts }: Tally): object {
  return { ...counts, results: Object.fromEntries(results), followUps: Object.fromEntries(followUps) };
}

function statusJson(status: YearStatus, earlier: readonly Deadline[]): object {
  const { year, today, revision, strays, deadlines, total, tasks, departments, tiers } = status;
  const { nonRandom, unknownYears } = status;
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
    strays: strays.map(({ draw, code }) => ({ draw: draw.draw, directory: draw.directory, code })),
    deadlines,
    earlier,
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

/** Prints what the numbers do not say: draws that do not count, years without a holiday notice. */
export function printWarnings(console: Console, { unknownYears, strays }: YearStatus): void {
  for (const stray of strays) printFault(console, strayFault(stray));
  for (const year of unknownYears)
    printFault(console, createFault("calendar-year-unknown", { file: "calendar.csv" }, undefined, { year }));
}

function printStatus(console: Console, status: YearStatus, earlier: readonly Deadline[]): void {
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
  if (earlier.length === 0) return;
  console.print(
    console.say(`上一年度未了${earlier.length}项`, `${earlier.length} things still open of the year before`),
  );
  printDeadlines(console, earlier);
}

/** `dualdraw status DIR`: what is due, overdue, by whom; rates by task, department and tier. */
export async function runStatus(
  console: Console,
  directory: string,
  options: StatusOptions,
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const today = readDay(options.today) ?? todayInChina(new Date());
  const year = options.year ?? Number(today.slice(0, 4));
  const status = await assessYear(workspace, year, today);
  // What was not finished is still owed in January.
  const earlier = options.year === undefined ? listOpen(workspace, year - 1, today) : [];
  if (options.html !== undefined) {
    if (existsSync(options.html)) refuse("file-exists", {}, { file: options.html });
    const { plotTallies } = await import("../../forms/year/tally-charts.js");
    writeOnce(options.html, Buffer.from(formatStatusPage(pageInput(status, earlier), plotTallies)));
  }
  printWarnings(console, status);
  if (console.json) console.print(JSON.stringify(statusJson(status, earlier)));
  else printStatus(console, status, earlier);
  const isLate = [...status.deadlines, ...earlier].some(({ state }) => state === "overdue");
  return isLate || status.strays.length > 0 ? EXIT.incomplete : EXIT.done;
}
