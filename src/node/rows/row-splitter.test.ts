import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLineEnd } from "./csv-shape.js";
import { RowSplitter, RowSyntaxError } from "./row-splitter.js";

/** Rows with their lines, then the code and line of what is wrong. */
type Outcome = readonly unknown[];

function ending(work: () => void, rows: unknown[]): Outcome {
  try {
    work();
    return rows;
  } catch (error) {
    if (error instanceof CsvError) return [...rows, error.code, error["lines"]];
    if (error instanceof RowSyntaxError) return [...rows, error.code, error.line];
    throw error;
  }
}

function splitAt(text: string, separator: string, cuts: readonly number[]): Outcome {
  const bytes = Buffer.from(text);
  const rows: unknown[] = [];
  return ending(() => {
    const splitter = new RowSplitter({ separator, lineEnd: findLineEnd(text) }, (cells, line) =>
      rows.push([line, cells]),
    );
    let at = 0;
    for (const cut of cuts.map((part) => part % (bytes.length + 1)).sort((a, b) => a - b)) {
      splitter.push(bytes.subarray(at, cut));
      at = cut;
    }
    splitter.push(bytes.subarray(at));
    splitter.end();
  }, rows);
}

/** What the general parser says of the whole text. */
function parseWhole(text: string, delimiter: string): Outcome {
  const rows: unknown[] = [];
  let line = 1;
  return ending(() => {
    parse(text, {
      delimiter,
      relax_column_count: true,
      max_record_size: 1 << 20,
      on_record: (cells: string[]) => {
        rows.push([line, cells]);
        line += 1 + cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
        return null;
      },
    });
  }, rows);
}

const cell = fc.string({
  unit: fc.constantFrom("a", "企", "𠮷", " ", ";", "é", "\u00a0", "1", "\\", "'"),
  maxLength: 4,
});
const quoted = fc
  .string({ unit: fc.constantFrom("a", "业", ",", "\n", "\r", "\r\n", '""'), maxLength: 6 })
  .map((text) => `"${text}"`);
const lineEnds = fc.constantFrom("\n", "\r\n", "\r");
const table = fc
  .tuple(
    fc.array(fc.array(fc.oneof({ weight: 6, arbitrary: cell }, quoted), { minLength: 1, maxLength: 4 }), {
      maxLength: 12,
    }),
    lineEnds,
    fc.boolean(),
  )
  .map(([rows, end, closed]) => rows.map((cells) => cells.join(",")).join(end) + (closed ? end : ""));
const cuts = fc.array(fc.nat(200), { maxLength: 6 });

describe("the row splitter", () => {
  it("gives the rows and lines of the general parser, wherever the pieces are cut", () => {
    fc.assert(
      fc.property(table, cuts, (text, at) => {
        expect(splitAt(text, ",", at)).toEqual(parseWhole(text, ","));
      }),
      { numRuns: 2000 },
    );
  });

  it("finds the faults of the general parser in text that is no table", () => {
    const nasty = fc.string({
      unit: fc.constantFrom('"', '"', ",", "\n", "\r", "a", "企", " "),
      maxLength: 40,
    });
    fc.assert(
      fc.property(nasty, cuts, (text, at) => {
        // How csv-parse counts the lines of a quoted carriage return is its own.
        const told = (outcome: Outcome): Outcome =>
          text.includes("\r") ? outcome.filter((part) => typeof part !== "number") : outcome;
        expect(told(splitAt(text, ",", at))).toEqual(told(parseWhole(text, ",")));
      }),
      { numRuns: 5000 },
    );
  });

  it("ends at a quote that is never closed, and at a line that never ends", () => {
    const open = `a,b\n"${"c\n".repeat(1 << 20)}`;
    expect(splitAt(open, ",", []).at(-2)).toBe("CSV_MAX_RECORD_SIZE");
    expect(splitAt(`a,b\n${"c".repeat((1 << 20) + 1)}\n`, ",", []).at(-2)).toBe("CSV_MAX_RECORD_SIZE");
    expect(splitAt('a,b\n"c', ",", []).at(-2)).toBe("CSV_QUOTE_NOT_CLOSED");
  });

  it("reads quotes that stand near each other and far apart", () => {
    const row = `${"x".repeat(100)},y\n`;
    const text = `"a""b",c\n${row.repeat(200)}"d\ne",f\n${row.repeat(3)}"g",h\n${row.repeat(300)}`;
    expect(splitAt(text, ",", [5000, 30_000])).toEqual(parseWhole(text, ","));
  });
});
