import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { FaultList, shiftDays } from "../../core/index.js";
import { holidayNotice } from "../../node/workspace/holidays.js";
import { CalendarReader } from "./calendar-rows.js";
import { WorkCalendar } from "./work-calendar.js";

/** Days off on weekdays and worked weekends of 2026, copied by hand from 国办发明电〔2025〕7号. */
const OFF_2026 =
  "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007";
const WORKED_2026 = "0104 0214 0228 0509 0920 1010";
const day = (text: string): string => `2026-${text.slice(0, 2)}-${text.slice(2)}`;

const calendar = new WorkCalendar(holidayNotice, []);

describe("the working calendar", () => {
  it("knows the notice of 2026", () => {
    const off = new Set(OFF_2026.split(" ").map(day));
    const worked = new Set(WORKED_2026.split(" ").map(day));
    for (let date = "2026-01-01"; date <= "2026-12-31"; date = shiftDays(date, 1)) {
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
      const expected = worked.has(date) || (weekday > 0 && weekday < 6 && !off.has(date));
      expect([date, calendar.isWorkday(date)]).toEqual([date, expected]);
    }
  });

  it("counts terms as the notice has them", () => {
    // From Friday 25 September, a holiday, over the National Day week; 10 October is worked.
    expect(calendar.addWorkdays("2026-09-25", 20)).toEqual({ date: "2026-10-29", unknownYears: [] });
    expect(calendar.addWorkdays("2026-02-13", 1).date).toBe("2026-02-14");
    expect(calendar.countWorkdays("2026-02-13", "2026-02-24")).toBe(2);
    expect(calendar.countWorkdays("2026-02-24", "2026-02-13")).toBe(-2);
  });

  it("says of which years no notice is known, and lets the office enter it", () => {
    expect(calendar.addWorkdays("2026-12-28", 20)).toEqual({ date: "2027-01-25", unknownYears: ["2027"] });
    expect(calendar.knows("2027")).toBe(false);
    const faults = new FaultList();
    const reader = new CalendarReader("calendar.csv", faults);
    reader.header(["日期", "类型", "说明"], 1);
    for (const cells of [
      ["2027-01-01", "休", "元旦"],
      ["2027年1月4日", "休", "调休"],
      ["2027/1/9", "班", "补班"],
    ])
      reader.row(cells, 2);
    reader.row(["2027-13-01", "休", ""], 5);
    reader.row(["2027-01-05", "假", ""], 6);
    expect([...faults.counts.keys()]).toEqual(["cell-date", "cell-choice"]);
    const own = new WorkCalendar(holidayNotice, reader.rows);
    expect(own.isWorkday("2027-01-04")).toBe(false);
    expect(own.isWorkday("2027-01-09")).toBe(true);
    expect(own.addWorkdays("2026-12-28", 20)).toEqual({ date: "2027-01-26", unknownYears: [] });
  });

  it("overrides the notice", () => {
    const own = new WorkCalendar(holidayNotice, [
      { date: "2026-03-03", works: false },
      { date: "2026-10-01", works: true },
    ]);
    expect([own.isWorkday("2026-03-03"), own.isWorkday("2026-10-01")]).toEqual([false, true]);
  });

  it("adds what it counts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 1, max: 60 }), (offset, days) => {
        const from = shiftDays("2022-06-01", offset);
        const { date } = calendar.addWorkdays(from, days);
        expect(calendar.countWorkdays(from, date)).toBe(days);
        expect(calendar.isWorkday(date)).toBe(true);
      }),
    );
  });

  it("does not depend on the computer's time zone", () => {
    const before = process.env["TZ"];
    for (const zone of ["America/Los_Angeles", "Pacific/Kiritimati", "UTC"]) {
      process.env["TZ"] = zone;
      const here = new WorkCalendar(holidayNotice, []);
      expect([
        zone,
        here.isWorkday("2026-10-01"),
        here.isWorkday("2026-10-10"),
        here.isWorkday("2026-09-30"),
      ]).toEqual([zone, false, true, true]);
    }
    process.env["TZ"] = before;
  });
});
