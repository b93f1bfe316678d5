import type { ListedItem } from "../../year/items/item-list.js";
import type { ResultEntry } from "../../year/results/journal.js";
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

/** The published rows for spreadsheets and for the publicity system. */
export function resultsTable(input: ResultsPageInput): string[][] {
  const header = ["抽取编号", "检查部门", ...HEADER, "更正"];
  return [
    header,
    ...input.entries.map((entry) => [
      input.draw,
      input.department,
      ...publicRow(input, entry),
      entry.corrects === undefined ? "" : `更正第${entry.corrects.number}条`,
    ]),
  ];
}

/** 抽查检查结果公示 of one department. */
export function formatResultsPage(input: ResultsPageInput): string {
  const isRandom = !input.draw.startsWith("non-random-");
  const grounds = [...new Set(input.withheld.map(({ exception }) => exception ?? ""))];
  const rows = input.entries.map((entry): Cell[] => [
    ...publicRow(input, entry),
    entry.corrects === undefined ? "" : "更正",
  ]);
  return formatPage(
    `${input.title} 检查结果公示`,
    LANDSCAPE,
    html`<h1>${isRandom ? "随机抽查检查结果公示" : "非随机检查结果公示"}</h1>
${factTable([
  ["检查部门", input.department],
  [
    "抽查任务",
    isRandom ? `${input.draw} ${input.title}` : "因投诉举报、转办交办、数据监测开展的检查，不属于随机抽查",
  ],
  ["公示日期", input.publishedOn],
  [
    "结果",
    `${input.entries.length}条${input.withheld.length === 0 ? "" : `；依法不予公示${input.withheld.length}条（${grounds.join("、")}）`}`,
  ],
])}
${dataTable([...HEADER, "备注"], rows, [44, 0, 56, 24, 24, 48, 14])}
<p class="small">本公示只针对检查行为本身；行政处罚等信息由决定机关另行公示。</p>`,
  );
}
