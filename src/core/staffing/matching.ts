import { clearBit, hasBit, type PersonSet, setBit, wordsFor } from "./person-set.js";
import { TightSets } from "./tight-sets.js";

/** One place in the team of a visit, to be held by one person. */
export interface Slot {
  readonly set: PersonSet;
  /** All slots of the same visit, this one included; nobody may hold two of them. */
  readonly team: readonly Slot[];
  /** Index of the person who holds the slot; -1 for none. */
  holder: number;
  /** Decided for good: no search moves it. */
  fixed: boolean;
  /** Number of the search that reached the slot last. */
  mark: number;
  /** The slot that would take over this one's holder in the present search; undefined at its start. */
  taker: Slot | undefined;
}

/** Makes the slots of one visit. */
export function createTeam(sets: readonly PersonSet[]): Slot[] {
  const team: Slot[] = [];
  for (const set of sets) team.push({ set, team, holder: -1, fixed: false, mark: 0, taker: undefined });
  return team;
}

/** What a failed search leaves behind: people all of whose room the slots it reached need. */
export interface Cut {
  readonly people: Uint32Array;
  readonly slots: readonly Slot[];
}

/**
 * A matching of slots to people that grows and changes slot by slot along augmenting paths. A person holds at most `room` slots and
 * at most one in each team. Every question is answered exactly: a search that ends without a free person proves that there
 * is no way (max-flow min-cut).
 */
export class Matching {
  readonly #room: Int32Array;
  readonly #held: Slot[][];
  /** People with room left. */
  readonly #free: Uint32Array;
  readonly #reached: Uint32Array;
  readonly #tight = new TightSets();
  #queue: Slot[] = [];
  #search = 0;

  /** @param rooms most slots of each person */
  constructor(rooms: ArrayLike<number>) {
    this.#room = Int32Array.from(rooms);
    this.#held = Array.from({ length: this.#room.length }, () => []);
    this.#free = new Uint32Array(wordsFor(this.#room.length));
    this.#reached = new Uint32Array(this.#free.length);
    for (let person = 0; person < this.#room.length; person++) this.#refresh(person);
  }

  /** Changes a person's room; it must not fall below what the person holds. */
  setRoom(person: number, room: number): void {
    this.#room[person] = room;
    this.#tight.clear();
    this.#refresh(person);
  }

  hasRoom(person: number): boolean {
    return hasBit(this.#free, person);
  }

  #refresh(person: number): void {
    if ((this.#held[person] as Slot[]).length < (this.#room[person] as number)) setBit(this.#free, person);
    else clearBit(this.#free, person);
  }

  /** Gives the slot to a person, or to nobody (-1). */
  #move(slot: Slot, person: number): void {
    const old = slot.holder;
    if (old < 0 !== person < 0) this.#tight.note(slot.set, old < 0 ? 1 : -1);
    if (old >= 0) {
      const slots = this.#held[old] as Slot[];
      slots[slots.indexOf(slot)] = slots[slots.length - 1] as Slot;
      slots.pop();
      this.#refresh(old);
    }
    slot.holder = person;
    if (person < 0) return;
    (this.#held[person] as Slot[]).push(slot);
    this.#refresh(person);
  }

  /** Takes the slot out of the matching. */
  release(slot: Slot): void {
    this.#move(slot, -1);
  }

  /** Fills an empty slot, moving others where needed; false, with nothing changed, if that is impossible. */
  fill(slot: Slot): boolean {
    if (this.#tight.isFull(slot.set)) return false;
    this.#begin();
    this.#enqueue(slot, undefined);
    if (this.#searchFree()) return true;
    this.#keepProof();
    return false;
  }

  /** After a failed search: the people whom it reached, with those whose slots it looked at, may be all who can hold these slots. */
  #keepProof(): void {
    const people = this.#reached.slice();
    for (const { holder } of this.#queue) if (holder >= 0) setBit(people, holder);
    let limit = 0;
    const held: PersonSet[] = [];
    for (let person = 0; person < this.#room.length; person++) {
      if (!hasBit(people, person)) continue;
      limit += this.#room[person] as number;
      for (const { set } of this.#held[person] as Slot[]) held.push(set);
    }
    this.#tight.add(people, limit, held);
  }

  /** Fills all slots or none. Returns the number of slots that could be filled one after the other. */
  fillAll(slots: readonly Slot[]): number {
    for (let i = 0; i < slots.length; i++) {
      if (this.fill(slots[i] as Slot)) continue;
      for (let j = 0; j < i; j++) this.release(slots[j] as Slot);
      return i;
    }
    return slots.length;
  }

  /** People whom the last failed search reached; valid until the next search. */
  get reachedPeople(): Uint32Array {
    return this.#reached;
  }

  #begin(): void {
    this.#search++;
    this.#queue = [];
    this.#reached.fill(0);
  }

  #enqueue(slot: Slot, taker: Slot | undefined): void {
    if (slot.fixed || slot.mark === this.#search) return;
    slot.mark = this.#search;
    slot.taker = taker;
    this.#queue.push(slot);
  }

  /** Breadth-first search from the queued slots to a person with room; on success the whole path is moved. */
  #searchFree(): boolean {
    for (let i = 0; i < this.#queue.length; i++) {
      const slot = this.#queue[i] as Slot;
      const found = this.#findFree(slot);
      if (found >= 0) {
        this.#shift(slot, found);
        return true;
      }
      this.#expand(slot);
    }
    return false;
  }

  #findFree(slot: Slot): number {
    const { bits } = slot.set;
    for (let word = 0; word < bits.length; word++) {
      let open = (bits[word] as number) & (this.#free[word] as number);
      while (open !== 0) {
        const person = (word << 5) + (31 - Math.clz32(open & -open));
        open &= open - 1;
        if (holderIn(slot.team, person) === undefined) return person;
      }
    }
    return -1;
  }

  /** Queues every slot whose holder could give way to this slot. */
  #expand(slot: Slot): void {
    const { bits } = slot.set;
    for (let word = 0; word < bits.length; word++) {
      let open = (bits[word] as number) & ~(this.#reached[word] as number);
      while (open !== 0) {
        const person = (word << 5) + (31 - Math.clz32(open & -open));
        open &= open - 1;
        const colleague = holderIn(slot.team, person);
        if (colleague !== undefined) this.#enqueue(colleague, slot);
        else this.#reach(person, slot);
      }
    }
  }

  #reach(person: number, taker: Slot | undefined): void {
    setBit(this.#reached, person);
    for (const other of this.#held[person] as Slot[]) this.#enqueue(other, taker);
  }

  #shift(last: Slot, free: number): void {
    let slot: Slot | undefined = last;
    let person = free;
    while (slot !== undefined) {
      const given: number = slot.holder;
      const { taker }: Slot = slot;
      this.#move(slot, person);
      slot = taker;
      person = given;
    }
  }

  /**
   * Gives a slot to one person if all other slots can still be filled; otherwise nothing changes and the cut is returned that
   * proves it. The plain exchange with the present holder is tried first.
   */
  assign(slot: Slot, person: number): Cut | undefined {
    const before = slot.holder;
    if (before === person) return undefined;
    const colleague = holderIn(slot.team, person);
    if (colleague === undefined && this.hasRoom(person)) {
      this.#move(slot, person);
      return undefined;
    }
    const rival = this.#findExchange(person, before, colleague);
    this.#move(slot, -1);
    if (rival !== undefined) this.#move(rival, before);
    else if (colleague !== undefined) this.#move(colleague, -1);
    this.#move(slot, person);
    if (rival !== undefined || this.#displace(slot, person, colleague)) return undefined;
    const cut = { people: this.#reached.slice(), slots: this.#queue };
    this.#move(slot, -1);
    if (colleague !== undefined) this.#move(colleague, person);
    this.#move(slot, before);
    return cut;
  }

  /** A slot of the wanted person that the present holder could take over at once. */
  #findExchange(person: number, before: number, colleague: Slot | undefined): Slot | undefined {
    if (colleague !== undefined) return hasBit(colleague.set.bits, before) ? colleague : undefined;
    return (this.#held[person] as Slot[]).find(
      (other) => hasBit(other.set.bits, before) && holderIn(other.team, before) === undefined,
    );
  }

  /** Finds another person for the colleague who lost the wanted person, or for one of the wanted person's other slots. */
  #displace(slot: Slot, person: number, colleague: Slot | undefined): boolean {
    slot.fixed = true;
    this.#begin();
    if (colleague !== undefined) this.#enqueue(colleague, undefined);
    else this.#reach(person, undefined);
    const moved = this.#searchFree();
    slot.fixed = false;
    return moved;
  }

  /** Makes the holder final: the slot leaves the matching and the person's room shrinks by one. */
  fix(slot: Slot): void {
    const person = slot.holder;
    this.#move(slot, -1);
    slot.holder = person;
    slot.fixed = true;
    this.setRoom(person, (this.#room[person] as number) - 1);
  }
}

/** The slot of a team that a person holds; undefined for none. */
function holderIn(team: readonly Slot[], person: number): Slot | undefined {
  for (const slot of team) if (slot.holder === person) return slot;
  return undefined;
}
