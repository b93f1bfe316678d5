import type { VisitedObject } from "../lottery/lottery.js";
import type { Plan, Task } from "../plan/plan.js";
import { demandsOf, mergeDemands, type Requirement } from "../plan/requirement.js";
import type { HistoryIndex } from "../pool/history-index.js";
import type { SortedRegistries } from "../registry/object-registry.js";
import type { InspectionObject } from "../registry/types.js";
import type { Sha256 } from "../text/hash.js";
import { chooseStaffed, type Person } from "./choose.js";
import { Eligibility } from "./eligibility.js";
import { drawTeams, type OnAttempt } from "./hat.js";
import { loadsOfUnits } from "./load.js";
import type { PersonSet } from "./person-set.js";
import { drawStandIns } from "./stand-ins.js";
import { capOf, formUnits, type Unit } from "./unit.js";

/** One member of a team. */
export interface TeamMember {
  /** Index in the team: enforcement slots first, expert slots behind those that were kept. */
  readonly slot: number;
  readonly requirement: Requirement;
  /** The person, or the group where the requirement asks for one. */
  readonly inspector: string;
  readonly attempt: number;
  /** Number of people, or of groups, eligible for the slot. */
  readonly eligible: number;
  readonly standIns: readonly string[];
}

/** Why a visit's best choice could not be staffed. */
export interface DirectReason {
  readonly requirement: Requirement;
  /** People, or groups, eligible for it at this object. */
  readonly qualified: number;
  /** Visits whose best choice holds it. */
  readonly competing: number;
}

/** What goes to direct assignment (直接委派). */
export interface DirectAssignment {
  readonly object: string;
  readonly tasks: readonly string[];
  /** Dropped expert slots of the kept tasks. */
  readonly experts: number;
  readonly reason: DirectReason;
}

/** A visit with its team; empty if nobody can be sent. */
export interface StaffedVisit extends VisitedObject {
  readonly team: readonly TeamMember[];
}

/** The result of staffing. */
export interface Staffed {
  readonly visits: readonly StaffedVisit[];
  readonly direct: readonly DirectAssignment[];
  /** Level of the enforcement run. */
  readonly level: number;
}

type Run = "enforcement" | "expert";

interface SlotPlan {
  readonly requirement: Requirement;
  readonly key: string;
  readonly set: PersonSet;
}

/** Visits that go through one run, with their choices spelled out. */
interface RunVisit {
  readonly index: number;
  readonly first: number;
  readonly choices: readonly (readonly SlotPlan[])[];
}

interface RunResult {
  /** By visit index: the slots that were kept and who holds them. */
  readonly members: ReadonlyMap<number, readonly TeamMember[]>;
  /** By visit index: the choice taken; undefined = none. */
  readonly taken: ReadonlyMap<number, number | undefined>;
  readonly reasons: ReadonlyMap<number, DirectReason>;
  readonly level: number;
}

/** What both runs share. */
interface Desk {
  readonly plan: Plan;
  readonly eligibility: Eligibility;
  readonly units: readonly Unit[];
  readonly people: readonly Person[];
  readonly objects: readonly InspectionObject[];
  readonly visits: readonly VisitedObject[];
  readonly seed: string;
  readonly sha256: Sha256;
  readonly onAttempt: OnAttempt | undefined;
}

function slotsOf(desk: Desk, tasks: readonly Task[], run: Run, object: InspectionObject): SlotPlan[] {
  return mergeDemands(tasks.map((task) => demandsOf(task, run))).flatMap(({ requirement, count, key }) => {
    const slot = { requirement, key, set: desk.eligibility.at(requirement, object) };
    return Array.from({ length: count }, () => slot);
  });
}

/** For enforcement: the slots of all tasks, then without the last task, down to the first alone. */
function enforcementVisits(desk: Desk): RunVisit[] {
  return desk.visits.map((visit, index) => {
    const object = desk.objects[index] as InspectionObject;
    const choices = visit.tasks.map((_, dropped) =>
      slotsOf(desk, visit.tasks.slice(0, visit.tasks.length - dropped), "enforcement", object),
    );
    return { index, first: 0, choices };
  });
}

/** For experts: all expert slots of the kept tasks, then without the last slot, down to the first alone. */
function expertVisits(desk: Desk, enforcement: RunResult): RunVisit[] {
  return desk.visits.flatMap((visit, index) => {
    const dropped = enforcement.taken.get(index);
    if (dropped === undefined) return [];
    const kept = visit.tasks.slice(0, visit.tasks.length - dropped);
    const slots = slotsOf(desk, kept, "expert", desk.objects[index] as InspectionObject);
    if (slots.length === 0) return [];
    const choices = slots.map((_, i) => slots.slice(0, slots.length - i));
    return [{ index, first: enforcement.members.get(index)?.length ?? 0, choices }];
  });
}

function reasonsOf(
  visits: readonly RunVisit[],
  missing: readonly (number | undefined)[],
): Map<number, DirectReason> {
  const competing = new Map<string, number>();
  for (const { choices } of visits)
    for (const key of new Set((choices[0] ?? []).map((slot) => slot.key)))
      competing.set(key, (competing.get(key) ?? 0) + 1);
  const reasons = new Map<number, DirectReason>();
  visits.forEach(({ index, choices }, i) => {
    const slot = choices[0]?.[missing[i] ?? -1];
    if (slot === undefined) return;
    const { requirement, key, set } = slot;
    reasons.set(index, { requirement, qualified: set.members.length, competing: competing.get(key) ?? 0 });
  });
  return reasons;
}

function runStaffing(desk: Desk, visits: readonly RunVisit[]): RunResult {
  const idOf = (visit: RunVisit): string => (desk.visits[visit.index] as VisitedObject).object;
  const asSets = (slots: readonly SlotPlan[]): PersonSet[] => slots.map((slot) => slot.set);
  const { taken, missing } = chooseStaffed(
    visits.map((visit) => ({ id: idOf(visit), first: visit.first, choices: visit.choices.map(asSets) })),
    desk.people,
  );
  const kept = visits.map((visit, i) => (taken[i] === undefined ? [] : (visit.choices[taken[i]] ?? [])));
  const chosen = visits.map((visit, i) => ({
    id: idOf(visit),
    first: visit.first,
    slots: asSets(kept[i] ?? []),
  }));
  const { level, picks } = drawTeams(desk.seed, chosen, desk.people, desk.sha256, desk.onAttempt);
  const members = new Map<number, TeamMember[]>();
  visits.forEach((visit, i) => {
    const team = (picks[i] ?? []).map(({ person, attempt }, s) => {
      const { requirement, set } = (kept[i] ?? [])[s] as SlotPlan;
      const inspector = (desk.units[person] as Unit).id;
      return {
        slot: visit.first + s,
        requirement,
        inspector,
        attempt,
        eligible: set.members.length,
        standIns: [],
      };
    });
    members.set(visit.index, team);
  });
  const byVisit = new Map(visits.map((visit, i) => [visit.index, taken[i]]));
  return { members, taken: byVisit, reasons: reasonsOf(visits, missing), level };
}

function addStandIns(desk: Desk, object: InspectionObject, team: readonly TeamMember[]): TeamMember[] {
  const count = desk.plan.staffing?.standIns ?? 0;
  if (count === 0) return [...team];
  const ids = team.map((member) => member.inspector);
  return team.map((member) => {
    const eligible = desk.eligibility
      .at(member.requirement, object)
      .members.map((i) => (desk.units[i] as Unit).id);
    return {
      ...member,
      standIns: drawStandIns(desk.seed, object.id, member.slot, eligible, ids, count, desk.sha256),
    };
  });
}

function directOf(
  desk: Desk,
  index: number,
  enforcement: RunResult,
  experts: RunResult,
  expertSlots: ReadonlyMap<number, number>,
): DirectAssignment[] {
  const visit = desk.visits[index] as VisitedObject;
  const choice = enforcement.taken.get(index);
  const keptTasks = choice === undefined ? 0 : visit.tasks.length - choice;
  const tasks = visit.tasks.slice(keptTasks).map((task) => task.id);
  const dropped = (expertSlots.get(index) ?? 0) - (experts.members.get(index)?.length ?? 0);
  const reason = tasks.length > 0 ? enforcement.reasons.get(index) : experts.reasons.get(index);
  return reason === undefined || (tasks.length === 0 && dropped === 0)
    ? []
    : [{ object: visit.object, tasks, experts: dropped, reason }];
}

/**
 * Draws who inspects: enforcement slots of all visits first, then the expert slots of what was staffed.
 *
 */
export function staffVisits(
  plan: Plan,
  registries: SortedRegistries,
  history: HistoryIndex,
  visits: readonly VisitedObject[],
  seed: string,
  sha256: Sha256,
  onAttempt?: OnAttempt,
): Staffed {
  const units = formUnits(registries);
  const loads = loadsOfUnits(plan, registries.inspectors, units, history);
  const desk: Desk = {
    plan,
    eligibility: new Eligibility(plan, units, registries, history),
    units,
    people: units.map((unit, i) => ({ id: unit.id, cap: capOf(unit), load: loads[i] ?? 0 })),
    objects: visits.map((visit) => registries.objects.find(visit.object) as InspectionObject),
    visits,
    seed,
    sha256,
    onAttempt,
  };
  const enforcement = runStaffing(desk, enforcementVisits(desk));
  const expertRun = expertVisits(desk, enforcement);
  const experts = runStaffing(desk, expertRun);
  const expertSlots = new Map(expertRun.map((visit) => [visit.index, visit.choices[0]?.length ?? 0]));
  const staffed = visits.map((visit, index) => {
    const team = [...(enforcement.members.get(index) ?? []), ...(experts.members.get(index) ?? [])];
    return { ...visit, team: addStandIns(desk, desk.objects[index] as InspectionObject, team) };
  });
  const direct = visits.flatMap((_, index) => directOf(desk, index, enforcement, experts, expertSlots));
  return { visits: staffed, direct, level: enforcement.level };
}
