import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { compareText, computeDraw, FaultList, objectSpec, type Plan, prepareDraw } from "../../core/index.js";
import { withScratch } from "../draw/freeze-layers.js";
import { onDisk } from "../disk/disk.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { FrameFile } from "./frame-file.js";
import { openObjectThreads } from "./object-jobs.js";
import { ObjectReader } from "./object-layers.js";
import { besidePlan, fileFaults, readRegistries } from "./registry-files.js";

const root = mkdtempSync(join(tmpdir(), "dualdraw-objects-"));
afterAll(() => rmSync(root, { recursive: true }));

const threads = openObjectThreads();
const knownHeaders = new Set(objectSpec.columns.flatMap(({ headers }) => headers));

/** Reads and writes objects, of which so many fit into the memory, from pieces of so many bytes. */
async function freezeObjects(text: string, rows?: number, bytes?: number) {
  const folder = mkdtempSync(join(root, "x"));
  const path = join(folder, "original");
  writeFileSync(path, text);
  const faults = new FaultList();
  const scratch =
    rows === undefined
      ? undefined
      : {
          makeFolder: () => folder,
          threads,
          rows,
          bytes: bytes === undefined ? ([Infinity, 1, 1] as const) : ([0, bytes, 1] as const),
        };
  const reader = new ObjectReader("o.csv", faults, ["片区"], scratch);
  await reader.readCsv(path, "o.csv", knownHeaders, reader.parser, faults, () => undefined);
  const layers = await reader.finish();
  const [frame, annex] = [join(folder, "written"), join(folder, "private")];
  const written = layers.write(frame, annex);
  const found = faults.kept
    .map(({ code, line, value, column }) => `${code} ${line} ${value} ${column}`)
    .sort(compareText);
  return {
    layers,
    frame,
    files: {
      written,
      frame: readFileSync(frame, "utf8"),
      annex: written.annex && readFileSync(annex, "utf8"),
      found,
      counts: new Map(faults.counts),
    },
    folder,
  };
}

const HEADER = "统一社会信用代码,名称,登记状态,监管标签,住所,片区";
const id = fc.oneof(
  { weight: 5, arbitrary: fc.stringMatching(/^[0-9A-Z]{8,10}$/) },
  fc.constantFrom(
    "ABCDEFGH",
    "abcdefgh",
    "0012345678",
    "12345678",
    "é-1",
    "e\u0301-1",
    '"户,""1"""',
    '"户""2"',
  ),
);
const cell = fc.constantFrom("", "甲", "乙、丙", '"一\n二"', '"a,b"', "（示意）");
const row = fc.tuple(id, fc.constantFrom("企业", '"企,业"'), fc.constantFrom("", "存续"), cell, cell, cell);
const file = fc
  .array(row, { minLength: 1, maxLength: 25 })
  .map((rows) => [HEADER, ...rows.map((cells) => cells.join(",")), ""].join("\n"));

describe("objects that do not fit into the memory", () => {
  it("become the same frame and annex, with the same faults, and are found in it", async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 300 }),
        async (text, rows, piece) => {
          const whole = await freezeObjects(text);
          const parts = await freezeObjects(text, rows);
          expect(parts.files).toEqual(whole.files);
          expect((await freezeObjects(text, rows, piece)).files).toEqual(whole.files);
          if (whole.files.found.some((fault) => fault.startsWith("id-repeated"))) return;
          const frame = new FrameFile(parts.frame, ["片区"], piece);
          const objects = [...whole.layers.objects];
          expect([...frame]).toEqual(objects);
          expect([frame.length, parts.layers.objects.length]).toEqual([objects.length, objects.length]);
          for (const object of objects) {
            expect(frame.find(object.id)).toEqual(object);
            expect(frame.find(`${object.id}x`)).toBeUndefined();
          }
          expect(frame.find("")).toBeUndefined();
        },
      ),
      { numRuns: 150 },
    );
  });

  it("are read alike from pieces and as a whole, however the file is written", async () => {
    const wild = fc.constantFrom(
      '"',
      'a"b',
      '"a"b',
      "\r",
      "\n",
      '"\r\n"',
      "\u0000",
      "，",
      '""',
      "\ufeff",
      "",
    );
    const wildRow = fc
      .tuple(row, fc.option(fc.tuple(fc.nat(6), wild), { freq: 8, nil: undefined }))
      .map(([cells, change]) => (change === undefined ? cells : cells.with(change[0] % 6, change[1])));
    const written = fc.record({
      header: fc.constantFrom(
        HEADER,
        '"统一社会信用代码",名称,登记状态,监管标签,住所,片区',
        '"名\n称",' + HEADER,
      ),
      rows: fc.array(wildRow, { minLength: 1, maxLength: 25 }),
      lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
      mark: fc.constantFrom("", "\ufeff"),
      last: fc.constantFrom("", "END"),
    });
    let [broken, sound, most] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(
        written,
        fc.integer({ min: 1, max: 300 }),
        async ({ header, rows, lineEnd, mark, last }, piece) => {
          const lines = [header, ...rows.map((cells) => cells.join(","))];
          const text = mark + lines.join(lineEnd) + (last === "" ? lineEnd : "");
          const [whole, parts] = await Promise.all([
            freezeObjects(text),
            freezeObjects(text, Number.MAX_SAFE_INTEGER, piece),
          ]);
          const isBroken = [...whole.files.counts.keys()].some((code) => fileFaults.includes(code));
          const pieces = readdirSync(parts.folder).filter((name) => name.startsWith("piece-")).length;
          most = Math.max(most, pieces);
          if (isBroken) broken++;
          else sound++;
          // The general parser gives up where it sees that a quote is odd, which may be some lines later.
          const found = ({ files }: typeof whole) =>
            files.found.map((fault) => fault.replace(/^(csv-syntax) .*/, "$1"));
          expect(found(parts)).toEqual(found(whole));
          if (!isBroken) expect(parts.files).toEqual(whole.files);
        },
      ),
      { numRuns: 1000 },
    );
    expect(Math.min(broken, sound)).toBeGreaterThan(40);
    expect(most).toBeGreaterThan(4);
  }, 60_000);

  it("are drawn and staffed as those in memory are", async () => {
    const county = "fixtures/county";
    const plan = JSON.parse(readFileSync(`${county}/plan.json`, "utf8")) as Plan;
    const { source, writeObjects } = await readRegistries(besidePlan(county), plan, new FaultList());
    const folder = mkdtempSync(join(root, "county"));
    writeObjects(join(folder, "objects.csv"), join(folder, "annex.csv"));
    const objects = new FrameFile(join(folder, "objects.csv"), source.extraColumns, 1 << 16);
    const seed = nodeSha256("on disk");
    const drawn = computeDraw(prepareDraw(plan, source), seed, nodeSha256);
    expect(computeDraw(prepareDraw(plan, { ...source, objects }), seed, nodeSha256)).toEqual(drawn);
  });

  it("are refused where the disk is full, whichever write fails", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `ABCD${1000 + i},户,,,街,`);
    const text = [HEADER, ...rows.reverse(), ""].join("\n");
    let failing = 0;
    for (let isDone = false; !isDone; ) {
      let writes = 0;
      failing++;
      const step = onDisk(
        (real) => ({
          ...real,
          write: (handle, bytes) => {
            if (++writes === failing)
              throw Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" });
            return real.write(handle, bytes);
          },
        }),
        async () => (await freezeObjects(text, 10)).files,
      );
      const end = await step.catch((error: unknown) => error);
      isDone = writes < failing;
      if (!isDone) expect(end, `write ${failing}`).toMatchObject({ code: "file-unwritable" });
      else expect(end).toMatchObject({ written: { frame: { rows: 40 } } });
    }
    // Four runs of five parts each, the frame, and the annex.
    expect(failing).toBe(4 * 5 + 2 + 1);
  });

  it("are refused where the frame is not as it was written", async () => {
    const text = [HEADER, "ABCD1001,甲,,,,", "ABCD1002,乙,,,,", "ABCD1003,丙,,,,", ""].join("\n");
    const { frame } = await freezeObjects(text, 2);
    const rows = readFileSync(frame, "utf8").split("\n");
    const [header = "", one = "", two = "", three = ""] = rows;
    const damaged = {
      cut: [header, one, two, three].join("\n"),
      unsorted: [header, two, one, three, ""].join("\n"),
      repeated: [header, one, one, three, ""].join("\n"),
      "unsorted between pieces": [header, three, one, two, ""].join("\n"),
      narrow: [header, one, two.slice(0, -1), three, ""].join("\n"),
    };
    for (const [name, content] of Object.entries(damaged)) {
      writeFileSync(frame, content);
      for (const piece of [8, 1 << 20])
        expect(() => [...new FrameFile(frame, ["片区"], piece)], name).toThrow(/frozen/);
    }
  });
});

it("leaves nothing behind of what only the sort needs", async () => {
  const directory = mkdtempSync(join(root, "scratch"));
  await withScratch(directory, async ({ makeFolder }) => writeFileSync(join(makeFolder(), "run-0"), "x"));
  expect(readdirSync(directory)).toEqual([]);
});
