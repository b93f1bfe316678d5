import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type FaultCode, FaultList, formatFault } from "../../core/index.js";
import {
  drawTask,
  EARLY,
  makeWorkspace,
  smallWorkspace,
  withItems,
  withYear,
} from "../../../fixtures/small-workspace.js";
import { codesOf } from "../../../fixtures/fault-codes.js";
import { checkPlanFile } from "../draw/freeze.js";
import { recordEvent } from "../draw/events.js";
import { findDraw } from "./drawn-tasks.js";
import { confirmProposals, writeProposals } from "./feedback.js";
import { gatherDispatch } from "./dispatch.js";
import { checkItems, publishItems } from "./item-lists.js";
import { register } from "./register.js";
import { publishResults } from "./publish-results.js";
import { addResults } from "./results.js";
import { openWorkspace, readObjects, type Workspace } from "./workspace.js";
import { prepareDraw } from "./year-draw.js";
import { checkYear, publishYear } from "./year-plans.js";

const ITEMS = smallWorkspace["items.csv"] ?? "";
const PLAN = "plan/2026/甲局.csv";
const TASKS = smallWorkspace[PLAN] ?? "";
const HEAD = TASKS.slice(0, TASKS.indexOf("\n") + 1);
const ADJUST = "日期,任务编号,调整内容,原值,新值,原因,决定人\n";

const inItems = (from: string | RegExp, to: string) => async (): Promise<FaultList> => {
  const directory = await makeWorkspace({ "items.csv": ITEMS.replace(from, to) });
  return (await checkItems(await openWorkspace(directory))).faults;
};
const inPlan =
  (from: string | RegExp, to: string, more: Record<string, string> = {}) =>
  async (): Promise<FaultList> =>
    (await checkYear(await withItems({ [PLAN]: TASKS.replace(from, to), ...more }), 2026, EARLY)).faults;
const edit = (workspace: Workspace, path: string, from: string | RegExp, to: string): void => {
  const file = join(workspace.layout.directory, path);
  writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
};
const adjusted = (row: string) => async (): Promise<FaultList> => {
  const workspace = await withYear();
  writeFileSync(workspace.layout.adjustments(2026), `${ADJUST}${row}\n`);
  return (await checkYear(workspace, 2026, EARLY)).faults;
};
const settings = (change: (value: Record<string, unknown>) => void) => async (): Promise<FaultList> => {
  const directory = await makeWorkspace();
  const path = join(directory, "settings.json");
  const value = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  change(value);
  writeFileSync(path, JSON.stringify(value));
  return (await checkItems(await openWorkspace(directory))).faults;
};
const prepared =
  (change: (plan: Record<string, unknown>) => void, more: (path: string) => void = () => undefined) =>
  async (): Promise<FaultList> => {
    const { planPath } = await prepareDraw(await withYear(), 2026, "T-1");
    const plan = JSON.parse(readFileSync(planPath, "utf8")) as Record<string, unknown>;
    change(plan);
    writeFileSync(planPath, JSON.stringify(plan));
    more(planPath.replace("plan.json", "year-plan.json"));
    return (await checkPlanFile(planPath)).faults;
  };

const planCases: [FaultCode, () => Promise<FaultList | void>][] = [
  ["cell-date", inItems("2026-01-05\nY", "上周\nY")],
  ["cell-number", inPlan(",4,2026-09", ",四,2026-09")],
  ["cell-choice", inItems("一般,", "普通,")],
  ["cell-pair", inPlan("抽查比例,", "分级比例,")],
  ["code-repeated", inItems("Y-1", "J-1")],
  ["workspace-missing", async () => void (await openWorkspace("/nowhere"))],
  [
    "document-form",
    async () => {
      const { layout } = await withItems();
      writeFileSync(layout.published("items", 1), "{}");
      await openWorkspace(layout.directory);
    },
  ],
  ["settings-form", settings((value) => (value["coverage"] = "most"))],
  [
    "chain-broken",
    async () => {
      const { layout } = await withItems();
      renameSync(layout.published("items", 1), layout.published("items", 2));
      await openWorkspace(layout.directory);
    },
  ],
  ["department-unknown", inItems(",甲局,现场", ",丙局,现场")],
  ["item-ceiling-missing", inItems(",50%,", ",,")],
  ["item-subject-missing", inItems(",甲局,现场", ",,现场")],
  ["item-joint-alone", inItems("甲局、乙局", "乙局")],
  ["item-review-missing", inItems("周某,2026-01-05", ",")],
  [
    "items-unchanged",
    async () => {
      const workspace = await withItems();
      publishItems(workspace, await checkItems(workspace), EARLY);
    },
  ],
  [
    "items-unpublished",
    async () => (await checkYear(await openWorkspace(await makeWorkspace()), 2026, EARLY)).faults,
  ],
  [
    "coverage-unknown",
    settings(
      (value) =>
        ((value["departments"] as { enforcementItems: number }[])[0] = {
          name: "甲局",
          contact: "",
          phone: "",
          enforcementItems: 0,
        } as never),
    ),
  ],
  [
    "coverage-low",
    settings(
      (value) =>
        ((value["departments"] as { enforcementItems: number }[])[0] = {
          name: "甲局",
          contact: "",
          phone: "",
          enforcementItems: 9,
        } as never),
    ),
  ],
  ["year-files-absent", async () => (await checkYear(await withItems(), 2027, EARLY)).faults],
  ["plan-id-invalid", inPlan("\nT-1,", "\n..,")],
  ["year-size-missing", inPlan("20%,4", ",")],
  ["year-item-unknown", inPlan("J-1,20%", "J-9,20%")],
  ["year-item-foreign", inPlan("J-1,20%", "Y-1,20%")],
  ["year-ceiling", inPlan("20%,4", "60%,12")],
  ["year-window-outside", inPlan("2026-09-07,2026-09-25", "2025-09-07,2025-09-25")],
  ["year-joint-alone", inPlan("联合,本级,甲局,乙局", "联合,本级,甲局,")],
  ["year-department-joined", inPlan("部门,本级,甲局,", "部门,本级,甲局,乙局")],
  ["year-joint-unagreed", inPlan("纪要1号", "")],
  [
    "year-task-repeated",
    inPlan("", "", {
      "plan/2026/乙局.csv": `${HEAD}T-1,别的,部门,本级,乙局,,零售,Y-1,10%,,2026-03-02,2026-03-20,\n`,
    }),
  ],
  ["year-tasks-overlap", inPlan("2026-10-12,2026-10-30", "2026-09-14,2026-10-30")],
  [
    "year-industry-twice",
    inPlan("", "", {
      "plan/2026/乙局.csv": `${HEAD.trim()},行业代码\nT-9,又一次,联合,本级,乙局,甲局,零售,Y-1,10%,,2026-10-19,2026-10-30,纪要,F52\n`,
    }),
  ],
  ["year-item-uncovered", inPlan("J-1、Y-1", "J-1")],
  [
    "year-industry-alone",
    async () => {
      const workspace = await withItems();
      edit(workspace, "settings.json", '"industries": []', '"industries": ["餐饮"]');
      return (await checkYear(await openWorkspace(workspace.layout.directory), 2026, EARLY)).faults;
    },
  ],
  [
    "year-plan-late",
    async () => {
      const workspace = await withItems();
      const checked = await checkYear(workspace, 2026, EARLY);
      publishYear(workspace, checked, new Date("2026-03-02T01:00:00Z"));
      return checked.faults;
    },
  ],
  ["year-count-differs", inPlan("20%,4", "20%,5")],
  [
    "year-plan-changed",
    async () => {
      const workspace = await withYear();
      edit(workspace, PLAN, "20%,4", "10%,2");
      return (await checkYear(workspace, 2026, EARLY)).faults;
    },
  ],
  [
    "year-plan-unchanged",
    async () => {
      const workspace = await withYear();
      publishYear(workspace, await checkYear(workspace, 2026, EARLY), EARLY);
    },
  ],
  ["year-plan-unpublished", async () => void (await prepareDraw(await withItems(), 2026, "T-1"))],
  ["year-task-unknown", async () => void (await prepareDraw(await withYear(), 2026, "T-9"))],
  ["year-task-superior", async () => void (await prepareDraw(await withYear(), 2026, "T-3"))],
  [
    "year-draw-exists",
    async () => {
      const workspace = await withYear();
      await prepareDraw(workspace, 2026, "T-1");
      await prepareDraw(workspace, 2026, "T-1");
    },
  ],
  ["year-plan-absent", prepared(() => undefined, rmSync)],
  [
    "year-plan-form",
    prepared(
      () => undefined,
      (path) => writeFileSync(path, "{}"),
    ),
  ],
  [
    "year-plan-other",
    prepared((plan) => Object.assign(plan["yearPlan"] as object, { sha256: "0".repeat(64) })),
  ],
  ["year-plan-differs", prepared((plan) => (plan["title"] = "另一次"))],
  ["adjustment-late", adjusted("2026-09-04,T-1,抽查比例,20%,30%,需要,王局")],
  [
    "adjustment-after-draw",
    async () => {
      const workspace = await withYear();
      await drawTask(workspace, "T-1");
      writeFileSync(
        workspace.layout.adjustments(2026),
        `${ADJUST}2026-08-01,T-1,抽查比例,20%,30%,需要,王局\n`,
      );
      return (await checkYear(workspace, 2026, EARLY)).faults;
    },
  ],
  ["adjustment-task-unknown", adjusted("2026-08-01,T-9,抽查比例,20%,30%,需要,王局")],
  ["adjustment-field-unknown", adjusted("2026-08-01,T-1,天气,晴,雨,需要,王局")],
  ["adjustment-from-differs", adjusted("2026-08-01,T-1,抽查比例,25%,30%,需要,王局")],
  ["adjustment-nothing-added", adjusted("2026-08-01,T-9,新增,,,需要,王局")],
  ["adjustment-task-present", adjusted("2026-01-10,T-1,新增,,,需要,王局")],
];

const drawn = await withYear();
const target = await drawTask(drawn, "T-2");
const LATER = new Date("2026-11-03T02:00:00Z");
const record = JSON.parse(readFileSync(join(target, "record.json"), "utf8")) as {
  visits: { object: string; team: { inspector: string; department: string }[] }[];
};
const [visit] = record.visits;
const team = (department: string): string =>
  visit?.team
    .filter((member) => member.department === department)
    .map(({ inspector }) => inspector)
    .join("、") ?? "";
const inspector = team("甲局").split("、")[0] ?? "";
const good: Record<string, string> = {
  draw: "T-2",
  object: visit?.object ?? "",
  item: "J-1",
  department: "甲局",
  people: team("甲局"),
  date: "2026-10-14",
  method: "现场检查",
  result: "未发现问题",
  followUp: "无需后续处置",
  confirmation: "签字",
  enteredBy: inspector,
};

async function copyDrawn(): Promise<Workspace> {
  const directory = await makeWorkspace();
  rmSync(directory, { recursive: true });
  cpSync(drawn.layout.directory, directory, { recursive: true });
  return openWorkspace(directory);
}

const entered =
  (change: Record<string, string>, isRandom = true, ...earlier: Record<string, string>[]) =>
  async (): Promise<FaultList> => {
    const workspace = await copyDrawn();
    for (const cells of earlier)
      await addResults(workspace, { cells: { ...good, ...cells } }, undefined, isRandom, LATER);
    return (await addResults(workspace, { cells: { ...good, ...change } }, undefined, isRandom, LATER))
      .faults;
  };

const resultCases: [FaultCode, () => Promise<FaultList | void>][] = [
  ["draw-unknown", entered({ draw: "T-9" })],
  ["result-not-drawn", entered({ object: "DX-99" })],
  [
    "result-item-foreign",
    async () => {
      const workspace = await copyDrawn();
      edit(workspace, "draws/T-2/commitment.json", '"items":["J-1","Y-1"]', '"items":["Y-1"]');
      return (await addResults(workspace, { cells: good }, undefined, true, LATER)).faults;
    },
  ],
  ["result-person-foreign", entered({ people: "P9" })],
  ["result-department", entered({ department: "乙局" })],
  ["result-entered-by", entered({ enteredBy: "Q1" })],
  ["day-in-future", entered({ date: "2026-11-04" })],
  ["result-before-draw", entered({ date: "2026-08-30" })],
  ["result-outside-window", entered({ date: "2026-11-02" })],
  [
    "code-year",
    async () => {
      const workspace = await copyDrawn();
      edit(workspace, "codes.csv", "01,未发现问题,无问题,2014,", "01,未发现问题,无问题,2014,2025");
      return (
        await addResults(
          await openWorkspace(workspace.layout.directory),
          { cells: good },
          undefined,
          true,
          LATER,
        )
      ).faults;
    },
  ],
  ["result-problem-missing", entered({ result: "发现问题已责令改正" })],
  ["result-unreachable", entered({ result: "通过登记的住所（经营场所）无法联系" })],
  ["result-transfer-missing", entered({ followUp: "抄告其他部门" })],
  ["result-transfer-unasked", entered({ transferTo: "公安局" })],
  ["result-refusal-reason", entered({ confirmation: "拒绝签字" })],
  ["result-refusal-witness", entered({ confirmation: "拒绝签字", refusal: "不认可" })],
  ["result-unconfirmed", entered({ confirmation: "无人到场" })],
  ["result-origin-missing", entered({ draw: "" }, false)],
  ["result-origin-unasked", entered({ origin: "投诉举报" })],
  ["result-known", entered({ result: "已注销" }, true, {})],
  [
    "result-row-repeated",
    async () => {
      const workspace = await copyDrawn();
      const file = join(workspace.layout.directory, "twice.csv");
      const row = Object.values(good).join(",");
      writeFileSync(file, `${Object.keys(good).join(",")}\n${row}\n${row}\n`);
      return (await addResults(workspace, { file }, undefined, true, LATER)).faults;
    },
  ],
  [
    "result-draw-voided",
    async () => {
      const workspace = await copyDrawn();
      const input = {
        request: { kind: "void", withheld: [], known: [] },
        reason: { code: "irregular", text: "" },
        evidence: [],
      } as const;
      recordEvent(join(workspace.layout.draws, "T-2"), input, { signer: undefined, now: LATER });
      await gatherDispatch(workspace, "T-2");
    },
  ],
  [
    "result-other-commitment",
    async () => {
      const workspace = await copyDrawn();
      await addResults(workspace, { cells: good }, undefined, true, LATER);
      const found = findDraw(workspace.layout, "T-2");
      const other = { ...found, drawn: { ...found.drawn, commitment: "0".repeat(64) } };
      publishResults(workspace, "T-2", other, undefined, ["网站"], LATER);
    },
  ],
  ["feedback-nothing", async () => void (await writeProposals(await copyDrawn(), 2026))],
  [
    "proposal-other",
    async () => {
      const workspace = await copyDrawn();
      mkdirSync(join(workspace.layout.directory, "feedback"), { recursive: true });
      writeFileSync(
        workspace.layout.feedback(2026),
        "对象编号,变更项,原值,建议值,结果台账,台账序号,是否采纳,理由,决定人\nDX-01,信用等级,B,C,T-2,1,是,核定,孙某\n",
      );
      await confirmProposals(workspace, 2026, LATER);
    },
  ],
];

describe("a workspace reports", () => {
  it.each([...planCases, ...resultCases])("%s", async (code, step) => {
    expect(await codesOf(step)).toContain(code);
  });

  it("nothing of the small workspace as it is", async () => {
    const workspace = await withYear();
    expect((await checkItems(workspace)).faults.errors).toBe(0);
    expect(
      [...(await checkYear(workspace, 2026, EARLY)).faults.counts.keys()].filter((code) =>
        code.startsWith("year"),
      ),
    ).toEqual([]);
    expect([...(await entered({})()).counts.keys()]).toEqual([]);
  });

  it("a changed entry of journal and register", async () => {
    const workspace = await copyDrawn();
    const { layout } = workspace;
    await addResults(workspace, { cells: good }, undefined, true, LATER);
    await addResults(
      workspace,
      { cells: { ...good, result: "已注销", correction: "看错" } },
      undefined,
      true,
      LATER,
    );
    edit(workspace, "results/T-2.json", "未发现问题", "发现问题");
    expect(await codesOf(entered({}))).toEqual([]);
    expect(
      await codesOf(
        async () => void publishResults(workspace, "T-2", findDraw(layout, "T-2"), undefined, [], LATER),
      ),
    ).toEqual(["chain-broken"]);
    const entry = { kind: "report", on: "2026-11-03", about: "2026-year-end", note: "办公室" } as const;
    register(layout, 2026, () => [entry, entry], LATER);
    edit(workspace, "register/2026.json", "2026-11-03", "2026-06-30");
    expect(await codesOf(async () => register(layout, 2026, () => [entry], LATER))).toEqual(["chain-broken"]);
  });

  it("where and what to do, in both languages", async () => {
    const faults = await inPlan("20%,4", "20%,5")();
    const fault = faults.kept.find(({ code }) => code === "year-count-differs");
    expect(fault === undefined ? "" : formatFault(fault, "zh")).toBe(
      "甲局.csv 第2行 “抽查数量”：“5”：20户的20%为4户，与此数不符；请改正抽查比例或抽查数量",
    );
    expect(fault === undefined ? "" : formatFault(fault, "en")).toBe(
      '甲局.csv, line 2, column "抽查数量": "5": 20% of 20 objects are 4, not this number; correct 抽查比例 or 抽查数量',
    );
  });

  it("a registry that cannot be read", async () => {
    const workspace = await withItems({ "objects.csv": "名称\n甲\n" });
    expect(await codesOf(async () => void (await readObjects(workspace)))).toContain("column-missing");
  });
});
