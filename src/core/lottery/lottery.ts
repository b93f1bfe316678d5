import type { Plan, Task } from "../plan/plan.js";
import { TaskDivider } from "../pool/divide.js";
import type { HistoryIndex } from "../pool/history-index.js";
import type { Cell, Pool } from "../pool/pool.js";
import type { SortedRegistries } from "../registry/object-registry.js";
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

/** The label of a task's object tickets. */
export function objectLabel(plan: Plan, task: Task): Label {
  return plan.together === true ? "object" : `object/${task.id}`;
}

/** The cells of a pool as rounding needs them. */
export function expectationsOf({ cells }: Pool, { probabilities }: Fit): CellExpectation[] {
  return cells.map(({ keyText, stratumText, eligible }, h) => ({
    keyText,
    stratumText,
    eligible,
    probability: probabilities[h] ?? zero,
  }));
}

/** A task whose probabilities are known. */
export interface TaskToDraw {
  readonly pool: Pool;
  readonly requested: number;
  readonly fit: Fit;
}

/** A task whose numbers are known, before anybody looks at an object. */
export interface AllocatedTask extends TaskToDraw {
  readonly label: Label;
  /** How many each cell draws. */
  readonly numbers: readonly number[];
  /** How many reserves each cell names. */
  readonly reserves: number;
}

/** Rounds the expectations of a task to numbers. */
export function allocateTask(plan: Plan, task: TaskToDraw, seed: string, sha256: Sha256): AllocatedTask {
  const { pool, fit } = task;
  const numbers = allocate(seed, pool.task.id, expectationsOf(pool, fit), sha256);
  return { ...task, label: objectLabel(plan, pool.task), numbers, reserves: pool.task.reserves ?? 0 };
}

/**
 * The lottery of some cells under one label: eligible objects are offered in any order, the lowest tickets of each cell stay. Cost: one SHA-256
 * block per object; memory: what is drawn.
 */
export class TicketLottery {
  readonly #hasher: TicketHasher;
  readonly #lowest: readonly LowestTickets[];

  /** @param sizes how many tickets each cell keeps */
  constructor(seed: string, label: Label, sizes: readonly number[]) {
    this.#hasher = new TicketHasher(seed, label);
    this.#lowest = sizes.map((size) => new LowestTickets(size));
  }

  /** @param id UTF-8 bytes of the object's id */
  offer(cell: number, id: Uint8Array): void {
    const lowest = this.#lowest[cell] as LowestTickets;
    if (lowest.size === 0) return;
    this.#hasher.hash(id);
    if (lowest.mayTake(this.#hasher.first)) lowest.add(id, this.#hasher.ticket);
  }

  /** What a cell kept, lowest ticket first. */
  inOrder(cell: number): Drawn[] {
    return (this.#lowest[cell] as LowestTickets).inOrder();
  }
}

/** The lottery of a task, for its cells. */
export function openLottery(seed: string, { label, numbers, reserves }: AllocatedTask): TicketLottery {
  return new TicketLottery(
    seed,
    label,
    numbers.map((number) => number + reserves),
  );
}

/** What a task drew: of each cell the lowest tickets, and the next ones as reserves. */
export function closeLottery(lottery: TicketLottery, task: AllocatedTask): DrawnTask {
  const { pool, requested, fit, numbers } = task;
  const cells = pool.cells.map((cell, h): DrawnCell => {
    const kept = lottery.inOrder(h);
    const number = numbers[h] as number;
    return {
      cell,
      probability: fit.probabilities[h] ?? zero,
      drawn: kept.slice(0, number),
      reserves: kept.slice(number),
    };
  });
  return { task: pool.task, pool, requested, fit, cells };
}

/** Draws the objects of tasks in one walk over the registry. */
export function drawTasks(
  plan: Plan,
  tasks: readonly TaskToDraw[],
  { objects, extraColumns }: SortedRegistries,
  history: HistoryIndex,
  seed: string,
  sha256: Sha256,
): DrawnTask[] {
  const open = tasks.map((task) => {
    const allocated = allocateTask(plan, task, seed, sha256);
    const numberOf = new Map(task.pool.cells.map(({ keyText }, h) => [keyText, h]));
    const division = { plan, task: task.pool.task, extraColumns, history };
    const divider = new TaskDivider(division, ({ keyText }) => numberOf.get(keyText) as number);
    return { allocated, divider, lottery: openLottery(seed, allocated) };
  });
  for (const batch of objects.batches())
    for (const { divider, lottery } of open)
      divider.divide(batch, {
        inScope: (cell, row, excluded) => {
          if (excluded === undefined) lottery.offer(cell, batch.idBytesAt(row));
        },
      });
  return open.map(({ lottery, allocated }) => closeLottery(lottery, allocated));
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
