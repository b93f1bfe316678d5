import { add, type Fraction, floor, fraction, multiply, zero } from "../text/fraction.js";
import type { Sha256 } from "../text/hash.js";
import { compareTickets, computeTicket, ticketNumber } from "./ticket.js";

/** A cell as far as rounding needs it. */
export interface CellExpectation {
  readonly keyText: string;
  readonly stratumText: string;
  readonly eligible: number;
  readonly probability: Fraction;
}

/**
 * Rounds the expectations of the cells to whole numbers without bias: cells are put in a random order, strata together, and one random
 * offset cuts the cumulated sums. Every number is the floor or ceiling of its expectation, every stratum's total is within one of
 * its own, the sum is exact, and the expectation of each number is exactly eligible · probability.
 * Returns the numbers in the order given. Source: systematic sampling of cells (Cox 1987, controlled rounding in one dimension).
 */
export function allocate(
  seed: string,
  task: string,
  cells: readonly CellExpectation[],
  sha256: Sha256,
): number[] {
  const strata = new Map<string, string>();
  for (const { stratumText } of cells)
    if (!strata.has(stratumText))
      strata.set(stratumText, computeTicket(seed, "allocate", `${task}:${stratumText}`, sha256));
  const order = cells.map((cell, index) => ({
    cell,
    index,
    stratum: strata.get(cell.stratumText) ?? "",
    ticket: computeTicket(seed, "allocate", `${task}:${cell.keyText}`, sha256),
  }));
  order.sort((a, b) => compareTickets(a.stratum, b.stratum) || compareTickets(a.ticket, b.ticket));
  const offset = fraction(ticketNumber(computeTicket(seed, "allocate", task, sha256)), 1n << 256n);
  const numbers = cells.map(() => 0);
  let sum = zero;
  let below = 0n;
  for (const { cell, index } of order) {
    sum = add(sum, multiply(fraction(cell.eligible), cell.probability));
    const upTo = floor(add(sum, offset));
    numbers[index] = Number(upTo - below);
    below = upTo;
  }
  return numbers;
}
