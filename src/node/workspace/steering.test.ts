import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { encodeJson, type FaultCode, type YearPlan } from "../../core/index.js";
import {
  DRAW_DAY,
  drawTask,
  EARLY,
  smallWorkspace,
  withItems,
  withYear,
} from "../../../fixtures/small-workspace.js";
import { codesOf } from "../../../fixtures/fault-codes.js";
import { recordEvent } from "../draw/events.js";
import { checkPlanFile, freeze } from "../draw/freeze.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { findDraw, readFrozenDraws } from "./drawn-tasks.js";
import { checkItems, publishItems } from "./item-lists.js";
import { openWorkspace, type Workspace } from "./workspace.js";
import { prepareDraw, requireYear } from "./year-draw.js";
import { assessYear, readRecords } from "./year-files.js";
import { checkYear, publishYear } from "./year-plans.js";

const PLAN = "plan/2026/甲局.csv";
const TASKS = smallWorkspace[PLAN] ?? "";
const ADJUST = "日期,任务编号,调整内容,原值,新值,原因,决定人\n";
const FREEZE = { signer: undefined, now: DRAW_DAY, version: "test" };
const VOID = {
  request: { kind: "void", withheld: [], known: [] },
  reason: { code: "irregular", text: "" },
  evidence: [],
} as const;

const read = (path: string): never => JSON.parse(readFileSync(path, "utf8")) as never;
const reopen = ({ layout }: Workspace): Promise<Workspace> => openWorkspace(layout.directory);

function editPlan(path: string, change: (plan: Record<string, unknown>) => void): void {
  const plan = read(path) as Record<string, unknown>;
  change(plan);
  writeFileSync(path, JSON.stringify(plan));
}

/** Writes adjustments and checks the year on a day. */
async function adjusted(workspace: Workspace, rows: string, now = EARLY): Promise<FaultCode[]> {
  writeFileSync(workspace.layout.adjustments(2026), `${ADJUST}${rows}\n`);
  return codesOf(async () => (await checkYear(workspace, 2026, now)).faults);
}

/** Prepares a task's draw, and makes plan and yearly plan beside it say another ratio, each naming the other. */
async function forge(workspace: Workspace): Promise<string> {
  const { planPath } = await prepareDraw(workspace, 2026, "T-1");
  const beside = planPath.replace("plan.json", "year-plan.json");
  const year = read(beside) as YearPlan;
  const forged = {
    ...year,
    tasks: year.tasks.map((task) => ({
      ...task,
      draw: { ...task.draw, tasks: task.draw.tasks.map((drawn) => ({ ...drawn, size: { ratio: "10%" } })) },
    })),
  };
  const bytes = encodeJson(forged);
  writeFileSync(beside, bytes);
  editPlan(planPath, (plan) => {
    Object.assign(plan["yearPlan"] as object, { sha256: nodeSha256(bytes) });
    plan["tasks"] = (plan["tasks"] as object[]).map((task) => ({ ...task, size: { ratio: "10%" } }));
  });
  return planPath;
}

describe("a draw that does not follow the published year", () => {
  it("is refused at the freeze in the workspace, and counts nowhere if it was frozen elsewhere", async () => {
    const workspace = await withYear();
    const planPath = await forge(workspace);
    expect(await codesOf(async () => requireYear(planPath, DRAW_DAY))).toEqual(["draw-beside-year"]);
    expect((await checkPlanFile(planPath)).faults.errors).toBe(0);
    await freeze(planPath, join(workspace.layout.draws, "T-1"), FREEZE);
    expect(readRecords(workspace, 2026).strays.map(({ code }) => code)).toEqual(["draw-beside-year"]);
    const { deadlines, strays } = await assessYear(workspace, 2026, "2026-09-08");
    expect(strays).toHaveLength(1);
    expect(deadlines.find(({ kind, about }) => kind === "draw" && about === "T-1")?.state).toBe("overdue");
  });

  it("is refused where the task was adjusted since it was prepared; year draw makes it again", async () => {
    const workspace = await withYear();
    const { planPath } = await prepareDraw(workspace, 2026, "T-1");
    expect(await codesOf(async () => requireYear(planPath, DRAW_DAY))).toEqual([]);
    expect(await adjusted(workspace, "2026-01-15,T-1,抽查数量,4,,改按比例,王局")).not.toContain(
      "adjustment-late",
    );
    writeFileSync(
      workspace.layout.adjustments(2026),
      `${ADJUST}2026-01-15,T-1,抽查数量,4,,改按比例,王局\n2026-01-15,T-1,抽查比例,20%,40%,加强,王局\n`,
    );
    publishYear(workspace, await checkYear(workspace, 2026, EARLY), EARLY);
    expect(await codesOf(async () => requireYear(planPath, DRAW_DAY))).toEqual(["draw-beside-year"]);
    expect((await prepareDraw(workspace, 2026, "T-1")).planPath).toBe(planPath);
    expect(await codesOf(async () => requireYear(planPath, DRAW_DAY))).toEqual([]);
  });

  it("does not count for a task whose number it bears", async () => {
    const workspace = await withYear();
    const { planPath } = await prepareDraw(workspace, 2026, "T-1");
    editPlan(planPath, (plan) => delete plan["yearPlan"]);
    await freeze(planPath, join(workspace.layout.draws, "T-1"), FREEZE);
    const { deadlines, tasks } = await assessYear(workspace, 2026, "2026-09-08");
    expect(deadlines.find(({ kind, about }) => kind === "draw" && about === "T-1")?.doneOn).toBeUndefined();
    expect(tasks.find(({ task }) => task === "T-1")?.draws).toEqual([]);
  });

  it("a superior's task is not drawn by a plan written by hand", async () => {
    const { planPath } = await prepareDraw(await withYear(), 2026, "T-1");
    const year = read(planPath.replace("plan.json", "year-plan.json")) as YearPlan;
    const superior = year.tasks.find(({ id }) => id === "T-3");
    editPlan(planPath, (plan) =>
      Object.assign(plan, superior?.draw, { yearPlan: { ...(plan["yearPlan"] as object), task: "T-3" } }),
    );
    expect([...(await checkPlanFile(planPath)).faults.counts.keys()]).toContain("year-task-superior");
  });
});

describe("a task is drawn once", () => {
  it("two draws of a task count neither before one is voided", async () => {
    const workspace = await withYear();
    const target = await drawTask(workspace, "T-1");
    const prepared = workspace.layout.prepared("T-1");
    expect(await codesOf(async () => requireYear(join(prepared, "plan.json"), DRAW_DAY))).toEqual([
      "draw-repeated",
    ]);
    expect(await codesOf(async () => void (await prepareDraw(workspace, 2026, "T-1")))).toEqual([
      "year-draw-exists",
    ]);
    const again = join(workspace.layout.draws, "again");
    const elsewhere = join(workspace.layout.directory, "elsewhere");
    await freeze(join(prepared, "plan.json"), elsewhere, {
      ...FREEZE,
      now: new Date("2026-08-31T03:00:00Z"),
    });
    renameSync(elsewhere, again);
    expect(readRecords(workspace, 2026).strays.map(({ code }) => code)).toEqual([
      "draw-repeated",
      "draw-repeated",
    ]);
    expect(await codesOf(async () => void findDraw(workspace.layout, "T-1"))).toEqual(["draw-repeated"]);
    recordEvent(again, VOID, { signer: undefined, now: new Date("2026-08-31T04:00:00Z") });
    expect(findDraw(workspace.layout, "T-1").directory).toBe(target);
    expect(readRecords(workspace, 2026).strays).toEqual([]);
  });

  it("a copy of a draw is the same draw, a void of either holds", async () => {
    const workspace = await withYear();
    const target = await drawTask(workspace, "T-1");
    const copy = join(workspace.layout.draws, "A-copy");
    cpSync(target, copy, { recursive: true });
    expect(readFrozenDraws(workspace.layout)).toHaveLength(1);
    recordEvent(target, VOID, { signer: undefined, now: DRAW_DAY });
    expect(readFrozenDraws(workspace.layout)).toMatchObject([{ draw: "T-1", voided: true }]);
  });

  it("a draw made again takes no number of another task", async () => {
    const workspace = await withYear({
      [PLAN]: `${TASKS}T-1-2,别的,部门,本级,甲局,,批发,J-1,20%,,2026-12-07,2026-12-18,\n`,
    });
    recordEvent(await drawTask(workspace, "T-1"), VOID, { signer: undefined, now: DRAW_DAY });
    expect((await prepareDraw(workspace, 2026, "T-1")).draw).toBe("T-1-3");
    expect((await prepareDraw(workspace, 2026, "T-1-2")).draw).toBe("T-1-2");
  });

  it("a number that leads out of its folder is refused", async () => {
    const workspace = await withYear();
    const target = await drawTask(workspace, "T-1");
    const path = join(target, "commitment.json");
    writeFileSync(path, readFileSync(path, "utf8").replace('"id":"T-1"', '"id":"../plan"'));
    expect(await codesOf(async () => void readRecords(workspace, 2026))).toEqual(["plan-id-invalid"]);
  });
});

describe("the yearly plan", () => {
  it.each([
    ["2026-08-31,T-1,抽查比例,20%,30%,需要,王局", "2026-08-15", "day-in-future"],
    ["2026-08-01,T-1,抽查比例,20%,30%,需要,王局", "2026-09-08", "adjustment-late"],
    ["2026-09-01,T-1,开始日期,2026-09-07,2026-09-21,推迟,王局", "2026-09-01", "adjustment-late"],
    ["2026-08-01,T-1,开始日期,2026-09-07,2026-08-04,提前,王局", "2026-08-01", "adjustment-late"],
  ])("is not adjusted by %s on %s", async (row, day, code) => {
    expect(await adjusted(await withYear(), row, new Date(`${day}T02:00:00Z`))).toContain(code);
  });

  it("is not adjusted in a task that is frozen, recorded or not", async () => {
    const workspace = await withYear();
    const { planPath, target } = await prepareDraw(workspace, 2026, "T-1");
    await freeze(planPath, target, FREEZE);
    expect(await adjusted(workspace, "2026-08-01,T-1,取消,,,不做了,王局")).toContain("adjustment-after-draw");
  });

  it("is not adjusted before it is published: its rows are changed", async () => {
    expect(await adjusted(await withItems(), "2026-01-10,T-3,取消,,,不做,王局")).toContain(
      "adjustment-unpublished",
    );
  });

  it("goes through any number of versions; a draw holds while its own task stays as it was", async () => {
    const workspace = await withYear();
    const rows: string[] = [];
    const publish = async (day: string, row: string): Promise<void> => {
      rows.push(`${day},${row}`);
      const now = new Date(`${day}T02:00:00Z`);
      expect(await adjusted(workspace, rows.join("\n"), now)).toEqual([]);
      publishYear(workspace, await checkYear(workspace, 2026, now), now);
    };
    await drawTask(workspace, "T-1");
    await publish("2026-09-01", "T-2,抽查比例,30%,40%,加强,王局");
    await publish("2026-09-02", "T-2,抽查比例,40%,35%,再议,王局");
    await publish("2026-09-03", "T-3,取消,,,上级取消,王局");
    await publish("2026-09-04", "T-3,新增,,,上级恢复,王局");
    await drawTask(workspace, "T-2", new Date("2026-09-10T02:00:00Z"));
    await publish("2026-09-11", "T-3,任务名称,上级抽查,市级抽查,改名,王局");
    expect(readRecords(workspace, 2026).strays).toEqual([]);
    expect(findDraw(workspace.layout, "T-2").drawn.yearPlan?.revision).toBe(5);
  });

  it("takes a department's tasks from a workbook", async () => {
    const workspace = await withItems();
    const path = join(workspace.layout.directory, PLAN);
    const rows = readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.split(",").map((value) => ({ value })));
    const bytes = await writeXlsxFile(rows).toBuffer();
    writeFileSync(path.replace(".csv", ".xlsx"), bytes);
    rmSync(path);
    const { tasks, faults } = await checkYear(workspace, 2026, EARLY);
    expect([tasks.map(({ task }) => task.id), faults.errors]).toEqual([["T-1", "T-2", "T-3"], 0]);
  });

  it("holds a task that came by adjustment as it was published", async () => {
    const workspace = await withYear();
    const row = "T-4,新抽查,部门,本级,甲局,,批发,J-1,20%,,2026-12-07,2026-12-18,";
    writeFileSync(join(workspace.layout.directory, PLAN), `${TASKS}${row}\n`);
    expect(await adjusted(workspace, "2026-01-15,T-4,新增,,,需要,王局")).toEqual([]);
    publishYear(workspace, await checkYear(workspace, 2026, EARLY), EARLY);
    writeFileSync(join(workspace.layout.directory, PLAN), `${TASKS}${row.replace("20%", "10%")}\n`);
    expect(await codesOf(async () => (await checkYear(workspace, 2026, EARLY)).faults)).toEqual([
      "year-plan-changed",
    ]);
  });

  it("reads tables alone from the departments' folder", async () => {
    const workspace = await withItems({ "plan/2026/~$甲局.xlsx": "lock", "plan/2026/甲局.csv.bak": "old" });
    expect((await checkYear(workspace, 2026, EARLY)).tasks).toHaveLength(3);
    writeFileSync(join(workspace.layout.directory, "published", "plan-2026-001.json.bak"), "{}");
    expect((await checkYear(workspace, 2026, EARLY)).published).toEqual([]);
  });

  it.each(["t-1", "con", "T-9.", "non-random-2026"])("has no task numbered %s beside T-1", async (id) => {
    const workspace = await withItems({
      [PLAN]: `${TASKS}${id},别的,部门,本级,甲局,,批发,J-1,20%,,2026-12-07,2026-12-18,\n`,
    });
    const codes = await codesOf(async () => (await checkYear(workspace, 2026, EARLY)).faults);
    expect(codes).toContain(id === "t-1" ? "year-task-repeated" : "plan-id-invalid");
  });

  it("misses a version that was taken away where its page or a later one is there", async () => {
    const { layout } = await withYear();
    rmSync(layout.published("plan-2026", 1));
    mkdirSync(layout.website("plan-2026-001"), { recursive: true });
    const workspace = await openWorkspace(layout.directory);
    expect(await codesOf(async () => (await checkYear(workspace, 2026, EARLY)).faults)).toEqual([
      "chain-broken",
    ]);
  });
});

describe("what was drawn is owed", () => {
  it("whatever the item list and the departments became since", async () => {
    const workspace = await withYear();
    await drawTask(workspace, "T-1");
    const { layout } = workspace;
    const owed = async (): Promise<unknown> =>
      (await assessYear(await reopen(workspace), 2026, "2026-12-01")).deadlines
        .filter(({ kind, about }) => kind === "result" && about === "T-1")
        .map(({ department, state, count }) => [department, state, count]);
    expect(await owed()).toEqual([["甲局", "overdue", 4]]);
    const items = smallWorkspace["items.csv"] ?? "";
    writeFileSync(layout.items, items.replace(/J-1.*\n/, ""));
    publishItems(workspace, await checkItems(workspace), EARLY);
    expect(await owed()).toEqual([["甲局", "overdue", 4]]);
    const settings = read(layout.settings) as { departments: { name: string }[] };
    settings.departments = settings.departments.filter(({ name }) => name !== "甲局");
    writeFileSync(layout.settings, JSON.stringify(settings));
    expect(await owed()).toEqual([["甲局", "overdue", 4]]);
  });

  it("a folder's name stands for no other draw's number", async () => {
    const workspace = await withYear();
    const { draws } = workspace.layout;
    renameSync(await drawTask(workspace, "T-1"), join(draws, "first"));
    renameSync(await drawTask(workspace, "T-2"), join(draws, "T-1"));
    expect(findDraw(workspace.layout, "T-1").directory).toBe(join(draws, "first"));
    expect(findDraw(workspace.layout, "first").drawn.draw).toBe("T-1");
  });
});
