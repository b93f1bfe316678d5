import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** Number of requirements of each group, as the regulations were read. */
const GROUPS = {
  A: 13,
  B: 9,
  C: 12,
  D: 13,
  E: 14,
  F: 12,
  G: 8,
  H: 12,
  I: 9,
  J: 3,
  K: 6,
  L: 14,
  M: 8,
  N: 4,
  O: 6,
};

interface Requirement {
  readonly id: string;
  /** Test files with the title, or the quoted fault code, that shows it. */
  readonly tests: readonly (readonly [file: string, title: string])[];
  readonly reason: boolean;
}

function readRequirements(page: string): Requirement[] {
  return [...page.matchAll(/^\| ([A-O]\d+) \| .+? \| (.+) \|$/gm)].map(([, id = "", shown = ""]) => {
    const parts = shown.split("<br>");
    const tests = parts.flatMap((part) => {
      const [, file, title] = /^`([^`]+\.test\.ts)`: (.+)$/.exec(part) ?? [];
      return file === undefined || title === undefined ? [] : [[file, title] as const];
    });
    return { id, tests, reason: parts.some((part) => /^not here: .{20,}/.test(part)) };
  });
}

/** What is wrong with a page of requirements; nothing if every row names tests that exist or says why not. */
function findFaults(page: string): string[] {
  const found = readRequirements(page);
  const expected = Object.entries(GROUPS).flatMap(([group, count]) =>
    Array.from({ length: count }, (_, i) => `${group}${i + 1}`),
  );
  const ids = found.map(({ id }) => id);
  const faults = ids.join() === expected.join() ? [] : [`rows: ${ids.join()}`];
  for (const { id, tests, reason } of found) {
    if (tests.length === 0 && !reason) faults.push(`${id} is shown by nothing`);
    if (tests.length > 0 && reason) faults.push(`${id} is shown and not here`);
    for (const [file, title] of tests)
      if (!existsSync(file) || !readFileSync(file, "utf8").includes(title))
        faults.push(`${id}: ${file} has no ${title}`);
  }
  return faults;
}

const page = readFileSync("docs/requirements.md", "utf8");

it("every requirement of the regulations has its test, or the reason why not", () => {
  expect(findFaults(page)).toEqual([]);
});

it("a row without a test, a test that is gone and a row that is gone are seen", () => {
  const [row = ""] = /^\| D1 \|.*$/m.exec(page) ?? [];
  expect(findFaults(page.replace(row, "| D1 | by the end of February | (soon) |"))).toEqual([
    "D1 is shown by nothing",
  ]);
  expect(findFaults(page.replace('"year-plan-late"', '"year-plan-tardy"'))).toEqual([
    expect.stringContaining("D1: "),
  ]);
  expect(findFaults(page.replace(`${row}\n`, ""))).toEqual([expect.stringContaining("rows: ")]);
});
