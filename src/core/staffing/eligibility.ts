import type { Plan } from "../plan/plan.js";
import { demandOf, type Requirement } from "../plan/requirement.js";
import { type HistoryIndex, peopleOfLatestVisit } from "../pool/history-index.js";
import { isActive, readCategory } from "../registry/inspectors.js";
import type { InspectionObject, Inspector, Recusal } from "../registry/types.js";
import { createPersonSet, type PersonSet, withoutPeople } from "./person-set.js";

/** True if the person meets a requirement in category, state, licence, department, expertise and qualification, whatever the object. */
export function meetsRequirement(person: Inspector, requirement: Requirement, until: string): boolean {
  const expert = requirement.role === "expert";
  if (readCategory(person.category) !== (expert ? "expert" : "enforcement") || !isActive(person))
    return false;
  if (!expert && person.licenceUntil !== "" && person.licenceUntil < until) return false;
  if (person.department !== requirement.department) return false;
  return (
    requirement.expertise.every((value) => person.expertise.includes(value)) &&
    requirement.qualification.every((value) => person.qualifications.includes(value))
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
  readonly #inspectors: readonly Inspector[];
  readonly #history: HistoryIndex;
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #recused = new Map<string, number[]>();
  readonly #byRequirement = new Map<string, PersonSet>();

  /** @param inspectors in the order of their ids, which is that of the set indexes */
  constructor(
    plan: Plan,
    inspectors: readonly Inspector[],
    recusals: readonly Recusal[],
    history: HistoryIndex,
  ) {
    this.#plan = plan;
    this.#inspectors = inspectors;
    this.#history = history;
    this.#indexOf = new Map(inspectors.map((person, i) => [person.id, i]));
    for (const { inspector, object } of recusals) {
      const index = this.#indexOf.get(inspector);
      if (index !== undefined && !this.#recused.get(object)?.push(index)) this.#recused.set(object, [index]);
    }
  }

  /** Everybody who meets the requirement, whatever the object. */
  qualified(requirement: Requirement): PersonSet {
    return this.#cached(requirement, undefined);
  }

  /** People eligible for the requirement at one object: region, recusals and rotation applied. */
  at(requirement: Requirement, object: InspectionObject): PersonSet {
    const set = this.#cached(requirement, object.region);
    const kept = new Set(this.#recused.get(object.id));
    if (this.#plan.staffing?.rotate === true)
      for (const id of peopleOfLatestVisit(this.#history, object.id)) kept.add(this.#indexOf.get(id) ?? -1);
    return kept.size === 0 ? set : withoutPeople(set, kept, this.#inspectors.length);
  }

  /** True if the person must not visit the object: a recusal, or, with `rotate`, the person was there last. */
  isRecused(inspector: string, object: InspectionObject): boolean {
    const rotated =
      this.#plan.staffing?.rotate === true &&
      [...peopleOfLatestVisit(this.#history, object.id)].includes(inspector);
    return rotated || (this.#recused.get(object.id) ?? []).includes(this.#indexOf.get(inspector) ?? -1);
  }

  #cached(requirement: Requirement, region: string | undefined): PersonSet {
    const key = JSON.stringify([demandOf(requirement).key, ...(region === undefined ? [] : [region])]);
    let set = this.#byRequirement.get(key);
    if (set === undefined) {
      const rule = this.#plan.staffing?.region ?? "any";
      const members = [...this.#inspectors.keys()].filter((i) => {
        const person = this.#inspectors[i] as Inspector;
        if (!meetsRequirement(person, requirement, this.#plan.visitWindow.to)) return false;
        return region === undefined || regionFits(person, region, rule);
      });
      this.#byRequirement.set(key, (set = createPersonSet(members, this.#inspectors.length)));
    }
    return set;
  }
}
