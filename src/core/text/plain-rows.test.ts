import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasInvisibleCharacter, isSampleRow } from "../registry/cells.js";
import { compareText } from "./order.js";
import { PackedTexts } from "./packed-texts.js";
import { PlainRows } from "./plain-rows.js";
import { sortPacked } from "./sort-packed.js";
import { decodeUtf8, encodeUtf8 } from "./utf8.js";

const COMMA = 0x2c;

/** The cells that the scanner finds in a line; undefined if it passes over it. */
function scanText(bytes: Uint8Array, crLf = false): string[] | undefined {
  const rows = new PlainRows(COMMA, crLf);
  if (rows.scan(bytes, 0, bytes.length) !== bytes.length) return undefined;
  return Array.from(
    { length: rows.count },
    (_, i) => decodeUtf8(bytes.subarray(rows.starts[i], rows.ends[i])) as string,
  );
}

describe("plain rows", () => {
  it("hold no character that is invisible, a space beside U+0020, a quote or part of a mark, for every code point", () => {
    let plain = 0;
    for (let point = 0; point <= 0x10ffff; point++) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const character = String.fromCodePoint(point);
      const cells = scanText(encodeUtf8(`a${character}b\n`));
      if (cells === undefined || character === ",") continue;
      plain++;
      const isSpace = character.trim() === "" && character !== " ";
      if (hasInvisibleCharacter(character) || isSpace || character === '"' || cells[0] !== `a${character}b`)
        throw new Error(`U+${point.toString(16)} is not plain`);
    }
    // Nearly all of the basic plane: Chinese text is not left to the slow way.
    expect(plain).toBeGreaterThan(52_000);
    for (const mark of ["请删除", "示例", "样例", "案例", "（示例）"]) {
      expect(isSampleRow(`（${mark}）`) || mark === "请删除").toBe(true);
      expect(scanText(encodeUtf8(`${mark}\n`))).toBeUndefined();
    }
  });

  it("are UTF-8, cut at every separator, without spaces around the cells, for any bytes", () => {
    const bytes = fc.array(
      fc.constantFrom(
        0x20,
        0x2c,
        0x61,
        0xe4,
        0xbc,
        0x81,
        0xe5,
        0x88,
        0xa0,
        0xc3,
        0xa9,
        0xed,
        0xa0,
        0xf0,
        0x9f,
        0x22,
        0x0d,
      ),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(bytes, fc.boolean(), (given, crLf) => {
        const line = Uint8Array.from([...given, ...(crLf ? [0x0d, 0x0a] : [0x0a])]);
        const cells = scanText(line, crLf);
        if (cells === undefined) return;
        const text = decodeUtf8(Uint8Array.from(given));
        expect(cells).toEqual(text?.split(",").map((cell) => cell.trim()));
        expect(text).not.toMatch(/["\r\n]/);
      }),
      { numRuns: 20_000 },
    );
  });

  it("are as wide as the line", () => {
    const wide = Array.from({ length: 300 }, (_, i) => `${i}`);
    expect(scanText(encodeUtf8(`${wide.join(" , ")}\n`))).toEqual(wide);
    expect(new PlainRows(COMMA, false).scan(encodeUtf8("a,b"), 0, 3)).toBe(-1);
  });
});

describe("packed texts in order", () => {
  it("stand by code point, equal ones as they came", () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom("a", "b", "", "z", "企", "𠮷", ""), maxLength: 4 }),
      fc.stringMatching(/^[ab]{8,20}$/),
    );
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 30 }),
        fc.constantFrom("", "91320699MA", "91320699MA\u0000\u0000"),
        fc.constantFrom(1, 40, 1200),
        fc.constantFrom([], ["企"]),
        (given, prefix, times, others) => {
          // Many are sorted by their digits, few by comparing them; those behind a long prefix by more digits, if not all have it.
          const texts = Array.from({ length: times }, (_, k) =>
            given.slice(0, 36_000 / times).map((one) => `${prefix}${one}${k % 7}`),
          )
            .flat()
            .concat(others);
          const expected = texts
            .map((_, i) => i)
            .sort((i, j) => compareText(texts[i] ?? "", texts[j] ?? "") || i - j);
          const packed = PackedTexts.of(texts);
          const order = sortPacked(packed);
          expect([...order]).toEqual(expected);
          const arranged = packed.arranged(order);
          expect(expected.map((_, place) => arranged.at(place))).toEqual(expected.map((i) => texts[i]));
        },
      ),
      { numRuns: 300 },
    );
  });
});
