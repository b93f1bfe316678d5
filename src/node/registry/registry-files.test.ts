import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import writeXlsxFile from "write-excel-file/node";
import { describe, expect, it } from "vitest";
import {
  computeDraw,
  encodeFrame,
  FaultList,
  ObjectParser,
  objectSpec,
  type Plan,
  prepareDraw,
  pureSha256,
  type Task,
} from "../../core/index.js";
import { readCsvFile } from "../rows/csv-file.js";
import { besidePlan, readRegistries, readTableFile } from "./registry-files.js";
import { nodeSha256 } from "../draw/draw-directory.js";

const county = "fixtures/county";
const plan = JSON.parse(readFileSync(`${county}/plan.json`, "utf8")) as Plan;

/** Digest of the object frame that a file gives, and the lists of a whole draw. */
async function frameDigest(path: string): Promise<string> {
  const faults = new FaultList();
  const { source } = await readRegistries(
    (registry, file) => ({ path: registry === "objects" ? path : join(county, file) }),
    plan,
    faults,
  );
  expect(faults.errors).toBe(0);
  return nodeSha256(encodeFrame("objects", source));
}

function temporary(name: string, bytes: string | Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), "dualdraw-files-")), name);
  writeFileSync(path, bytes);
  return path;
}

const rows = parse(readFileSync(`${county}/objects.csv`), { bom: true });
const small = rows.slice(0, 60);

describe("one registry, many spellings", () => {
  it("the GB18030 export with its mess gives the same frame but for the folded line break", async () => {
    const clean = await frameDigest(`${county}/objects.csv`);
    const folded = temporary(
      "objects.csv",
      readFileSync(`${county}/objects.csv`, "utf8").replace(
        rows[10]?.[2] ?? "",
        (rows[10]?.[2] ?? "").replace("云溪", "云溪 "),
      ),
    );
    const messy = await frameDigest(`${county}/objects-gb18030.csv`);
    expect(messy).not.toBe(clean);
    expect(messy).toBe(await frameDigest(folded));
  });

  it("order of rows and columns, separator, line ends, mark and encoding do not change the frame or the draw", async () => {
    // The first 1 500 rows, with ceilings that so few rows keep, and without the files that name the others.
    const tasks = plan.tasks.map(
      (task): Task => ({ ...task, kind: "key", items: ["XF-003"], size: { ...task.size, ceiling: "100%" } }),
    );
    const { objects, inspectors, items = "" } = plan.registries;
    const part: Plan = { ...plan, tasks, registries: { objects, inspectors, items } };
    const preparation = async (path: string) => {
      const { source } = await readRegistries(
        (registry, file) => ({ path: registry === "objects" ? path : join(county, file) }),
        part,
        new FaultList(),
      );
      const lists = computeDraw(prepareDraw(part, source), pureSha256("order"), nodeSha256);
      return { frame: nodeSha256(encodeFrame("objects", source)), lists };
    };
    const reference = await preparation(
      temporary("o.csv", stringify(rows.slice(0, 1).concat(rows.slice(1, 1500)))),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        fc.boolean(),
        async (n, delimiter, end, bom, gb) => {
          const header = rows[0] ?? [];
          const shuffle = <T>(values: readonly T[]): T[] =>
            values
              .map((value, i) => ({ value, key: pureSha256(`${n} ${i}`) }))
              .sort((a, b) => (a.key < b.key ? -1 : 1))
              .map(({ value }) => value);
          const columns = shuffle(header.map((_, i) => i));
          const table = [header, ...shuffle(rows.slice(1, 1500))].map((row) =>
            columns.map((column) => row[column] ?? ""),
          );
          const text = stringify(table, { delimiter, record_delimiter: end, bom: bom && !gb });
          const bytes = gb
            ? execFileSync("iconv", ["-f", "UTF-8", "-t", "GB18030"], { input: text, maxBuffer: 1 << 26 })
            : Buffer.from(text);
          expect(await preparation(temporary("o.csv", bytes))).toEqual(reference);
        },
      ),
      { numRuns: 12, seed: 60 },
    );
  });

  it("the size of the pieces in which a file is read does not matter", async () => {
    const text = stringify(small, { bom: true, record_delimiter: "windows", delimiter: ";" });
    const gb = execFileSync("iconv", ["-f", "UTF-8", "-t", "GB18030"], { input: stringify(small) });
    for (const bytes of [Buffer.from(text), gb])
      for (const size of [1, 2, 3, 7, 64, 4096]) {
        const found: string[][] = [];
        const sink = {
          header: (cells: readonly string[]) => found.push([...cells]),
          row: (cells: readonly string[]) => found.push([...cells]),
        };
        const path = temporary("o.csv", bytes);
        await readCsvFile(
          path,
          "o.csv",
          new Set(["名称", "行业代码"]),
          sink,
          new FaultList(),
          () => undefined,
          undefined,
          size,
        );
        expect(found).toEqual(small);
      }
  });

  it("a workbook gives the same objects as the file that it was made from", async () => {
    const cells = small.map((row) => row.map((value) => ({ value, type: String })));
    const path = temporary("objects.xlsx", "");
    await writeXlsxFile(cells).toFile(path);
    const read = async (file: string) => {
      const faults = new FaultList();
      const parser = new ObjectParser("objects", faults);
      await readTableFile(file, "objects", objectSpec, parser, faults);
      expect(faults.errors).toBe(0);
      const { objects, annex } = parser.finish();
      return [[...objects], [...annex]];
    };
    expect(await read(path)).toEqual(await read(temporary("o.csv", stringify(small))));
  });

  it("a code that a workbook stores as a number is seen", async () => {
    const path = temporary("objects.xlsx", "");
    await writeXlsxFile([
      ["对象编号", "名称"].map((value) => ({ value, type: String })),
      [
        { value: 914403001922038000, type: Number },
        { value: "商行", type: String },
      ],
    ]).toFile(path);
    const faults = new FaultList();
    const parser = new ObjectParser("objects", faults);
    await readTableFile(path, "objects", objectSpec, parser, faults);
    expect([...faults.counts.keys()]).toEqual([expect.stringMatching(/id-(scientific|precision-lost)/)]);
  });

  it("a small workbook that would fill the memory is refused", async () => {
    const path = temporary("objects.xlsx", "");
    const far = [
      ["对象编号", "名称"].map((value) => ({ value, type: String })),
      Array.from({ length: 400 }, (_, i) => ({ value: String(i), type: String })),
    ];
    await writeXlsxFile(far).toFile(path);
    const faults = new FaultList();
    const parser = new ObjectParser("objects", faults);
    await readTableFile(path, "objects", objectSpec, parser, faults);
    expect([...faults.counts.keys()]).toEqual(["xlsx-too-large"]);
  });

  it("lines are counted through quoted line breaks and blank lines", async () => {
    const path = temporary("o.csv", '对象编号,名称,备注\r\nA-1,甲,"x\r\ny"\r\n\r\nA-2,,\r\n');
    const faults = new FaultList();
    const parser = new ObjectParser("o.csv", faults);
    await readTableFile(path, "o.csv", objectSpec, parser, faults);
    expect(faults.kept.filter((fault) => fault.code === "cell-empty").map((fault) => fault.line)).toEqual([
      5,
    ]);
  });

  it("every plan of the county passes its checks", async () => {
    for (const name of ["plan.json", "plan-all.json", "plan-short.json", "plan-groups.json"]) {
      const value = JSON.parse(readFileSync(`${county}/${name}`, "utf8")) as Plan;
      const faults = new FaultList();
      const { source } = await readRegistries(besidePlan(county), value, faults);
      expect(() => prepareDraw(value, source)).not.toThrow();
    }
  });
});
