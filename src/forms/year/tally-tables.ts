import type { Deadline } from "../../year/assess/deadline.js";
import { type SummaryLine, type TallyLine, wordRate } from "../../year/assess/summary.js";
import type { Tally } from "../../year/assess/tally.js";
import { type Cell, dataTable, html, type Html } from "../page.js";

/** What the pages of a year show. */
export interface StatusPageInput {
  readonly authority: string;
  readonly year: number;
  readonly today: string;
  readonly deadlines: readonly Deadline[];
  readonly total: Tally;
  readonly tasks: readonly SummaryLine[];
  readonly departments: readonly TallyLine[];
  readonly tiers: readonly TallyLine[];
  readonly nonRandom: number;
  readonly unknownYears: readonly string[];
  /** Draws that do not count, and why, in words. */
  readonly strays: readonly string[];
  /** What is still open of the year before. */
  readonly earlier: readonly Deadline[];
}

/** What is to be done, in Chinese. */
export const DEADLINE_WORDS: Readonly<Record<Deadline["kind"], string>> = {
  plan: "公布年度计划",
  filing: "计划备案",
  adjustment: "公布计划调整",
  draw: "随机抽取",
  dispatch: "派发名单",
  result: "录入并公示结果",
  penalty: "公示处罚信息",
  report: "报送报告",
};

/** Where it stands, in Chinese. */
export const STATE_WORDS: Readonly<Record<Deadline["state"], string>> = {
  done: "按期完成",
  late: "逾期完成",
  due: "未到期",
  overdue: "已逾期",
};

/** What a deadline is about: reports by their name, all else by its number. */
function wordAbout(kind: Deadline["kind"], about: string): string {
  if (kind !== "report") return about;
  return about.replace("-half-year", "年半年报告").replace("-year-end", "年年终报告");
}

/** One deadline as a row. */
export function deadlineRow({
  kind,
  about,
  department,
  due,
  doneOn,
  state,
  workdaysLeft,
  count,
}: Deadline): Cell[] {
  const left = workdaysLeft >= 0 ? `剩${workdaysLeft}个工作日` : `超${-workdaysLeft}个工作日`;
  return [
    due,
    `${DEADLINE_WORDS[kind]}${count > 1 ? `（${count}户）` : ""}`,
    wordAbout(kind, about),
    department,
    doneOn === undefined ? `${STATE_WORDS[state]}，${left}` : `${STATE_WORDS[state]}（${doneOn}）`,
  ];
}

/** Header of {@link deadlineRow}. */
export const DEADLINE_HEADER = ["期限", "事项", "任务、抽取", "责任部门", "状态"];

/** Counts and both rates as cells. */
export function tallyCells({ toInspect, inspected, published, late, overdue }: Tally): Cell[] {
  return [
    toInspect,
    inspected,
    published,
    toInspect - published,
    late,
    overdue,
    wordRate(published, toInspect),
    wordRate(published, inspected),
  ];
}

/** Header of {@link tallyCells}. */
export const TALLY_HEADER = [
  "应检查",
  "已检查",
  "已公示",
  "未公示",
  "逾期公示",
  "已逾期",
  "计划完成率",
  "结果公示率",
];

/** A table of counts, one line each. */
export function tallyTable(name: string, lines: readonly TallyLine[]): Html {
  return dataTable(
    [name, ...TALLY_HEADER],
    lines.map((line) => [line.name, ...tallyCells(line.tally)]),
  );
}

/** Draws the bars of some lines; the plotting library is large, so that only pages load it. */
export type PlotTallies = (title: string, lines: readonly TallyLine[]) => Html;

/** How often each code was given. */
export function countTable(name: string, counts: ReadonlyMap<string, number>): Html {
  return dataTable(
    [name, "户次"],
    [...counts].map(([code, count]) => [code, count]),
  );
}

/** Says which draws do not count before one is voided. */
export function strayNote(strays: readonly string[]): Html {
  return html`${strays.map((stray) => html`<p><strong>注意：${stray}</strong></p>`)}`;
}

/** Says so where a term ran through a year without a holiday notice. */
export function unknownNote(years: readonly string[]): Html {
  return years.length === 0
    ? html``
    : html`<p><strong>注意：没有${years.join("、")}年的节假日安排，期限只扣除了周末；请在 calendar.csv 中补充。</strong></p>`;
}
