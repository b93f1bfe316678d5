import fc from "fast-check";
import { expect, it } from "vitest";
import { dayInChina, formatInstant, parseInstant } from "./dates.js";

const seconds = fc.integer({ min: 0, max: 253_402_300_799 });

it("reads and writes instants as the platform does, for every second from 1970 to 9999", () => {
  fc.assert(
    fc.property(seconds, (at) => {
      const text = `${new Date(at * 1000).toISOString().slice(0, 19)}Z`;
      expect(parseInstant(text)).toBe(at);
      expect(formatInstant(at)).toBe(text);
    }),
    { numRuns: 5000 },
  );
});

it("reads offsets", () => {
  fc.assert(
    fc.property(seconds, fc.integer({ min: -14 * 60, max: 14 * 60 }), (at, offset) => {
      const local = new Date((at + offset * 60) * 1000).toISOString();
      fc.pre(/^\d{4}-/.test(local) && local >= "1900");
      const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
      const pad = (n: number): string => String(n).padStart(2, "0");
      const zone = `${offset < 0 ? "-" : "+"}${pad(hours)}:${pad(minutes)}`;
      expect(parseInstant(local.slice(0, 19) + zone)).toBe(at);
    }),
  );
});

it("refuses moments that do not exist", () => {
  for (const text of [
    "2026-02-29T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:00.5Z",
    "2026-01-01T00:00:00+15:00",
    "2026-1-1T00:00:00Z",
  ])
    expect(parseInstant(text)).toBeUndefined();
});

it("knows the day in China", () => {
  expect(dayInChina("2026-03-01T15:59:59Z")).toBe("2026-03-01");
  expect(dayInChina("2026-03-01T16:00:00Z")).toBe("2026-03-02");
  expect(dayInChina("2027-12-31T16:00:00Z")).toBe("2028-01-01");
  expect(dayInChina("1950-02-28T20:00:00Z")).toBe("1950-03-01");
  expect(dayInChina("2026-03-01T16:00:00+08:00")).toBe("2026-03-01");
  expect(dayInChina("2026-03-01T24:00:00Z")).toBeUndefined();
});
