import {
  formatReportPage,
  summaryTable,
  transferTable,
  type AssessmentFacts,
} from "../../forms/year/report-page.js";
import { encodeForPeople } from "../../node/draw/draw-directory.js";
import { freeFolder } from "../../node/workspace/layout.js";
import { register } from "../../node/workspace/register.js";
import {
  openWorkspace,
  readInspectors,
  todayInChina,
  type Workspace,
} from "../../node/workspace/workspace.js";
import { assessYear, readRecords, type YearStatus } from "../../node/workspace/year-files.js";
import { readYearPlans } from "../../node/workspace/year-plans.js";
import { reportName } from "../../year/assess/deadlines.js";
import { splitOf } from "../../year/plan/year-plan.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import { writeOutgoing } from "./outgoing.js";
import { pageInput, printWarnings } from "./status-command.js";

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
  printWarnings(console, status);
  const name = reportName(year, options.part);
  const { plotTallies } = await import("../../forms/year/tally-charts.js");
  const facts = await readFacts(workspace, status);
  const page = formatReportPage(pageInput(status), options.part, facts, plotTallies);
  const folder = await writeOutgoing(
    workspace.layout,
    freeFolder(workspace.layout.report(`${name}-${today}`)),
    [
      ["report.html", Buffer.from(page)],
      ["summary.csv", encodeForPeople(summaryTable(status.tasks))],
      ["transfers.csv", encodeForPeople(transferTable(status.visits, status.nonRandom, workspace.codes))],
    ],
  );
  register(
    workspace.layout,
    year,
    () => [{ kind: "report", on: today, about: name, note: workspace.settings.filingOffice }],
    new Date(),
  );
  if (console.json) console.print(JSON.stringify({ schema: "dualdraw/report/v1", directory: folder }));
  else console.print(console.say(`报告和汇总表在 ${folder}`, `report and summary table are in ${folder}`));
  return EXIT.done;
}
