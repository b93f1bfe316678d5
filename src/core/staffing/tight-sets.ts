import { hasBit, type PersonSet } from "./person-set.js";

/** People who together have no more room than the slots that only they can hold. */
interface TightSet {
  readonly people: Uint32Array;
  /** Most slots that these people can hold together. */
  readonly limit: number;
  /** Filled slots that nobody else can hold. */
  count: number;
}

function isWithin({ members }: PersonSet, people: Uint32Array): boolean {
  return members.every((person) => hasBit(people, person));
}

/**
 * Remembers where searches have failed: sets of people who are needed by slots that nobody else can hold (Hall's condition, with room). A slot for a
 * full set cannot be filled, whoever holds what, and needs no search to know it. That is what makes a draw fast in which a county has more visits than its
 * people can make.
 */
export class TightSets {
  readonly #sets: TightSet[] = [];
  #around = new Map<PersonSet, readonly TightSet[]>();

  /** True if no search is needed: the slots that only some of these people can hold are as many as they can carry. */
  isFull(set: PersonSet): boolean {
    return this.#setsAround(set).some(({ count, limit }) => count >= limit);
  }

  /** Counts a slot that was filled (1) or released (-1). */
  note(set: PersonSet, change: 1 | -1): void {
    if (this.#sets.length > 0) for (const tight of this.#setsAround(set)) tight.count += change;
  }

  /**
   * Keeps a set of people if it proves by itself that a slot cannot be filled.
   *
   * @param limit room of these people in all
   * @param held sets of the slots that they hold
   */
  add(people: Uint32Array, limit: number, held: Iterable<PersonSet>): void {
    const known = new Map<PersonSet, boolean>();
    let count = 0;
    for (const set of held) {
      let within = known.get(set);
      if (within === undefined) known.set(set, (within = isWithin(set, people)));
      if (within) count++;
    }
    if (count < limit) return;
    this.#sets.push({ people, limit, count });
    this.#around = new Map();
  }

  /** Forgets everything: somebody's room has changed. */
  clear(): void {
    if (this.#sets.length === 0) return;
    this.#sets.length = 0;
    this.#around = new Map();
  }

  #setsAround(set: PersonSet): readonly TightSet[] {
    let around = this.#around.get(set);
    if (around === undefined)
      this.#around.set(set, (around = this.#sets.filter(({ people }) => isWithin(set, people))));
    return around;
  }
}
