import { Matching, createTeam, type Slot } from "./matching.js";
import type { PersonSet } from "./person-set.js";

/** A visit as far as matching needs it: its choices, best first; each choice lists who may hold each slot. */
export interface StaffingVisit {
  readonly id: string;
  /** Number of the visit's first slot in its team. */
  readonly first: number;
  readonly choices: readonly (readonly PersonSet[])[];
}

/** A person as far as matching needs it. */
export interface Person {
  readonly id: string;
  /** Most visits in this draw; undefined = none. */
  readonly cap: number | undefined;
  /** Visits already carried. */
  readonly load: number;
}

/** Which choice each visit takes, and which slot stands in the way of its best one. */
export interface Choices {
  /** Index into the visit's choices; undefined = nobody can be sent. */
  readonly taken: readonly (number | undefined)[];
  /** For visits that do not take their best choice: the first slot of it that cannot be filled. */
  readonly missing: readonly (number | undefined)[];
}

function roomWithin(person: Person, visits: number): number {
  return Math.min(person.cap ?? visits, visits);
}

function tryChoice(matching: Matching, sets: readonly PersonSet[]): Slot[] | undefined {
  const team = createTeam(sets);
  return matching.fillAll(team) === team.length ? team : undefined;
}

/**
 * Decides what is staffed: first everyone's least, in visit order; then, in visit order, the best choice for which all slots
 * can still be filled.
 */
export function chooseStaffed(visits: readonly StaffingVisit[], people: readonly Person[]): Choices {
  const matching = new Matching(people.map((person) => roomWithin(person, visits.length)));
  const teams: (Slot[] | undefined)[] = visits.map(({ choices }) =>
    tryChoice(matching, choices.at(-1) ?? []),
  );
  const taken = visits.map(({ choices }, i) => {
    const team = teams[i];
    if (team === undefined || choices.length === 0) return undefined;
    for (const slot of team) matching.release(slot);
    return choices.findIndex((sets) => (teams[i] = tryChoice(matching, sets)) !== undefined);
  });
  const missing = visits.map(({ choices }, i) =>
    taken[i] === 0 ? undefined : findMissing(matching, choices, teams[i]),
  );
  return { taken, missing };
}

/** The first slot of the best choice that cannot be filled after those before it, beside what the other visits hold. */
function findMissing(
  matching: Matching,
  choices: StaffingVisit["choices"],
  team: readonly Slot[] | undefined,
): number | undefined {
  const best = choices[0];
  if (best === undefined) return undefined;
  for (const slot of team ?? []) matching.release(slot);
  const trial = createTeam(best);
  const filled = matching.fillAll(trial);
  if (filled === trial.length) for (const slot of trial) matching.release(slot);
  matching.fillAll(team ?? []);
  return filled;
}
