import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, formatFraction, fraction, multiply, one, sum, zero } from "../text/fraction.js";
import { pureSha256 } from "../text/hash.js";
import { allocate } from "./allocate.js";
import { fitProbabilities } from "./fit.js";
import { TicketLottery } from "./lottery.js";
import { encodeUtf8 } from "../text/utf8.js";
import type { SizeKind } from "./size.js";

const SEEDS = 20_000;

/** Three cells in two strata: 7 firms at 1/5, 4 at 1/2, 9 at 1/10. */
const cells = [
  { keyText: '["甲","A"]', stratumText: '["甲"]', eligible: 7, probability: fraction(1, 5) },
  { keyText: '["甲","B"]', stratumText: '["甲"]', eligible: 4, probability: fraction(1, 2) },
  { keyText: '["乙","A"]', stratumText: '["乙"]', eligible: 9, probability: fraction(1, 10) },
];
const ids = cells.map((cell, h) => Array.from({ length: cell.eligible }, (_, i) => `${h}-${i}`));

/** Frequencies over fixed seeds: seed k is SHA-256 of "statistics k". */
function countDraws(): Map<string, number> {
  const counts = new Map<string, number>();
  for (let k = 0; k < SEEDS; k++) {
    const seed = pureSha256(`statistics ${k}`);
    const numbers = allocate(seed, "t", cells, pureSha256);
    numbers.forEach((n, h) => {
      const lottery = new TicketLottery(seed, "object/t", [n]);
      for (const id of ids[h] ?? []) lottery.offer(0, encodeUtf8(id));
      for (const { id } of lottery.inOrder(0)) counts.set(id, (counts.get(id) ?? 0) + 1);
    });
  }
  return counts;
}

describe("over 20 000 fixed seeds", () => {
  it("every object is drawn as often as its probability says", () => {
    const counts = countDraws();
    // 20 objects at a familywise significance of 0.1%: each within 4.06 standard deviations (two-sided 0.001/20).
    cells.forEach((cell, h) => {
      const p = Number(cell.probability.num) / Number(cell.probability.den);
      const deviation = Math.sqrt(SEEDS * p * (1 - p));
      for (const id of ids[h] ?? [])
        expect(Math.abs((counts.get(id) ?? 0) - SEEDS * p) / deviation).toBeLessThan(4.06);
    });
  });

  it("the test would catch a ceiling in each cell", () => {
    // Rounding every cell up draws 2 of 7, 2 of 4, 1 of 9 every time: 2/7 instead of 1/5 is 27 standard deviations off.
    const p = 1 / 5;
    expect((SEEDS * (2 / 7) - SEEDS * p) / Math.sqrt(SEEDS * p * (1 - p))).toBeGreaterThan(4.06);
  });
});

const kinds: SizeKind[] = ["ratio", "tiers", "flat"];
const anyCell = fc.record({
  base: fc.integer({ min: 0, max: 60 }),
  lost: fc.integer({ min: 0, max: 20 }),
  num: fc.integer({ min: 0, max: 20 }),
});

describe("for any cells", () => {
  it("probabilities sum to the total exactly and lie between 0 and 1", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.array(anyCell, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 200 }),
        (kind, drawn, given) => {
          const sizes = drawn.map(({ base, lost, num }) => ({
            eligible: Math.max(0, base - lost),
            ratio: fraction(num, 20),
            expected: multiply(fraction(num, 20), fraction(base)),
          }));
          const mass = sum(
            sizes.map(({ eligible, expected }) =>
              compare(expected, fraction(eligible)) < 0 ? expected : fraction(eligible),
            ),
          );
          const requested = kind === "ratio" ? Number((mass.num + mass.den - 1n) / mass.den) : given;
          const fit = fitProbabilities(kind, sizes, requested);
          if ("certain" in fit) return;
          for (const p of fit.probabilities) expect(compare(p, zero) >= 0 && compare(p, one) <= 0).toBe(true);
          expect(
            formatFraction(
              sum(sizes.map(({ eligible }, h) => multiply(fraction(eligible), fit.probabilities[h] ?? zero))),
            ),
          ).toBe(`${fit.target}/1`);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("rounding gives each cell its floor or ceiling and the whole its total", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 10 })), {
          minLength: 1,
          maxLength: 10,
        }),
        fc.nat(),
        (shape, n) => {
          const parts = shape.map(([eligible, tenths], h) => ({
            keyText: `["${h}"]`,
            stratumText: `["${h % 3}"]`,
            eligible,
            probability: fraction(tenths, 10),
          }));
          const numbers = allocate(pureSha256(`rounding ${n}`), "t", parts, pureSha256);
          parts.forEach(({ eligible, probability }, h) => {
            const expected = (eligible * Number(probability.num)) / Number(probability.den);
            expect(Math.abs((numbers[h] ?? 0) - expected)).toBeLessThan(1);
          });
          const total = parts.reduce(
            (all, { eligible, probability }) =>
              all + (eligible * Number(probability.num)) / Number(probability.den),
            0,
          );
          expect(Math.abs(numbers.reduce((a, b) => a + b, 0) - total)).toBeLessThan(1);
        },
      ),
    );
  });
});
