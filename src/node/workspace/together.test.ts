import { spawn } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { objectSpec, refuse } from "../../core/index.js";
import { cutAt, DRAW_DAY, drawTask, smallWorkspace, withYear } from "../../../fixtures/small-workspace.js";
import { createArchive } from "../archive/archive.js";
import { addToArchive } from "../archive/archived-draw.js";
import { onDisk } from "../disk/disk.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { findBrokenLink } from "../../year/register/chain.js";
import type { ResultJournal } from "../../year/results/journal.js";
import type { DueVisit } from "../../year/visits/visits.js";
import { confirmProposals, writeProposals } from "./feedback.js";
import { gatherDispatch, writeDispatch } from "./dispatch.js";
import { findDraw, readDrawnTask, readFrozenDraws } from "./drawn-tasks.js";
import { keepJournal, publishResults } from "./publish-results.js";
import { addResults } from "./results.js";
import { rewriteTable } from "./rewrite-table.js";

const workspace = await withYear();
const { layout } = workspace;
const target = await drawTask(workspace, "T-2", new Date("2026-08-31T02:00:00Z"));
interface Member {
  inspector: string;
  department: string;
}
const { visits } = JSON.parse(readFileSync(join(target, "record.json"), "utf8")) as {
  visits: { object: string; team: Member[] }[];
};

/** A department's table with its results of all visits. */
function writeResults(department: string, item: string): string {
  const rows = visits.map(({ object, team }) => {
    const people = team
      .filter((member) => member.department === department)
      .map(({ inspector }) => inspector);
    return [
      "T-2",
      object,
      item,
      department,
      people.join("、"),
      "2026-10-14",
      "现场检查",
      "未发现问题",
      "无需后续处置",
      "签字",
      people[0],
    ];
  });
  const path = join(layout.directory, `${department}.csv`);
  const header =
    "抽取编号,对象编号,事项编码,检查部门,检查人员,检查日期,检查方式,检查结果,后续处置,确认方式,录入人";
  writeFileSync(path, `${header}\n${rows.map((row) => row.join(",")).join("\n")}\n`);
  return path;
}

/** The program in a process of its own, on a day after the visits. */
function run(...argv: string[]): Promise<number | null> {
  const clock = join(layout.directory, "clock.mjs");
  writeFileSync(
    clock,
    "const D = Date; const NOW = D.UTC(2026, 10, 3, 2);\nglobalThis.Date = class extends D { constructor(...a) { super(...(a.length ? a : [NOW])); } static now() { return NOW; } };\n",
  );
  const child = spawn("node", ["--import", clock, "bin/dualdraw.js", ...argv], { stdio: "ignore" });
  return new Promise((done) => child.on("exit", done));
}

/** A result of a visit of T-1 as somebody enters it. */
function resultOf(
  visit: DueVisit | undefined,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    draw: "T-1",
    object: visit?.object ?? "",
    item: "J-1",
    department: "甲局",
    people: visit?.people.join("、") ?? "",
    date: "2026-09-10",
    method: "现场检查",
    result: "未发现问题",
    followUp: "无需后续处置",
    confirmation: "签字",
    enteredBy: visit?.people[0] ?? "",
    ...more,
  };
}

const journal = (): ResultJournal => JSON.parse(readFileSync(layout.results("T-2"), "utf8")) as ResultJournal;

describe("two hands at once", () => {
  it("two departments hand in at the same moment, and nothing is lost", async () => {
    const files = [writeResults("甲局", "J-1"), writeResults("乙局", "Y-1")];
    const codes = await Promise.all(files.map((file) => run("result", "add", layout.directory, file)));
    expect(codes).toEqual([0, 0]);
    expect(journal().entries).toHaveLength(2 * visits.length);
    expect(findBrokenLink(journal(), nodeSha256)).toBeUndefined();
  });

  it("the same file twice at the same moment is entered once", async () => {
    const before = journal().entries.length;
    const file = writeResults("甲局", "J-1");
    await Promise.all([
      run("result", "add", layout.directory, file),
      run("result", "add", layout.directory, file),
    ]);
    expect(journal().entries).toHaveLength(before);
  });

  it("a registry that somebody saves meanwhile is not overwritten", async () => {
    const path = layout.registry("objects.csv");
    const step = rewriteTable(path, objectSpec, (table) => {
      table.set(table.rows[0] as string[], "credit", "C");
      writeFileSync(path, readFileSync(path, "utf8").replace("商行2,", "商行二,"));
    });
    await expect(step).rejects.toMatchObject({ fault: { code: "file-changed" } });
    expect(readFileSync(path, "utf8")).toContain("商行二,");
  });

  it("a full disk leaves the journal as it was", async () => {
    const before = readFileSync(layout.results("T-2"), "utf8");
    const [visit] = visits;
    const people =
      visit?.team.filter(({ department }) => department === "甲局").map(({ inspector }) => inspector) ?? [];
    const cells = {
      draw: "T-2",
      object: visit?.object ?? "",
      item: "J-1",
      department: "甲局",
      people: people.join("、"),
      date: "2026-10-14",
      method: "现场检查",
      result: "已注销",
      followUp: "无需后续处置",
      confirmation: "签字",
      enteredBy: people[0] ?? "",
      correction: "看错",
    };
    const full = onDisk(
      (real) => ({ ...real, write: () => refuse("file-unwritable", { reason: "ENOSPC" }) }),
      () => addResults(workspace, { cells }, undefined, true, new Date("2026-11-03T02:00:00Z")),
    );
    await expect(full).rejects.toMatchObject({ fault: { code: "file-unwritable" } });
    expect(readFileSync(layout.results("T-2"), "utf8")).toBe(before);
  });
});

describe("a task that asks for inspection groups", () => {
  it("is drawn by groups, and its members go, enter and publish", async () => {
    const plan = "plan/2026/甲局.csv";
    const task =
      "任务编号,任务名称,任务类型,发起部门,抽查事项,抽查比例,派员,开始日期,结束日期\nT-1,登记抽查,部门,甲局,J-1,20%,甲局=小组,2026-09-07,2026-09-25\n";
    const grouped = await withYear({
      [plan]: task,
      "groups.csv": "小组编号,小组名称,成员\nG1,一组,P1、P2\nG2,二组,P3、P4\n",
    });
    await drawTask(grouped, "T-1");
    const { drawn, visits: dispatched } = await gatherDispatch(grouped, "T-1");
    const teams = drawn.visits.map(({ people }) => people.join());
    expect(teams).toHaveLength(4);
    for (const team of teams) expect(["P1,P2", "P3,P4"]).toContain(team);
    expect(dispatched[0]?.people.map(({ department }) => department)).toEqual(["甲局", "甲局"]);
    const [first] = drawn.visits;
    const cells = resultOf(first);
    const { added } = await addResults(grouped, { cells }, undefined, true, new Date("2026-09-11T02:00:00Z"));
    expect(added).toBe(1);
  });
});

describe("tables for people", () => {
  it("hold no cell that a spreadsheet takes for a formula", async () => {
    const objects = (smallWorkspace["objects.csv"] ?? "").replaceAll(",商行", ",=HYPERLINK(1)商行");
    const hostile = await withYear({ "objects.csv": objects });
    await drawTask(hostile, "T-2");
    const folder = await writeDispatch(hostile, await gatherDispatch(hostile, "T-2"), "x", new Map());
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".csv"),
    );
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const text = readFileSync(join(folder, name), "utf8");
      expect(text).toContain("'=HYPERLINK");
      expect(text).not.toMatch(/(^|,|")=HYPERLINK/m);
    }
  });
});

describe("the archive of a draw", () => {
  it("holds the journal of every publication, sealed", async () => {
    const own = await withYear();
    const folder = await drawTask(own, "T-1");
    const archive = join(own.layout.directory, "..", "archive");
    await createArchive(archive, {
      origin: "example.org/ws",
      signer: undefined,
      now: DRAW_DAY,
      readers: { version: "test", files: new Map() },
    });
    addToArchive(archive, folder, undefined);
    const drawn = readDrawnTask(folder);
    const [first] = drawn?.visits ?? [];
    const cells = resultOf(first);
    const now = new Date("2026-09-11T02:00:00Z");
    await addResults(own, { cells }, undefined, true, now);
    publishResults(own, "T-1", findDraw(own.layout, "T-1"), undefined, ["网站"], now);
    keepJournal(own, folder, "T-1");
    keepJournal(own, folder, "T-1");
    const archived = readdirSync(archive, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith("results/000002.json"),
    );
    expect(archived).toEqual([expect.stringContaining("sealed")]);
    expect(readFileSync(join(archive, archived[0] ?? ""))).toEqual(readFileSync(own.layout.results("T-1")));
  });
});

describe("a power cut while feedback is confirmed", () => {
  it("leaves nothing half decided: the same file is confirmed again, and a tier falls once", async () => {
    const own = await withYear();
    const folder = await drawTask(own, "T-1");
    const drawn = readDrawnTask(folder);
    cpSync(folder, join(own.layout.draws, "copy"), { recursive: true });
    expect(readFrozenDraws(own.layout)).toHaveLength(1);
    const [first] = drawn?.visits ?? [];
    const cells = resultOf(first, { result: "发现问题已责令改正", problem: "无标签", followUp: "责令改正" });
    const now = new Date("2026-09-11T02:00:00Z");
    await addResults(own, { cells }, undefined, true, now);
    publishResults(own, "T-1", findDraw(own.layout, "T-1"), undefined, ["网站"], now);
    const { path, proposals } = await writeProposals(own, 2026);
    expect(proposals).toMatchObject([{ object: first?.object, field: "credit", from: "B", to: "C" }]);
    writeFileSync(path, readFileSync(path, "utf8").replace(",,,\r", ",是,核定,孙某\r"));
    const credit = (): string | undefined =>
      readFileSync(own.layout.registry("objects.csv"), "utf8")
        .split(/\r?\n/)
        .find((line) => line.startsWith(`${first?.object},`))
        ?.split(",")[5];
    const cut = cutAt("objects.csv", () => confirmProposals(own, 2026, now));
    await expect(cut).rejects.toMatchObject({ fault: { code: "file-unwritable" } });
    expect(credit()).toBe("B");
    expect(await confirmProposals(own, 2026, now)).toMatchObject({ confirmed: 0, known: 1, history: 1 });
    expect(credit()).toBe("C");
    expect(await confirmProposals(own, 2026, now)).toMatchObject({ confirmed: 0, known: 1 });
    expect(credit()).toBe("C");
  });
});
