import {
  type Checkpoint,
  type Commitment,
  type ComparedFrames,
  formatFractionText,
  type FreezeReport,
  wordReason,
} from "../core/index.js";
import {
  columnWidths,
  dataTable,
  factTable,
  formatPage,
  groupDigest,
  headTable,
  html,
  type Html,
  qrCode,
} from "./page.js";
import { ROLE_NAMES, wordInstant, wordPerson, wordSource } from "./wording.js";

/** What the freeze form needs. */
export interface FreezeFormInput {
  readonly commitment: Commitment;
  readonly digest: string;
  /** A sentence for a warning code. */
  readonly wordWarning: (code: string) => string;
  /** The log as it stands with this commitment in it. */
  readonly head?: Checkpoint;
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  region: "行政区划",
  industry: "行业",
  type: "对象类型",
  status: "登记状态",
  tags: "监管标签",
  departments: "监管部门",
  exempt: "豁免",
  "cool-down": "近期已检查",
  "yearly-cap": "已达年度次数上限",
  cycle: "本周期已检查",
};

const FRAME_NAMES: Readonly<Record<string, string>> = {
  objects: "检查对象",
  inspectors: "执法检查人员",
  recusals: "回避",
  history: "历史抽查",
  items: "抽查事项",
  groups: "检查小组",
};

function wordCounts(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([name, count]) => `${FIELD_NAMES[name] ?? name}${count}`);
  return parts.length === 0 ? "无" : parts.join("，");
}

/** The task table with every cell and its exact probability. */
export function taskTables(commitment: Commitment): Html {
  const { tasks, plan } = commitment;
  return html`${tasks.map((task, i) => {
    const cells = task.cells.map((cell) => [
      cell.key.join(" / ") || "（全部）",
      cell.base,
      cell.eligible,
      cell.ratio === undefined ? "—" : formatFractionText(cell.ratio),
      `${cell.probability}（${formatFractionText(cell.probability)}）`,
    ]);
    return html`<h2>任务 ${task.id} ${plan.tasks[i]?.title ?? ""}</h2>
<p>基数${task.base}，可抽取${task.eligible}，要求抽取${task.requested}，将抽取${task.target}${task.shortfall > 0 ? `，不足${task.shortfall}` : ""}。不在范围内：${wordCounts(task.outOfScope)}。不参加抽取：${wordCounts(task.excluded)}。</p>
${dataTable(["分层", "基数", "可抽取", "抽查比例", "每户被抽查概率"], cells)}`;
  })}`;
}

function comparison({ commitment, frames }: ComparedFrames): Html {
  const rows = Object.entries(frames).map(([name, { added, removed, changed }]) => [
    FRAME_NAMES[name] ?? name,
    added,
    removed,
    Object.entries(changed)
      .map(([column, count]) => `${column} ${count}`)
      .join("，") || "无",
  ]);
  return html`<h2>与上次封存相比</h2>
<p class="small">上次封存摘要 ${commitment.slice(0, 16)}…</p>
${dataTable(["名录库", "新增", "减少", "按列变动"], rows)}`;
}

function reportSection(report: FreezeReport, wordWarning: (code: string) => string): Html {
  const { people, smallCells, smallTasks, warnings, previous } = report;
  const facts: [string, string][] = [
    ["不足5户的分层", String(smallCells)],
    ["不足5户的一般任务", smallTasks.join("，") || "无"],
    ["已承担与历史不符", people.loadDiffers.join("，") || "无"],
    ["人员初始负担", `最少${people.leastLoad}，最多${people.greatestLoad}`],
    ["签筒少于3人", `演练${people.rehearsals}次，共${people.slots}个席位，其中${people.smallHats}个`],
    [
      "同一人查同一户",
      `演练中所见：某户被抽中时，某一人被派往该户的机会最大约${formatFractionText(`${people.largestChance}/10000`)}（由签筒人数粗略估计）`,
    ],
  ];
  const rows = warnings.map(({ code, count }) => [wordWarning(code), count]);
  return html`<h2>封存报告</h2>${factTable(facts)}
${rows.length === 0 ? html`<p>检查没有警告。</p>` : dataTable(["检查时的警告", "次数"], rows)}
${previous === undefined ? html`<p class="small">没有与上次封存的名录库比较。</p>` : comparison(previous)}`;
}

/** The commitment's place in the archive, and the checkpoint that witnesses copy or cosign. */
function placeSection({ archive }: Commitment, head: Checkpoint | undefined): Html {
  if (archive === undefined) return html`<p class="small">本次抽取没有建立档案库。</p>`;
  const place = html`<p>本封存是档案库 ${archive.origin} 日志的第${archive.sequence}条（从0数起）：此后不能再另行封存、抽取而不留痕迹。</p>`;
  return head === undefined ? place : html`${place}${headTable(head)}`;
}

/** 封存单: commitment digest, what is fixed, the freeze report, and room for the witnesses. */
export function formatFreezeForm({ commitment, digest, wordWarning, head }: FreezeFormInput): string {
  const { plan, frames, sources, roster, claimedTime, tool, voids } = commitment;
  const sizes = Object.entries(frames).map(([name, { rows }]) => `${FRAME_NAMES[name] ?? name}${rows}条`);
  const witnesses = roster.filter(({ role }) => role !== "operator");
  const rows = witnesses.map(
    ({ role, name, organisation = "" }) =>
      html`<tr><td>${ROLE_NAMES[role] ?? role}</td><td>${wordPerson(name, organisation)}</td><td></td><td></td></tr>`,
  );
  return formatPage(
    `封存单 ${plan.id}`,
    html`<h1>抽查名单和规则封存单</h1>
<div class="row"><div>${factTable([
      ["组织单位", plan.authority],
      ["任务", `${plan.id} ${plan.title}`],
      ["封存时间（本机时钟）", wordInstant(claimedTime)],
      ["检查期间", `${plan.visitWindow.from} 至 ${plan.visitWindow.to}`],
      ["名录库", sizes.join("，")],
      ["种子来源", html`${sources.map((source, i) => html`<div>${i + 1}. ${wordSource(source)}</div>`)}`],
      ["软件", `${tool.name} ${tool.version}`],
    ])}</div>${qrCode(digest, "封存摘要")}</div>
<h2>封存摘要（请抄录或拍照）</h2>
<div class="digest large keep">${groupDigest(digest)}</div>
<p class="small">名录库、计划和每户概率自此固定，并由此摘要代表：改动任何一处，摘要就不同，种子也就不同。此时种子尚不存在。</p>`,
    placeSection(commitment, head),
    html`<div class="keep"><h2>见证人（除本人的数值外，本人此时不知道任何一方的种子数值）</h2>
<table class="sign">${columnWidths([28, 62, 54, 34])}<thead><tr><th>身份</th><th>姓名、单位</th><th>签名</th><th>时间</th></tr></thead><tbody>${rows}</tbody></table></div>`,
    voids.length === 0
      ? html``
      : html`<h2>同一任务此前作废的抽取</h2>${dataTable(
          ["编号", "封存摘要", "原因", "未交出数值的来源"],
          voids.map((entry) => [
            entry.draw,
            `${entry.commitment.slice(0, 16)}…`,
            wordReason(entry.reason, "zh"),
            entry.withheld.join("，"),
          ]),
        )}`,
    reportSection(commitment.report, wordWarning),
    taskTables(commitment),
  );
}
