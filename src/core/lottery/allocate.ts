import { add, type Fraction, floor, fraction, multiply, zero } from "../text/fraction.js";
import type { Sha256 } from "../text/hash.js";
import { compareTickets, computeTicket, type Ticket, ticketNumber } from "./ticket.js";

/** A cell as far as rounding needs it. */
export interface CellExpectation {
  readonly keyText: string;
  readonly stratumText: string;
  readonly eligible: number;
  readonly probability: Fraction;
}

/** One cell in the random order in which the sums are cumulated. */
export interface AllocationStep {
  /** Index of the cell in the order given. */
  readonly cell: number;
  /** Ticket of the cell. */
  readonly ticket: Ticket;
  /** Sum of eligible · probability up to and with this cell. */
  readonly upTo: Fraction;
  /** Number of objects drawn from the cell. */
  readonly number: number;
}

/** How the numbers of a task came about. */
export interface Allocation {
  /** Ticket of the offset: as a number, divided by 2^256. */
  readonly offset: Ticket;
  readonly steps: readonly AllocationStep[];
}

/**
 * Rounds the expectations of the cells to whole numbers without bias: cells are put in a random order, strata together, and one random
 * offset cuts the cumulated sums. Every number is the floor or ceiling of its expectation, every stratum's total is within one of
 * its own, the sum is exact, and the expectation of each number is exactly eligible · probability.
 * Source: systematic sampling of cells (Cox 1987, controlled rounding in one dimension).
 */
export function traceAllocation(
  seed: string,
  task: string,
  cells: readonly CellExpectation[],
  sha256: Sha256,
): Allocation {
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
  const offset = computeTicket(seed, "allocate", task, sha256);
  const shift = fraction(ticketNumber(offset), 1n << 256n);
  let upTo = zero;
  let below = 0n;
  const steps = order.map(({ cell, index, ticket }): AllocationStep => {
    upTo = add(upTo, multiply(fraction(cell.eligible), cell.probability));
    const cut = floor(add(upTo, shift));
    const number = Number(cut - below);
    below = cut;
    return { cell: index, ticket, upTo, number };
  });
  return { offset, steps };
}

/** The number of objects drawn from each cell, in the order given. */
export function allocate(
  seed: string,
  task: string,
  cells: readonly CellExpectation[],
  sha256: Sha256,
): number[] {
  const numbers = cells.map(() => 0);
  for (const { cell, number } of traceAllocation(seed, task, cells, sha256).steps) numbers[cell] = number;
  return numbers;
}
