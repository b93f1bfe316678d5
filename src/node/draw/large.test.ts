import {
  appendFileSync,
  closeSync,
  cpSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { NOW, temporaryFolder, writeSampleCounty } from "../../../fixtures/sample-draw.js";
import { DualdrawError, verifyDraw } from "../../core/index.js";
import { nodeSha256, readBundle } from "./draw-directory.js";
import { FrameFile } from "../registry/frame-file.js";
import { freeze } from "./freeze.js";
import { openDraw } from "./open-draw.js";
import { openLargeFrame } from "./large-frame.js";
import { recomputeInFrame, runDraw } from "./run-draw.js";

/** More than is held in memory. */
const OBJECTS = 1_100_000;
const folder = temporaryFolder();
const draws = temporaryFolder();
const objects = join(folder, "objects.csv");
let plan = "";
let size = 0;
const options = { signer: undefined, now: NOW, version: "test" };

beforeAll(() => {
  plan = writeSampleCounty(folder, (joint) => ({
    ...joint,
    registries: { objects: "objects.csv", inspectors: "inspectors.csv", items: "items.csv" },
    tasks: joint.tasks.slice(0, 1).map((task) => ({
      ...task,
      kind: "key",
      items: ["XF-003"],
      scope: {},
      within: ["region"],
      size: { count: 40 },
    })),
  }));
  const file = openSync(objects, "w");
  writeSync(file, "统一社会信用代码,名称,行政区划,登记状态,法定代表人\n");
  // Backwards, so that every run holds what belongs into the middle of the frame.
  for (let i = OBJECTS; i > 0; ) {
    let rows = "";
    for (let k = 0; k < 10_000; k++, i--)
      rows += `D${(i * 7919) % 1_100_009}X,户${i},3206${i % 7},存续,${i % 3 === 0 ? "甲" : ""}\n`;
    size += writeSync(file, rows);
  }
  size += Buffer.byteLength("统一社会信用代码,名称,行政区划,登记状态,法定代表人\n");
  closeSync(file);
}, 60_000);

const FRAME = "frames/objects.csv";

/** What a freeze by the compiled program gives, which has threads: its commitment, or its first fault. */
function freezeInThreads(planPath: string, target: string): unknown {
  const script = `import { freeze } from "./dist/node/draw/freeze.js";
    import { openObjectThreads } from "./dist/node/registry/object-jobs.js";
    const options = { signer: undefined, now: new Date("${NOW.toISOString()}"), version: "test", engine: "built-in" };
    const [plan, target] = process.argv.slice(1);
    const { width } = openObjectThreads();
    console.log(JSON.stringify(await freeze(plan, target, options).then(
      ({ commitment: { sources, ...commitment } }) => ({ width, commitment }),
      ({ faults: { kept: [{ code, line }] } }) => ({ fault: code + " " + line }),
    )));`;
  const { stdout, stderr } = spawnSync("node", ["--input-type=module", "-e", script, planPath, target], {
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

async function faultOf(step: Promise<unknown>) {
  const error: unknown = await step.catch((thrown: unknown) => thrown);
  if (!(error instanceof DualdrawError)) throw new Error("expected a fault");
  return error.faults?.kept[0] ?? error.fault;
}

describe("more objects than the memory should hold", () => {
  it.each([
    ["a row that is too short", "D1,户\n", { code: "row-width", line: OBJECTS + 2 }],
    ["a quote that is never closed", 'D1X9,"户,32061,存续,\n', { code: "csv-syntax" }],
    [
      "an id that stood in another run",
      "D7919X,户,32061,存续,\n",
      { code: "id-repeated", line: OBJECTS + 2, details: { line: OBJECTS + 1, earlier: "D7919X" } },
    ],
  ])(
    "with %s at the very end are refused by its line, and nothing is written",
    async (_, last, expected) => {
      appendFileSync(objects, last);
      try {
        expect(await faultOf(freeze(plan, join(draws, "draw"), options))).toMatchObject(expected);
        expect(readdirSync(draws)).toEqual([]);
      } finally {
        truncateSync(objects, size);
      }
    },
    60_000,
  );

  it.each([
    ["one broken row", "D1,户\n", `row-width ${OBJECTS + 2}`],
    ["a broken quote", 'D1X9,户"x,32061,存续,\n', `csv-syntax ${OBJECTS + 2}`],
    ["an id of another piece", "D7919X,户,32061,存续,\n", `id-repeated ${OBJECTS + 2}`],
  ])(
    "with %s at the very end are refused as well where threads read them",
    (_, last, expected) => {
      appendFileSync(objects, last);
      try {
        expect(freezeInThreads(plan, join(draws, "draw"))).toEqual({ fault: expected });
        expect(readdirSync(draws)).toEqual([]);
      } finally {
        truncateSync(objects, size);
      }
    },
    60_000,
  );

  it("give one commitment, whether threads read them or not", async () => {
    const [here, there] = [join(temporaryFolder(), "draw"), join(temporaryFolder(), "draw")];
    const { commitment } = await freeze(plan, here, { ...options, engine: "built-in" });
    const { sources: _, ...same } = commitment;
    expect(freezeInThreads(plan, there)).toMatchObject({ width: expect.any(Number), commitment: same });
    for (const file of ["frames/objects.csv", "annex/objects.csv", "originals/objects.csv"])
      expect(readFileSync(join(there, file)).equals(readFileSync(join(here, file))), file).toBe(true);
  }, 120_000);

  it("are verified piece by piece, and a frame that changes meanwhile is noticed", async () => {
    const target = join(temporaryFolder(), "draw");
    await freeze(plan, target, { ...options, engine: "built-in" });
    openDraw(target, { ...options, contributions: join(folder, "values.json") });
    runDraw(target, undefined);
    const bundle = readBundle(target, 1 << 20);
    expect([bundle.files.has(FRAME), bundle.pieces?.has(FRAME)]).toEqual([false, true]);
    const report = verifyDraw(bundle, { sha256: nodeSha256 });
    expect(report.checks.filter(({ status }) => status === "fail")).toEqual([]);
    expect(report).toEqual(verifyDraw(readBundle(target), { sha256: nodeSha256 }));
    const path = join(target, FRAME);
    const frame = readFileSync(path);
    frame[frame.length - 3] = 0x58;
    writeFileSync(path, frame);
    expect(() => verifyDraw(bundle, { sha256: nodeSha256 })).toThrow(
      expect.objectContaining({ code: "file-changed" }),
    );
    expect(verifyDraw(readBundle(target, 1 << 20), { sha256: nodeSha256 }).verdict).toBe("invalid");
  }, 120_000);

  it("give one frame and one record, whichever engine counts and draws", async () => {
    const target = join(draws, "draw");
    const { preparation, commitment } = await freeze(plan, target, { ...options, engine: "built-in" });
    expect(preparation.registries.objects).toBeInstanceOf(FrameFile);
    expect(preparation.registries.objects.find("D7919X")).toMatchObject({ name: "户1", region: "32061" });
    expect(readdirSync(target)).not.toContain(".scratch");
    const other = join(temporaryFolder(), "other");
    const byDuckDb = await freeze(plan, other, { ...options, engine: "duckdb" });
    const { sources: _, ...same } = commitment;
    expect(byDuckDb.commitment).toMatchObject(same);
    openDraw(target, { ...options, contributions: join(folder, "values.json") });
    const again = join(temporaryFolder(), "again");
    cpSync(target, again, { recursive: true });
    const frame = await openLargeFrame(target, "duckdb");
    if (frame === undefined) throw new Error("expected DuckDB");
    runDraw(target, undefined, undefined, await recomputeInFrame(target, frame));
    await frame.close();
    runDraw(again, undefined);
    expect(readFileSync(join(target, "record.json"))).toEqual(readFileSync(join(again, "record.json")));
    // The rows stand in order, none is lost, none is there twice.
    const ids = readFileSync(join(target, "frames/objects.csv"), "utf8")
      .split("\n")
      .slice(1, -1)
      .map((row) => row.slice(0, row.indexOf(",")));
    expect(ids).toHaveLength(OBJECTS);
    for (let i = 1; i < ids.length; i++)
      if ((ids[i - 1] ?? "") >= (ids[i] ?? "")) throw new Error(`row ${i}`);
    writeFileSync(objects, "");
  }, 120_000);
});
