import { countPeople, demandsOf, mergeDemands, type Requirement } from "../plan/requirement.js";
import type { Plan, Task } from "../plan/plan.js";
import type { RecordStatement, RecordedVisit } from "../record/statements.js";
import { compareText } from "../text/order.js";
import type { MemberAfter, VisitAfter } from "../record/events.js";

/** One slot of a visit as it stands. */
export interface StandingSlot {
  readonly slot: number;
  readonly requirement: Requirement;
  /** Equal for equal requirements. */
  readonly key: string;
  /** The person, or the group where the requirement asks for one. Undefined: goes to direct assignment. */
  readonly inspector: string | undefined;
  readonly standIns: readonly string[];
}

/** One visit as it stands. */
export interface StandingVisit {
  readonly position: number;
  readonly batch: number;
  readonly object: string;
  /** In plan order, kept and dropped ones. */
  readonly tasks: readonly string[];
  readonly slots: readonly StandingSlot[];
  /** Tasks that were dropped, and dropped expert slots: something that may be assigned directly. */
  readonly dropped: boolean;
  readonly assigned: readonly string[];
  /** People who gave way here and do not come back. */
  readonly out: readonly string[];
}

/** The draw after its events. */
export interface Standing {
  readonly visits: readonly StandingVisit[];
  /** Objects that gave way. */
  readonly gone: ReadonlySet<string>;
  /** Reserves that stepped in, by task. */
  readonly used: ReadonlySet<string>;
  readonly shortfall: readonly string[];
  readonly voided: boolean;
}

/** The slots of a visit with their requirements, enforcement first: the order in which the draw numbered them. */
function requirementsOf(
  plan: Plan,
  keptTasks: readonly string[],
): { requirement: Requirement; key: string }[] {
  const tasks = plan.tasks.filter((task) => keptTasks.includes(task.id));
  return (["enforcement", "expert"] as const).flatMap((run) =>
    mergeDemands(tasks.map((task: Task) => demandsOf(task, run))).flatMap(({ requirement, count, key }) =>
      Array.from({ length: count }, () => ({ requirement, key })),
    ),
  );
}

function standingVisit(plan: Plan, record: RecordStatement, visit: RecordedVisit): StandingVisit {
  const direct = record.direct.find(({ object }) => object === visit.object);
  const kept = visit.tasks.filter((task) => direct?.tasks.includes(task) !== true);
  const requirements = requirementsOf(plan, kept);
  const slots = visit.team.flatMap(({ slot, inspector, standIns }): StandingSlot[] => {
    const demand = requirements[slot];
    return demand === undefined ? [] : [{ slot, ...demand, inspector, standIns }];
  });
  const { position, batch, object, tasks } = visit;
  return { position, batch, object, tasks, slots, dropped: direct !== undefined, assigned: [], out: [] };
}

/** The draw before any event. */
export function beginStanding(plan: Plan, record: RecordStatement): Standing {
  return {
    visits: record.visits.map((visit) => standingVisit(plan, record, visit)),
    gone: new Set(),
    used: new Set(),
    shortfall: [],
    voided: false,
  };
}

/** Places for people that the tasks of a visit ask for and that no lot filled, a group slot as two, for enforcement people and for experts. */
export function countOpenPlaces(
  plan: Plan,
  { tasks, slots }: StandingVisit,
): { enforcement: number; expert: number } {
  const count = (requirements: readonly Requirement[], expert: boolean): number =>
    requirements
      .filter(({ role }) => (role === "expert") === expert)
      .reduce((sum, requirement) => sum + countPeople(requirement), 0);
  const asked = requirementsOf(plan, tasks).map(({ requirement }) => requirement);
  const filled = slots.flatMap(({ inspector, requirement }) =>
    inspector === undefined ? [] : [requirement],
  );
  const open = (expert: boolean): number => Math.max(0, count(asked, expert) - count(filled, expert));
  return { enforcement: open(false), expert: open(true) };
}

/** A visit as an event states it. */
export function describeVisit(visit: StandingVisit): VisitAfter {
  const { position, batch, object, tasks, slots, assigned } = visit;
  const team = slots.flatMap(({ slot, requirement, inspector }): MemberAfter[] =>
    inspector === undefined
      ? []
      : [{ slot, role: requirement.role, department: requirement.department, inspector }],
  );
  const unfilled = slots.filter(({ inspector }) => inspector === undefined).map(({ slot }) => slot);
  return { position, batch, object, tasks, team, unfilled, assigned };
}

/** Visits in the order in which they are made: by position, reserves that share one by id. */
export function sortVisits(visits: readonly StandingVisit[]): StandingVisit[] {
  return [...visits].sort((a, b) => a.position - b.position || compareText(a.object, b.object));
}
