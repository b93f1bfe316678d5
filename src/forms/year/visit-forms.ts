import type { IsoDate } from "../../core/index.js";
import type { ListedItem } from "../../year/items/item-list.js";
import type { Code } from "../../year/settings/codes.js";
import type { Department } from "../../year/settings/settings.js";
import { dataTable, factTable, formatPage, html, type Html, qrCode } from "../page.js";

/** One visit as its notice and its check form show it. */
export interface VisitForm {
  readonly position: number;
  readonly object: {
    readonly id: string;
    readonly name: string;
    readonly address: string;
    readonly legalRepresentative: string;
    readonly phone: string;
  };
  readonly items: readonly ListedItem[];
  readonly people: readonly { readonly id: string; readonly name: string; readonly department: string }[];
}

/** What all forms of one draw have in common. */
export interface VisitFormsInput {
  readonly authority: string;
  readonly draw: string;
  readonly title: string;
  readonly window: { readonly from: IsoDate; readonly to: IsoDate };
  /** Digest of the record: the QR code that leads to it. */
  readonly record: string;
  readonly departments: readonly Department[];
  readonly papers: readonly string[];
  readonly results: readonly Code[];
  readonly followUps: readonly Code[];
  readonly today: IsoDate;
  readonly visits: readonly VisitForm[];
}

const METHODS = [
  "现场检查",
  "书面检查",
  "依据有关部门检查结果或意见",
  "检验检测",
  "网络检查",
  "委托专业机构检查",
];
const BOX = "□";

const boxes = (names: readonly string[]): string => names.map((name) => `${BOX}${name}`).join("　");

function wordPeople(people: VisitForm["people"]): string {
  return (
    people.map(({ name, department, id }) => `${name}（${department}，${id}）`).join("；") || "待直接委派"
  );
}

/** 随机抽查通知书: the matters, the time, the papers to prepare, whom to call. */
function noticeOf(input: VisitFormsInput, visit: VisitForm, code: Html): Html {
  const subjects = new Set(visit.items.map(({ subject }) => subject));
  const contacts = input.departments
    .filter(({ name }) => subjects.has(name))
    .map(({ name, contact, phone }) => [name, contact, phone].filter((part) => part !== "").join(" "));
  const methods = [...new Set(visit.items.flatMap((item) => item.methods))];
  return html`<section class="break"><h1>随机抽查通知书</h1>
<p class="small">${input.draw} 第${visit.position}号</p>
<div class="row"><div><p><strong>${visit.object.name}</strong>（${visit.object.id}）：</p>
<p>依照年度抽查工作计划，经公开随机抽取，决定对你单位进行检查。各部门的检查事项合并，一次进行。现将有关事项通知如下：</p></div>${code}</div>
<h2>一、检查事项</h2>
${dataTable(
  ["事项", "检查内容", "依据", "检查部门"],
  visit.items.map((item) => [
    `${item.code} ${item.name}`,
    item.content || item.name,
    item.basis,
    item.subject,
  ]),
  [42, 0, 48, 36],
)}
<h2>二、检查时间和方式</h2>
<p>${input.window.from} 至 ${input.window.to}，约定于＿＿＿＿年＿＿月＿＿日＿＿时。方式：${methods.join("、") || "现场检查"}。</p>
<h2>三、请准备的材料</h2>
${input.papers.map((paper, i) => html`<p>${i + 1}. ${paper}</p>`)}
<p>请法定代表人（负责人）或受委托人届时到场配合。</p>
<h2>四、检查人员和联系方式</h2>
<p>${wordPeople(visit.people)}</p>
<p>${contacts.join("；") || "＿＿＿＿＿＿＿＿"}</p>
<p>检查人员不少于两人，应出示执法证件；如认为其与本单位有利害关系，可申请回避。</p>
<p style="text-align: right; margin-top: 10mm">${input.authority}（印章）<br>${input.today}</p></section>
`;
}

/** 随机抽查检查表（抽查情况记录表）: every matter of every department on one sheet. */
function checkFormOf(input: VisitFormsInput, visit: VisitForm, code: Html): Html {
  const { object } = visit;
  return html`<section class="break"><h1>随机抽查检查表</h1>
<p class="small">（抽查情况记录表）　${input.draw} ${input.title}　第${visit.position}号</p>
<div class="row"><div>${factTable([
    ["检查对象", `${object.name}（${object.id}）`],
    ["住所", object.address || "＿＿＿＿＿＿＿＿"],
    ["法定代表人（负责人）", object.legalRepresentative || "＿＿＿＿"],
    ["联系电话", object.phone || "＿＿＿＿"],
    ["检查人员", wordPeople(visit.people)],
    ["检查时间", "＿＿＿＿年＿＿月＿＿日＿＿时至＿＿时"],
  ])}</div>${code}</div>
${dataTable(
  ["检查事项", "检查部门", "是否检查", "发现的问题", "处理"],
  visit.items.map((item) => [
    `${item.code} ${item.name}${item.content === "" ? "" : `：${item.content}`}`,
    item.subject,
    "□是 □否",
    "",
    "",
  ]),
  [50, 30, 18, 0, 30],
)}
${factTable([
  ["检查方式", boxes(METHODS)],
  ["检查结果", boxes(input.results.map(({ name }) => name))],
  ["后续处置", boxes(input.followUps.map(({ name }) => name))],
  ["被检查人意见", html`<div style="height: 9mm"></div>`],
  [
    "签字（盖章）",
    html`法定代表人（负责人）：＿＿＿＿＿＿　＿＿＿＿年＿＿月＿＿日<br>□拒绝签字，原因：＿＿＿＿＿＿＿＿＿　见证人签字：＿＿＿＿＿＿`,
  ],
  ["检查人员签字", html`<div style="height: 9mm"></div>`],
  ["负责人审核", html`<div style="height: 7mm"></div>`],
  ["公示", "□同意公示　□依法不予公示，依据：＿＿＿＿＿＿＿＿　审批人：＿＿＿＿"],
])}</section>
`;
}

/** A print-ready file of notices, or of check forms, one after the other. */
export function formatVisitForms(
  input: VisitFormsInput,
  kind: "notices" | "check-forms",
  onVisit: () => void = () => undefined,
): string {
  const code = qrCode(input.record, "记录摘要");
  const sections = input.visits.map((visit) => {
    onVisit();
    return kind === "notices" ? noticeOf(input, visit, code) : checkFormOf(input, visit, code);
  });
  const title = kind === "notices" ? "随机抽查通知书" : "随机抽查检查表";
  return formatPage(
    `${input.draw} ${title}`,
    html`<style>section:first-of-type { break-before: auto; }</style>`,
    ...sections,
  );
}
