import { columnWidths, dataTable, factTable, formatPage, html, type Html } from "./page.js";

/** One row of the report: a check, what it established, and what it could not. */
export interface ArchiveReportRow {
  readonly check: string;
  readonly wording: string;
  readonly outcome: string;
  readonly details: readonly string[];
}

/** One of the four properties, with what was checked by the program and what is left to the archivist. */
export interface ArchiveReportProperty {
  readonly name: string;
  readonly question: string;
  readonly rows: readonly ArchiveReportRow[];
  readonly byHand: readonly string[];
}

/** What the report of an archive says. */
export interface ArchiveReportPage {
  readonly origin: string;
  readonly verdict: string;
  readonly madeAt: string;
  readonly program: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly properties: readonly ArchiveReportProperty[];
  readonly draws: readonly (readonly [
    number: number,
    id: string,
    title: string,
    date: string,
    state: string,
    leaves: number,
  ])[];
}

function propertySection({ name, question, rows, byHand }: ArchiveReportProperty): Html {
  const cells = rows.map(({ check, wording, outcome, details }) => [
    html`${wording}<br><span class="small">${check}</span>`,
    outcome,
    html`${details.map((line) => html`<div>${line}</div>`)}`,
  ]);
  return html`<h2>${name}</h2><p class="small">${question}</p>
${dataTable(["检测项", "结果", "说明"], cells, [74, 16, 0])}
<p>由档案人员完成：</p><ul>${byHand.map((line) => html`<li>${line}</li>`)}</ul>`;
}

/** 四性检测报告: whether an archive is genuine, complete, usable and safe, for the day on which it is handed over. */
export function formatArchiveReport(page: ArchiveReportPage): string {
  const { origin, verdict, madeAt, program, facts, properties, draws } = page;
  const sign = ["检测人", "档案接收人", "日期、盖章"].map((name) => html`<tr><th>${name}</th><td></td></tr>`);
  return formatPage(
    `四性检测报告 ${origin}`,
    html`<h1>电子档案四性检测报告</h1>
${factTable([["档案库", origin], ["结论", verdict], ["检测时间", madeAt], ["检测程序", program], ...facts])}`,
    html`${properties.map(propertySection)}`,
    html`<h2>各次抽取（一次一档，共${draws.length}次）</h2>
${dataTable(["号", "任务编号", "名称", "封存日期", "状态", "日志条目"], draws, [10, 34, 0, 24, 30, 18])}`,
    html`<div class="keep"><h2>签章</h2><table class="facts sign">${columnWidths([32, 0])}<tbody>${sign}</tbody></table></div>`,
  );
}
