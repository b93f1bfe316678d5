import { type Allocation, traceAllocation } from "../lottery/allocate.js";
import { expectationsOf, objectLabel } from "../lottery/lottery.js";
import { compareTickets, computeTicket, type Ticket } from "../lottery/ticket.js";
import { findStanding } from "../pool/pool.js";
import type { Preparation, PreparedTask } from "../record/prepare.js";
import { describeCell, listEligibleOf } from "../record/prepare.js";
import type { RecordedTask, RecordStatement } from "../record/statements.js";
import type { InspectionObject, Registries } from "../registry/types.js";
import type { HatAttempt } from "../staffing/hat.js";
import type { Sha256 } from "../text/hash.js";

/** What happened to an object in one task. */
export type TaskOutcome = "out-of-scope" | "excluded" | "drawn" | "reserve" | "not-drawn";

/** Why an object was or was not drawn for one task; the cell's numbers and the ticket are there if it was in scope. */
export interface TaskExplanation {
  readonly task: string;
  readonly outcome: TaskOutcome;
  /** First scope field that put it out, or the reason of the exclusion. */
  readonly reason?: string;
  readonly cell?: readonly string[];
  readonly base?: number;
  readonly eligible?: number;
  readonly ratio?: string;
  /** Exact inclusion probability, `"p/q"`. */
  readonly probability?: string;
  readonly drawnInCell?: number;
  /** What was hashed: `seed:label:id`. */
  readonly ticketText?: string;
  readonly ticket?: Ticket;
  /** Place in the cell by ticket, counting from 1. */
  readonly rank?: number;
  /** Ticket of the last object drawn from the cell; the object is drawn if its ticket is not above. */
  readonly cutOff?: Ticket;
}

/** Why an object was or was not drawn. */
export interface ObjectExplanation {
  readonly schema: "dualdraw/explanation/v1";
  readonly object: { readonly id: string; readonly name: string };
  readonly tasks: readonly TaskExplanation[];
  /** Place in the visiting order and team, if it is visited. */
  readonly visit?: RecordStatement["visits"][number];
}

/** One eligible object of a cell and its ticket. */
export interface RankedObject {
  readonly id: string;
  readonly ticket: Ticket;
}

/**
 * The eligible objects of a cell in the order of their tickets: the first are drawn, the next are the reserves.
 *
 * @param ids of the cell, as {@link listEligibleOf} gives them
 */
export function rankCell(
  { plan }: Preparation,
  { pool }: PreparedTask,
  ids: readonly string[],
  seed: string,
  sha256: Sha256,
): RankedObject[] {
  const label = objectLabel(plan, pool.task);
  return ids
    .map((id) => ({ id, ticket: computeTicket(seed, label, id, sha256) }))
    .sort((a, b) => compareTickets(a.ticket, b.ticket));
}

/** How the numbers of a task's cells came about, for recomputing by hand. */
export function explainAllocation({ pool, fit }: PreparedTask, seed: string, sha256: Sha256): Allocation {
  return traceAllocation(seed, pool.task.id, expectationsOf(pool, fit), sha256);
}

function explainTask(
  preparation: Preparation,
  task: PreparedTask,
  recorded: RecordedTask,
  object: InspectionObject,
  seed: string,
  sha256: Sha256,
): TaskExplanation {
  const { plan, registries, history } = preparation;
  const { id } = task.pool.task;
  const standing = findStanding(plan, task.pool.task, registries, history, object);
  if (standing.outOfScope !== undefined)
    return { task: id, outcome: "out-of-scope", reason: standing.outOfScope };
  const h = task.pool.cells.findIndex((cell) => cell.keyText === standing.keyText);
  const { key, base, eligible, ratio, probability } = describeCell(task, h);
  const cell = { cell: key, base, eligible, ...(ratio === undefined ? {} : { ratio }) };
  if (standing.excluded !== undefined)
    return { task: id, outcome: "excluded", reason: standing.excluded, ...cell };
  const label = objectLabel(plan, task.pool.task);
  const ticket = computeTicket(seed, label, object.id, sha256);
  const ranked = rankCell(preparation, task, listEligibleOf(preparation, task)[h] ?? [], seed, sha256);
  const drawn = recorded.cells[h]?.drawn ?? [];
  const reserve = recorded.cells[h]?.reserves.includes(object.id) ?? false;
  const cutOff = ranked[drawn.length - 1]?.ticket;
  return {
    task: id,
    outcome: drawn.includes(object.id) ? "drawn" : reserve ? "reserve" : "not-drawn",
    ...cell,
    probability,
    drawnInCell: drawn.length,
    ticketText: `${seed}:${label}:${object.id}`,
    ticket,
    rank: ranked.findIndex((other) => other.id === object.id) + 1,
    ...(cutOff === undefined ? {} : { cutOff }),
  };
}

/** Explains one object: scope, exclusion, cell, probability, ticket, rank and cut-off in every task. */
export function explainObject(
  preparation: Preparation,
  record: RecordStatement,
  object: InspectionObject,
  sha256: Sha256,
): ObjectExplanation {
  const tasks = preparation.tasks.map((task, t) =>
    explainTask(preparation, task, record.tasks[t] as RecordedTask, object, record.seed, sha256),
  );
  const visit = record.visits.find((candidate) => candidate.object === object.id);
  const { id, name } = object;
  return {
    schema: "dualdraw/explanation/v1",
    object: { id, name },
    tasks,
    ...(visit === undefined ? {} : { visit }),
  };
}

/** One hat in which a person was. */
export interface HatExplanation {
  readonly visit: string;
  readonly slot: number;
  readonly attempt: number;
  /** Number of people in the hat, this person among them. */
  readonly inHat: number;
  /** `picked`: drawn; `passed-over`: drawn but needed elsewhere; `not-picked`: somebody else was drawn. */
  readonly outcome: "picked" | "passed-over" | "not-picked";
}

/** In which hats a person, or a group, was, and what came of it. */
export interface PersonExplanation {
  readonly schema: "dualdraw/explanation/v1";
  readonly person: { readonly id: string; readonly name: string; readonly department: string };
  /** The group that was asked about, or with which the person is drawn. */
  readonly group?: {
    readonly id: string;
    readonly name: string;
    readonly members: readonly { readonly id: string; readonly name: string }[];
  };
  readonly visits: readonly string[];
  readonly standInFor: readonly string[];
  readonly hats: readonly HatExplanation[];
}

/**
 * Explains one person, or one group, from the picks that a recomputation of the draw reported; undefined if nobody has the id. Somebody in a
 * group is drawn with it.
 */
export function explainPerson(
  record: RecordStatement,
  { inspectors, groups = [] }: Registries,
  id: string,
  attempts: readonly HatAttempt[],
): PersonExplanation | undefined {
  const group = groups.find((candidate) => candidate.id === id || candidate.members.includes(id));
  const members = inspectors.filter((person) => group?.members.includes(person.id));
  const person = inspectors.find((candidate) => candidate.id === id);
  const named = person ?? group;
  if (named === undefined) return undefined;
  const unit = group?.id ?? id;
  const hats = attempts
    .filter(({ hat }) => hat.includes(unit))
    .map(({ visit, slot, attempt, hat, picked, stands }): HatExplanation => {
      const outcome = picked !== unit ? "not-picked" : stands ? "picked" : "passed-over";
      return { visit, slot, attempt, inHat: hat.length, outcome };
    });
  const visitsWith = (
    test: (member: RecordStatement["visits"][number]["team"][number]) => boolean,
  ): string[] => record.visits.filter((visit) => visit.team.some(test)).map((visit) => visit.object);
  return {
    schema: "dualdraw/explanation/v1",
    person: { id, name: named.name, department: (person ?? members[0])?.department ?? "" },
    ...(group === undefined
      ? {}
      : {
          group: {
            id: group.id,
            name: group.name,
            members: members.map((member) => ({ id: member.id, name: member.name })),
          },
        }),
    visits: visitsWith((member) => member.inspector === unit),
    standInFor: visitsWith((member) => member.standIns.includes(unit)),
    hats,
  };
}
