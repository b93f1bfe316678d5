import type { FaultList } from "../fault/fault-list.js";
import type { FaultCode } from "../fault/fault.js";
import { isActive, readCategory } from "../registry/inspectors.js";
import type { Preparation } from "../record/prepare.js";
import type { RecordStatement } from "../record/statements.js";
import { Eligibility } from "../staffing/eligibility.js";
import { formUnits } from "../staffing/unit.js";
import type { InspectionObject, Inspector } from "../registry/types.js";
import type { DirectEvent, DrawEvent, EventContent, EventOutcome } from "../record/events.js";
import { eventName, statementFile } from "../record/statement-name.js";
import { type ReplacementDesk, replaceObject, replacePerson, teamOf } from "./replacement.js";
import {
  beginStanding,
  countOpenPlaces,
  describeVisit,
  type Standing,
  type StandingVisit,
} from "./standing.js";

/** An event before its outcome is known: what somebody asks for. */
export type EventRequest = WithoutOutcome<EventContent>;
type WithoutOutcome<T> = T extends unknown ? Omit<T, "outcome"> : never;

/** What an event comes to. */
export interface Applied {
  readonly standing: Standing;
  readonly outcome: EventOutcome;
}

/** What stands in the way of an event. */
export interface EventFault {
  readonly code: FaultCode;
  readonly value: string;
}

const NOTHING: EventOutcome = { visits: [], shortfall: [] };

function describe(
  standing: Standing,
  objects: readonly string[],
  shortfall: readonly string[],
): EventOutcome {
  const visits = standing.visits.filter(({ object }) => objects.includes(object)).map(describeVisit);
  return { visits, shortfall };
}

/** Applies events to a recorded draw, one after the other. Pure: the same draw and events give the same standing everywhere. */
export class EventDesk {
  readonly #preparation: Preparation;
  readonly #desk: ReplacementDesk;
  readonly #people: ReadonlyMap<string, Inspector>;
  readonly #eligibility: Eligibility;

  constructor(preparation: Preparation, record: RecordStatement) {
    const { plan, registries, history } = preparation;
    const { inspectors, objects, groups = [] } = registries;
    const units = formUnits(registries);
    const eligibility = new Eligibility(plan, units, registries, history);
    const indexOf = new Map(units.map(({ id }, i) => [id, i]));
    const membersOf = new Map(groups.map(({ id, members }) => [id, members]));
    this.#preparation = preparation;
    this.#eligibility = eligibility;
    this.#people = new Map(inspectors.map((person) => [person.id, person]));
    this.#desk = {
      plan,
      record,
      objects,
      peopleOf: (inspector) => membersOf.get(inspector) ?? [inspector],
      isEligible: (inspector, slot, object) =>
        eligibility.at(slot.requirement, object).members.includes(indexOf.get(inspector) ?? -1),
    };
  }

  /** The draw before any event. */
  begin(): Standing {
    return beginStanding(this.#desk.plan, this.#desk.record);
  }

  /** What a request comes to; a fault if the rules refuse it. */
  apply(standing: Standing, request: EventRequest): Applied | EventFault {
    if (standing.voided && request.kind !== "correct" && request.kind !== "release")
      return { code: "event-after-void", value: request.kind };
    if (request.kind === "void") return { standing: { ...standing, voided: true }, outcome: NOTHING };
    if (request.kind === "release" || request.kind === "correct") return { standing, outcome: NOTHING };
    const visit = standing.visits.find(({ object }) => object === request.object);
    if (visit === undefined) return { code: "event-no-visit", value: request.object };
    if (request.kind === "direct") return this.#assign(standing, visit, request.inspectors);
    if (request.kind === "replace-object") {
      const { standing: after, changed, shortfall } = replaceObject(this.#desk, standing, visit);
      return { standing: after, outcome: describe(after, changed, shortfall) };
    }
    const slot = visit.slots.find(
      (candidate) => candidate.slot === request.slot && candidate.inspector === request.inspector,
    );
    if (slot === undefined) return { code: "event-no-slot", value: `${request.slot} ${request.inspector}` };
    const after = replacePerson(this.#desk, standing, visit, slot);
    return { standing: after, outcome: describe(after, [request.object], []) };
  }

  /** Direct assignment: only where something is open, only people who may inspect this object at all. */
  #assign(standing: Standing, visit: StandingVisit, inspectors: readonly string[]): Applied | EventFault {
    const open = visit.dropped || visit.slots.some(({ inspector }) => inspector === undefined);
    if (!open) return { code: "event-nothing-open", value: visit.object };
    const present = [...teamOf(this.#desk, visit.slots), ...visit.assigned, ...visit.out];
    const barred = inspectors.find(
      (id, i) => present.includes(id) || inspectors.indexOf(id) !== i || !this.#mayInspect(id, visit.object),
    );
    if (barred !== undefined) return { code: "event-person-barred", value: barred };
    const places = countOpenPlaces(this.#desk.plan, visit);
    for (const role of ["expert", "enforcement"] as const) {
      const sent = [...visit.assigned, ...inspectors].filter((id) => this.#roleOf(id) === role).length;
      if (sent > places[role]) return { code: "event-too-many", value: `${sent} > ${places[role]}` };
    }
    const assigned = { ...visit, assigned: [...visit.assigned, ...inspectors] };
    const visits = standing.visits.map((other) => (other === visit ? assigned : other));
    const after = { ...standing, visits };
    return { standing: after, outcome: describe(after, [visit.object], []) };
  }

  #roleOf(id: string): "expert" | "enforcement" {
    return readCategory(this.#people.get(id)?.category ?? "") === "expert" ? "expert" : "enforcement";
  }

  /** Active, licensed, no helper, not recused; skills are what direct assignment does without. */
  #mayInspect(id: string, objectId: string): boolean {
    const person = this.#people.get(id);
    const object = this.#desk.objects.find(objectId) as InspectionObject;
    const { to } = this.#preparation.plan.visitWindow;
    if (person === undefined || !isActive(person) || readCategory(person.category) === "helper") return false;
    const licensed =
      readCategory(person.category) === "expert" || person.licenceUntil === "" || person.licenceUntil >= to;
    return licensed && !this.#eligibility.isRecused(id, object);
  }
}

/** The standing after a chain of events; faults where the rules refuse one or give it another outcome. */
export function applyEvents(
  desk: EventDesk,
  events: readonly DrawEvent[],
  faults: FaultList,
  onOutcome: (event: DrawEvent, outcome: EventOutcome) => void = () => undefined,
): Standing {
  let standing = desk.begin();
  for (const event of events) {
    const applied = desk.apply(standing, event);
    if ("code" in applied) {
      faults.add(applied.code, { file: statementFile(eventName(event.number)) }, applied.value);
      continue;
    }
    standing = applied.standing;
    onOutcome(event, applied.outcome);
  }
  return standing;
}

/** The outcome that an event states; nothing for those that change no visit. */
export function statedOutcome(event: DrawEvent): EventOutcome {
  return "outcome" in event ? (event as DirectEvent).outcome : NOTHING;
}
