import fc from "fast-check";
import { expect, it } from "vitest";
import {
  compareText,
  encodeObjects,
  FaultList,
  ObjectParser,
  type RowSink,
  type RunRows,
} from "../../core/index.js";
import { findLineEnd } from "../rows/csv-shape.js";
import { RowSplitter } from "../rows/row-splitter.js";

/** Reads a file of objects cut into pieces; with or without the way by bytes. */
function readObjects(text: string, piece: number, byBytes: boolean, spillAfter?: number) {
  const faults = new FaultList();
  const batches: string[][] = [];
  const spill = {
    rows: spillAfter ?? 0,
    takesAll: false,
    take: (batch: RunRows) => {
      const idOf = (row: number): string => Buffer.from(batch.idBytesAt(row)).toString();
      batches.push(Array.from({ length: batch.length }, (_, row) => `${idOf(row)} ${batch.lineAt(row)}`));
    },
  };
  const parser = new ObjectParser("o.csv", faults, ["片区"], spillAfter === undefined ? undefined : spill);
  let rows = 0;
  let taken = 0;
  const sink: RowSink = parser;
  const splitter = new RowSplitter(
    { separator: ",", lineEnd: findLineEnd(text) },
    (cells, line) => (rows++ === 0 ? sink.header(cells, line) : sink.row(cells, line)),
    byBytes
      ? (cells, line) => {
          if (rows === 0 || sink.plain?.(cells, line) !== true) return false;
          rows++;
          taken++;
          return true;
        }
      : undefined,
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += piece) splitter.push(bytes.subarray(at, at + piece));
  splitter.end();
  if (spillAfter !== undefined) {
    parser.flush();
    return { batches, taken };
  }
  const { objects, annex, lineAt } = parser.finish();
  const lines = Array.from({ length: objects.length }, (_, row) => lineAt(row));
  const frame = Buffer.from(encodeObjects(objects, ["片区"])).toString();
  const counts = [...faults.counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const found = faults.kept.map(({ code, line, value }) => `${code} ${line} ${value}`).sort(compareText);
  return { frame, annex: [...annex], lines, counts, found, taken };
}

const HEADER = "统一社会信用代码,对象编号,名称,对象类型,行政区划,登记状态,监管标签,住所,联系电话,片区";

const id = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[0-9A-Z]{8,12}$/) },
  // U+4DFF and U+A000 stand before and behind the common ideographs, and U+F900 is written in another way in NFC.
  fc.string({ unit: fc.constantFrom(...Array.from("号户一鿿䷿ꀀ豈E01-é")), minLength: 1, maxLength: 23 }),
  fc.constantFrom(
    "91320699MA00000KWR",
    "91320699MA00000KW0",
    "91320699ma00000kwr",
    "12345678E0",
    "1.2E+17",
    "0012345678",
    "12345678",
    "户\u200b号",
    "对象-7",
    "é-caf\u00e9",
    "e\u0301-cafe\u0301",
    "Ａ１２３４５６７８",
    "",
  ),
);
const nasty = fc.string({
  unit: fc.constantFrom(
    "企",
    "业",
    "a",
    " ",
    "\u3000",
    "\u00a0",
    "（",
    "·",
    "“",
    "𠮷",
    "例",
    "示",
    "删",
    "请",
    "\u200f",
    "\t",
  ),
  maxLength: 5,
});
const plain = fc.string({ unit: fc.constantFrom("企", "业", "a", " ", "（"), maxLength: 4 });
const text = fc.oneof({ weight: 12, arbitrary: plain }, nasty);
const list = fc.constantFrom("", "甲", "甲、乙", "甲;乙;甲", " 甲 | 乙 ");
const status = fc.constantFrom("", "存续", "开业", "注销", "不详", "存续（在营、开业、在册）");
const quoted = fc.constantFrom('"a,b"', '"甲""乙"', '"行\n行"', '" 甲 "');
const cellOf = (one: fc.Arbitrary<string>) => fc.oneof({ weight: 9, arbitrary: one }, quoted);
const row = fc
  .tuple(
    id,
    fc.oneof({ weight: 5, arbitrary: fc.constant("") }, id),
    cellOf(text),
    text,
    cellOf(text),
    status,
    list,
    cellOf(text),
    text,
    text,
  )
  .map((cells) => cells.join(","));
const file = fc
  .tuple(
    fc.array(fc.oneof({ weight: 12, arbitrary: row }, fc.constantFrom("", " , ", "A,B")), { maxLength: 14 }),
    fc.constantFrom("\n", "\r\n"),
  )
  .map(([rows, end]) => [HEADER, ...rows, ""].join(end));

it("rows give the same objects, annex, lines and faults by their bytes and by their texts", () => {
  let taken = 0;
  fc.assert(
    fc.property(file, fc.integer({ min: 1, max: 400 }), (given, piece) => {
      const byBytes = readObjects(given, piece, true);
      taken += byBytes.taken;
      expect(readObjects(given, 1 << 20, false)).toEqual({ ...byBytes, taken: 0 });
    }),
    { numRuns: 1500 },
  );
  expect(taken).toBeGreaterThan(500);
});

it("what is taken away while a file is read is what stands in it, each time in order", () => {
  fc.assert(
    fc.property(file, fc.integer({ min: 1, max: 5 }), (given, rows) => {
      const { batches = [] } = readObjects(given, 50, true, rows);
      const whole = readObjects(given, 50, true);
      const ids = (whole.frame ?? "").split("\n").length;
      expect(batches.flat().length).toBeLessThanOrEqual(ids);
      expect(
        batches
          .flat()
          .map((entry) => Number(entry.split(" ").at(-1)))
          .sort((a, b) => a - b),
      ).toEqual([...(whole.lines ?? [])].sort((a, b) => a - b));
      for (const batch of batches.slice(0, -1)) expect(batch).toHaveLength(rows);
    }),
    { numRuns: 200 },
  );
});
