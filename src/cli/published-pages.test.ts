import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { unzipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { withTool } from "../../fixtures/real-tools.js";
import { makeDraw, makeSigner, temporaryFolder } from "../../fixtures/sample-draw.js";
import type { RecordStatement } from "../core/index.js";

const program = resolve("bin/dualdraw.js");

function run(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync("node", [program, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

function readRecord(draw: string): RecordStatement {
  return JSON.parse(readFileSync(join(draw, "record.json"), "utf8")) as RecordStatement;
}

/** The commands of a page and what it says that they print. */
function commandsOf(page: string): { command: string; prints: string }[] {
  const unescape = (text: string): string =>
    text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  return [...page.matchAll(/<pre class="command">\$ (.*)\n(.*)<\/pre>/g)].map(
    ([, command = "", prints = ""]) => ({
      command: unescape(command),
      prints: unescape(prints),
    }),
  );
}

describe("pages of a finished draw", () => {
  let draw = "";
  let folder = "";
  beforeAll(async () => {
    folder = temporaryFolder();
    draw = await makeDraw(folder, makeSigner(folder));
  });

  it("publish --html refuses a list that is still sealed, and writes nothing", () => {
    const { status, stderr } = run("publish", draw, "--html", "-o", join(folder, "early"));
    expect(stderr).toContain("the list of this draw is sealed and was not released");
    expect(status).toBe(3);
    expect(existsSync(join(folder, "early"))).toBe(false);
  });

  it("publish --html writes a page that needs no script, with the data beside it", async () => {
    const open = temporaryFolder();
    const publicDraw = await makeDraw(open, makeSigner(open), (plan) => ({
      ...plan,
      sources: plan.sources?.filter(({ kind }) => kind !== "secret"),
      publication: {},
    }));
    const target = join(open, "website");
    expect(run("publish", publicDraw, "--html", "-o", target).status).toBe(0);
    expect(readdirSync(target)).toHaveLength(8);
    const page = readFileSync(join(target, "result.html"), "utf8");
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    const { tasks, visits } = readRecord(publicDraw);
    for (const { object } of visits) expect(page).toContain(object);
    const cells = tasks.flatMap((task) => task.cells);
    for (const { probability } of cells) expect(page).toContain(probability);
    const pictures = page.match(/<svg class="cell"/g) ?? [];
    expect(pictures).toHaveLength(cells.filter(({ eligible }) => eligible > 0).length);
    expect(JSON.parse(readFileSync(join(target, "result.json"), "utf8"))).toEqual(readRecord(publicDraw));
    expect(readFileSync(join(target, "visits.csv"), "utf8")).toContain(visits[0]?.object ?? "?");
  });

  it("release writes one ZIP with the files of the folder, and never replaces a file", async () => {
    const zip = join(folder, "public.zip");
    const again = temporaryFolder();
    const copy = await makeDraw(again, makeSigner(again), (plan) => ({
      ...plan,
      sources: plan.sources?.filter(({ kind }) => kind !== "secret"),
      publication: {},
    }));
    expect(run("release", copy, "-o", zip).status).toBe(0);
    expect(run("release", copy, "-o", join(again, "public")).status).toBe(0);
    const entries = unzipSync(readFileSync(zip));
    const files = readdirSync(join(again, "public"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(again, "public").length + 1));
    expect(new Set(Object.keys(entries))).toEqual(new Set(files));
    for (const file of files)
      expect(Buffer.from(entries[file] ?? []).equals(readFileSync(join(again, "public", file)))).toBe(true);
    const { status, stderr } = run("release", copy, "-o", zip);
    expect(stderr).toContain("the file exists already");
    expect(status).toBe(3);
  });

  withTool("sha256sum")("explain --html prints commands that give what the page says, drawn or not", () => {
    const cells = readRecord(draw).tasks.flatMap((task) => task.cells);
    const drawn = cells.flatMap((cell) => cell.drawn)[0] ?? "";
    const frame = readFileSync(join(draw, "frames/objects.csv"), "utf8").split("\n").slice(1, -1);
    const visited = new Set(readRecord(draw).visits.map(({ object }) => object));
    const inScope =
      frame.find((row) => /,H61/.test(row) && !visited.has(row.split(",")[0] ?? ""))?.split(",")[0] ?? "";
    for (const [id, title] of [
      [drawn, "抽中情况说明"],
      [inScope, "未被抽到情况说明"],
    ] as const) {
      const path = join(folder, `${id}.html`);
      expect(run("explain", draw, id, "--html", path, "--lang", "zh").status).toBe(0);
      const page = readFileSync(path, "utf8");
      expect(page).toContain(`<h1>${title}</h1>`);
      const commands = commandsOf(page);
      expect(commands.length).toBeGreaterThan(3);
      for (const { command, prints } of commands) {
        const { stdout } = spawnSync("sh", ["-c", command], { cwd: draw, encoding: "utf8" });
        expect(stdout.trimEnd()).toBe(prints);
      }
    }
  });

  it("explain --html tells of a person's hats, in English too", () => {
    const person = readRecord(draw).visits.flatMap(({ team }) => team)[0]?.inspector ?? "";
    const path = join(folder, "person.html");
    const { stdout, status } = run("explain", draw, person, "--html", path, "--lang", "en");
    expect(status).toBe(0);
    expect(stdout).toContain(`to print: ${path}`);
    const page = readFileSync(path, "utf8");
    expect(page).toContain("How this person was, or was not, drawn");
    expect(page).toContain("picked");
    const other = readRecord(draw).visits[0]?.object ?? "";
    expect(run("explain", draw, other, "--html", path).status).toBe(3);
    expect(readFileSync(path, "utf8")).toBe(page);
  });
});
