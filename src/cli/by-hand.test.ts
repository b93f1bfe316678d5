import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { withTool } from "../../fixtures/real-tools.js";
import { makeDraw, makeSigner, temporaryFolder } from "../../fixtures/sample-draw.js";

/** The blocks of docs/by-hand.md, in order. */
const blocks = [
  ...readFileSync("docs/by-hand.md", "utf8").matchAll(/<!-- by hand -->\n+```sh\n([^]*?)```/g),
].map(([, block = ""]) => block);
const TOOLS = ["sh", "sha256sum", "sort", "head", "awk", "sed", "grep", "cut", "cat", "tr", "uniq", "wc"];

/** Runs the recipe on a draw in a shell that has the tools of the recipe and no others. */
function runByHand(draw: string): { status: number | null; output: string } {
  const tools = temporaryFolder();
  for (const tool of TOOLS) {
    const path = spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).stdout.trim();
    symlinkSync(realpathSync(path), join(tools, tool));
  }
  const { status, stdout, stderr } = spawnSync(join(tools, "sh"), ["-eu"], {
    cwd: draw,
    input: blocks.join("\n"),
    encoding: "utf8",
    env: { PATH: tools, LC_ALL: "C.UTF-8" },
  });
  return { status, output: stdout + stderr };
}

describe("the recipe by hand", () => {
  let draw = "";
  beforeAll(async () => {
    const folder = temporaryFolder();
    draw = await makeDraw(folder, makeSigner(folder));
  });
  const it = withTool("sha256sum", "awk");

  function damaged(file: string, find: RegExp, by: string): string {
    const copy = join(temporaryFolder(), "draw");
    cpSync(draw, copy, { recursive: true });
    const text = readFileSync(join(copy, file), "utf8");
    expect(text).toMatch(find);
    writeFileSync(join(copy, file), text.replace(find, by));
    return copy;
  }

  it("agrees with the sample county, cell by cell", () => {
    expect(blocks).toHaveLength(5);
    const { status, output } = runByHand(draw);
    expect(output).toMatch(/cell 中 B: \d+ drawn/);
    const { tasks } = JSON.parse(readFileSync(join(draw, "record.json"), "utf8")) as {
      tasks: { id: string; cells: { drawn: string[] }[] }[];
    };
    const expected =
      tasks.find(({ id }) => id === "hotel-fire")?.cells.map(({ drawn }) => drawn.length) ?? [];
    const found = [...output.matchAll(/: (\d+) drawn/g)].map(([, n]) => Number(n));
    const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
    expect(found).toHaveLength(expected.length);
    expect(total(found)).toBe(total(expected));
    expect(total(found)).toBeGreaterThan(0);
    expect(status).toBe(0);
  });

  it.each([
    ["a changed frame", "frames/objects.csv", /,高,/, ",低,"],
    ["other dice", "opening.json", /31415926/, "31415927"],
    ["another seed", "record.json", /"seed":"./, '"seed":"x'],
    [
      "a drawn firm exchanged",
      "record.json",
      /("drawn":\[")(\w{4})(\w*"[^}]*?"key":\[".","."\])/,
      "$1ZZZZ$3",
    ],
  ])("stops at %s", (_, file, find, by) => {
    expect(runByHand(damaged(file, find, by)).status).not.toBe(0);
  });
});
