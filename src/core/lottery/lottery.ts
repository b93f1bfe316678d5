import type { Plan, Task } from "../plan/plan.js";
import type { Cell, Pool } from "../pool/pool.js";
import { type Fraction, zero } from "../text/fraction.js";
import type { Sha256 } from "../text/hash.js";
import { allocate, type CellExpectation } from "./allocate.js";
import type { Fit } from "./fit.js";
import { type Drawn, LowestTickets } from "./lowest.js";
import { compareTickets, computeTicket, type Label } from "./ticket.js";
import { TicketHasher } from "./ticket-hasher.js";

/** A cell after the draw. */
export interface DrawnCell {
  readonly cell: Cell;
  readonly probability: Fraction;
  /** In ticket order. */
  readonly drawn: readonly Drawn[];
  /** In ticket order, behind the drawn ones. */
  readonly reserves: readonly Drawn[];
}

/** A task after the draw. */
export interface DrawnTask {
  readonly task: Task;
  readonly pool: Pool;
  readonly requested: number;
  readonly fit: Fit;
  readonly cells: readonly DrawnCell[];
}

/** Ids of objects, as texts and as UTF-8. */
export interface IdList {
  readonly length: number;
  readonly at: (index: number) => string;
  readonly bytesAt: (index: number) => Uint8Array;
}

/** The label of a task's object tickets. */
export function objectLabel(plan: Plan, task: Task): Label {
  return plan.together === true ? "object" : `object/${task.id}`;
}

/**
 * Draws from each cell by ticket: the lowest `count` are drawn, the next `reserves` are the reserves.
 * Cost: one SHA-256 block per object.
 */
export function selectByTicket(
  seed: string,
  label: Label,
  ids: IdList,
  count: number,
  reserves: number,
): { drawn: Drawn[]; reserves: Drawn[] } {
  const lowest = new LowestTickets(count + reserves);
  const hasher = new TicketHasher(seed, label);
  for (let i = 0; i < ids.length; i++) {
    hasher.hash(ids.bytesAt(i));
    if (lowest.mayTake(hasher.first)) lowest.add(ids.at(i), hasher.ticket);
  }
  const order = lowest.inOrder();
  return { drawn: order.slice(0, count), reserves: order.slice(count) };
}

/** The cells of a pool as rounding needs them. */
export function expectationsOf({ cells }: Pool, { probabilities }: Fit): CellExpectation[] {
  return cells.map(({ keyText, stratumText, eligible }, h) => ({
    keyText,
    stratumText,
    eligible: eligible.length,
    probability: probabilities[h] ?? zero,
  }));
}

/** Draws the objects of one task. */
export function drawTask(
  plan: Plan,
  pool: Pool,
  requested: number,
  fit: Fit,
  seed: string,
  sha256: Sha256,
): DrawnTask {
  const { task } = pool;
  const probabilities = fit.probabilities;
  const numbers = allocate(seed, task.id, expectationsOf(pool, fit), sha256);
  const label = objectLabel(plan, task);
  const cells = pool.cells.map((cell, h) => {
    const selected = selectByTicket(seed, label, cell.eligible, numbers[h] ?? 0, task.reserves ?? 0);
    return { cell, probability: probabilities[h] ?? zero, ...selected };
  });
  return { task, pool, requested, fit, cells };
}

/** A drawn object with the tasks that drew it, in plan order. */
export interface VisitedObject {
  readonly object: string;
  readonly tasks: readonly Task[];
  /** Counts from 1. */
  readonly position: number;
  /** Counts from 1. */
  readonly batch: number;
}

/** The batch of each position: `batches` runs as equal as possible, the longer ones first. */
export function assignBatches(visits: number, batches: number): number[] {
  const least = Math.floor(visits / batches);
  const longer = visits % batches;
  const numbers: number[] = [];
  for (let batch = 1; numbers.length < visits; batch++)
    for (let i = least + (batch <= longer ? 1 : 0); i > 0; i--) numbers.push(batch);
  return numbers;
}

/** Ids in visiting order: by their own tickets, since by object ticket the low-ratio tiers would come first. */
export function orderVisits(seed: string, ids: Iterable<string>, sha256: Sha256): string[] {
  return [...ids]
    .map((id) => ({ id, ticket: computeTicket(seed, "order", id, sha256) }))
    .sort((a, b) => compareTickets(a.ticket, b.ticket))
    .map(({ id }) => id);
}

/** Merges the drawn objects of all tasks into visits, in visiting order. */
export function formVisits(
  plan: Plan,
  drawn: readonly DrawnTask[],
  seed: string,
  sha256: Sha256,
): VisitedObject[] {
  const tasksOf = new Map<string, Task[]>();
  for (const { task, cells } of drawn)
    for (const cell of cells)
      for (const { id } of cell.drawn) if (!tasksOf.get(id)?.push(task)) tasksOf.set(id, [task]);
  const order = orderVisits(seed, tasksOf.keys(), sha256);
  const batches = assignBatches(order.length, plan.batches ?? 1);
  return order.map((object, i) => ({
    object,
    tasks: tasksOf.get(object) ?? [],
    position: i + 1,
    batch: batches[i] ?? 1,
  }));
}
