import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type FaultCode, FaultList } from "../../core/index.js";
import { codesOf } from "../../../fixtures/fault-codes.js";
import { cutAt, drawTask, makeWorkspace, withYear } from "../../../fixtures/small-workspace.js";
import { appendChained } from "../../year/register/chain.js";
import { checkResult } from "../../year/results/check-result.js";
import { ResultReader } from "../../year/results/result-rows.js";
import { CurrentResults, type ResultJournal } from "../../year/results/journal.js";
import { publicationsOf } from "../../year/results/publication.js";
import { recordEvent } from "../draw/events.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { confirmProposals, readProposals, writeProposals } from "./feedback.js";
import { findDraw } from "./drawn-tasks.js";
import { keepJournal, publishResults } from "./publish-results.js";
import { registerDay } from "./register.js";
import { addResults, type AddedResults } from "./results.js";
import { openWorkspace, readInspectors, readObjects, type Workspace } from "./workspace.js";
import { assessYear, readRecords } from "./year-files.js";

const LATER = new Date("2026-11-03T02:00:00Z");
const drawn = await withYear();
await drawTask(drawn, "T-2");
const { visits } = findDraw(drawn.layout, "T-2").drawn;
const inspectors = readFileSync(drawn.layout.registry("inspectors.csv"), "utf8").split("\n");

type Cells = Readonly<Record<string, string>>;

function resultOf(visit: number, item: "J-1" | "Y-1", more: Cells = {}): Cells {
  const department = item === "J-1" ? "甲局" : "乙局";
  const people = (visits[visit]?.people ?? []).filter((id) =>
    inspectors.some((line) => line.startsWith(`${id},`) && line.includes(department)),
  );
  return {
    draw: "T-2",
    object: visits[visit]?.object ?? "",
    item,
    department,
    people: people.join("、"),
    date: "2026-10-14",
    method: "现场检查",
    result: "未发现问题",
    problem: "",
    followUp: "无需后续处置",
    confirmation: "签字",
    enteredBy: people[0] ?? "",
    ...more,
  };
}
const PROBLEM = { result: "发现问题已责令改正", problem: "无标签", followUp: "责令改正" };
const complaint = (date: string, more: Cells = {}): Cells =>
  resultOf(0, "J-1", {
    draw: "",
    object: "DX-01",
    people: "P1",
    enteredBy: "P1",
    origin: "投诉举报",
    date,
    ...more,
  });

let workspace: Workspace;
beforeEach(async () => {
  const directory = await makeWorkspace();
  cpSync(drawn.layout.directory, directory, { recursive: true });
  workspace = await openWorkspace(directory);
});

const enter = (cells: Cells, isRandom = true, now = LATER): Promise<AddedResults> =>
  addResults(workspace, { cells }, undefined, isRandom, now);
const codes = (cells: Cells, isRandom = true): Promise<FaultCode[]> =>
  codesOf(async () => (await enter(cells, isRandom)).faults);
const publish = (): { published: number; withdrawn: number } =>
  publishResults(workspace, "T-2", findDraw(workspace.layout, "T-2"), undefined, ["网站"], LATER);
const publishApart = (): { published: number } =>
  publishResults(workspace, "non-random-2026", undefined, undefined, ["网站"], LATER);
const journal = (name = "T-2"): ResultJournal =>
  JSON.parse(readFileSync(workspace.layout.results(name), "utf8")) as ResultJournal;
const counting = (name?: string): string[] =>
  new CurrentResults(journal(name).entries).all.map(
    ({ entry }) => `${entry.number} ${entry.date} ${entry.result}`,
  );
const rewrite = (change: (value: ResultJournal) => ResultJournal): void =>
  writeFileSync(workspace.layout.results("T-2"), JSON.stringify(change(journal())));

describe("the journal", () => {
  it("shows a changed last entry and a cut end", async () => {
    await enter(resultOf(0, "J-1"));
    await enter(resultOf(1, "J-1"));
    const whole = journal();
    rewrite(({ entries, ...rest }) => ({ ...rest, entries: entries.slice(0, 1) }));
    expect(await codes(resultOf(2, "J-1"))).toEqual(["chain-broken"]);
    rewrite(() => ({
      ...whole,
      entries: whole.entries.map((entry) => ({ ...entry, date: "2026-10-15" })),
    }));
    expect(await codes(resultOf(2, "J-1"))).toEqual(["chain-broken"]);
    rewrite(() => whole);
    expect(await codes(resultOf(2, "J-1"))).toEqual([]);
  });

  it("made anew as a whole departs from the copy that was kept at a publication", async () => {
    await enter(resultOf(0, "J-1", PROBLEM));
    publish();
    const { directory } = findDraw(workspace.layout, "T-2");
    keepJournal(workspace, directory, "T-2");
    const [entry] = journal().entries as [never];
    const anew = appendChained(
      [],
      [{ ...(entry as object), result: "未发现问题" } as never],
      "2026-11-03T02:00:00Z",
      nodeSha256,
    );
    rewrite((value) => ({ ...value, ...anew }));
    expect(await codes(resultOf(1, "J-1"))).toEqual(["chain-broken"]);
    expect(await codesOf(async () => void readRecords(workspace, 2026))).toEqual(["chain-broken"]);
  });

  it("takes neither of two rows that differ where one leaves the draw to the command line", async () => {
    const file = join(workspace.layout.directory, "two.csv");
    const rows = [resultOf(0, "J-1"), resultOf(0, "J-1", { draw: "", ...PROBLEM })];
    const header = Object.keys(rows[0] ?? {});
    writeFileSync(file, [header, ...rows.map((row) => header.map((name) => row[name] ?? ""))].join("\n"));
    const added = codesOf(async () => (await addResults(workspace, { file }, "T-2", true, LATER)).faults);
    expect(await added).toEqual(["result-row-repeated"]);
  });

  it("passes over an old correction that is handed in again", async () => {
    await enter(resultOf(0, "J-1"));
    const first = resultOf(0, "J-1", { ...PROBLEM, correction: "看错" });
    await enter(first);
    await enter(resultOf(0, "J-1", { result: "已注销", correction: "再核" }));
    expect(await codes(first)).toEqual(["result-superseded"]);
    expect(counting()).toEqual(["3 2026-10-14 已注销"]);
  });

  it("passes over a known row whose object was replaced since, and refuses a new one of it", async () => {
    await enter(resultOf(0, "J-1"));
    const { drawn: draw } = findDraw(workspace.layout, "T-2");
    const desk = {
      codes: workspace.codes,
      items: workspace.everyItem,
      inspectors: await readInspectors(workspace),
      today: "2026-11-03",
      draw: { ...draw, visits: draw.visits.slice(1) },
    };
    const check = (cells: Cells): FaultCode[] => {
      const faults = new FaultList();
      const reader = new ResultReader("", faults);
      reader.header(Object.keys(cells), 1);
      reader.row(Object.values(cells), 2);
      for (const row of reader.rows) checkResult(row, desk, new CurrentResults(journal().entries), faults);
      return [...faults.counts.keys()];
    };
    expect(check(resultOf(0, "J-1"))).toEqual([]);
    expect(check(resultOf(0, "Y-1"))).toEqual(["result-not-drawn"]);
  });

  it("corrects the day of an inspection that no draw ordered, and says which where there are several", async () => {
    await enter(complaint("2026-10-12"), false);
    await enter(complaint("2026-10-13", { correction: "日期填错" }), false);
    expect(counting("non-random-2026")).toEqual(["2 2026-10-13 未发现问题"]);
    await enter(complaint("2026-10-20"), false);
    expect(await codes(complaint("2026-10-21", { correction: "日期填错" }), false)).toEqual([
      "correction-ambiguous",
    ]);
    await enter(complaint("2026-10-21", { correction: "第3条：日期填错" }), false);
    expect(counting("non-random-2026")).toEqual(["2 2026-10-13 未发现问题", "4 2026-10-21 未发现问题"]);
    expect(await codes(resultOf(0, "Y-1", { correction: "更正" }))).toEqual(["correction-nothing"]);
  });

  it("gives a code another meaning in a later year, never two in one", async () => {
    const path = workspace.layout.codes;
    const table = readFileSync(path, "utf8");
    const renamed = table.replace("01,未发现问题,无问题,2014,", "01,未发现问题,无问题,2014,2026");
    writeFileSync(path, `${renamed.trimEnd()}\n检查结果,01,合规,无问题,2027,\n`);
    workspace = await openWorkspace(workspace.layout.directory);
    expect(await codes(resultOf(0, "J-1", { result: "01" }))).toEqual([]);
    expect(counting()).toEqual(["1 2026-10-14 未发现问题"]);
    writeFileSync(path, `${renamed.trimEnd()}\n检查结果,01,合规,无问题,2026,\n`);
    expect(await codesOf(async () => void (await openWorkspace(workspace.layout.directory)))).toEqual([
      "code-repeated",
    ]);
  });
});

describe("what was published and stands no more", () => {
  const voidDraw = (): void =>
    void recordEvent(
      join(workspace.layout.draws, "T-2"),
      {
        request: { kind: "void", withheld: [], known: [] },
        reason: { code: "irregular", text: "" },
        evidence: [],
      },
      { signer: undefined, now: LATER },
    );

  it("is taken back where the draw was voided, and nothing more is published of it", async () => {
    await enter(resultOf(0, "J-1"));
    publish();
    await enter(resultOf(1, "J-1"));
    voidDraw();
    expect(publish()).toEqual({ published: 0, withdrawn: 1 });
    expect(publicationsOf(journal()).map(({ withdrawn, entries }) => [withdrawn, entries.length])).toEqual([
      [undefined, 1],
      ["voided", 1],
    ]);
    expect(publish()).toEqual({ published: 0, withdrawn: 0 });
    expect(await readProposals(workspace, 2026)).toEqual([]);
  });

  it("is taken back where law keeps it from being shown after all", async () => {
    await enter(resultOf(0, "J-1"));
    publish();
    await enter(resultOf(0, "J-1", { exception: "涉及商业秘密", correction: "涉密" }));
    expect(publish()).toEqual({ published: 0, withdrawn: 1 });
    expect(publish()).toEqual({ published: 0, withdrawn: 0 });
  });

  it("of a visit that was given to another object is neither published nor proposed", async () => {
    await enter(resultOf(0, "J-1", PROBLEM));
    publish();
    expect(await readProposals(workspace, 2026)).toHaveLength(1);
    await enter(resultOf(1, "J-1", PROBLEM));
    const found = findDraw(workspace.layout, "T-2");
    const fewer = { ...found, drawn: { ...found.drawn, visits: found.drawn.visits.slice(2) } };
    expect(publishResults(workspace, "T-2", fewer, undefined, ["网站"], LATER)).toEqual({
      published: 0,
      withdrawn: 1,
    });
    expect(publicationsOf(journal()).at(-1)?.withdrawn).toBe("replaced");
  });
});

describe("feedback", () => {
  const decide = (path: string, decisions: readonly string[]): void => {
    const [header = "", ...rows] = readFileSync(path, "utf8").trimEnd().split("\r\n");
    const decided = rows.map((row, i) => row.replace(/,[^,]*,[^,]*,[^,]*$/, decisions[i] ?? ",,,"));
    writeFileSync(path, `${[header, ...decided].join("\r\n")}\r\n`);
  };
  const credit = async (id = visits[0]?.object ?? ""): Promise<string | undefined> =>
    (await readObjects(workspace)).get(id)?.credit;

  it("one visit lowers a tier once, whatever is found there and corrected", async () => {
    await enter(resultOf(0, "J-1", PROBLEM));
    await enter(resultOf(0, "Y-1", PROBLEM));
    publish();
    const { path, proposals } = await writeProposals(workspace, 2026);
    expect(proposals).toMatchObject([{ field: "credit", from: "B", to: "C" }]);
    decide(path, [",是,核定,孙某"]);
    await confirmProposals(workspace, 2026, LATER);
    expect(await readProposals(workspace, 2026)).toEqual([]);
    await enter(resultOf(0, "J-1", { ...PROBLEM, problem: "无标签和日期", correction: "漏填" }));
    publish();
    expect(await readProposals(workspace, 2026)).toEqual([]);
    expect(await credit()).toBe("C");
  });

  it("is decided in several goes: what waits is kept, what was decided stays", async () => {
    await enter(resultOf(0, "J-1", PROBLEM));
    await enter(resultOf(1, "J-1", PROBLEM));
    publish();
    const { path } = await writeProposals(workspace, 2026);
    decide(path, [",是,核定,孙某", ",,再议,"]);
    await enter(resultOf(2, "J-1", PROBLEM));
    publish();
    await writeProposals(workspace, 2026);
    expect(readFileSync(path, "utf8")).toMatch(/,是,核定,孙某\r\n.*,,再议,\r\n.*,,,\r\n$/);
    expect(await confirmProposals(workspace, 2026, LATER)).toMatchObject({ confirmed: 1, waiting: 2 });
    decide(path, [",是,核定,孙某", ",否,已整改,孙某"]);
    expect(await confirmProposals(workspace, 2026, LATER)).toMatchObject({
      declined: 1,
      known: 1,
      waiting: 1,
    });
    decide(path, [",否,核定,孙某", ",否,已整改,孙某"]);
    expect(await codesOf(async () => void (await confirmProposals(workspace, 2026, LATER)))).toEqual([
      "proposal-decided",
    ]);
  });

  it("takes no row that names the present value, nor one row twice", async () => {
    await enter(resultOf(0, "J-1", PROBLEM));
    publish();
    const { path } = await writeProposals(workspace, 2026);
    const proposed = readFileSync(path, "utf8");
    writeFileSync(path, proposed.replace(",B,C,", ",A,B,").replace(",,,\r", ",是,核定,孙某\r"));
    const confirm = (): Promise<FaultCode[]> =>
      codesOf(async () => void (await confirmProposals(workspace, 2026, LATER)));
    expect(await confirm()).toEqual(["proposal-other"]);
    const [, row = ""] = proposed.split("\r\n");
    writeFileSync(path, `${proposed}${row.replace(/,,,$/, ",否,核定,孙某")}\r\n`);
    expect(await confirm()).toEqual(["proposal-repeated"]);
    expect(await credit()).toBe("B");
  });

  it("leaves alone what somebody changed since it was decided", async () => {
    await enter(resultOf(0, "J-1", PROBLEM));
    publish();
    const { path } = await writeProposals(workspace, 2026);
    decide(path, [",是,核定,孙某"]);
    const objects = workspace.layout.registry("objects.csv");
    const cut = cutAt("objects.csv", () => confirmProposals(workspace, 2026, LATER));
    await expect(cut).rejects.toMatchObject({ fault: { code: "file-unwritable" } });
    const id = visits[0]?.object ?? "";
    const line = new RegExp(`^(${id},.*,)B(,存续)`, "m");
    writeFileSync(objects, readFileSync(objects, "utf8").replace(line, "$1D$2"));
    const { faults } = await confirmProposals(workspace, 2026, LATER);
    expect([...faults.counts.keys()]).toEqual(["feedback-overtaken"]);
    expect(await credit()).toBe("D");
    expect((await confirmProposals(workspace, 2026, LATER)).faults.counts.size).toBe(0);
  });
});

describe("days and things that a person enters", () => {
  it("are not in the future, are entered once, and corrected with a reason", () => {
    const { layout } = workspace;
    const thing = { kind: "filing", revision: 1, about: "plan-2026-001" } as const;
    const file = (on: string, correction?: string): Promise<FaultCode[]> =>
      codesOf(async () => registerDay(layout, 2026, thing, { on, note: "办公室", correction }, LATER));
    return (async () => {
      expect(await file("2026-11-04")).toEqual(["day-in-future"]);
      expect(await file("2026-01-28", "无从更正")).toEqual(["register-nothing"]);
      expect(await file("2026-02-28")).toEqual([]);
      expect(await file("2026-01-28")).toEqual(["register-known"]);
      expect(await file("2026-01-28", " ")).toEqual(["cell-empty"]);
      expect(await file("2026-01-28", "月份填错")).toEqual([]);
      const { deadlines } = await assessYear(workspace, 2026, "2026-11-03");
      expect(deadlines.find(({ kind }) => kind === "filing")).toMatchObject({
        doneOn: "2026-01-28",
        state: "done",
      });
    })();
  });

  it("people and days of transfers and penalties", async () => {
    const cells = resultOf(0, "J-1");
    expect(await codes({ ...cells, people: "、" })).toEqual(["cell-empty"]);
    expect(
      await codes({ ...cells, ...PROBLEM, penaltyDocument: "罚1号", penaltyDate: "2027-01-01" }),
    ).toEqual(["day-in-future"]);
  });

  it("penalties of inspections that no draw ordered are due too, and so is their publication", async () => {
    await enter(
      complaint("2026-10-12", { ...PROBLEM, penaltyDocument: "罚2号", penaltyDate: "2026-10-20" }),
      false,
    );
    const due = async (): Promise<unknown> =>
      (await assessYear(workspace, 2026, "2026-12-01")).deadlines
        .filter(({ about }) => about === "罚2号" || about === "non-random-2026")
        .map(({ kind, state }) => [kind, state]);
    expect(await due()).toEqual([
      ["penalty", "overdue"],
      ["result", "overdue"],
    ]);
    publishApart();
    expect(await due()).toEqual([
      ["penalty", "overdue"],
      ["result", "done"],
    ]);
  });
});

it("a draw without items has nothing that could be done", async () => {
  const path = join(workspace.layout.draws, "T-2", "commitment.json");
  const text = readFileSync(path, "utf8").replaceAll('"items":["J-1","Y-1"]', '"items":[]');
  writeFileSync(path, text);
  const { total } = await assessYear(workspace, 2026, "2026-12-01");
  expect(total).toMatchObject({ inspected: 0, published: 0, overdue: visits.length });
});
