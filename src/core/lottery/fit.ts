import {
  compare,
  divide,
  type Fraction,
  fraction,
  minimum,
  multiply,
  one,
  subtract,
  sum,
  zero,
} from "../text/fraction.js";
import type { SizeKind } from "./size.js";

/** A cell as far as fitting needs it. */
export interface CellSize {
  readonly eligible: number;
  /** Ratio · base (or ratio · eligible), before any minimum; for `flat` not used. */
  readonly expected: Fraction;
  /** The cell's ratio after flags; for `flat` not used. */
  readonly ratio: Fraction;
}

/** The probabilities of a task's cells. */
export interface Fit {
  /** Number that will be drawn. */
  readonly target: number;
  /** Requested but not available. */
  readonly shortfall: number;
  /** Exact inclusion probability of every eligible object, cell by cell; Σ eligible · probability = target. */
  readonly probabilities: readonly Fraction[];
}

/** A given total below what the cells of ratio 100% hold. */
export interface Contradiction {
  readonly certain: number;
}

/** eligible · weight of one cell. */
function weightMass(cell: CellSize, kind: SizeKind): Fraction {
  if (cell.eligible === 0) return zero;
  const eligible = fraction(cell.eligible);
  if (kind === "flat") return eligible;
  return kind === "tiers" ? cell.expected : minimum(eligible, cell.expected);
}

function isCertain(cell: CellSize, mass: Fraction, kind: SizeKind): boolean {
  if (cell.eligible === 0 || kind === "flat") return false;
  return kind === "tiers" ? compare(cell.ratio, one) === 0 : compare(mass, fraction(cell.eligible)) === 0;
}

/**
 * Fits inclusion probabilities to the total by one common factor: certain cells are drawn whole, every other cell gets
 * `c · weight`; a cell that this takes to 1 becomes certain and the factor is found again. Exact fractions.
 */
export function fitProbabilities(
  kind: SizeKind,
  cells: readonly CellSize[],
  requested: number,
): Fit | Contradiction {
  const masses = cells.map((cell) => weightMass(cell, kind));
  const available = cells.reduce(
    (total, cell, h) => total + (compare(masses[h] as Fraction, zero) > 0 ? cell.eligible : 0),
    0,
  );
  const target = Math.min(requested, available);
  const certain = cells.map((cell, h) => isCertain(cell, masses[h] as Fraction, kind));
  const certainTotal = (): number =>
    cells.reduce((total, cell, h) => total + (certain[h] === true ? cell.eligible : 0), 0);
  if (certainTotal() > requested) return { certain: certainTotal() };
  for (;;) {
    const open = masses.map((mass, h) => (certain[h] === true ? zero : mass));
    const openMass = sum(open);
    const rest = subtract(fraction(target), fraction(certainTotal()));
    const factor = compare(openMass, zero) === 0 ? zero : divide(rest, openMass);
    const filled = cells.map((cell, h) => {
      const expected = multiply(factor, open[h] as Fraction);
      return certain[h] !== true && cell.eligible > 0 && compare(expected, fraction(cell.eligible)) >= 0;
    });
    if (!filled.includes(true))
      return {
        target,
        shortfall: requested - target,
        probabilities: probabilitiesOf(cells, open, certain, factor),
      };
    filled.forEach((full, h) => {
      if (full) certain[h] = true;
    });
  }
}

function probabilitiesOf(
  cells: readonly CellSize[],
  open: readonly Fraction[],
  certain: readonly boolean[],
  factor: Fraction,
): Fraction[] {
  return cells.map((cell, h) => {
    if (certain[h] === true) return one;
    return cell.eligible === 0
      ? zero
      : divide(multiply(factor, open[h] as Fraction), fraction(cell.eligible));
  });
}
