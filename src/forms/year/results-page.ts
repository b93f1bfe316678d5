import type { ListedItem } from "../../year/items/item-list.js";
import type { ResultEntry, WithdrawalReason } from "../../year/results/journal.js";
import { type Cell, dataTable, factTable, formatPage, html, LANDSCAPE } from "../page.js";

/** Results of one department that become public. */
export interface ResultsPageInput {
  readonly authority: string;
  readonly department: string;
  /** Draw, or the year of inspections that no draw ordered. */
  readonly draw: string;
  readonly title: string;
  readonly publishedOn: string;
  readonly entries: readonly ResultEntry[];
  readonly withheld: readonly ResultEntry[];
  /** Number of the journal's entry. */
  readonly number: number;
  /** Why what was published is taken back; undefined for a publication. */
  readonly withdrawn: WithdrawalReason | undefined;
  readonly nameOf: (object: string) => string;
  readonly itemOf: (code: string) => ListedItem | undefined;
}

const HEADER = ["对象编号", "名称", "检查事项", "检查日期", "检查方式", "检查结果"];

/** What is public of a result: the inspection alone; penalties, transfers and people are not (公示只针对检查行为本身). */
function publicRow({ nameOf, itemOf }: ResultsPageInput, entry: ResultEntry): string[] {
  const item = itemOf(entry.item);
  return [
    entry.object,
    nameOf(entry.object),
    item === undefined ? entry.item : `${item.code} ${item.name}`,
    entry.date,
    entry.method,
    entry.result,
  ];
}

const WITHDRAWAL_WORDS: Readonly<Record<WithdrawalReason, string>> = {
  voided: "本次抽取已作废",
  replaced: "检查对象已被替换",
  excepted: "依法不予公示",
};

function noteOf(input: ResultsPageInput, { corrects }: ResultEntry): string {
  if (input.withdrawn !== undefined) return `撤回：${WITHDRAWAL_WORDS[input.withdrawn]}`;
  return corrects === undefined ? "" : `更正第${corrects.number}条`;
}

/** The published, or withdrawn, rows for spreadsheets and for the publicity system. */
export function resultsTable(input: ResultsPageInput): string[][] {
  const header = ["抽取编号", "检查部门", ...HEADER, "备注"];
  return [
    header,
    ...input.entries.map((entry) => [
      input.draw,
      input.department,
      ...publicRow(input, entry),
      noteOf(input, entry),
    ]),
  ];
}

function headOf({ draw, title, withdrawn }: ResultsPageInput): [title: string, task: string] {
  const isRandom = !draw.startsWith("non-random-");
  const what = isRandom ? "随机抽查检查结果" : "非随机检查结果";
  const task = isRandom ? `${draw} ${title}` : "因投诉举报、转办交办、数据监测开展的检查，不属于随机抽查";
  return [withdrawn === undefined ? `${what}公示` : `撤回${what}公示`, task];
}

/** 抽查检查结果公示 of one department, or what is taken back of it. */
export function formatResultsPage(input: ResultsPageInput): string {
  const [heading, task] = headOf(input);
  const grounds = [...new Set(input.withheld.map(({ exception }) => exception ?? ""))];
  const withheld =
    input.withheld.length === 0 ? "" : `；依法不予公示${input.withheld.length}条（${grounds.join("、")}）`;
  const counted =
    input.withdrawn === undefined
      ? `${input.entries.length}条${withheld}`
      : `下列${input.entries.length}条曾经公示，现予撤回：${WITHDRAWAL_WORDS[input.withdrawn]}`;
  const rows = input.entries.map((entry): Cell[] => [
    ...publicRow(input, entry),
    input.withdrawn === undefined ? noteOf(input, entry) : "撤回",
  ]);
  return formatPage(
    `${input.title} ${heading}`,
    LANDSCAPE,
    html`<h1>${heading}</h1>
${factTable([
  ["检查部门", input.department],
  ["抽查任务", task],
  [input.withdrawn === undefined ? "公示日期" : "撤回日期", input.publishedOn],
  ["结果", counted],
])}
${dataTable([...HEADER, "备注"], rows, [44, 0, 56, 24, 24, 48, 20])}
<p class="small">本公示只针对检查行为本身；行政处罚等信息由决定机关另行公示。</p>`,
  );
}
