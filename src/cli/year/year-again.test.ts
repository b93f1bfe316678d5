import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { drawTask, withYear } from "../../../fixtures/small-workspace.js";
import { WORKSPACE as W, YearPlayer } from "../../../fixtures/year-player.js";
import { readDrawnTask } from "../../node/workspace/drawn-tasks.js";

const made = await withYear();
const target = await drawTask(made, "T-1");
const { visits } = readDrawnTask(target) ?? { visits: [] };
const player = new YearPlayer();
cpSync(made.layout.directory, player.at(), { recursive: true });
afterAll(() => player.end());

const PAGES = new Set(["items.csv", "items.html", "items.json", "SHA256SUMS"]);
const [visit] = visits;
const result = {
  抽取编号: "T-1",
  对象编号: visit?.object ?? "",
  事项编码: "J-1",
  检查部门: "甲局",
  检查人员: visit?.people.join("、") ?? "",
  检查日期: "2026-09-10",
  检查方式: "现场检查",
  检查结果: "发现问题已责令改正",
  问题描述: "无标签",
  后续处置: "责令改正",
  确认方式: "签字",
  处罚文书: "罚1号",
  处罚日期: "2026-09-11",
  录入人: visit?.people[0] ?? "",
};

describe("a command that is run again", () => {
  it("writes the page that a power cut left out, and publishes nothing twice", async () => {
    player.on("2026-01-20");
    expect(await player.do(0, "items", "publish", W)).toContain("第1版已公布");
    rmSync(player.at("website", "items-001"), { recursive: true });
    await player.do(0, "items", "publish", W);
    expect(new Set(readdirSync(player.at("website", "items-001")))).toEqual(PAGES);
    expect(await player.run("items", "publish", W)).toMatchObject({ code: 3 });
    await player.do(0, "year", "publish", W, "2026");
    rmSync(player.at("website", "plan-2026-001"), { recursive: true });
    await player.do(0, "year", "publish", W, "2026");
    expect(readdirSync(player.at("website", "plan-2026-001"))).toContain("plan.html");
    expect((await player.run("year", "publish", W, "2026")).err).toContain("计划与已公布的一致");
    expect(readdirSync(player.at("published"))).toEqual(["items-001.json", "plan-2026-001.json"]);
  });

  it("sends lists out a second time on a day, and the first counts", async () => {
    player.on("2026-09-01");
    await player.do(0, "dispatch", W, "T-1");
    await player.do(0, "dispatch", W, "T-1");
    expect(readdirSync(player.at("dispatch", "T-1"))).toEqual(["2026-09-01", "2026-09-01-2"]);
    const { deadlines } = JSON.parse(await player.do(4, "--json", "status", W, "--year", "2026")) as {
      deadlines: { kind: string; about: string; doneOn?: string }[];
    };
    expect(deadlines.find(({ kind }) => kind === "dispatch")).toMatchObject({ doneOn: "2026-09-01" });
  });

  it("makes a report whenever it is asked for, and one made in January is not the year's", async () => {
    player.on("2026-01-21");
    await player.do(0, "report", W, "2026", "--part", "year-end");
    await player.do(0, "report", W, "2026", "--part", "year-end");
    const state = async (): Promise<string | undefined> =>
      (
        JSON.parse(
          (await player.run("--json", "status", W, "--year", "2026", "--today", "2026-11-10")).out,
        ) as {
          deadlines: { about: string; state: string }[];
        }
      ).deadlines.find(({ about }) => about === "2026-year-end")?.state;
    expect(await state()).toBe("due");
    player.on("2026-11-10");
    await player.do(0, "report", W, "2026", "--part", "year-end");
    expect(await state()).toBe("done");
    expect(readdirSync(player.at("reports"))).toEqual([
      "2026-year-end-2026-01-21",
      "2026-year-end-2026-01-21-2",
      "2026-year-end-2026-11-10",
    ]);
  });
});

describe("what cannot be meant is refused, and nothing is written", () => {
  it.each([
    [["year", "file", W, "2026", "--revision", "0"], "2026年度计划尚未公布"],
    [["year", "file", W, "2026", "--on", "2026-12-24"], "晚于今天"],
    [["result", "penalty", W, "2026", ""], "没有此文书"],
    [["result", "penalty", W, "2026", "罚9号"], "现有罚1号"],
    [["result", "publish", W, "T-1", "--channel", ""], "必填"],
    [["result", "missing", W, "T-9"], "工作区没有此次抽取"],
  ])("%j", async (argv, words) => {
    player.on("2026-11-11");
    player.writeRows([result], "one.csv");
    await player.do(0, "result", "add", W, `${W}/one.csv`);
    const before = readFileSync(player.at("register", "2026.json"), "utf8");
    const { code, err } = await player.run(...argv);
    expect([code, err]).toEqual([3, expect.stringContaining(words)]);
    expect(readFileSync(player.at("register", "2026.json"), "utf8")).toBe(before);
  });
});

describe("what does not count is seen", () => {
  it("January lists what is still open of the year before", async () => {
    player.on("2027-01-12");
    const { code, out } = await player.run("status", W);
    expect([code, out]).toEqual([4, expect.stringMatching(/上一年度未了\d+项\n(.*\n)*.*T-1 .*甲局/)]);
    const page = `${W}/status.html`;
    await player.run("status", W, "--html", page);
    expect(readFileSync(player.at("status.html"), "utf8")).toContain("上一年度未了事项");
    expect((await player.run("status", W, "--year", "2027")).out).not.toContain("上一年度");
  });

  it("status, page and data name a second draw of a task", async () => {
    player.on("2026-09-02");
    const again = player.at("draws", "again");
    mkdirSync(again);
    const text = readFileSync(player.at("draws", "T-1", "commitment.json"), "utf8");
    writeFileSync(`${again}/commitment.json`, text.replace("2026-08-31T02:00:00Z", "2026-08-31T03:00:00Z"));
    const { code, out, err } = await player.run("--json", "status", W, "--year", "2026");
    expect([code, err]).toEqual([4, expect.stringContaining("抽取了两次")]);
    expect((JSON.parse(out) as { strays: { code: string }[] }).strays).toHaveLength(2);
    await player.run("status", W, "--year", "2026", "--html", `${W}/strays.html`);
    expect(readFileSync(player.at("strays.html"), "utf8")).toContain("抽取了两次");
    expect((await player.run("dispatch", W, "T-1")).err).toContain("抽取了两次");
    rmSync(again, { recursive: true });
  });

  it("freeze refuses in the workspace what the published plan does not say", async () => {
    player.on("2026-09-02");
    await player.do(0, "year", "draw", W, "2026", "T-2");
    player.editJson("published/plan-2026-001.json", (plan: { tasks: { draw: { title: string } }[] }) => {
      for (const task of plan.tasks) task.draw.title += "（改）";
    });
    const published = player.at("published", "plan-2026-001.json");
    const edited = JSON.parse(readFileSync(published, "utf8")) as unknown;
    writeFileSync(published, JSON.stringify(edited));
    for (const command of ["freeze", "session"]) {
      const { code, err } = await player.run(command, `${W}/prepared/T-2/plan.json`, "-o", `${W}/draws/T-2`);
      expect([code, err]).toEqual([3, expect.stringContaining("不是封存当日已公布")]);
    }
    cpSync(made.layout.published("plan-2026", 1), published);
  });

  it("a page says what was withdrawn of a voided draw", async () => {
    player.on("2026-11-12");
    await player.do(0, "result", "publish", W, "T-1");
    player.on("2026-11-13");
    await player.do(0, "void", `${W}/draws/T-1`, "--reason", "irregular", "--text", "名单有误");
    expect((await player.run("result", "missing", W, "T-1")).out).toContain("待撤回");
    expect(await player.do(0, "result", "publish", W, "T-1")).toContain("撤回1条");
    const [folder = ""] = readdirSync(player.at("website")).filter((name) =>
      name.startsWith("results-T-1-3"),
    );
    const page = readFileSync(player.at("website", folder, "results.html"), "utf8");
    for (const words of ["撤回随机抽查检查结果公示", "现予撤回：本次抽取已作废", visit?.object ?? "-"])
      expect(page).toContain(words);
    expect(player.rows("website", folder, "results.csv")).toMatchObject([{ 备注: "撤回：本次抽取已作废" }]);
    expect((await player.run("result", "publish", W, "T-1")).err).toContain("已作废");
    // The power was cut between the journal and the page.
    rmSync(player.at("website", folder), { recursive: true });
    await player.do(0, "result", "publish", W, "T-1");
    expect(readdirSync(player.at("website", folder))).toContain("results.html");
  });
});
