import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  compareText,
  DualdrawError,
  type Fault,
  type FaultCode,
  faultCodes,
  formatFault,
  wordFault,
} from "../core/index.js";
import { checkPlanFile } from "./draw/freeze.js";

/** A small county that has no fault; each case changes one thing. */
const plan = {
  schema: "dualdraw/plan/v1",
  id: "T-1",
  title: "测试",
  authority: "局",
  visitWindow: { from: "2036-03-09", to: "2036-03-27" },
  registries: {
    objects: "objects.csv",
    inspectors: "inspectors.csv",
    recusals: "recusals.csv",
    history: "history.csv",
    items: "items.csv",
  },
  tasks: [
    { id: "t", kind: "key", items: ["I1"], size: { ratio: "50%" }, team: [{ department: "局", count: 2 }] },
  ],
  sources: [{ kind: "dice", sides: 10, count: 20 }],
};
type TestPlan = typeof plan & Record<string, unknown>;
const [firstCode, ...otherCodes] = [
  "914403001922038216",
  "9144030071526726XG",
  "91330100799655058B",
  "91110000802100433B",
];
const files: Record<string, string> = {
  "objects.csv": `统一社会信用代码,名称,信用等级,登记状态\n${[firstCode, ...otherCodes].map((code, i) => `${code},商行${i},A,存续\n`).join("")}`,
  "inspectors.csv":
    "执法证号,姓名,单位,证件有效期,状态\nP1,甲,局,2040-01-01,有效\nP2,乙,局,长期,有效\nP3,丙,局,2040/1/1,有效\n",
  "recusals.csv": "执法证号,对象编号,原因\nP1,商行0,亲属\n",
  "history.csv": `对象编号,检查日期,任务编号,执法证号\n${firstCode},2036-01-01,x,P1\n`,
  "items.csv":
    "事项编码,事项名称,事项类别,检查依据\nI1,事项,重点,《法》第一条\nI2,事项二,一般,《法》第二条\n",
};

interface Change {
  readonly plan?: (value: TestPlan) => unknown;
  readonly raw?: string | Uint8Array;
  readonly files?: Record<string, string | Uint8Array | undefined>;
}

const task = (more: object) => (value: TestPlan) => ({ ...value, tasks: [{ ...value.tasks[0], ...more }] });
const more = (fields: object) => (value: TestPlan) => ({ ...value, ...fields });
const append = (file: string, row: string) => ({ files: { [file]: `${files[file] ?? ""}${row}\n` } });
const inFile = (file: string, from: string | RegExp, to: string) => ({
  files: { [file]: (files[file] ?? "").replace(from, to) },
});

async function findFault(code: FaultCode, change: Change): Promise<Fault | undefined> {
  const directory = mkdtempSync(join(tmpdir(), "dualdraw-faults-"));
  for (const [name, text] of Object.entries({ ...files, ...change.files }))
    if (text !== undefined) writeFileSync(join(directory, name), text);
  const path = join(directory, "plan.json");
  writeFileSync(
    path,
    change.raw ?? JSON.stringify(change.plan === undefined ? plan : change.plan(plan), null, 1),
  );
  try {
    const { faults } = await checkPlanFile(path);
    return faults.kept.find((fault) => fault.code === code);
  } catch (error) {
    if (error instanceof DualdrawError && error.code === code) return error.fault;
    throw error;
  }
}

/** The county with six people in three groups, one of which is changed; experts and helpers can be added to it. */
function grouped(rows: string, plans: (value: TestPlan) => unknown = (value) => value): Change {
  const people = ["P4", "P5", "P6"].map((id) => `${id},丁,局,长期,有效,\n`).join("");
  const others = "P7,戊,局,长期,有效,专家\nP8,己,队,长期,有效,\n";
  const inspectors = (files["inspectors.csv"] ?? "")
    .replace("状态\n", "状态,人员类别\n")
    .replaceAll(/有效\n/g, "有效,\n");
  return {
    files: {
      "inspectors.csv": `${inspectors}${people}${others}`,
      "groups.csv": `小组编号,小组名称,成员\nG1,一组,P1、P2\n${rows}`,
    },
    plan: (value) =>
      plans({
        ...value,
        registries: { ...value.registries, groups: "groups.csv" },
        tasks: [{ ...value.tasks[0], team: [{ department: "局", role: "group" }] }],
      } as unknown as TestPlan),
  };
}

/** Code, the change that provokes it, the whole message. */
const cases: readonly (readonly [FaultCode, Change, string])[] = [
  [
    "column-missing",
    inFile("objects.csv", "名称", "商号"),
    "objects.csv, line 1: expected a column 名称 / name, found 统一社会信用代码、商号、信用等级、登记状态; add the column or correct its header",
  ],
  [
    "column-repeated",
    inFile("objects.csv", "信用等级", "名称"),
    'objects.csv, line 1: "名称": two columns have this header; remove or rename one of them',
  ],
  [
    "column-stratum-missing",
    { plan: task({ within: ["片区"] }) },
    'objects.csv, line 1: "片区": the plan divides by this column, found only 信用等级、名称、登记状态、统一社会信用代码; correct "within" in the plan or add the column',
  ],
  [
    "columns-ignored",
    inFile("objects.csv", "信用等级", "备注"),
    "objects.csv, line 1: columns that the draw does not use: 备注; nothing to do if that is meant",
  ],
  [
    "row-width",
    append("objects.csv", "X-1,多余"),
    "objects.csv, line 6: expected 4 cells, found 2; look for a stray separator or quote in this row or the one before",
  ],
  [
    "row-sample",
    append("objects.csv", "案例（请删除）,某店,A,存续"),
    'objects.csv, line 6: "案例（请删除）": a sample row of the template; delete the row',
  ],
  [
    "cell-empty",
    append("objects.csv", "X-1,,A,存续"),
    'objects.csv, line 6, column "名称": a required cell is empty; fill it in',
  ],
  [
    "cell-line-break",
    append("objects.csv", 'X-1,"甲\n乙",A,存续'),
    'objects.csv, line 6, column "名称": "甲\\u{a}乙": a line break inside the cell was read as a space; remove it in the source if it is not meant',
  ],
  [
    "cell-invisible",
    append("objects.csv", "X-1,甲\u202e乙,A,存续"),
    'objects.csv, line 6, column "名称": "甲\\u{202e}乙": the cell holds invisible characters; retype the cell: what is printed may differ from what is stored',
  ],
  [
    "id-hidden-character",
    append("objects.csv", "X 1,甲,A,存续"),
    'objects.csv, line 6, column "统一社会信用代码": "X 1": the code holds a space or an invisible character; retype it',
  ],
  [
    "id-too-long",
    append("objects.csv", `${"x".repeat(65)},甲,A,存续`),
    'objects.csv, line 6, column "统一社会信用代码": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx": expected a code of at most 64 characters, found 65; shorten it',
  ],
  [
    "id-full-width",
    append("objects.csv", "９１X,甲,A,存续"),
    'objects.csv, line 6, column "统一社会信用代码": "９１X": the code holds full-width digits or letters; write 91X',
  ],
  [
    "id-scientific",
    append("objects.csv", "9.14403E+17,甲,A,存续"),
    'objects.csv, line 6, column "统一社会信用代码": "9.14403E+17": a spreadsheet turned the code into a number; format the column as text and enter the code again',
  ],
  [
    "id-precision-lost",
    append("objects.csv", "914403001922038000,甲,A,存续"),
    'objects.csv, line 6, column "统一社会信用代码": "914403001922038000": a spreadsheet rounded the code: it ends in 000 and fails its check character; format the column as text and enter the code again',
  ],
  [
    "id-leading-zero-lost",
    append("objects.csv", "0012,甲,A,存续\n34,乙,A,存续"),
    'objects.csv, line 7, column "统一社会信用代码": "34": other codes of this file begin with 0 and are longer: a leading zero seems lost; write 0034, or format the column as text and enter it again',
  ],
  [
    "id-repeated",
    append("objects.csv", "x-1,甲,A,存续\nX-1,乙,A,存续"),
    'objects.csv, line 7, column "统一社会信用代码": "X-1": the code stands already in line 6 as x-1; remove one of the two rows; codes that differ only in case or Unicode form count as one',
  ],
  [
    "id-check-character",
    append("objects.csv", "91350100M0001TGQXM,甲,A,存续"),
    'objects.csv, line 6, column "统一社会信用代码": "91350100M0001TGQXM": expected the check character 1, found M (GB 32100-2015); compare with the licence; some issued codes fail their own check',
  ],
  [
    "status-unknown",
    append("objects.csv", "X-1,甲,A,歇业"),
    'objects.csv, line 6, column "登记状态": "歇业": a registration status that is not known; known: 存续、注销、吊销、撤销、迁出; objects with it are out of scope unless the plan names it',
  ],
  [
    "category-unknown",
    {
      files: {
        "inspectors.csv": (files["inspectors.csv"] ?? "")
          .replace("状态", "人员类别")
          .replaceAll("有效\n", "执法人员\n")
          .replace("执法人员", "临时工"),
      },
    },
    'inspectors.csv, line 2, column "人员类别": "临时工": expected 执法人员, 专家 or 辅助人员; correct the cell',
  ],
  [
    "state-unknown",
    append("inspectors.csv", "P4,丁,局,长期,在岗"),
    'inspectors.csv, line 5, column "状态": "在岗": expected 有效 or 失效; the person will not be drawn; correct the cell',
  ],
  [
    "licences-empty",
    append("inspectors.csv", "P4,丁,局,,有效"),
    "inspectors.csv: 1 people have no licence end and are taken as licensed; fill in 证件有效期",
  ],
  [
    "states-empty",
    append("inspectors.csv", "P4,丁,局,长期,"),
    "inspectors.csv: 1 people have no state and are taken as active; fill in 状态",
  ],
  [
    "date-invalid",
    append("history.csv", "914403001922038216,2036-02-30,x,P1"),
    'history.csv, line 3, column "检查日期": "2036-02-30": expected a date such as 2026-03-01, 2026/3/1, 20260301 or 2026年3月1日; correct the cell',
  ],
  [
    "number-invalid",
    {
      files: {
        "inspectors.csv": (files["inspectors.csv"] ?? "")
          .replace("状态", "检查上限")
          .replaceAll("有效\n", "3\n")
          .replace("3\n", "三\n"),
      },
    },
    'inspectors.csv, line 2, column "检查上限": "三": expected a whole number such as 12; correct the cell',
  ],
  [
    "recusal-inspector-unknown",
    append("recusals.csv", "P9,商行0,亲属"),
    'recusals.csv, line 3, column "执法证号": "P9": no inspector has this id; correct the id, or delete the row: a recusal that matches nobody protects nobody',
  ],
  [
    "recusal-object-unknown",
    append("recusals.csv", "P1,商行9,亲属"),
    'recusals.csv, line 3, column "对象编号": "商行9": no object has this id or name; correct it, or delete the row: a recusal that matches nothing protects nobody',
  ],
  [
    "group-id-taken",
    grouped("p3,二组,P3;P4\nG3,三组,P5;P6\n"),
    'groups.csv, line 3, column "小组编号": "p3": an inspector has this id; expected an id that only this group has; choose another 小组编号: slots and events name people and groups by id',
  ],
  [
    "group-too-small",
    grouped("G2,二组,P3\n"),
    'groups.csv, line 3, column "成员": "G2": expected a group of at least 2 people, found 1 (行政处罚法 art. 42); add a member, or delete the group',
  ],
  [
    "group-member-unknown",
    grouped("G2,二组,P3;P9\n"),
    'groups.csv, line 3, column "成员": "P9": no inspector has this id, which group G2 names as a member; correct the id, or add the person to the inspectors',
  ],
  [
    "group-member-category",
    grouped("G2,二组,P3;P4;P7\n"),
    'groups.csv, line 3, column "成员": "P7": expected members of category 执法人员 or empty, found 专家; take the person out of the group: experts have slots of their own, 辅助人员 are not drawn',
  ],
  [
    "group-member-repeated",
    grouped("G2,二组,P3;P2\n"),
    'groups.csv, line 3, column "成员": "P2": the person stands already as a member of group G1; keep one: nobody is in two groups or twice in one',
  ],
  [
    "group-departments-differ",
    grouped("G2,二组,P3;P8\n"),
    'groups.csv, line 3, column "成员": "G2": expected members of one department, found 局、队; make a group for each department; a plan can ask for one of each',
  ],
  [
    "history-object-unknown",
    append("history.csv", "X-9,2036-01-01,x,P1"),
    'history.csv: "X-9": 1 rows are of objects that the registry does not hold, the first is shown; nothing to do if they have left the registry',
  ],
  [
    "history-inspector-unknown",
    append("history.csv", "914403001922038216,2036-01-01,x,P9"),
    'history.csv: "P9": 1 people of the history are not in the registry, the first is shown; nothing to do if they have left',
  ],
  [
    "item-kind-unknown",
    inFile("items.csv", "重点", "特殊"),
    'items.csv, line 2, column "事项类别": "特殊": expected 重点检查事项 or 一般检查事项; correct the cell',
  ],
  [
    "ratio-invalid",
    {
      files: { "items.csv": "事项编码,事项名称,事项类别,检查依据,抽查比例上限\nI1,事项,重点,《法》,120%\n" },
    },
    'items.csv, line 2, column "抽查比例上限": "120%": expected a ratio from 0 to 1 such as 3%, 0.5%, 0.03 or 1/30; correct the cell',
  ],
  [
    "plan-field-unknown",
    { plan: task({ reserve: 2 }) },
    'plan.json, line 18, /tasks/0: "reserve": the plan has no such field; did you mean reserves?',
  ],
  [
    "plan-field-missing",
    { plan: (value) => ({ ...value, title: undefined }) },
    "plan.json, line 1: the field title is missing; add it",
  ],
  [
    "plan-field-invalid",
    { plan: task({ kind: "special" }) },
    'plan.json, line 20, /tasks/0/kind: "special": expected general | key; correct the value',
  ],
  [
    "plan-date-invalid",
    { plan: more({ visitWindow: { from: "2036-02-30", to: "2036-03-27" } }) },
    'plan.json, line 7, /visitWindow/from: "2036-02-30": expected a day that exists, as YYYY-MM-DD; correct the date',
  ],
  [
    "plan-ratio-invalid",
    { plan: task({ size: { ratio: "300%" } }) },
    'plan.json, line 25, /tasks/0/size/ratio: "300%": expected a ratio from 0 to 1 (a multiple may exceed 1) such as "3%", "0.5%", "0.03" or "1/30"; correct the value',
  ],
  [
    "plan-text-malformed",
    { plan: more({ title: "\ud800x" }) },
    "a text holds half of a surrogate pair; retype the text",
  ],
  [
    "window-reversed",
    { plan: more({ visitWindow: { from: "2036-03-27", to: "2036-03-09" } }) },
    "plan.json, line 6, /visitWindow: the visit window ends (2036-03-09) before it begins (2036-03-27); exchange the dates",
  ],
  [
    "task-repeated",
    { plan: (value) => ({ ...value, tasks: [value.tasks[0], value.tasks[0]] }) },
    'plan.json, line 35, /tasks/1/id: "t": two tasks have this id; rename one',
  ],
  [
    "size-ambiguous",
    { plan: task({ size: { ratio: "5%", count: 3 } }) },
    "plan.json, line 24, /tasks/0/size: expected one of ratio, tiers, count, perInspector, overall (the last three may stand beside tiers), found ratio, count; keep one",
  ],
  [
    "size-flags-alone",
    { plan: task({ size: { count: 2, flags: [{ tag: "a", times: 2 }] } }) },
    "plan.json, line 26, /tasks/0/size/flags: flags multiply the ratios of ratio or tiers, and neither is given; add one of them or remove flags",
  ],
  [
    "flag-repeated",
    {
      plan: task({
        size: {
          ratio: "5%",
          flags: [
            { tag: "a", times: 2 },
            { tag: "a", times: 3 },
          ],
        },
      }),
    },
    'plan.json, line 31, /tasks/0/size/flags/1: "a": the flag is given twice; keep one',
  ],
  [
    "within-repeated",
    { plan: task({ within: ["region", "region"] }) },
    "plan.json, line 33, /tasks/0/within: a stratum column is given twice; keep one",
  ],
  [
    "within-not-allowed",
    { plan: task({ within: ["联系电话"] }) },
    'plan.json, line 34, /tasks/0/within/0: "联系电话": strata are region, industry, type, status, address or a further column by its header, not a private or other known column; choose another column',
  ],
  [
    "team-repeated",
    {
      plan: task({
        team: [
          { department: "局", count: 2 },
          { department: "局", role: "member" },
        ],
      }),
    },
    'plan.json, line 32, /tasks/0/team/1: "局": the same requirement stands twice in this task; add up the counts in one entry',
  ],
  [
    "team-too-small",
    { plan: task({ team: [{ department: "局" }, { department: "院", role: "expert", count: 3 }] }) },
    'plan.json, line 27, /tasks/0/team: "t": expected at least 2 enforcement people, found 1 (行政处罚法 art. 42); raise a count; experts do not count',
  ],
  [
    "groups-file-missing",
    { plan: task({ team: [{ department: "局", role: "group" }] }) },
    'plan.json, line 28, /tasks/0/team/0: "局": expected registries.groups beside a team entry of role group, found none; name the file of the groups (检查小组名录) in registries.groups',
  ],
  [
    "groups-unused",
    grouped("G2,二组,P3;P4\n", task({ team: [{ department: "局", count: 2 }] })),
    'plan.json, line 16, /registries/groups: "groups.csv": expected a team entry of role group, found none: members of groups are drawn with their group only; add an entry of role group, or remove registries.groups',
  ],
  [
    "source-field",
    { plan: more({ sources: [{ kind: "dice", sides: 10, count: 20, name: "x" }] }) },
    'plan.json, line 36, /sources/0: "name": a source of kind dice has no such field; remove it',
  ],
  [
    "source-repeated",
    {
      plan: more({
        sources: [{ kind: "secret" }, { kind: "secret" }, { kind: "dice", sides: 10, count: 20 }],
      }),
    },
    'plan.json, line 39, /sources/1: "secret": the source is given twice; keep one',
  ],
  [
    "sources-too-weak",
    {
      plan: more({
        sources: [
          { kind: "secret" },
          { kind: "witness", name: "纪检" },
          { kind: "dice", sides: 6, count: 20 },
        ],
      }),
    },
    "plan.json, line 35, /sources: the outside sources bring 51 bits, expected at least 64; 20 ten-sided dice give 66; free words and the operator's secret count 0",
  ],
  [
    "sealed-without-secret",
    { plan: more({ publication: { sealed: true } }) },
    'plan.json, line 43, /publication/sealed: a sealed draw needs a source of kind secret; add { "kind": "secret" } or set publication.sealed to false',
  ],
  [
    "item-unknown",
    { plan: task({ items: ["I9"] }) },
    'plan.json, line 22, /tasks/0/items/0: "I9": the item list holds no such code (task t); correct the code or add the item with its legal basis',
  ],
  [
    "task-not-key",
    { plan: task({ items: ["I2"] }) },
    'plan.json, line 20, /tasks/0/kind: "I2": task t is key, but this item is general; make the task general with a ceiling, or remove the item',
  ],
  [
    "item-demand-unmet",
    {
      files: {
        "items.csv": "事项编码,事项名称,事项类别,检查依据,业务专长\nI1,事项,重点,《法》,食品、消防\n",
      },
    },
    'plan.json, line 27, /tasks/0/team: "食品、消防": item I1 demands this of the people, and no slot of task t asks for it; add it to expertise or qualification of a team entry',
  ],
  [
    "ceiling-missing",
    { plan: task({ kind: "general", items: ["I2"] }) },
    'plan.json, line 24, /tasks/0/size: "t": a general task needs a ceiling, its own or its items\'; add size.ceiling, or fill in 抽查比例上限 in the item list',
  ],
  [
    "scope-value-unmatched",
    { plan: task({ scope: { status: ["存续", "吊销"] } }) },
    'plan.json, line 34, /tasks/0/scope/status: "吊销": no row has this value; found 存续; correct the value: a scope that matches nothing narrows the draw',
  ],
  [
    "pool-empty",
    { plan: task({ scope: { type: ["企业"] } }) },
    'plan.json, line 33, /tasks/0/scope: "t": no object can be drawn: 0 of 4 rows are in scope, none is eligible; widen the scope or the exclusions',
  ],
  [
    "tier-missing",
    { plan: task({ size: { tiers: [{ credit: "B", ratio: "3%" }] } }) },
    'plan.json, line 25, /tasks/0/size/tiers: "["","A"]": task t: objects with this cell key match no row of the tier table; add a row, or one with "*"',
  ],
  [
    "tiers-empty",
    { plan: task({ size: { tiers: [{ ratio: "30%" }] } }) },
    'plan.json, line 18, /tasks/0: "t": 4 objects have no risk or credit tier and match only "*"; fill in the tiers',
  ],
  [
    "cells-small",
    {},
    'plan.json, line 18, /tasks/0: "t": 1 cells hold fewer than 5 objects; whether such a cell is drawn is a matter of chance, as printed',
  ],
  [
    "task-small",
    { plan: task({ kind: "general", items: ["I2"], size: { count: 1, ceiling: "10%" } }) },
    'plan.json, line 18, /tasks/0: "t": a general task with 4 objects in scope, fewer than 5; it is named in the freeze report and beside the verdict: even one firm is a large share',
  ],
  [
    "item-risk-ambiguous",
    {
      plan: task({
        items: ["I1", "I3"],
        size: { tiers: [{ itemRisk: "高", ratio: "9%" }, { ratio: "3%" }] },
      }),
      files: {
        "items.csv":
          "事项编码,事项名称,事项类别,检查依据,风险等级\nI1,甲,重点,《法》,高\nI3,乙,重点,《法》,低\n",
      },
    },
    'plan.json, line 21, /tasks/0/items: "t": the tier table asks for the item risk, and the items of this task differ in it; set itemRisk in the task',
  ],
  [
    "exempt-unknown",
    { plan: task({ exclude: { exempt: [{ object: "X-9", basis: "《法》" }] } }) },
    'plan.json, line 35, /tasks/0/exclude/exempt/0: "X-9": no object has this id (task t); correct the id or remove the exemption',
  ],
  [
    "history-after-window",
    append("history.csv", "914403001922038216,2036-04-01,x,P1"),
    "history.csv: 1 history rows are dated after 2036-03-09 and are ignored; check their dates",
  ],
  [
    "ceiling-exceeded",
    { plan: task({ size: { ratio: "60%", ceiling: "50%" } }) },
    'plan.json, line 24, /tasks/0/size: "t": 3 objects asked for, at most 2 allowed (50.00% of 4); lower the ratios, set bound to at-most, or make the task key',
  ],
  [
    "floor-missed",
    { plan: task({ size: { count: 1, floor: "50%" } }) },
    'plan.json, line 24, /tasks/0/size: "t": 1 objects meant, at least 2 needed (50.00% of 4); raise the ratios or the total',
  ],
  [
    "certain-above-total",
    { plan: task({ size: { tiers: [{ credit: "A", ratio: "100%" }], count: 3 } }) },
    'plan.json, line 24, /tasks/0/size: "t": cells of ratio 100% hold 4 objects, the total is 3; raise the total or lower those ratios',
  ],
  [
    "total-unreachable",
    { plan: task({ size: { count: 9 } }) },
    'plan.json, line 24, /tasks/0/size: "t": 9 objects asked for, 4 can be drawn; the shortfall is recorded; relax the exclusions if it is not meant',
  ],
  [
    "cell-never-drawn",
    { plan: task({ size: { tiers: [{ credit: "A", ratio: "0%" }] } }) },
    'plan.json, line 24, /tasks/0/size: "["","A"]": task t: probability 0 for 4 objects; no firm should be safe from inspection without a legal ground',
  ],
  [
    "cell-always-drawn",
    { plan: task({ size: { count: 4 } }) },
    'plan.json, line 24, /tasks/0/size: "["","A"]": task t: probability 1 for 4 objects, which the plan does not say as 100%; check flags and total',
  ],
  [
    "requirement-unfillable",
    { plan: task({ team: [{ department: "局", count: 2, expertise: ["计量"] }] }) },
    'plan.json, line 28, /tasks/0/team/0: "局、member、计量": task t: 2 people or groups needed, 0 found in the registry; train or borrow people, change the team, or provide for direct assignment with its basis',
  ],
  [
    "requirement-unfillable-direct",
    {
      plan: (value) =>
        more({ direct: { basis: "《办法》" } })(
          task({ team: [{ department: "局", count: 2, expertise: ["计量"] }] })(value) as TestPlan,
        ),
    },
    'plan.json, line 28, /tasks/0/team/0: "局、member、计量": task t: 2 people or groups needed, 0 found; these visits go to direct assignment; check whether the requirement is meant',
  ],
  [
    "groups-few",
    grouped("G2,二组,P3;P4\n"),
    'plan.json, line 29, /tasks/0/team/0: "局、group": task t: 2 groups meet this, expected at least 3; form more groups: from so few it is known beforehand who comes',
  ],
  [
    "load-differs",
    {
      plan: more({ staffing: { load: "year" } }),
      files: {
        "inspectors.csv":
          "执法证号,姓名,单位,证件有效期,状态,已承担\nP1,甲,局,长期,有效,7\nP2,乙,局,长期,有效,\n",
      },
    },
    'inspectors.csv: "P1": 已承担 says 7, the history 1; the entered number counts',
  ],
  [
    "file-missing",
    { files: { "objects.csv": undefined } },
    "DIR/objects.csv: no such file; check the name; names in a plan are relative to the plan",
  ],
  [
    "file-empty",
    { files: { "objects.csv": "" } },
    "objects.csv: the file has no header row; export it again",
  ],
  [
    "file-encoding",
    { files: { "objects.csv": new Uint8Array([0xff, 0xfe, 0x41, 0]) } },
    "objects.csv: neither UTF-8 nor GB18030; save the file as UTF-8",
  ],
  [
    "csv-syntax",
    append("objects.csv", 'X-1,"未闭合,A,存续'),
    "objects.csv, line 6: the row cannot be read: CSV_QUOTE_NOT_CLOSED; look for a stray quote; reading stopped here",
  ],
  [
    "xlsx-invalid",
    { files: { "objects.csv": new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]) } },
    "objects.csv: not a readable workbook: expected a ZIP file, got one without a directory; save it again as .xlsx, or as CSV",
  ],
  [
    "json-syntax",
    { raw: '{\n "schema": "dualdraw/plan/v1"\n "id": "x"\n}' },
    "plan.json, line 3: not valid JSON: CommaExpected; correct this line or the one before",
  ],
  [
    "json-key-repeated",
    { raw: '{\n "id": "a",\n "tasks": [{ "id": "b",\n  "id": "c" }]\n}' },
    "plan.json, line 4, /tasks/0/id: the field stands twice; keep one",
  ],
];

describe("every fault of a plan and its registries", () => {
  it.each(cases)("%s", async (code, change, expected) => {
    const fault = await findFault(code, change);
    expect(
      fault === undefined ? "" : formatFault(fault, "en").replace(/\/\S+dualdraw-faults-\w+\//, "DIR/"),
    ).toBe(expected);
  });
});

describe("the table of faults", () => {
  /** Faults of statements, keys and the command line, which have tests beside the code that raises them. */
  const elsewhere: readonly FaultCode[] = [
    "plan-id-invalid",
    "frame-spelling",
    "roster-repeated",
    "roster-key-and-paper",
    "roster-key-repeated",
    "beacon-round",
    "beacon-signature",
    "beacon-randomness",
    "beacon-form",
    "beacon-not-later",
    "beacon-too-late",
    "contribution-fixed",
    "contribution-too-early",
    "contribution-after-beacon",
    "draw-exists",
    "draw-voided",
    "draw-locked",
    "signer-unknown",
    "signer-on-paper",
    "digest-form",
    "signature-wrong",
    "statement-name",
    "attestation-fixed",
    "network-failed",
    "file-changed",
    "archive-missing",
    "archive-locked",
    "archive-name",
    "archive-other",
    "archive-place-taken",
    "archive-changed",
    "archive-mismatch",
    "archive-damaged",
    "archive-draw-unknown",
    "archive-key",
    "archive-key-known",
    "archive-unkeyed",
    "checkpoint-absent",
    "checkpoint-form",
    "checkpoint-unknown",
    "cosignature-wrong",
    "cosignature-own",
    "witness-request",
    "witness-origin",
    "witness-signature",
    "witness-rollback",
    "witness-stale",
    "witness-fork",
    "event-after-void",
    "event-no-visit",
    "event-no-slot",
    "event-nothing-open",
    "event-person-barred",
    "event-chain",
    "event-reason",
    "event-before-record",
    "event-clock",
    "release-early",
    "list-sealed",
    "event-too-many",
    "countersign-late",
    "beacon-not-out",
    "json-value",
    "secret-wrong",
    "witness-value-wrong",
    "words-spelling",
    "dice-spelling",
    "contribution-missing",
    "contribution-unknown",
    "clock-behind",
    "statement-form",
    "frame-changed",
    "window-started",
    "opening-late",
    "sources-absent",
    "id-not-found",
    "file-unreadable",
    "file-unwritable",
    "file-exists",
    "directory-not-empty",
    "xlsx-too-large",
    "key-unreadable",
    "key-mode",
    "key-not-rostered",
    "public-key-invalid",
    "passphrase-short",
    "passphrase-absent",
    "step-missing",
    "cell-date",
    "cell-number",
    "cell-choice",
    "cell-pair",
    "code-repeated",
    "workspace-missing",
    "document-form",
    "settings-form",
    "chain-broken",
    "calendar-year-unknown",
    "department-unknown",
    "item-ceiling-missing",
    "item-subject-missing",
    "item-joint-alone",
    "item-review-missing",
    "items-unchanged",
    "items-unpublished",
    "coverage-unknown",
    "coverage-low",
    "year-files-absent",
    "year-size-missing",
    "year-item-unknown",
    "year-item-foreign",
    "year-ceiling",
    "year-window-outside",
    "year-joint-alone",
    "year-department-joined",
    "year-joint-unagreed",
    "year-task-repeated",
    "year-tasks-overlap",
    "year-industry-twice",
    "year-item-uncovered",
    "year-industry-alone",
    "year-plan-late",
    "year-count-differs",
    "year-plan-changed",
    "year-plan-unchanged",
    "year-plan-unpublished",
    "year-task-unknown",
    "year-task-superior",
    "year-draw-exists",
    "year-plan-absent",
    "year-plan-form",
    "year-plan-other",
    "year-plan-differs",
    "adjustment-late",
    "adjustment-after-draw",
    "adjustment-task-unknown",
    "adjustment-field-unknown",
    "adjustment-from-differs",
    "adjustment-nothing-added",
    "draw-unknown",
    "result-not-drawn",
    "result-item-foreign",
    "result-person-foreign",
    "result-department",
    "result-entered-by",
    "day-in-future",
    "result-before-draw",
    "result-outside-window",
    "code-year",
    "result-problem-missing",
    "result-unreachable",
    "result-transfer-missing",
    "result-transfer-unasked",
    "result-refusal-reason",
    "result-refusal-witness",
    "result-unconfirmed",
    "result-origin-missing",
    "result-origin-unasked",
    "result-known",
    "result-row-repeated",
    "result-draw-voided",
    "result-other-commitment",
    "nothing-to-publish",
    "proposal-other",
    "feedback-nothing",
    "adjustment-task-present",
    "adjustment-unpublished",
    "draw-beside-year",
    "draw-repeated",
    "result-superseded",
    "correction-nothing",
    "correction-ambiguous",
    "proposal-decided",
    "proposal-repeated",
    "feedback-overtaken",
    "register-known",
    "register-nothing",
    "penalty-unknown",
    // Databases (src/node/draw/table.test.ts, src/cli/table.test.ts)
    "database-missing",
    "database-address",
    "database-failed",
    "table-missing",
    "table-column-type",
    "table-changed",
    "table-id-untrimmed",
    "dialect-unknown",
    "engine-sealed",
  ];

  it("has a tested message for every code", () => {
    expect([...cases.map(([code]) => code), ...elsewhere].sort(compareText)).toEqual(
      [...faultCodes].sort(compareText),
    );
  });

  it("says the same in both languages", () => {
    const names = (text: string): string[] =>
      [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).sort(compareText);
    for (const code of faultCodes) {
      const fault: Fault = { code, level: "error", details: {} };
      const [zh, en] = [wordFault(fault, "zh"), wordFault(fault, "en")];
      expect([code, ...names(zh.rule + zh.remedy)]).toEqual([code, ...names(en.rule + en.remedy)]);
      expect(zh.rule + zh.remedy).toMatch(/\p{Script=Han}/u);
    }
  });

  it("prints a Chinese message in Chinese", async () => {
    const fault = await findFault("row-width", append("objects.csv", "X-1,多余"));
    expect(fault === undefined ? "" : formatFault(fault, "zh")).toBe(
      "objects.csv 第6行：应有4个单元格，实有2个；检查本行或上一行是否有多余的分隔符或引号",
    );
  });

  it("counts every fault and keeps a bounded number", async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => `X-${i},,A,存续`).join("\n");
    const directory = mkdtempSync(join(tmpdir(), "dualdraw-faults-"));
    for (const [name, text] of Object.entries({ ...files, ...append("objects.csv", rows).files }))
      writeFileSync(join(directory, name), text);
    writeFileSync(join(directory, "plan.json"), JSON.stringify(plan));
    const { faults } = await checkPlanFile(join(directory, "plan.json"));
    expect(faults.counts.get("cell-empty")).toBe(1000);
    expect(faults.errors).toBe(1000);
    expect(faults.kept.length).toBeLessThan(300);
  });
});
