import type { Deadline } from "../../year/assess/deadline.js";
import { type SummaryLine, type TallyLine, wordRate } from "../../year/assess/summary.js";
import { dataTable, factTable, formatPage, html, type Html } from "../page.js";
import {
  DEADLINE_HEADER,
  deadlineRow,
  type PlotTallies,
  type StatusPageInput,
  strayNote,
  tallyTable,
  unknownNote,
} from "./tally-tables.js";

const asLines = (tasks: readonly SummaryLine[]): TallyLine[] =>
  tasks.map(({ task, tally }) => ({ name: task, tally }));

/** Where the year stands: what is due, overdue, by whom; rates by task, department and tier. */
export function formatStatusPage(input: StatusPageInput, plot: PlotTallies): string {
  const { deadlines, total } = input;
  const of = (state: Deadline["state"]): Deadline[] =>
    deadlines.filter((deadline) => deadline.state === state);
  const part = (title: string, own: readonly Deadline[]): Html =>
    own.length === 0
      ? html``
      : html`<h2>${title}</h2>${dataTable(DEADLINE_HEADER, own.map(deadlineRow), [22, 38, 34, 0, 42])}`;
  return formatPage(
    `${input.year}年度双随机抽查进展`,
    html`<h1>${input.year}年度双随机抽查进展</h1>
${factTable([
  ["单位", input.authority],
  ["截至", input.today],
  [
    "计划完成率",
    `${wordRate(total.published, total.toInspect)}（已公示${total.published}户，应检查${total.toInspect}户；未公示视为未完成）`,
  ],
  ["结果公示率", `${wordRate(total.published, total.inspected)}（已检查${total.inspected}户）`],
  ["非随机检查", `${input.nonRandom}条，不计入以上各数`],
])}
${unknownNote(input.unknownYears)}
${strayNote(input.strays)}
${part("上一年度未了事项", input.earlier)}
${part("已逾期", of("overdue"))}
${part("待办", of("due"))}
<h2>按任务</h2>
${tallyTable("任务", asLines(input.tasks))}
${plot("各任务进展（户）", asLines(input.tasks))}
<h2>按部门</h2>
${tallyTable("部门", input.departments)}
${plot("各部门进展（户）", input.departments)}
<h2>按信用等级</h2>
${tallyTable("信用等级", input.tiers)}
${plot("各信用等级进展（户）", input.tiers)}
${part("已完成", [...of("late"), ...of("done")])}`,
  );
}
