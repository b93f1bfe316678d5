import {
  type Commitment,
  formatFractionText,
  type Language,
  listEligibleOf,
  rankCell,
  type RecordedCell,
  type RecordStatement,
  type StandingVisit,
  PeopleNames,
} from "../core/index.js";
import { drawCell, wordLegend } from "./cell-picture.js";
import type { ExplainedDraw } from "./explanation.js";
import { type Cell, dataTable, factTable, formatPage, groupDigest, html, type Html, qrCode } from "./page.js";
import { wordInstant } from "./wording.js";

/** What the page of a result needs: a draw whose list is public. */
export interface ResultInput {
  readonly draw: ExplainedDraw;
  readonly commitment: Commitment;
  readonly digests: { readonly commitment: string; readonly record: string };
  /** The visits as they stand after the events. */
  readonly visits: readonly StandingVisit[];
  readonly voided: boolean;
}

/** Cells in full on the page; of a task with more, those with drawn objects come first. */
const SHOWN_CELLS = 200;

/** Keys of cells as people read them. */
export function wordKey(key: readonly string[], language: Language): string {
  return key.filter((part) => part !== "").join(" / ") || (language === "zh" ? "（全部）" : "(all)");
}

/** The cells of one task with their probabilities, and where the cut-off falls in each. */
export function taskPictures(draw: ExplainedDraw, t: number, language: Language): Html {
  const { preparation, record, sha256 } = draw;
  const task = preparation.tasks[t];
  const recorded = record.tasks[t];
  if (task === undefined || recorded === undefined) return html``;
  const eligible = listEligibleOf(preparation, task);
  const cells = recorded.cells
    .map((cell, h) => ({ cell, h }))
    .filter(({ cell }) => cell.eligible > 0)
    .sort((a, b) => Number(b.cell.drawn.length > 0) - Number(a.cell.drawn.length > 0) || a.h - b.h);
  const pictures = cells.slice(0, SHOWN_CELLS).map(({ cell, h }) => {
    const ranked = rankCell(preparation, task, eligible[h] ?? [], record.seed, sha256);
    const { key, drawn, reserves, probability } = cell;
    const picture = { key, ranked, drawn: drawn.length, reserves: reserves.length };
    return html`<div class="keep"><h3>${wordKey(key, language)}　${probability} (${formatFractionText(probability)})</h3>
${drawCell(picture, language)}</div>`;
  });
  const hidden = cells.length - SHOWN_CELLS;
  const more = language === "zh" ? `另有${hidden}层，见 cells.csv。` : `and ${hidden} more cells: cells.csv.`;
  return html`${pictures}${hidden > 0 ? html`<p>${more}</p>` : html``}`;
}

function cellRow(cell: RecordedCell, language: Language): Cell[] {
  return [
    wordKey(cell.key, language),
    cell.base,
    cell.eligible,
    cell.ratio === undefined ? "—" : formatFractionText(cell.ratio),
    `${cell.probability} (${formatFractionText(cell.probability)})`,
    cell.drawn.length,
    cell.reserves.length,
  ];
}

/** The table of the cells of one task. */
export function cellTable(record: RecordStatement, t: number, language: Language): Html {
  const header =
    language === "zh"
      ? ["分层", "基数", "可抽取", "抽查比例", "每户被抽查概率", "抽取", "候补"]
      : ["cell", "base", "eligible", "ratio", "probability of each", "drawn", "reserves"];
  return dataTable(
    header,
    (record.tasks[t]?.cells ?? []).map((cell) => cellRow(cell, language)),
  );
}

function visitTable({ draw, visits }: ResultInput): Html {
  const { objects } = draw.preparation.registries;
  const people = new PeopleNames(draw.preparation.registries);
  const rows = visits.map(({ position, batch, object, tasks, slots, assigned }): Cell[] => {
    const team = slots.flatMap(({ inspector }) => (inspector === undefined ? [] : [inspector]));
    const names = [...team, ...assigned].map((id) => people.nameOf(id));
    return [
      position,
      batch,
      objects.find(object)?.name ?? "",
      object,
      tasks.join("、"),
      names.join("；") || "待直接委派",
    ];
  });
  return dataTable(["序号", "批次", "名称", "对象编号", "任务", "检查人员"], rows, [10, 10, 0, 0, 0, 0]);
}

/** 公示 of the result: the list, every probability, and a picture of the lottery in each cell. Readable without a script. */
export function formatResultPage(input: ResultInput): string {
  const { draw, commitment, digests, voided } = input;
  const { plan } = commitment;
  const together = plan.together === true;
  const sections = draw.record.tasks.map(
    (
      task,
      t,
    ) => html`<h2>任务 ${task.id}${plan.tasks[t]?.title === undefined ? "" : `（${plan.tasks[t].title}）`}</h2>
<p>基数${task.base}户，可抽取${task.eligible}户，抽取${task.cells.reduce((sum, { drawn }) => sum + drawn.length, 0)}户。</p>
${cellTable(draw.record, t, "zh")}
${taskPictures(draw, t, "zh")}`,
  );
  return formatPage(
    `${plan.title}抽查名单公示`,
    html`<h1>双随机抽查名单公示</h1>
<div class="row"><div>${factTable([
      ["组织单位", plan.authority],
      ["任务", `${plan.id} ${plan.title}`],
      ["封存时间（本机时钟）", wordInstant(commitment.claimedTime)],
      ["检查期间", `${plan.visitWindow.from} 至 ${plan.visitWindow.to}`],
      ["封存摘要", html`<div class="digest">${groupDigest(digests.commitment)}</div>`],
      ["记录摘要", html`<div class="digest">${groupDigest(digests.record)}</div>`],
      ["种子", html`<div class="digest">${groupDigest(draw.record.seed)}</div>`],
    ])}</div>${qrCode(digests.record, "记录摘要")}</div>
${voided ? html`<p><strong>本次抽取已作废，名单不作数。</strong></p>` : html``}
<h2>检查名单</h2>
${visitTable(input)}
<h2>怎样抽出来的</h2>
<p>每户的签号是“种子:${together ? "object" : "object/任务编号"}:对象编号”的SHA-256，任何人都可以重算；每层（风险、信用等相同的各户）签号最小的若干户被抽中。${wordLegend("zh")}</p>
${sections}
<h2>怎样核验</h2>
<p>下载公开材料，用核验网页 verifier.html 打开，或运行 dualdraw verify，或按 docs/spec/v1.md 用任何程序重算。同一页上的数据另有 visits.csv、teams.csv、reserves.csv、unstaffed.csv、cells.csv 和 result.json。</p>`,
  );
}
