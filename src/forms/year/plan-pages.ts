import type { YearPlan, YearTask } from "../../core/index.js";
import type { Coverage, ItemDifference, ItemList, ListedItem } from "../../year/items/item-list.js";
import { listedItemSpec } from "../../year/items/item-rows.js";
import { lowers } from "../../year/plan/adjustments.js";
import { yearTaskSpec } from "../../year/plan/task-rows.js";
import { splitOf } from "../../year/plan/year-plan.js";
import { wordRate } from "../../year/assess/summary.js";
import {
  type Cell,
  dataTable,
  factTable,
  formatPage,
  groupDigest,
  html,
  type Html,
  LANDSCAPE,
} from "../page.js";

const ITEM_KINDS = { key: "重点检查事项", general: "一般检查事项" } as const;
const CHANGES = { added: "新增", removed: "删除", changed: "变动" } as const;

function headerOf(field: string): string {
  return listedItemSpec.columns.find((column) => column.field === field)?.headers[0] ?? field;
}

function itemRow(item: ListedItem): Cell[] {
  return [
    item.code,
    item.name,
    ITEM_KINDS[item.kind],
    item.basis,
    item.subject,
    item.objectTypes.join("、"),
    item.methods.join("、"),
    item.content,
    [item.ceiling === "" ? "不设上限" : `≤${item.ceiling}`, item.frequency]
      .filter((text) => text !== "")
      .join("，"),
    item.reviewedBy === "" ? "" : `${item.reviewedBy} ${item.reviewedOn}`,
  ];
}

const ITEM_HEADER = [
  "编码",
  "抽查项目",
  "类别",
  "抽查依据",
  "检查主体",
  "检查对象",
  "检查方式",
  "检查内容",
  "比例和频次",
  "法制审查",
];

/** The item list as a table for spreadsheets, all columns. */
export function itemListTable({ items }: ItemList): string[][] {
  const word = (value: string | readonly string[], field: string): string => {
    if (field === "kind") return ITEM_KINDS[value as keyof typeof ITEM_KINDS];
    if (field === "list") return value === "joint" ? "部门联合" : "部门";
    return typeof value === "string" ? value : value.join("、");
  };
  const header = listedItemSpec.columns.map(({ headers: [first], field }) => first ?? field);
  return [
    header,
    ...items.map((item) =>
      listedItemSpec.columns.map(({ field }) => word(item[field as keyof ListedItem], field)),
    ),
  ];
}

function differenceTable(differences: readonly ItemDifference[]): Html {
  const rows = differences.map(({ code, name, change, fields }): Cell[] => [
    code,
    name,
    CHANGES[change],
    fields
      .map(({ field, from, to }) => `${headerOf(field)}：${from || "（空）"} → ${to || "（空）"}`)
      .join("；"),
  ]);
  return dataTable(["编码", "抽查项目", "变动", "内容"], rows, [24, 40, 14, 0]);
}

/** 随机抽查事项清单 for the website: department list, joint list, what changed, and the share of enforcement items covered. */
export function formatItemListPage(
  list: ItemList,
  digest: string,
  differences: readonly ItemDifference[],
  coverage: readonly Coverage[],
): string {
  const part = (name: ListedItem["list"]): ListedItem[] => list.items.filter((item) => item.list === name);
  const table = (items: readonly ListedItem[]): Html =>
    dataTable(ITEM_HEADER, items.map(itemRow), [17, 28, 20, 40, 30, 22, 24, 0, 22, 27]);
  const keys = list.items.filter(({ kind }) => kind === "key").length;
  const joint = part("joint");
  return formatPage(
    "随机抽查事项清单",
    LANDSCAPE,
    html`<h1>随机抽查事项清单</h1>
${factTable([
  ["公布单位", list.authority],
  ["版本", `第${list.revision}版，${list.publishedOn}公布`],
  ["事项", `共${list.items.length}项，其中重点检查事项${keys}项，一般检查事项${list.items.length - keys}项`],
  ["摘要", html`<div class="digest">${groupDigest(digest)}</div>`],
])}
<h2>一、部门随机抽查事项清单</h2>
${table(part("department"))}
${joint.length === 0 ? html`` : html`<h2>二、部门联合随机抽查事项清单</h2>${table(joint)}`}
<h2>执法事项覆盖率</h2>
${dataTable(
  ["部门", "列入清单的事项", "执法事项总数", "覆盖率"],
  coverage.map(({ department, items, of }) => [department, items, of, wordRate(items, of)]),
)}
${list.revision === 1 ? html`` : html`<h2>与上一版的差异</h2>${differenceTable(differences)}`}`,
  );
}

/** The yearly plan as a table for spreadsheets: the rows as entered and adjusted. */
export function yearPlanTable({ tasks }: YearPlan): string[][] {
  const header = yearTaskSpec.columns.map(({ headers: [first], field }) => first ?? field);
  return [header, ...tasks.map(({ row }) => yearTaskSpec.columns.map(({ field }) => row[field] ?? ""))];
}

function taskRow({ id, row, draw, departments, level }: YearTask): Cell[] {
  const range = ["region", "industryCode", "type", "tags"]
    .map((field) => row[field] ?? "")
    .filter((text) => text !== "");
  return [
    id,
    [row["workPlan"] ?? "", draw.title].filter((text) => text !== "").join("："),
    row["items"] ?? "",
    range.join("，") || "全部对象",
    [row["ratio"] || row["tiers"] || "", row["count"] ? `${row["count"]}户` : ""]
      .filter((text) => text !== "")
      .join("，"),
    [level === "own" ? "本级" : "上级", row["mode"] ?? "", row["pattern"] ?? ""]
      .filter((text) => text !== "")
      .join("，"),
    [row["methods"] ?? "", row["content"] ?? ""].filter((text) => text !== "").join("：") || "现场检查",
    departments.join("、"),
    `${draw.visitWindow.from} 至 ${draw.visitWindow.to}`,
  ];
}

const TASK_HEADER = [
  "编号",
  "工作计划和任务",
  "抽查事项",
  "对象范围",
  "比例、数量",
  "发起",
  "方式和内容",
  "参与部门",
  "检查时间",
];

/** 年度抽查工作计划 for the website: own and joint tasks together, and what was adjusted. */
export function formatYearPlanPage(plan: YearPlan, digest: string): string {
  const table = (form: YearTask["form"]): Html =>
    dataTable(
      TASK_HEADER,
      plan.tasks.filter((task) => task.form === form).map(taskRow),
      [26, 38, 24, 22, 22, 24, 0, 36, 30],
    );
  const split = splitOf(plan);
  const adjustments = plan.adjustments.map((entry): Cell[] => [
    entry.date,
    entry.task,
    entry.field,
    entry.from,
    entry.to,
    `${entry.reason}${lowers(entry) ? "（调减）" : ""}`,
    entry.decidedBy,
  ]);
  return formatPage(
    `${plan.year}年度抽查工作计划`,
    LANDSCAPE,
    html`<h1>${plan.year}年度“双随机、一公开”抽查工作计划</h1>
${factTable([
  ["组织单位", plan.authority],
  ["版本", `第${plan.revision}版，${plan.publishedOn}公布`],
  [
    "任务",
    `共${plan.tasks.length}项：本部门${split.department}项，部门联合${split.joint}项；本级发起${split.own}项，上级发起${split.superior}项`,
  ],
  ["摘要", html`<div class="digest">${groupDigest(digest)}</div>`],
])}
<h2>一、本部门抽查任务</h2>
${table("department")}
<h2>二、部门联合抽查任务</h2>
${table("joint")}
${
  adjustments.length === 0
    ? html``
    : html`<h2>三、计划调整</h2>${dataTable(["日期", "任务", "调整内容", "原值", "新值", "原因", "决定人"], adjustments)}`
}
<p class="small">每次抽取的计划载明本文件的摘要；抽取与本计划不一致时，核验程序逐处列出。</p>`,
  );
}
