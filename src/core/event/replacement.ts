import { demandsOf } from "../plan/requirement.js";
import type { Plan } from "../plan/plan.js";
import type { RecordStatement } from "../record/statements.js";
import type { ObjectRegistry } from "../registry/object-registry.js";
import type { InspectionObject } from "../registry/types.js";
import { type Standing, type StandingSlot, type StandingVisit, sortVisits } from "./standing.js";

/** Says whether a person or a group may fill a requirement at an object: department, skills, licence, region, recusal, rotation. */
export type IsEligible = (inspector: string, slot: StandingSlot, object: InspectionObject) => boolean;

/** What the rules of replacement need of the draw. */
export interface ReplacementDesk {
  readonly plan: Plan;
  readonly record: RecordStatement;
  readonly objects: ObjectRegistry;
  /** The members of a group; the person alone for anybody else. */
  readonly peopleOf: (inspector: string) => readonly string[];
  readonly isEligible: IsEligible;
}

/** The name under which a reserve counts as used: it may stand in several tasks. */
export function reserveKey(task: string, object: string): string {
  return JSON.stringify([task, object]);
}

/** The next reserve of the object's cell in one task; undefined if none is left. */
function nextReserve(
  desk: ReplacementDesk,
  standing: Standing,
  taskId: string,
  object: string,
): string | undefined {
  const task = desk.record.tasks.find(({ id }) => id === taskId);
  const cell = task?.cells.find(({ drawn, reserves }) => drawn.includes(object) || reserves.includes(object));
  return cell?.reserves.find(
    (id) => id !== object && !standing.gone.has(id) && !standing.used.has(reserveKey(taskId, id)),
  );
}

/** The people of a team, those of its groups one by one. */
export function teamOf(desk: ReplacementDesk, slots: readonly StandingSlot[]): string[] {
  return slots.flatMap(({ inspector }) => (inspector === undefined ? [] : desk.peopleOf(inspector)));
}

/** How many slots each requirement has in the tasks, as in a merged visit. */
function countDemands(plan: Plan, tasks: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const task of plan.tasks) {
    if (!tasks.includes(task.id)) continue;
    for (const { key, count } of [...demandsOf(task, "enforcement"), ...demandsOf(task, "expert")])
      counts.set(key, Math.max(counts.get(key) ?? 0, count));
  }
  return counts;
}

/** The slots of the replaced visit that its tasks need and the receiving visit does not have yet. */
function slotsToMove(
  plan: Plan,
  from: StandingVisit,
  tasks: readonly string[],
  present: readonly StandingSlot[],
): StandingSlot[] {
  const left = countDemands(plan, tasks);
  for (const { key } of present) if (left.has(key)) left.set(key, (left.get(key) ?? 0) - 1);
  return from.slots.filter(({ key }) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0;
  });
}

/**
 * Fills a slot: whoever holds it, else the first stand-in, of those who are eligible and free; else nobody.
 *
 * @param taken people; a group is free if each of its people is
 */
function fillSlot(
  desk: ReplacementDesk,
  slot: StandingSlot,
  object: InspectionObject,
  taken: readonly string[],
): string | undefined {
  const candidates = [...(slot.inspector === undefined ? [] : [slot.inspector]), ...slot.standIns];
  return candidates.find(
    (id) => !desk.peopleOf(id).some((person) => taken.includes(person)) && desk.isEligible(id, slot, object),
  );
}

/** The receiving visit with the tasks and the slots that come with them. Who gave way at the other visit stays if the own lot sent them here. */
function receive(
  desk: ReplacementDesk,
  from: StandingVisit,
  tasks: readonly string[],
  receiver: StandingVisit,
): StandingVisit {
  const object = desk.objects.find(receiver.object) as InspectionObject;
  const slots = [...receiver.slots];
  const isNew = receiver.slots.length === 0;
  let number = slots.reduce((highest, { slot }) => Math.max(highest, slot), -1);
  for (const slot of slotsToMove(desk.plan, from, tasks, receiver.slots)) {
    const taken = [...teamOf(desk, slots), ...receiver.assigned, ...receiver.out, ...from.out];
    number = isNew ? slot.slot : number + 1;
    slots.push({ ...slot, slot: number, inspector: fillSlot(desk, slot, object, taken) });
  }
  const all = desk.plan.tasks.map(({ id }) => id);
  const here = [...teamOf(desk, receiver.slots), ...receiver.assigned];
  const out = [...receiver.out, ...from.out.filter((id) => !here.includes(id))];
  return {
    ...receiver,
    tasks: all.filter((id) => receiver.tasks.includes(id) || tasks.includes(id)),
    slots,
    dropped: receiver.dropped || from.dropped,
    out: [...new Set(out)],
  };
}

/**
 * Replaces an object by the next reserves of its cells. The reserve takes position, slots and team of the replaced visit for the tasks of
 * its cell; a reserve that is visited already takes the task on there; without a reserve the task has a shortfall.
 *
 * @returns the new standing and the objects whose visits are new or changed
 */
export function replaceObject(
  desk: ReplacementDesk,
  standing: Standing,
  from: StandingVisit,
): { standing: Standing; changed: string[]; shortfall: string[] } {
  const byReserve = new Map<string, string[]>();
  const shortfall: string[] = [];
  const used = new Set(standing.used);
  for (const task of from.tasks) {
    const reserve = nextReserve(desk, standing, task, from.object);
    if (reserve === undefined) shortfall.push(task);
    else {
      used.add(reserveKey(task, reserve));
      if (!byReserve.get(reserve)?.push(task)) byReserve.set(reserve, [task]);
    }
  }
  let visits = standing.visits.filter((visit) => visit !== from);
  for (const [object, tasks] of byReserve) {
    const present = visits.find((visit) => visit.object === object);
    const empty = { ...from, object, tasks: [], slots: [], dropped: false, assigned: [], out: [] };
    const received = receive(desk, from, tasks, present ?? empty);
    visits = [...visits.filter((visit) => visit !== present), received];
  }
  return {
    standing: {
      ...standing,
      visits: sortVisits(visits),
      gone: new Set([...standing.gone, from.object]),
      used,
      shortfall: [...standing.shortfall, ...shortfall],
    },
    changed: [...byReserve.keys()],
    shortfall,
  };
}

/** Replaces the person or group of a slot by its first stand-in who is eligible and not in the team; else the slot goes to direct assignment. */
export function replacePerson(
  desk: ReplacementDesk,
  standing: Standing,
  visit: StandingVisit,
  slot: StandingSlot,
): Standing {
  const out = [...visit.out, ...teamOf(desk, [slot])];
  const taken = [...teamOf(desk, visit.slots), ...visit.assigned, ...out];
  const object = desk.objects.find(visit.object) as InspectionObject;
  const inspector = fillSlot(desk, slot, object, taken);
  const slots = visit.slots.map((other) => (other === slot ? { ...slot, inspector } : other));
  const replaced: StandingVisit = { ...visit, slots, out };
  return {
    ...standing,
    visits: standing.visits.map((other) => (other === visit ? replaced : other)),
  };
}
