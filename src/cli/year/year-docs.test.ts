import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { TableSpec } from "../../core/index.js";
import { calendarSpec } from "../../year/calendar/calendar-rows.js";
import { proposalSpec } from "../../year/feedback/proposals.js";
import { listedItemSpec } from "../../year/items/item-rows.js";
import { adjustmentSpec } from "../../year/plan/adjustments.js";
import { yearTaskSpec } from "../../year/plan/task-rows.js";
import { resultSpec } from "../../year/results/result-rows.js";
import { codeSpec } from "../../year/settings/codes.js";
import { defaultSettings } from "../../year/settings/settings.js";
import { buildProgram } from "../program.js";

const page = readFileSync("docs/year.md", "utf8");

/** Rows of the tables under a heading of the page: headers and field of each column. */
function columnsUnder(heading: string): string[] {
  const [part = ""] = page.split(`## ${heading}\n`)[1]?.split(/^## /m) ?? [];
  return [...part.matchAll(/^\| ([^|]+) \| `(\w+)` \| (yes)? ?\|/gm)].map(([, headers, field, needed]) =>
    `${headers} ${field} ${needed ?? ""}`.trim(),
  );
}

const columnsOf = ({ columns }: TableSpec): string[] =>
  columns.map(({ headers, field, required }) =>
    `${headers.join(" / ")} ${field} ${required === true ? "yes" : ""}`.trim(),
  );

describe("the page on the year", () => {
  it.each([
    ["Codes", codeSpec],
    ["Calendar", calendarSpec],
    ["Item list", listedItemSpec],
    ["Results", resultSpec],
    ["Feedback", proposalSpec],
  ])("lists every column under %s", (heading, spec) => {
    expect(columnsUnder(heading)).toEqual(columnsOf(spec));
  });

  it("lists every column of the plan and of its adjustments", () => {
    expect(columnsUnder("Yearly plan")).toEqual([...columnsOf(yearTaskSpec), ...columnsOf(adjustmentSpec)]);
  });

  it("lists every setting", () => {
    const { clocks, ...settings } = defaultSettings("局", []);
    for (const name of [...Object.keys(settings), ...Object.keys(clocks)].filter((key) => key !== "schema"))
      expect(page).toContain(name);
  });

  it("names every command of the program in the table of commands", () => {
    const commands = readFileSync("docs/commands.md", "utf8");
    for (const command of buildProgram("en", () => undefined).commands) {
      if (command.name() === "help") continue;
      expect([command.name(), commands.includes(`[\`${command.name()}`)]).toEqual([command.name(), true]);
      for (const inner of command.commands)
        if (inner.name() !== "help")
          expect([inner.name(), commands.includes(inner.name())]).toEqual([inner.name(), true]);
    }
  });
});
