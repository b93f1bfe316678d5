import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareText } from "../text/order.js";
import { PackedTexts } from "../text/packed-texts.js";
import { RowWriter } from "../text/row-writer.js";
import { ObjectTable } from "./object-table.js";
import type { InspectionObject } from "./types.js";

/** Every kind of character that an encoder can get wrong, halves of surrogate pairs too. */
const nasty = fc.string({
  unit: fc.constantFrom(
    "a",
    "Z",
    "0",
    "é",
    "ß",
    "企",
    "豈",
    "𠮷",
    "\ud842",
    "\udfb7",
    '"',
    ",",
    "\n",
    "\r",
    " ",
    "\u0000",
    "\uffff",
  ),
  maxLength: 9,
});

const code = fc.string({
  unit: fc.constantFrom("A", "B", "9", "a", "企", "豈", "𠮷"),
  minLength: 1,
  maxLength: 5,
});
const object = fc.record({
  id: code,
  name: fc.string({ unit: fc.constantFrom("云", "溪", "a", "𠮷"), minLength: 1, maxLength: 4 }),
  type: fc.constantFrom("", "企业", "个体"),
  region: fc.constantFrom("", "3206", "320623"),
  industry: fc.constantFrom("", "F52"),
  risk: fc.constantFrom("", "高"),
  credit: fc.constantFrom("A", "B"),
  status: fc.constantFrom("", "存续"),
  departments: fc.uniqueArray(fc.constantFrom("甲局", "乙局"), { maxLength: 2 }),
  tags: fc.uniqueArray(fc.constantFrom("投诉", "重点", "信"), { maxLength: 3 }),
  extra: fc.tuple(fc.constantFrom("", "东", "西")),
});
const objects = fc.uniqueArray(object, { selector: ({ id }) => id, maxLength: 30 });

describe("packed texts", () => {
  it("give every text back as an encoder would, with its bytes", () => {
    fc.assert(
      fc.property(fc.array(nasty, { maxLength: 20 }), (texts) => {
        const packed = PackedTexts.of(texts);
        expect(packed.length).toBe(texts.length);
        texts.forEach((text, i) => {
          const bytes = Buffer.from(text);
          expect(Buffer.from(packed.bytesAt(i))).toEqual(bytes);
          expect(packed.at(i)).toBe(bytes.toString());
        });
      }),
    );
  });

  it("are ordered by code point", () => {
    fc.assert(
      fc.property(code, code, (a, b) => {
        const packed = PackedTexts.of([a, b]);
        expect(Math.sign(packed.compare(0, 1))).toBe(Math.sign(compareText(a, b)));
      }),
    );
  });

  it("hold long texts and many of them", () => {
    const packed = new PackedTexts();
    for (let i = 0; i < 5000; i++) packed.push("x".repeat(i % 300));
    expect(packed.at(299)).toBe("x".repeat(299));
    expect(packed.at(4999)).toBe("x".repeat(199));
  });
});

describe("an object table", () => {
  it("holds the objects in code-point order of their ids", () => {
    fc.assert(
      fc.property(objects, (made) => {
        const table = ObjectTable.from(made, ["片区"]);
        const sorted: InspectionObject[] = [...made].sort((a, b) => compareText(a.id, b.id));
        expect([...table]).toEqual(sorted);
        sorted.forEach((one, row) => {
          expect(table.rowOf(one.id)).toBe(row);
          expect(table.find(one.id)).toEqual(one);
          expect(table.idAt(row)).toBe(one.id);
          expect(table.valuesOf("region")[table.codeAt("region", row)]).toBe(one.region);
          expect(table.valuesOfExtra(0)[table.codeOfExtraAt(0, row)]).toBe(one.extra[0]);
        });
        expect(table.rowOf("nobody")).toBeUndefined();
      }),
    );
  });
});

describe("the row writer", () => {
  it("quotes as RFC 4180 asks, and only there", () => {
    const cells = fc.string({
      unit: fc.constantFrom("a", "企", '"', ",", "\n", "\r", " ", "𠮷"),
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(fc.array(cells, { minLength: 2, maxLength: 4 }), { maxLength: 8 }), (rows) => {
        const writer = new RowWriter();
        for (const row of rows) writer.row(row);
        const expected = stringify(rows, { quoted_match: /[",\r\n]/, record_delimiter: "\n" });
        expect(Buffer.from(writer.finish()).toString()).toBe(expected);
      }),
    );
  });
});
