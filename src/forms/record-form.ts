import {
  type Checkpoint,
  type Commitment,
  type EventNote,
  formatFractionText,
  type Opening,
  presenceText,
  type RecordStatement,
  type SignerStanding,
  type StandingVisit,
  wordReason,
} from "../core/index.js";
import {
  type Cell,
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
import { ROLE_NAMES, TEAM_ROLES, wordContributor, wordInstant, wordPerson, wordSource } from "./wording.js";

/** What the record form needs. */
export interface RecordFormInput {
  readonly commitment: Commitment;
  readonly opening: Opening;
  readonly record: RecordStatement;
  readonly digests: { readonly commitment: string; readonly record: string };
  readonly signers: readonly SignerStanding[];
  readonly events: readonly EventNote[];
  /** The visits as they stand after the events. */
  readonly visits: readonly StandingVisit[];
  /** The log of the archive as it stands with this record in it. */
  readonly head?: Checkpoint;
  /** Names of objects, and of people and groups, by id. */
  readonly nameOfObject: (id: string) => string;
  readonly nameOfPerson: (id: string) => string;
}

/** `day`: for everybody present while the list is sealed, without it. `list`: the list annex. `full`: both in one. */
export type RecordFormPart = "day" | "list" | "full";

function factsSection({ commitment, digests }: RecordFormInput, part: RecordFormPart): Html {
  const { plan, frames, sources, claimedTime, tool } = commitment;
  const size = (name: string): number => frames[name]?.rows ?? 0;
  const title = part === "list" ? "名单附件" : "抽查执法人员、市场主体选派（抽取）记录单";
  return html`<h1>${title}</h1>
<div class="row"><div>${factTable([
    ["组织单位", plan.authority],
    ["任务", `${plan.id} ${plan.title}`],
    ["时间、地点", html`封存：${wordInstant(claimedTime)}，本机时钟<br>抽取：<br>地点：`],
    ["检查期间", `${plan.visitWindow.from} 至 ${plan.visitWindow.to}`],
    [
      "名录库",
      `检查对象${size("objects")}户，执法检查人员${size("inspectors")}人${frames["groups"] === undefined ? "" : `，检查小组${size("groups")}个`}`,
    ],
    ["种子来源", html`${sources.map((source, i) => html`<div>${i + 1}. ${wordSource(source)}</div>`)}`],
    ["软件", `${tool.name} ${tool.version}`],
  ])}</div>${qrCode(digests.record, "记录摘要")}</div>
<div class="keep"><h2>摘要</h2>${factTable([
    ["封存摘要", html`<div class="digest">${groupDigest(digests.commitment)}</div>`],
    ["记录摘要", html`<div class="digest">${groupDigest(digests.record)}</div>`],
  ])}</div>`;
}

/** What everybody contributed, and the seed: with these and the frames anybody could compute the list. */
function seedSection({ opening, record }: RecordFormInput): Html {
  const rows = opening.contributions.map((contribution, i): Cell[] => [
    i + 1,
    wordContributor(contribution),
    html`<span class="digest">${contribution.kind === "drand" ? `${contribution.round}: ` : ""}${contribution.value}</span>`,
  ]);
  return html`<h2>开种</h2>${dataTable(["序号", "来源", "数值"], rows)}
${factTable([["种子", html`<div class="digest">${groupDigest(record.seed)}</div>`]])}`;
}

function totalsSection({ commitment, record, visits }: RecordFormInput): Html {
  const rows = record.tasks.map((task, i) => [
    task.id,
    commitment.plan.tasks[i]?.title ?? "",
    task.base,
    task.eligible,
    task.requested,
    task.cells.reduce((sum, cell) => sum + cell.drawn.length, 0),
    task.shortfall,
  ]);
  return html`<h2>抽取数量</h2>
${dataTable(["任务编号", "名称", "基数", "可抽取", "要求", "抽取", "不足"], rows)}
<p>共检查${visits.length}户；须直接委派${record.direct.length}户；每人最多负担${record.level}。</p>`;
}

function cellSection({ record }: RecordFormInput): Html {
  return html`${record.tasks.map(
    (task) => html`<h2>任务 ${task.id}：分层与概率</h2>
${dataTable(
  ["分层", "基数", "可抽取", "抽查比例", "每户被抽查概率", "抽取", "候补"],
  task.cells.map((cell) => [
    cell.key.join(" / ") || "（全部）",
    cell.base,
    cell.eligible,
    cell.ratio === undefined ? "—" : formatFractionText(cell.ratio),
    `${cell.probability}（${formatFractionText(cell.probability)}）`,
    cell.drawn.length,
    cell.reserves.length,
  ]),
)}`,
  )}`;
}

function teamLines({ slots, assigned }: StandingVisit, nameOf: (id: string) => string): Html {
  const person = (role: string, id: string): Html =>
    html`<div>${role}：<span class="line">${nameOf(id)}</span> <span class="small line">${id}</span></div>`;
  const drawn = slots.map(({ requirement, inspector }) => {
    const role = TEAM_ROLES[requirement.role] ?? "";
    return inspector === undefined
      ? html`<div>${role}：待直接委派（${requirement.department}）</div>`
      : person(role, inspector);
  });
  const direct = assigned.map((id) => person("直接委派", id));
  return drawn.length + direct.length === 0 ? html`直接委派` : html`${[...drawn, ...direct]}`;
}

function visitSection(input: RecordFormInput): Html {
  const { visits, nameOfObject, nameOfPerson } = input;
  const rows = visits.map((visit): Cell[] => [
    visit.position,
    visit.batch,
    html`${nameOfObject(visit.object)}<br><span class="small">${visit.object}</span>`,
    visit.tasks.join("；"),
    teamLines(visit, nameOfPerson),
  ]);
  return html`<h2>检查对象和检查人员（${visits.length}户）</h2>
${dataTable(["序号", "批次", "检查对象", "任务", "检查人员"], rows, [10, 10, 58, 34, 0])}`;
}

function directSection({ record, commitment, nameOfObject }: RecordFormInput): Html {
  if (record.direct.length === 0) return html`<p>没有须直接委派的检查。</p>`;
  const rows = record.direct.map(({ object, tasks, experts, reason }): Cell[] => [
    html`${nameOfObject(object)}<br><span class="small">${object}</span>`,
    tasks.join("；"),
    experts,
    `${reason.requirement.department}${reason.requirement.expertise.concat(reason.requirement.qualification).join("、")}：符合条件${reason.qualified}${reason.requirement.role === "group" ? "组" : "人"}，同需${reason.competing}户`,
  ]);
  return html`<h2>直接委派</h2><p>依据：${commitment.plan.direct?.basis ?? "—"}</p>
${dataTable(["检查对象", "任务", "专家席位", "不能满足的要求"], rows)}`;
}

function reserveSection({ record, nameOfObject }: RecordFormInput): Html {
  const rows = record.tasks.flatMap((task) =>
    task.cells.flatMap((cell) =>
      cell.reserves.map((id, i): Cell[] => [
        task.id,
        cell.key.join(" / "),
        i + 1,
        `${nameOfObject(id)}（${id}）`,
      ]),
    ),
  );
  return rows.length === 0
    ? html``
    : html`<h2>候补检查对象</h2>${dataTable(["任务编号", "分层", "次序", "检查对象"], rows)}`;
}

const KIND_NAMES: Readonly<Record<string, string>> = {
  "replace-object": "替换检查对象",
  "replace-person": "替换检查人员",
  void: "作废",
  release: "公开",
  correct: "更正",
  direct: "直接委派",
};

function eventSection({ events }: RecordFormInput, withObjects: boolean): Html {
  if (events.length === 0) return html``;
  const rows = events.map(({ number, kind, reason, text, about, confirmed }): Cell[] => [
    number,
    KIND_NAMES[kind] ?? kind,
    withObjects ? about : "—",
    [wordReason(reason, "zh"), withObjects ? text : ""].filter((part) => part !== "").join("："),
    confirmed ? "已会签" : "待见证人会签",
  ]);
  return html`<h2>后续事项</h2>${dataTable(["序号", "事项", "对象", "原因", "会签"], rows)}`;
}

const STATUS_NAMES = {
  attributable: "已用密钥签名",
  "self-consistent": "已用密钥签名",
  paper: "操作员已代录",
  missing: "",
} as const;

function participantSection({ signers }: RecordFormInput): Html {
  const rows = signers.map(
    ({ role, name, organisation = "", status, reservation }) => html`<tr><td>${ROLE_NAMES[role] ?? role}</td>
<td>${wordPerson(name, organisation)}</td>
<td>${reservation === undefined ? STATUS_NAMES[status] : `异议：${reservation}`}</td><td></td><td></td></tr>`,
  );
  const blank = [1, 2].map(() => html`<tr><td></td><td></td><td></td><td></td><td></td></tr>`);
  return html`<div class="keep"><h2>在场人员</h2>
<p class="small">${presenceText}有异议的，请写明；不得改动记录。</p>
<table class="sign">${columnWidths([24, 48, 42, 40, 24])}<thead><tr><th>身份</th><th>姓名、单位</th><th>已录入、异议</th><th>签名</th><th>时间</th></tr></thead><tbody>${rows}${blank}</tbody></table>
<table class="facts seal"><tbody><tr><th>单位盖章</th><td class="seal"></td></tr></tbody></table></div>`;
}

/**
 * 抽查执法人员、市场主体选派（抽取）记录单 as a print-ready page. While the list is sealed, everybody signs the `day` part, which shows
 * neither list nor seed; the `list` part goes to the operator and to discipline inspection.
 */
export function formatRecordForm(input: RecordFormInput, part: RecordFormPart): string {
  const list = [seedSection, cellSection, visitSection, directSection, reserveSection].map((section) =>
    section(input),
  );
  const sealed = html`<p>名单在检查结束前不公开；本页不含名单和种子。名单附件由操作员和纪检监察部门保管，其内容由记录摘要固定。</p>`;
  const title = `${part === "list" ? "名单附件" : "抽取记录单"} ${input.commitment.plan.id}`;
  return formatPage(
    title,
    factsSection(input, part),
    totalsSection(input),
    ...(part === "day" ? [sealed] : list),
    eventSection(input, part !== "day"),
    input.head === undefined ? html`` : headTable(input.head),
    ...(part === "list" ? [] : [participantSection(input)]),
  );
}
