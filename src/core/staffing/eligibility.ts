import type { Plan } from "../plan/plan.js";
import { demandOf, type Requirement } from "../plan/requirement.js";
import { type HistoryIndex, peopleOfLatestVisit } from "../pool/history-index.js";
import { isActive, readCategory } from "../registry/inspectors.js";
import type { InspectionObject, Inspector, Registries } from "../registry/types.js";
import { createPersonSet, type PersonSet, withoutPeople } from "./person-set.js";
import type { Unit } from "./unit.js";

/** True if the person is of the category, active, licensed and of the department that a requirement asks for. */
function mayServe(person: Inspector, { role, department }: Requirement, until: string): boolean {
  const expert = role === "expert";
  if (readCategory(person.category) !== (expert ? "expert" : "enforcement") || !isActive(person))
    return false;
  if (!expert && person.licenceUntil !== "" && person.licenceUntil < until) return false;
  return person.department === department;
}

/**
 * True if the unit meets a requirement in category, state, licence, department, expertise and qualification, whatever the object. The
 * people of a group each serve, and have what is asked jointly.
 */
export function meetsRequirement(unit: Unit, requirement: Requirement, until: string): boolean {
  const { isGroup, people } = unit;
  if (isGroup !== (requirement.role === "group") || people.length === 0) return false;
  return (
    people.every((person) => mayServe(person, requirement, until)) &&
    requirement.expertise.every((value) => people.some(({ expertise }) => expertise.includes(value))) &&
    requirement.qualification.every((value) =>
      people.some(({ qualifications }) => qualifications.includes(value)),
    )
  );
}

function regionFits(person: Inspector, region: string, rule: "same" | "other" | "any"): boolean {
  if (rule === "any") return true;
  const within = person.regions.some((prefix) => region.startsWith(prefix));
  return rule === "same" ? within || person.regions.length === 0 : !within;
}

/** Answers who is eligible for a requirement at an object; equal answers share one set. */
export class Eligibility {
  readonly #plan: Plan;
  readonly #units: readonly Unit[];
  readonly #history: HistoryIndex;
  /** By person: the unit with which the person is drawn. */
  readonly #unitOf: ReadonlyMap<string, number>;
  /** By object: people. */
  readonly #recused = new Map<string, string[]>();
  readonly #byRequirement = new Map<string, PersonSet>();

  /** @param units in the order of their ids, which is that of the set indexes */
  constructor(
    plan: Plan,
    units: readonly Unit[],
    { recusals }: Pick<Registries, "recusals">,
    history: HistoryIndex,
  ) {
    this.#plan = plan;
    this.#units = units;
    this.#history = history;
    this.#unitOf = new Map(units.flatMap(({ people }, i) => people.map(({ id }) => [id, i] as const)));
    for (const { inspector, object } of recusals)
      if (!this.#recused.get(object)?.push(inspector)) this.#recused.set(object, [inspector]);
  }

  /** Everybody who meets the requirement, whatever the object. */
  qualified(requirement: Requirement): PersonSet {
    return this.#cached(requirement, undefined);
  }

  /** Units eligible for the requirement at one object: region, recusals and rotation applied. */
  at(requirement: Requirement, object: InspectionObject): PersonSet {
    const set = this.#cached(requirement, object.region);
    const rotated = this.#plan.staffing?.rotate === true ? peopleOfLatestVisit(this.#history, object.id) : [];
    const away = [...(this.#recused.get(object.id) ?? []), ...rotated];
    if (away.length === 0) return set;
    return withoutPeople(set, new Set(away.map((id) => this.#unitOf.get(id) ?? -1)), this.#units.length);
  }

  /** True if the person must not visit the object: a recusal, or, with `rotate`, the person was there last. */
  isRecused(inspector: string, object: InspectionObject): boolean {
    const rotated =
      this.#plan.staffing?.rotate === true &&
      [...peopleOfLatestVisit(this.#history, object.id)].includes(inspector);
    return rotated || (this.#recused.get(object.id) ?? []).includes(inspector);
  }

  #cached(requirement: Requirement, region: string | undefined): PersonSet {
    const key = JSON.stringify([demandOf(requirement).key, ...(region === undefined ? [] : [region])]);
    let set = this.#byRequirement.get(key);
    if (set === undefined) {
      const rule = this.#plan.staffing?.region ?? "any";
      const members = [...this.#units.keys()].filter((i) => {
        const unit = this.#units[i] as Unit;
        if (!meetsRequirement(unit, requirement, this.#plan.visitWindow.to)) return false;
        return region === undefined || unit.people.every((person) => regionFits(person, region, rule));
      });
      this.#byRequirement.set(key, (set = createPersonSet(members, this.#units.length)));
    }
    return set;
  }
}
