import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cleanResult, DEPARTMENTS, WORKSPACE as W, YearPlayer } from "../../../fixtures/year-player.js";

const [MARKET, FIRE, CULTURE, ENVIRONMENT] = DEPARTMENTS;
const player = new YearPlayer();
type Row = Record<string, string>;

const text = (...path: string[]): string => readFileSync(player.at(...path), "utf8");
const json = (...path: string[]): unknown => JSON.parse(text(...path));
const status = async (today: string): Promise<StatusJson> =>
  JSON.parse((await player.run("status", W, "--year", "2026", "--today", today, "--json")).out) as StatusJson;

interface StatusJson {
  total: Counts;
  tasks: (Counts & { task: string; draws: string[]; base?: number })[];
  departments: (Counts & { name: string })[];
  tiers: (Counts & { name: string })[];
  deadlines: {
    kind: string;
    about: string;
    department: string;
    due: string;
    state: string;
    workdaysLeft: number;
  }[];
  unknownYears: string[];
  nonRandom: number;
}
interface Counts {
  toInspect: number;
  inspected: number;
  published: number;
  late: number;
  overdue: number;
  results: Record<string, number>;
}

/** Fills in a department's table of a dispatched draw and hands it in. */
async function handIn(
  draw: string,
  sentOn: string,
  department: string,
  date: string,
  change: (row: Row, i: number) => Row = (row) => row,
): Promise<string> {
  const path = ["dispatch", draw, sentOn, "回填", `${department}.csv`];
  const rows = player.rows(...path).map((row, i) => change(cleanResult(row, date), i));
  player.writeRows(rows, "handed-in.csv");
  return player.do(0, "result", "add", W, `${W}/handed-in.csv`);
}

/** Commands of a page's console blocks with what stands under each. */
function readConsole(page: string): [command: string, shown: string][] {
  return [...page.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = ""]) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part): [string, string] => {
        const end = part.indexOf("\n");
        return [part.slice(0, end), part.slice(end + 1).trim()];
      }),
  );
}

/** True if a page shows what was printed; `…` on a line of its own stands for any lines, within a line for any text. */
function matches(shown: string, printed: string): boolean {
  const pattern = shown
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[\\s\\S]*");
  return new RegExp(`^${pattern}$`).test(printed.trim());
}

beforeAll(async () => {
  player.on("2026-01-10");
  await player.do(0, "init", W, "--authority", MARKET, "--department", ...DEPARTMENTS, "--year", "2026");
  player.fill();
  player.editJson(
    "settings.json",
    (settings: {
      departments: { name: string; contact: string; phone: string; enforcementItems: number }[];
      industries: string[];
    }) => {
      const numbers = [5, 1, 1, 2];
      settings.departments.forEach((department, i) =>
        Object.assign(department, { contact: "值班室", phone: `0000-100${i}`, enforcementItems: numbers[i] }),
      );
      settings.industries = ["酒店宾馆", "化工"];
    },
  );
  await player.makeKey();
});
afterAll(() => player.end());

describe.sequential("a year of the sample county", () => {
  it("January: item list and yearly plan are checked, published and filed", async () => {
    player.on("2026-01-12");
    expect(await player.do(0, "items", "check", W)).toContain("清单7项");
    await player.do(0, "items", "publish", W);
    const items = text("website", "items-001", "items.html");
    for (const words of ["部门联合随机抽查事项清单", "《消防法》第五十三条", "法规科 周某 2025-12-18", "80%"])
      expect(items).toContain(words);
    expect(player.rows("website", "items-001", "items.csv")).toHaveLength(7);
    const noYear = await player.run("year", "check", W, "next");
    expect([noYear.code, noYear.err]).toEqual([2, expect.stringContaining("参数“year”的取值“next”无效")]);
    player.on("2026-01-20");
    const check = await player.do(0, "year", "check", W, "2026");
    expect(check).toContain("5项任务，本部门3项、部门联合2项；本级4项、上级1项");
    await player.do(0, "year", "publish", W, "2026");
    const plan = text("website", "plan-2026-001", "plan.html");
    for (const words of [
      "第1版，2026-01-20公布",
      "酒店宾馆部门联合抽查",
      "A=1%、B=3%",
      "会商",
      "市抽县查",
    ].filter((w) => w !== "会商"))
      expect(plan).toContain(words);
    player.on("2026-01-23");
    await player.do(0, "year", "file", W, "2026", "--on", "2026-01-22");
    const { deadlines } = await status("2026-01-25");
    expect(
      deadlines
        .filter(({ kind }) => kind === "plan" || kind === "filing")
        .map(({ state, due }) => [state, due]),
    ).toEqual([
      ["done", "2026-01-31"],
      ["done", "2026-01-31"],
    ]);
  });

  it("March: the first draw follows the yearly plan, which its commitment names", async () => {
    player.on("2026-03-02");
    await player.do(0, "year", "draw", W, "2026", "YX-2026-01");
    await player.draw("YX-2026-01");
    const { plan } = json("draws", "YX-2026-01", "commitment.json") as { plan: { yearPlan: object } };
    expect(plan.yearPlan).toMatchObject({ year: 2026, revision: 1, task: "YX-2026-01" });
    const { out } = await player.run("verify", `${W}/draws/YX-2026-01`);
    expect(out).toMatch(/通过 {2}year-plan/);
    await player.do(0, "dispatch", W, "YX-2026-01");
    const notices = text("dispatch", "YX-2026-01", "2026-03-02", "随机抽查通知书.html");
    expect(notices.match(/<h1>随机抽查通知书<\/h1>/g)).toHaveLength(10);
    for (const words of [
      "值班室 0000-1000",
      "许可、从业人员健康和进货查验",
      "营业执照及有关许可证件",
      "可申请回避",
    ])
      expect(notices).toContain(words);
    const forms = text("dispatch", "YX-2026-01", "2026-03-02", "随机抽查检查表.html");
    for (const words of [
      "□拒绝签字，原因",
      "见证人签字",
      "□发现问题已责令改正",
      "□移送司法机关",
      "法定代表人",
    ])
      expect(forms).toContain(words);
    expect((await player.run("year", "draw", W, "2026", "YX-2026-01")).err).toContain(
      "此任务已准备或抽取：YX-2026-01",
    );
    expect((await player.run("year", "draw", W, "2026", "YX-2026-05")).err).toContain("由上级抽取");
  });

  it("April: results in time, each kind of finding, refusals with their reason, and nothing for who was not drawn", async () => {
    player.on("2026-04-17");
    const missing = await player.do(4, "result", "missing", W, "YX-2026-01");
    expect(missing).toContain("共10项");
    const special: Record<number, Row> = {
      0: { 检查结果: "发现问题已责令改正", 问题描述: "从业人员健康证过期", 后续处置: "责令改正" },
      1: {
        检查结果: "通过登记的住所（经营场所）无法联系",
        后续处置: "列入经营异常名录线索",
        确认方式: "无人到场",
      },
      2: {
        检查结果: "发现问题待后续处理",
        问题描述: "无证经营",
        后续处置: "移送司法机关",
        移送单位: "云溪县公安局",
        移送文书: "云市监移〔2026〕2号",
        移送日期: "2026-04-10",
      },
      3: { 确认方式: "拒绝签字", 拒签原因: "负责人认为无须检查", 见证人: "社区干部 何某" },
      4: { 检查结果: "已注销", 确认方式: "无人到场" },
      5: { 不公示依据: "涉及商业秘密" },
      6: {
        检查结果: "发现问题待后续处理",
        问题描述: "未索证索票",
        后续处置: "移送办案机构",
        处罚文书: "云市监罚〔2026〕7号",
        处罚日期: "2026-04-14",
      },
    };
    const wrong = await player.run(
      "result",
      "enter",
      W,
      "YX-2026-01",
      "91320699MA000005LJ",
      "SC-031",
      "--department",
      MARKET,
      "--people",
      "云320699000",
      "--date",
      "2026-04-02",
      "--method",
      "现场检查",
      "--result",
      "未发现问题",
      "--follow-up",
      "无需后续处置",
      "--confirmation",
      "签字",
      "--entered-by",
      "云320699000",
    );
    expect([wrong.code, wrong.err]).toEqual([
      3,
      expect.stringContaining("错误: “对象编号”：“91320699MA000005LJ”：此对象未被YX-2026-01抽中"),
    ]);
    expect(existsSync(player.at("results", "YX-2026-01.json"))).toBe(false);
    const added = await handIn("YX-2026-01", "2026-03-02", MARKET, "2026-04-02", (row, i) => ({
      ...row,
      ...special[i],
    }));
    expect(added).toContain("录入10条（其中更正0条）");
    expect(await player.do(0, "result", "add", W, `${W}/handed-in.csv`)).toContain(
      "录入0条（其中更正0条），原已录入10条",
    );
    await player.do(0, "result", "publish", W, "YX-2026-01");
    const [folder] = ["results-YX-2026-01-11-云溪县市场监督管理局"];
    const page = text("website", folder ?? "", "results.html");
    expect(page).toContain("9条；依法不予公示1条（涉及商业秘密）");
    for (const secret of ["云市监罚", "无证经营", "移送", "从业人员健康证过期", "何某"])
      expect(page).not.toContain(secret);
    const table = player.rows("website", folder ?? "", "results.csv");
    expect(table).toHaveLength(9);
    expect(Object.keys(table[0] ?? {}).join()).not.toMatch(/处罚|移送|人员/);
    const { deadlines, tasks } = await status("2026-04-20");
    expect(tasks[0]).toMatchObject({
      task: "YX-2026-01",
      toInspect: 10,
      inspected: 10,
      published: 10,
      late: 0,
    });
    // 2026-04-15 plus 20 working days: the May holidays do not count, 9 May is worked.
    expect(deadlines.find(({ kind }) => kind === "result")).toMatchObject({
      due: "2026-05-15",
      state: "done",
    });
    expect(deadlines.find(({ kind }) => kind === "penalty")).toMatchObject({
      due: "2026-04-23",
      about: "云市监罚〔2026〕7号",
    });
    expect((await player.run("result", "publish", W, "YX-2026-01")).err).toContain("没有待公示的结果");
  });

  it("a correction is a new entry with its reason; the first stays", async () => {
    player.on("2026-04-24");
    const [row] = player.rows("handed-in.csv").slice(7);
    const changed = {
      ...row,
      检查结果: "发现问题已责令改正",
      问题描述: "标签不全",
      后续处置: "责令改正",
    } as Row;
    player.writeRows([changed], "changed.csv");
    const refused = await player.run("result", "add", W, `${W}/changed.csv`);
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining("已登记为第8条（未发现问题）")]);
    player.writeRows([{ ...changed, 更正原因: "录入时选错结果" }], "changed.csv");
    expect(await player.do(0, "result", "add", W, `${W}/changed.csv`)).toContain("其中更正1条");
    const { entries } = json("results", "YX-2026-01.json") as {
      entries: { kind: string; result?: string; corrects?: object }[];
    };
    expect(entries[7]?.result).toBe("未发现问题");
    expect(entries[11]).toMatchObject({
      result: "发现问题已责令改正",
      corrects: { number: 8, reason: "录入时选错结果" },
    });
    expect((await status("2026-04-24")).tasks[0]).toMatchObject({ published: 9 });
    await player.do(0, "result", "publish", W, "YX-2026-01");
    expect((await status("2026-04-24")).tasks[0]).toMatchObject({ published: 10, late: 0 });
  });

  it("May: the joint draw, with an object and a person replaced, one visit for all departments", async () => {
    player.on("2026-04-27");
    await player.do(0, "year", "draw", W, "2026", "YX-2026-02");
    await player.draw("YX-2026-02");
    const draw = `${W}/draws/YX-2026-02`;
    const record = json("draws", "YX-2026-02", "record.json") as {
      visits: { object: string; team: { inspector: string }[] }[];
      tasks: { cells: { drawn: string[]; reserves: string[] }[] }[];
    };
    const signing = ["--key", "operator.key", "--passphrase-file", "passphrase.txt"];
    const cell = record.tasks[0]?.cells.find(
      ({ drawn, reserves }) => drawn.length > 0 && reserves.length > 0,
    );
    const gone = record.visits.find(({ object }) => object === cell?.drawn[0]);
    const other = record.visits.find(({ object }) => object !== gone?.object);
    await player.do(0, "replace", "object", draw, gone?.object ?? "", "--reason", "deregistered", ...signing);
    const member = other?.team[0];
    await player.do(
      0,
      "replace",
      "person",
      draw,
      other?.object ?? "",
      "0",
      member?.inspector ?? "",
      "--reason",
      "ill",
      ...signing,
    );
    player.on("2026-04-29");
    await player.do(0, "dispatch", W, "YX-2026-02");
    const list = player.rows("dispatch", "YX-2026-02", "2026-04-29", "全部.csv");
    expect(list).toHaveLength(record.visits.length);
    expect(list.map((row) => row["对象编号"])).not.toContain(gone?.object);
    for (const row of list)
      for (const item of ["SC-012", "SC-013", "XF-003", "WL-007"]) expect(row["检查事项"]).toContain(item);
    for (const department of [MARKET, FIRE, CULTURE])
      expect(player.rows("dispatch", "YX-2026-02", "2026-04-29", "部门", `${department}.csv`)).toHaveLength(
        list.length,
      );
    expect(player.rows("dispatch", "YX-2026-02", "2026-04-29", "回填", `${MARKET}.csv`)).toHaveLength(
      2 * list.length,
    );
  });

  it("June: two departments in time, one late; each publishes its own", async () => {
    player.on("2026-06-12");
    await handIn("YX-2026-02", "2026-04-29", MARKET, "2026-05-20");
    await handIn("YX-2026-02", "2026-04-29", CULTURE, "2026-05-20");
    await player.do(0, "result", "publish", W, "YX-2026-02", "--department", MARKET);
    await player.do(0, "result", "publish", W, "YX-2026-02");
    const before = await status("2026-06-12");
    const visits = before.tasks.find(({ task }) => task === "YX-2026-02");
    expect(visits).toMatchObject({ inspected: 0, published: 0 });
    expect(before.departments.find(({ name }) => name === MARKET)).toMatchObject({ late: 0, overdue: 0 });
    // 2026-06-05 plus 20 working days, the Dragon Boat Festival (19 June) not counted.
    const due = before.deadlines.find(
      ({ kind, about, department }) => kind === "result" && about === "YX-2026-02" && department === FIRE,
    );
    expect(due).toMatchObject({ due: "2026-07-06", state: "due" });
    expect(
      (await status("2026-07-07")).deadlines.find(
        ({ kind, about, department }) => kind === "result" && about === "YX-2026-02" && department === FIRE,
      ),
    ).toMatchObject({ state: "overdue", workdaysLeft: -1 });
    player.on("2026-07-09");
    await handIn("YX-2026-02", "2026-04-29", FIRE, "2026-05-20");
    await player.do(0, "result", "publish", W, "YX-2026-02");
    const after = await status("2026-07-09");
    const line = after.tasks.find(({ task }) => task === "YX-2026-02");
    expect(line?.published).toBe(line?.toInspect);
    expect(line?.late).toBe(line?.toInspect);
    expect(after.departments.find(({ name }) => name === FIRE)?.late).toBe(line?.toInspect);
    expect(after.departments.find(({ name }) => name === MARKET)?.late).toBe(0);
  });

  it("June: the plan is adjusted by dated entries, published and filed again; nothing changes without one", async () => {
    player.on("2026-06-16");
    const path = ["plan", "2026", `${MARKET}.csv`];
    const rows = player.rows(...path);
    player.writeRows(
      rows.map((row) => (row["任务编号"] === "YX-2026-04" ? { ...row, 抽查比例: "0.5%" } : row)),
      ...path,
    );
    const silent = await player.run("year", "publish", W, "2026");
    expect([silent.code, silent.err]).toEqual([
      3,
      expect.stringContaining("YX-2026-04：抽查比例与已公布的不同，而没有调整记录"),
    ]);
    player.writeRows(rows, ...path);
    player.adjust();
    await player.do(0, "year", "publish", W, "2026");
    const plan = text("website", "plan-2026-002", "plan.html");
    for (const words of ["第2版，2026-06-16公布", "汛期人员调配", "（调减）", "2026-07-06 至 2026-08-14"])
      expect(plan).toContain(words);
    expect(plan).not.toContain("培训机构登记和公示抽查");
    player.on("2026-07-20");
    await player.do(0, "year", "file", W, "2026", "--revision", "2", "--on", "2026-07-20");
    const { deadlines } = await status("2026-07-21");
    // 2026-06-15 plus 10 working days is 2026-06-30: published in time, filed late.
    expect(
      deadlines.filter(({ about }) => about === "2026-2").map(({ kind, due, state }) => [kind, due, state]),
    ).toEqual([
      ["adjustment", "2026-06-30", "done"],
      ["filing", "2026-06-30", "late"],
    ]);
    player.on("2026-06-17");
    expect((await player.run("year", "publish", W, "2026")).err).toContain("计划与已公布的一致");
  });

  it("a task that was drawn is not adjusted any more, nor one that begins in less than a week", async () => {
    player.on("2026-06-25");
    const path = ["plan", "2026", "adjustments.csv"];
    const rows = player.rows(...path);
    const entry = {
      日期: "2026-06-24",
      任务编号: "YX-2026-02",
      调整内容: "结束日期",
      原值: "2026-06-05",
      新值: "2026-07-05",
      原因: "赶不及",
      决定人: "张局长",
    };
    player.writeRows([...rows, entry], ...path);
    expect((await player.run("year", "check", W, "2026")).err).toContain("任务已于2026-04-27抽取");
    player.writeRows(
      [
        ...rows,
        { ...entry, 日期: "2026-07-01", 任务编号: "YX-2026-03", 原值: "2026-08-14", 新值: "2026-08-21" },
      ],
      ...path,
    );
    expect((await player.run("year", "check", W, "2026")).err).toContain(
      "2026-07-01决定，距检查开始（2026-07-06）不足7日",
    );
    player.writeRows(rows, ...path);
  });

  it("July: a draw is voided, and drawn again under its own number", async () => {
    player.on("2026-06-26");
    await player.do(0, "year", "draw", W, "2026", "YX-2026-03");
    await player.draw("YX-2026-03");
    const signing = ["--key", "operator.key", "--passphrase-file", "passphrase.txt"];
    await player.do(
      0,
      "void",
      `${W}/draws/YX-2026-03`,
      "--reason",
      "irregular",
      "--text",
      "见证人未到场",
      ...signing,
    );
    expect((await player.run("dispatch", W, "YX-2026-03")).err).toContain("YX-2026-03已作废");
    expect(await player.do(0, "year", "draw", W, "2026", "YX-2026-03")).toContain("YX-2026-03-2");
    await player.draw("YX-2026-03-2");
    const commitment = json("draws", "YX-2026-03-2", "commitment.json") as {
      voids: { draw: string }[];
      plan: { yearPlan: { revision: number } };
    };
    expect(commitment.voids.map(({ draw }) => draw)).toEqual(["YX-2026-03"]);
    expect(commitment.plan.yearPlan.revision).toBe(2);
    player.on("2026-06-30");
    await player.do(0, "dispatch", W, "YX-2026-03-2");
    const { tasks } = await status("2026-07-01");
    expect(tasks.find(({ task }) => task === "YX-2026-03")).toMatchObject({ draws: ["YX-2026-03-2"] });
  });

  it("August: results of the second draw; a complaint is kept apart", async () => {
    player.on("2026-08-20");
    for (const department of [MARKET, ENVIRONMENT])
      await handIn("YX-2026-03-2", "2026-06-30", department, "2026-07-15");
    await player.do(0, "result", "publish", W, "YX-2026-03-2");
    const calm = player.rows("objects.csv").find((row) => row["信用等级"] === "A" && row["监管标签"] === "");
    const sample = { ...player.rows("handed-in.csv")[0], 对象编号: calm?.["统一社会信用代码"] ?? "" };
    const complaint = {
      ...cleanResult(
        { ...sample, 抽取编号: "", 事项编码: "SC-012", 检查部门: MARKET, 检查人员: "云320699000" },
        "2026-08-18",
      ),
      检查结果: "发现问题已责令改正",
      问题描述: "亮照经营不规范",
      后续处置: "责令改正",
    };
    player.writeRows([complaint], "complaint.csv");
    expect((await player.run("result", "add", W, `${W}/complaint.csv`, "--non-random")).err).toContain(
      "非随机检查须注明来源",
    );
    player.writeRows([{ ...complaint, 非随机来源: "投诉举报" }], "complaint.csv");
    await player.do(0, "result", "add", W, `${W}/complaint.csv`, "--non-random");
    await player.do(0, "result", "publish", W, "2026", "--non-random");
    expect(text("website", `results-non-random-2026-2-${MARKET}`, "results.html")).toContain(
      "不属于随机抽查",
    );
    const { total, nonRandom, tasks } = await status("2026-08-21");
    expect(nonRandom).toBe(1);
    expect(total.toInspect).toBe(tasks.reduce((sum, { toInspect }) => sum + toInspect, 0));
  });

  it("November: status and year-end report with both indicators", async () => {
    player.on("2026-04-22");
    await player.do(0, "result", "penalty", W, "2026", "云市监罚〔2026〕7号", "--on", "2026-04-21");
    expect((await status("2026-05-06")).deadlines.find(({ kind }) => kind === "penalty")).toMatchObject({
      state: "done",
    });
    player.on("2026-11-20");
    const { code } = await player.run("status", W, "--html", "status.html");
    expect(code).toBe(4);
    const page = readFileSync(join(player.folder, "status.html"), "utf8");
    for (const words of ["计划完成率", "100%", "按信用等级", "<svg"]) expect(page).toContain(words);
    await player.do(0, "report", W, "2026", "--part", "year-end");
    const report = text("reports", "2026-year-end-2026-11-20", "report.html");
    for (const words of [
      "年终报告",
      "两库建设",
      "全年任务4项，其中部门联合2项",
      "抽取3次（另作废1次）",
      "未按期完成的事项",
      "抽查情况汇总表",
    ])
      expect(report).toContain(words);
    const summary = player.rows("reports", "2026-year-end-2026-11-20", "summary.csv");
    expect(summary.map((row) => row["任务编号"])).toEqual([
      "YX-2026-01",
      "YX-2026-02",
      "YX-2026-03",
      "YX-2026-05",
    ]);
    expect(summary[0]).toMatchObject({
      应检查: "10",
      已公示: "10",
      计划完成率: "100%",
      "结果：已注销": "1",
      "处置：移送司法机关": "1",
    });
    const transfers = player.rows("reports", "2026-year-end-2026-11-20", "transfers.csv");
    expect(transfers.map((row) => [row["后续处置"], row["移送单位"], row["移送文书"]])).toEqual(
      expect.arrayContaining([
        ["移送司法机关", "云溪县公安局", "云市监移〔2026〕2号"],
        ["列入经营异常名录线索", "", ""],
      ]),
    );
    const { deadlines, total } = await status("2026-11-20");
    expect(total.published).toBe(total.toInspect);
    expect(deadlines.find(({ about }) => about === "2026-year-end")).toMatchObject({
      due: "2026-11-20",
      state: "done",
    });
    expect(deadlines.find(({ about }) => about === "2026-half-year")).toMatchObject({
      due: "2026-05-21",
      state: "overdue",
    });
  });

  it("results go back to the registries, each change confirmed with its reason, and the next draw uses them", async () => {
    player.on("2026-11-23");
    await player.do(0, "feedback", "propose", W, "2026");
    const proposals = player.rows("feedback", "2026.csv");
    const unreachable = proposals.find(
      (row) => row["变更项"] === "监管标签" && row["建议值"]?.includes("无法联系"),
    );
    const complained = proposals.find((row) => row["建议值"]?.includes("投诉多发"));
    expect([unreachable, complained]).toEqual([expect.anything(), expect.anything()]);
    const before = player.rows("history.csv").length;
    expect((await player.run("feedback", "confirm", W, "2026")).out).toContain(`待定${proposals.length}条`);
    const added = player.rows("history.csv").length - before;
    const decided = proposals.map(
      (row, i): Row => ({
        ...row,
        是否采纳: i === 0 ? "否" : "是",
        理由: "信用科核定",
        决定人: "信用科 孙某",
      }),
    );
    player.writeRows(decided, "feedback", "2026.csv");
    await player.do(0, "feedback", "confirm", W, "2026");
    expect(player.rows("history.csv")).toHaveLength(before + added);
    const objects = new Map(
      player.rows("objects.csv").map((row) => [row["统一社会信用代码"] || row["对象编号"], row]),
    );
    for (const [i, proposal] of decided.entries()) {
      const header = proposal["变更项"] === "信用等级" ? "信用等级" : "监管标签";
      expect(objects.get(proposal["对象编号"])?.[header]).toBe(
        i === 0 ? proposal["原值"] : proposal["建议值"],
      );
    }
    const { entries } = json("register", "2026.json") as {
      entries: { kind: string; confirmed?: boolean; note: string }[];
    };
    const kept = entries.filter(({ kind }) => kind === "feedback");
    expect(kept.map(({ confirmed }) => confirmed)).toEqual(decided.map((_, i) => i > 0));
    expect(kept[1]?.note).toContain("信用科核定（信用科 孙某）");
    expect((await player.run("feedback", "propose", W, "2026")).out).not.toContain(
      `${proposals.length}条建议`,
    );
    // Whoever was inspected in July is excluded by the six months of a draw in November.
    const visited = (
      json("draws", "YX-2026-03-2", "record.json") as { visits: { object: string }[] }
    ).visits.map(({ object }) => object);
    const history = player.rows("history.csv");
    for (const object of visited)
      expect(
        history.some((row) => row["统一社会信用代码"] === object && row["检查日期"] === "2026-07-15"),
      ).toBe(true);
  });

  it("the handbook shows what the program prints", () => {
    const page = readFileSync("docs/zh/handbook.md", "utf8");
    const steps = readConsole(page);
    expect(steps.length).toBeGreaterThan(25);
    for (const [command, shown] of steps)
      expect([
        command,
        (player.transcript.get(command) ?? []).some((printed) => matches(shown, printed)),
      ]).toEqual([command, true]);
    const [first] = steps;
    expect(
      (player.transcript.get(first?.[0] ?? "") ?? []).some((printed) => matches(`${first?.[1]}!`, printed)),
    ).toBe(false);
  });

  it("every draw that counts verifies", async () => {
    for (const id of ["YX-2026-01", "YX-2026-02", "YX-2026-03", "YX-2026-03-2"]) {
      const { out } = await player.run("verify", `${W}/draws/${id}`);
      expect(out).toContain("名单：有效");
    }
  });
});
