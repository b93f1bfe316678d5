import { type SummaryLine, wordRate } from "../../year/assess/summary.js";
import type { VisitStanding } from "../../year/assess/tally.js";
import type { CurrentResult, ResultEntry } from "../../year/results/journal.js";
import type { CodeBook } from "../../year/settings/codes.js";
import { type Cell, dataTable, factTable, formatPage, html, type Html, LANDSCAPE } from "../page.js";
import {
  countTable,
  DEADLINE_HEADER,
  deadlineRow,
  type PlotTallies,
  type StatusPageInput,
  strayNote,
  TALLY_HEADER,
  tallyCells,
  tallyTable,
  unknownNote,
} from "./tally-tables.js";

/** 抽查情况汇总表, as a table for spreadsheets. */
export function summaryTable(tasks: readonly SummaryLine[]): string[][] {
  const results = [...new Set(tasks.flatMap(({ tally }) => [...tally.results.keys()]))];
  const followUps = [...new Set(tasks.flatMap(({ tally }) => [...tally.followUps.keys()]))];
  const header = [
    "任务编号",
    "任务名称",
    "任务类型",
    "对象范围",
    "基数",
    "抽查比例",
    ...TALLY_HEADER,
    ...results.map((name) => `结果：${name}`),
    ...followUps.map((name) => `处置：${name}`),
  ];
  const rows = tasks.map(({ task, title, form, range, base, ratio, tally }) => [
    task,
    title,
    form === "joint" ? "部门联合" : "部门",
    range,
    base === undefined ? "" : String(base),
    ratio,
    ...tallyCells(tally).map(String),
    ...results.map((name) => String(tally.results.get(name) ?? 0)),
    ...followUps.map((name) => String(tally.followUps.get(name) ?? 0)),
  ]);
  return [header, ...rows];
}

/** Follow-ups that leave the office: transfers to other departments and to the judiciary, and leads for the list of abnormal operations. */
export function transferTable(
  visits: readonly VisitStanding[],
  nonRandom: readonly CurrentResult[],
  codes: CodeBook,
): string[][] {
  const leaving = new Set(["department", "judiciary", "abnormal"]);
  const meaningOf = ({ followUp, date }: ResultEntry): string =>
    codes.find("follow-up", followUp, Number(date.slice(0, 4)))?.meaning ?? "";
  const found = [
    ...visits.flatMap(({ draw, results }) => results.map(({ entry }) => ({ draw: draw.draw, entry }))),
    ...nonRandom.map(({ entry }) => ({ draw: entry.origin ?? "", entry })),
  ];
  const rows = found
    .filter(({ entry }) => leaving.has(meaningOf(entry)))
    .map(({ draw, entry: { object, item, department, date, result, followUp, transfer } }) => [
      draw,
      object,
      item,
      department,
      date,
      result,
      followUp,
      transfer?.to ?? "",
      transfer?.document ?? "",
      transfer?.date ?? "",
    ]);
  const header = ["抽取编号或来源", "对象编号", "事项编码", "检查部门", "检查日期", "检查结果", "后续处置"];
  return [[...header, "移送单位", "移送文书", "移送日期"], ...rows];
}

/** What the assessment looks at: both libraries, plan, joint draws, completion, publication. */
export interface AssessmentFacts {
  readonly objects: number;
  readonly inspectors: number;
  readonly items: number;
  readonly planned: number;
  readonly joint: number;
  readonly draws: number;
  readonly voided: number;
}

function summaryOf(tasks: readonly SummaryLine[]): Html {
  const rows = tasks.map(({ task, title: name, form, range, base, ratio, tally }): Cell[] => [
    `${task} ${name}`,
    form === "joint" ? "联合" : "部门",
    range,
    base ?? "未抽取",
    ratio,
    tally.toInspect,
    tally.inspected,
    tally.published,
    tally.toInspect - tally.published,
    wordRate(tally.published, tally.toInspect),
    wordRate(tally.published, tally.inspected),
  ]);
  const header = [
    "任务",
    "类型",
    "对象范围",
    "基数",
    "比例",
    "应检查",
    "已检查",
    "已公示",
    "未公示",
    "完成率",
    "公示率",
  ];
  return dataTable(header, rows, [52, 14, 0, 18, 38, 16, 16, 16, 16, 18, 18]);
}

/** 半年或年终报告: the summary table, the two indicators, results and follow-ups, and what was late. */
export function formatReportPage(
  input: StatusPageInput,
  part: "half-year" | "year-end",
  facts: AssessmentFacts,
  plot: PlotTallies,
): string {
  const { total, deadlines } = input;
  const title = `${input.year}年度“双随机、一公开”抽查工作${part === "half-year" ? "半年" : "年终"}报告`;
  const missed = deadlines.filter(({ state }) => state === "late" || state === "overdue");
  return formatPage(
    title,
    LANDSCAPE,
    html`<h1>${title}</h1>
${factTable([
  ["报送单位", input.authority],
  ["截至", input.today],
  ["两库建设", `检查对象${facts.objects}个，执法检查人员${facts.inspectors}名，抽查事项${facts.items}项`],
  ["计划制定", `全年任务${facts.planned}项，其中部门联合${facts.joint}项`],
  [
    "任务完成",
    `抽取${facts.draws}次（另作废${facts.voided}次）；计划完成率${wordRate(total.published, total.toInspect)}`,
  ],
  [
    "结果公示",
    `结果公示率${wordRate(total.published, total.inspected)}；逾期公示${total.late}户，已逾期未公示${total.overdue}户`,
  ],
  ["非随机检查", `${input.nonRandom}条`],
])}
${unknownNote(input.unknownYears)}
${strayNote(input.strays)}
<h2>抽查情况汇总表</h2>
${summaryOf(input.tasks)}
<h2>检查结果</h2>
${countTable("检查结果", total.results)}
<h2>后续处置</h2>
${countTable("后续处置", total.followUps)}
<h2>按部门</h2>
${tallyTable("部门", input.departments)}
${plot("各部门进展（户）", input.departments)}
<h2>未按期完成的事项</h2>
${missed.length === 0 ? html`<p>无。</p>` : dataTable(DEADLINE_HEADER, missed.map(deadlineRow), [22, 38, 34, 0, 42])}`,
  );
}
