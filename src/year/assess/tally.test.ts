import { describe, expect, it } from "vitest";
import { holidayNotice } from "../../node/workspace/holidays.js";
import { WorkCalendar } from "../calendar/work-calendar.js";
import type { ResultEntry, ResultJournal } from "../results/journal.js";
import { defaultSettings } from "../settings/settings.js";
import type { DrawnTask } from "../visits/visits.js";
import { rateOf, wordRate } from "./summary.js";
import { resultDue, standVisits, tallyVisits, visitsOfDepartment } from "./tally.js";

const draw: DrawnTask = {
  draw: "T-1",
  title: "抽查",
  yearTask: "T-1",
  yearPlan: undefined,
  year: 2026,
  window: { from: "2026-03-16", to: "2026-04-15" },
  frozenAt: "2026-03-02T01:00:00Z",
  commitment: "0".repeat(64),
  record: "0".repeat(64),
  voided: false,
  tasks: [{ id: "t", title: "t", items: ["A-1", "B-1"], departments: ["甲局", "乙局"], base: 100, drawn: 2 }],
  visits: ["X", "Y"].map((object, i) => ({
    position: i + 1,
    batch: 1,
    object,
    tasks: ["t"],
    people: ["P1"],
  })),
};

function entry(number: number, object: string, item: string, more: Partial<ResultEntry> = {}): ResultEntry {
  return {
    kind: "result",
    number,
    previous: "",
    claimedTime: "2026-04-20T23:00:00Z",
    object,
    item,
    department: item.startsWith("A") ? "甲局" : "乙局",
    people: ["P1"],
    date: "2026-03-20",
    method: "现场检查",
    result: "未发现问题",
    problem: "",
    followUp: "无需后续处置",
    confirmation: "signed",
    enteredBy: "P1",
    ...more,
  };
}

const journal = (...entries: ResultJournal["entries"]): ResultJournal => ({
  schema: "dualdraw/results/v1",
  draw: "T-1",
  commitment: draw.commitment,
  entries,
  head: "",
});
const published = (number: number, entries: number[], on: string): ResultJournal["entries"][number] => ({
  kind: "published",
  number,
  previous: "",
  claimedTime: `${on}T01:00:00Z`,
  department: "甲局",
  entries,
  on,
  channels: [],
});
const stand = (from: ResultJournal | undefined): ReturnType<typeof standVisits> =>
  standVisits(draw, from, () => "2026-05-15");
const items = ["A-1", "B-1"].map((code) => ({
  code,
  subject: code.startsWith("A") ? "甲局" : "乙局",
})) as never;

describe("results against the clock", () => {
  it("the term begins where the settings say", () => {
    const calendar = new WorkCalendar(holidayNotice, []);
    const { clocks } = defaultSettings("局", []);
    const results = [entry(1, "X", "A-1"), entry(2, "X", "B-1", { date: "2026-03-24" })];
    expect(resultDue(draw, results, calendar, clocks).date).toBe("2026-05-15");
    const byInspection = { ...clocks, results: { workingDays: 20, from: "inspection" as const } };
    // 24 March plus 20 working days; 6 April is a holiday.
    expect(resultDue(draw, results, calendar, byInspection).date).toBe("2026-04-22");
    expect(resultDue(draw, [], calendar, byInspection).date).toBe("2026-05-15");
  });

  it("what is not published is not done", () => {
    const both = [entry(1, "X", "A-1"), entry(2, "X", "B-1")];
    expect(tallyVisits(stand(undefined), "2026-05-16")).toMatchObject({
      toInspect: 2,
      inspected: 0,
      published: 0,
      overdue: 2,
    });
    expect(tallyVisits(stand(journal(...both)), "2026-05-15")).toMatchObject({
      inspected: 1,
      published: 0,
      overdue: 0,
    });
    expect(
      tallyVisits(stand(journal(...both, published(3, [1], "2026-05-01"))), "2026-05-15").published,
    ).toBe(0);
    expect(
      tallyVisits(stand(journal(...both, published(3, [1, 2], "2026-05-18"))), "2026-05-18"),
    ).toMatchObject({ published: 1, late: 1, overdue: 1 });
  });

  it("a result that law keeps from being shown is done when it is entered, by the day in China", () => {
    const own = journal(
      entry(1, "X", "A-1", { exception: "涉及商业秘密" }),
      entry(2, "X", "B-1", { exception: "涉及商业秘密" }),
    );
    expect(stand(own)[0]?.doneOn).toBe("2026-04-21");
  });

  it("a correction opens a visit again until it is published", () => {
    const own = [entry(1, "X", "A-1"), entry(2, "X", "B-1"), published(3, [1, 2], "2026-04-21")];
    const corrected = [
      ...own,
      entry(4, "X", "A-1", { result: "已注销", corrects: { number: 1, reason: "误录" } }),
    ];
    expect([stand(journal(...own))[0]?.doneOn, stand(journal(...corrected))[0]?.unpublished]).toEqual([
      "2026-04-21",
      ["A-1"],
    ]);
    expect(stand(journal(...corrected, published(5, [4], "2026-04-23")))[0]?.doneOn).toBe("2026-04-23");
  });

  it("each department answers for its own items", () => {
    const own = journal(entry(1, "X", "A-1"), published(2, [1], "2026-05-01"));
    const [first] = visitsOfDepartment(stand(own), "甲局", items);
    const [second] = visitsOfDepartment(stand(own), "乙局", items);
    expect([first?.doneOn, second?.doneOn, second?.missing]).toEqual(["2026-05-01", undefined, ["B-1"]]);
  });

  it("a journal of another commitment is not the draw's", () => {
    const other = { ...journal(entry(1, "X", "A-1")), commitment: "1".repeat(64) };
    expect(stand(other)[0]?.missing).toEqual(["A-1", "B-1"]);
  });

  it("a voided draw counts for nothing", () => {
    expect(standVisits({ ...draw, voided: true }, undefined, () => "")).toEqual([]);
  });

  it("100% means all", () => {
    expect([wordRate(1999, 2000), wordRate(2000, 2000), wordRate(0, 0), wordRate(1, 3)]).toEqual([
      "99.9%",
      "100%",
      "—",
      "33.3%",
    ]);
    expect(rateOf(1, 3)).toBe(333);
  });
});
