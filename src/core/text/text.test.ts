import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64, encodeBase64 } from "./base64.js";
import { parseRows } from "./csv.js";
import { encodeRows } from "./row-writer.js";
import { dayInChina, monthsBefore, parseDate, parseEndDate } from "./dates.js";
import {
  add,
  ceil,
  compare,
  divide,
  floor,
  formatFraction,
  formatPercent,
  fraction,
  multiply,
  parseMultiple,
  parseRatio,
  subtract,
} from "./fraction.js";
import { pureSha256 } from "./hash.js";
import { foldId, hasFullWidth, hasHiddenCharacter, isPlanId, toHalfWidth } from "./ids.js";
import { formatJson, parseCanonicalJson } from "./json.js";
import { compareRows, compareText, isSortedByText, sortByText } from "./order.js";
import { decodeUtf8, encodeUtf8 } from "./utf8.js";

const anyText = fc.string({ unit: "grapheme" });

describe("text order", () => {
  it("is the order of the UTF-8 bytes", () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
    expect(["𠮷", "豈", "a"].sort(compareText)).toEqual(["a", "豈", "𠮷"]);
  });

  it("sorts alike with and without characters above U+FFFF", () => {
    fc.assert(
      fc.property(fc.array(anyText), (texts) => {
        const expected = [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        const sorted = sortByText([...texts], (text) => text);
        expect(sorted).toEqual(expected);
        expect(isSortedByText(sorted, (text) => text)).toBe(true);
      }),
    );
    expect(compareRows(["a"], ["a", ""])).toBeLessThan(0);
  });
});

describe("fractions", () => {
  const part = fc.integer({ min: 0, max: 10_000 });
  const whole = fc.integer({ min: 1, max: 10_000 });

  it("compute exactly", () => {
    fc.assert(
      fc.property(part, whole, part, whole, (a, b, c, d) => {
        const [x, y] = [fraction(a, b), fraction(c, d)];
        expect(formatFraction(subtract(add(x, y), y))).toBe(formatFraction(x));
        if (c > 0) expect(formatFraction(divide(multiply(x, y), y))).toBe(formatFraction(x));
        expect(Number(floor(x))).toBe(Math.floor(a / b));
        expect(Number(ceil(x))).toBe(Math.ceil(a / b));
        expect(compare(x, y)).toBe(Math.sign(a * d - c * b));
      }),
    );
    expect(formatFraction(fraction(6, 4))).toBe("3/2");
    expect(() => fraction(1, 0)).toThrow(RangeError);
  });

  it("are read from the four spellings and no others", () => {
    const read = (text: string): string | undefined => {
      const value = parseRatio(text);
      return value === undefined ? undefined : formatFraction(value);
    };
    expect(["3%", "0.5%", "0.03", "1/30", "100%", "1", "0%"].map(read)).toEqual([
      "3/100",
      "1/200",
      "3/100",
      "1/30",
      "1/1",
      "1/1",
      "0/1",
    ]);
    expect(
      ["", "3 %", "-1%", "101%", "2", "1/0", "3/2", "１%", "1e-2", ".5", "5.", "1/2%", "+1"].map(read),
    ).toEqual(Array.from({ length: 13 }, () => undefined));
    expect(formatFraction(parseMultiple("3/2") ?? fraction(0))).toBe("3/2");
    expect(formatPercent(fraction(1, 30))).toBe("3.33%");
    expect(formatPercent(fraction(1, 3), 0)).toBe("33%");
    expect(formatPercent(fraction(2, 3), 4)).toBe("66.6667%");
  });
});

describe("canonical JSON", () => {
  it("is RFC 8785 for the values of statements", () => {
    expect(
      formatJson({ b: [1, true, "中"], a: { "\u20ac": 1, "\r": 2, "1": 3, "\ud83d\ude00": 4, "\ufb33": 5 } }),
    ).toBe('{"a":{"\\r":2,"1":3,"€":1,"😀":4,"\ufb33":5},"b":[1,true,"中"]}');
    expect(formatJson('\u0000\u001f"\\/\u007f')).toBe('"\\u0000\\u001f\\"\\\\/\u007f"');
  });

  it.each([
    ["a fraction", 0.5],
    ["negative zero", -0],
    ["a number beyond 2^53", 2 ** 53],
    ["null", null],
    ["half a surrogate pair", "\ud800"],
    ["a prototype key", JSON.parse('{"__proto__":1}') as unknown],
  ])("refuses %s", (_, value) => {
    expect(() => formatJson(value)).toThrow(expect.objectContaining({ code: "json-value" }));
  });

  it("reads exactly its own spelling", () => {
    const read = (text: string): unknown => parseCanonicalJson(encodeUtf8(text));
    expect(read('{"a":1,"b":"x"}')).toEqual({ a: 1, b: "x" });
    const others = [
      '{"b":1,"a":1}',
      '{"a":1,"a":1}',
      '{"a": 1}',
      '{"a":1.0}',
      '{"a":1e0}',
      '"\\u4e2d"',
      '{"a":null}',
      "",
      "\ufeff1",
      '{"__proto__":1}',
      "1\n",
    ];
    expect(others.map(read)).toEqual(others.map(() => undefined));
    expect(parseCanonicalJson(new Uint8Array([0x22, 0xff, 0x22]))).toBeUndefined();
  });
});

describe("CSV frames", () => {
  const rows = fc.array(
    fc.array(fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "中", "𠮷", ";", " ") }), {
      minLength: 1,
      maxLength: 4,
    }),
    { minLength: 1 },
  );

  it("are read back to the same rows", () => {
    fc.assert(
      fc.property(rows, (table) => {
        const found: string[][] = [];
        expect(parseRows(encodeRows(table), (cells) => found.push(cells))).toBe(true);
        expect(found).toEqual(table);
      }),
    );
  });

  it("have one spelling: what is read is what is written", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "\ufeff") }), (text) => {
        const found: string[][] = [];
        const bytes = encodeUtf8(text);
        if (parseRows(bytes, (cells) => found.push(cells))) expect(decodeUtf8(encodeRows(found))).toBe(text);
      }),
    );
    const other = ['a,"b"\n', "a\r\n", "a", '"a\n', "\ufeffa\n", 'a"b\n'];
    expect(other.map((text) => parseRows(encodeUtf8(text), () => undefined))).toEqual(other.map(() => false));
  });
});

describe("dates", () => {
  it("are read in four forms, and only days that exist", () => {
    expect(["2026-03-01", "2026/3/1", "20260301", "2026年3月1日"].map(parseDate)).toEqual(
      Array.from({ length: 4 }, () => "2026-03-01"),
    );
    expect(
      ["2026-02-29", "2026-13-01", "26-1-1", "2026-03-01 00:00", "", "1899-12-31", "2100-02-29"].map(
        parseDate,
      ),
    ).toEqual(Array.from({ length: 7 }, () => undefined));
    expect(parseDate("2024-02-29")).toBe("2024-02-29");
    expect(["长期", "9999-09-09", "9999-12-31"].map(parseEndDate)).toEqual(
      Array.from({ length: 3 }, () => "9999-12-31"),
    );
  });

  it("are those of China for an instant", () => {
    expect(
      ["2026-03-08T15:59:59Z", "2026-03-08T16:00:00Z", "2026-12-31T20:00:00Z", "2024-02-28T23:00:00Z"].map(
        dayInChina,
      ),
    ).toEqual(["2026-03-08", "2026-03-09", "2027-01-01", "2024-02-29"]);
    expect(
      ["2026-02-31T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01", "2026-03-01T00:00:00+15:00"].map(
        dayInChina,
      ),
    ).toEqual(Array.from({ length: 4 }, () => undefined));
  });

  it("go back whole months, clipped to the month", () => {
    expect(monthsBefore("2026-03-31", 1)).toBe("2026-02-28");
    expect(monthsBefore("2024-03-31", 1)).toBe("2024-02-29");
    expect(monthsBefore("2026-01-15", 13)).toBe("2024-12-15");
    expect(monthsBefore("2026-01-15", 0)).toBe("2026-01-15");
  });
});

describe("bytes and ids", () => {
  it("base64 is that of the platform, and other spellings are refused", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
        expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
      }),
    );
    expect(["QQ", "QR==", "Q Q=", "QQ=", "QQ==\n", "Q-=="].map(decodeBase64)).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });

  it("the pure SHA-256 is that of the platform", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(pureSha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
      }),
    );
  });

  it("ids that look alike are told apart or refused", () => {
    expect(
      ["a b", "a\u200b", "a\u00a0", "\u202ea", "a\ufe0f", "a\u0000", "a\u3164"].every(hasHiddenCharacter),
    ).toBe(true);
    expect(hasHiddenCharacter("产品-0007")).toBe(false);
    expect(hasFullWidth("９1")).toBe(true);
    expect(toHalfWidth("９１Ａ")).toBe("91A");
    expect(foldId("ab\u00e9")).toBe(foldId("AB\u0065\u0301"));
    expect([
      isPlanId("RD-2026.014_任务"),
      isPlanId("a:b"),
      isPlanId("a/b"),
      isPlanId(""),
      isPlanId("x".repeat(65)),
    ]).toEqual([true, false, false, false, false]);
  });
});
