import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { sample } from "../../../fixtures/nightly.js";
import { temporaryFolder } from "../../../fixtures/sample-draw.js";
import { withTool } from "../../../fixtures/real-tools.js";
import { drawInto, makeSmallArchive, type SmallArchive } from "../../../fixtures/small-archive.js";
import { recordRelease } from "../draw/publish.js";
import { keepArchived } from "./archived-draw.js";
import { listFiles } from "./bag.js";

/** The blocks of docs/archive.md that an archivist types, in order. */
const blocks = [
  ...readFileSync("docs/archive.md", "utf8").matchAll(/<!-- recipe -->\n+```sh\n([^]*?)```/g),
].map(([, block = ""]) => block);

/** What a plain system has beside sha256sum and openssl. */
const TOOLS = [
  "sh",
  "sha256sum",
  "openssl",
  "awk",
  "basename",
  "cat",
  "cmp",
  "cut",
  "find",
  "grep",
  "head",
  "ls",
  "mktemp",
  "od",
  "rm",
  "sed",
  "sort",
  "tail",
  "tr",
  "wc",
];

/** A folder with these programs and no others. */
function layOutTools(): string {
  const folder = temporaryFolder();
  for (const tool of TOOLS) {
    const path = spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).stdout.trim();
    symlinkSync(realpathSync(path), join(folder, tool));
  }
  return folder;
}

/** Runs the recipe in a plain shell, with no other program in reach. */
function runRecipe(path: string, draw: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(join(tools, "sh"), ["-eu"], {
    input: blocks.join("\n"),
    encoding: "utf8",
    env: { PATH: tools, A: path, N: draw, LC_ALL: "C" },
  });
  return { status, output: stdout + stderr };
}

let office: SmallArchive;
let tools = "";
beforeAll(async () => {
  tools = layOutTools();
  office = await makeSmallArchive();
  const { signer } = office.operator;
  const first = await drawInto(office, "T-1");
  keepArchived(first, signer, () => recordRelease(first, { signer, now: new Date("2026-04-20T00:00:00Z") }));
  await drawInto(office, "T-2");
});

describe("the recipe with sha256sum and openssl alone", () => {
  withTool("sha256sum", "openssl")("uses nothing else, and finds a good archive good", () => {
    expect(blocks.length).toBeGreaterThan(4);
    for (const draw of ["000001", "000002"]) {
      const { status, output } = runRecipe(office.path, draw);
      expect([draw, status, status === 0 ? "" : output]).toEqual([draw, 0, ""]);
    }
  });

  withTool("sha256sum", "openssl")("finds damage to every kind of file", () => {
    const copy = `${office.path}-damaged`;
    const missed: string[] = [];
    const inDraw = listFiles(join(office.path, "draws/000001")).map((path) => `draws/000001/${path}`);
    const inLog = listFiles(join(office.path, "log")).map((path) => `log/${path}`);
    for (const path of [
      ...sample(inDraw, 14),
      ...sample(
        inLog.filter((name) => name.endsWith(".json")),
        6,
      ),
    ]) {
      if (path.endsWith("leaves.txt")) continue;
      rmSync(copy, { recursive: true, force: true });
      cpSync(office.path, copy, { recursive: true });
      const whole = readFileSync(join(copy, path));
      writeFileSync(
        join(copy, path),
        whole.with(whole.length >> 1, (whole[whole.length >> 1] as number) ^ 1),
      );
      if (runRecipe(copy, "000001").status === 0) missed.push(path);
    }
    expect(missed).toEqual([]);
    expect(existsSync(copy)).toBe(true);
  });
});
