import { computeTicket, pickIndex } from "../lottery/ticket.js";
import type { Sha256 } from "../text/hash.js";
import type { Person } from "./choose.js";
import { createTeam, Matching, type Slot } from "./matching.js";
import { hasBit, type PersonSet, setBit, wordsFor } from "./person-set.js";

/** A visit whose slots are settled. */
export interface ChosenVisit {
  readonly id: string;
  readonly first: number;
  readonly slots: readonly PersonSet[];
}

/** Who was picked for a slot, at which attempt (counting from 0). */
export interface Pick {
  readonly person: number;
  readonly attempt: number;
}

/** The teams of a run, visit by visit, slot by slot. */
export interface Teams {
  /** The least level at which all slots can be filled; 0 without slots. */
  readonly level: number;
  readonly picks: readonly (readonly Pick[])[];
}

/** One pick out of one hat, for explanations. */
export interface HatAttempt {
  readonly visit: string;
  readonly slot: number;
  readonly attempt: number;
  /** Ids in the hat, sorted. */
  readonly hat: readonly string[];
  readonly picked: string;
  /** False: needed elsewhere and passed over. */
  readonly stands: boolean;
}

/** Told of every pick. */
export type OnAttempt = (attempt: HatAttempt) => void;

/** Most new visits of a person at a level: people already above it get none. */
function roomAt(person: Person, level: number): number {
  return Math.min(person.cap ?? Number.MAX_SAFE_INTEGER, Math.max(0, level - person.load));
}

/** The next level at which one of the people whom a failed search reached has more room. */
function nextLevel(people: readonly Person[], reached: Uint32Array, level: number): number {
  let next = Number.MAX_SAFE_INTEGER;
  people.forEach((person, i) => {
    if (hasBit(reached, i) && roomAt(person, level) < (person.cap ?? Number.MAX_SAFE_INTEGER))
      next = Math.min(next, Math.max(level, person.load) + 1);
  });
  return next;
}

/** Fills all slots at the least level: it grows only when a failed search proves that it must. */
function fillAtLeastLevel(
  teams: readonly (readonly Slot[])[],
  people: readonly Person[],
): { matching: Matching; level: number } {
  let level = 0;
  const matching = new Matching(people.map((person) => roomAt(person, level)));
  for (const slot of teams.flat()) {
    while (!matching.fill(slot)) {
      level = nextLevel(people, matching.reachedPeople, level);
      if (level === Number.MAX_SAFE_INTEGER)
        throw new RangeError("expected slots that can be filled, got one that cannot");
      people.forEach((person, i) => matching.setRoom(i, roomAt(person, level)));
    }
  }
  return { matching, level };
}

/** Remembers proofs that a person is needed by certain slots and lost to all others: a tight set stays tight. */
class Strikes {
  readonly #numbers: ReadonlyMap<Slot, number>;
  /** Per person, the slots that may still have the person; undefined = all. */
  readonly #allowed: (Uint32Array | undefined)[] = [];

  constructor(slots: readonly Slot[]) {
    this.#numbers = new Map(slots.map((slot, i) => [slot, i]));
  }

  isStruck(slot: Slot, person: number): boolean {
    const allowed = this.#allowed[person];
    return allowed !== undefined && !hasBit(allowed, this.#numbers.get(slot) ?? 0);
  }

  add(people: Uint32Array, slots: readonly Slot[]): void {
    const bits = new Uint32Array(wordsFor(this.#numbers.size));
    for (const slot of slots) setBit(bits, this.#numbers.get(slot) ?? 0);
    for (let person = 0; person < people.length * 32; person++) {
      if (!hasBit(people, person)) continue;
      const known = this.#allowed[person];
      this.#allowed[person] = known === undefined ? bits : known.map((word, i) => word & (bits[i] as number));
    }
  }
}

/** Draws the people of every slot, in visit order: the hat of step 3. */
class HatDraw {
  readonly #matching: Matching;
  readonly #strikes: Strikes;
  /** Room left under the level, and load so far. */
  readonly #room: number[];
  readonly #load: number[];
  readonly #ticket: (id: string) => string;
  readonly #people: readonly Person[];
  readonly #onAttempt: OnAttempt | undefined;

  constructor(
    people: readonly Person[],
    matching: Matching,
    level: number,
    slots: readonly Slot[],
    ticket: (id: string) => string,
    onAttempt: OnAttempt | undefined,
  ) {
    this.#people = people;
    this.#onAttempt = onAttempt;
    this.#matching = matching;
    this.#strikes = new Strikes(slots);
    this.#room = people.map((person) => roomAt(person, level));
    this.#load = people.map((person) => person.load);
    this.#ticket = ticket;
  }

  /** Picks one person for a slot from hats formed anew until a pick stands. */
  draw(slot: Slot, visit: string, number: number): Pick {
    const label = `${visit}:${number}`;
    const inTeam = (person: number): boolean =>
      slot.team.some((other) => other.fixed && other.holder === person);
    const candidates = slot.set.members.filter(
      (person) => (this.#room[person] as number) > 0 && !inTeam(person),
    );
    let hat: number[] = [];
    let least = -1;
    for (let attempt = 0; ; attempt++) {
      if (!hat.some((person) => this.#load[person] === least)) [hat, least] = this.#formHat(candidates);
      const index = pickIndex(this.#ticket(`${label}:${attempt}`), hat.length);
      const person = hat[index];
      if (person === undefined) throw new RangeError(`expected someone for ${label}, got an empty hat`);
      const stands = this.#stands(slot, person);
      if (this.#onAttempt !== undefined) {
        const idOf = (index: number): string => (this.#people[index] as Person).id;
        this.#onAttempt({ visit, slot: number, attempt, hat: hat.map(idOf), picked: idOf(person), stands });
      }
      if (stands) {
        this.#matching.fix(slot);
        this.#room[person] = (this.#room[person] as number) - 1;
        this.#load[person] = (this.#load[person] as number) + 1;
        return { person, attempt };
      }
      hat.splice(index, 1);
      candidates.splice(candidates.indexOf(person), 1);
    }
  }

  /** Candidates whose load so far is at most one above the least. */
  #formHat(candidates: readonly number[]): [hat: number[], least: number] {
    let least = Number.MAX_SAFE_INTEGER;
    for (const person of candidates) least = Math.min(least, this.#load[person] as number);
    return [candidates.filter((person) => (this.#load[person] as number) <= least + 1), least];
  }

  #stands(slot: Slot, person: number): boolean {
    if (this.#strikes.isStruck(slot, person)) return false;
    const cut = this.#matching.assign(slot, person);
    if (cut !== undefined) this.#strikes.add(cut.people, cut.slots);
    return cut === undefined;
  }
}

/**
 * Finds the least level and draws the people. `visits` must be fillable together, as {@link chooseStaffed} leaves them.
 *
 * @param people in the order of their ids
 */
export function drawTeams(
  seed: string,
  visits: readonly ChosenVisit[],
  people: readonly Person[],
  sha256: Sha256,
  onAttempt?: OnAttempt,
): Teams {
  const teams = visits.map((visit) => createTeam(visit.slots));
  const { matching, level } = fillAtLeastLevel(teams, people);
  const hat = new HatDraw(
    people,
    matching,
    level,
    teams.flat(),
    (id) => computeTicket(seed, "inspector", id, sha256),
    onAttempt,
  );
  const picks = visits.map((visit, i) =>
    (teams[i] ?? []).map((slot, s) => hat.draw(slot, visit.id, visit.first + s)),
  );
  return { level, picks };
}
