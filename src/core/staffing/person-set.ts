/** A set of people by their index in the registry's order: bits for asking, a list for walking. */
export interface PersonSet {
  readonly bits: Uint32Array;
  /** Indexes, ascending, which is the order of the ids. */
  readonly members: readonly number[];
}

/** Number of 32-bit words for `people` bits. */
export function wordsFor(people: number): number {
  return (people + 31) >>> 5;
}

/** A set of the given indexes, which must be ascending and below `people`. */
export function createPersonSet(members: readonly number[], people: number): PersonSet {
  const bits = new Uint32Array(wordsFor(people));
  for (const person of members) setBit(bits, person);
  return { bits, members };
}

/** The set without some people; the same set if it holds none of them. */
export function withoutPeople(set: PersonSet, unwanted: ReadonlySet<number>, people: number): PersonSet {
  const members = set.members.filter((person) => !unwanted.has(person));
  return members.length === set.members.length ? set : createPersonSet(members, people);
}

export function hasBit(bits: Uint32Array, index: number): boolean {
  return (((bits[index >>> 5] as number) >>> (index & 31)) & 1) === 1;
}

export function setBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] as number) | (1 << (index & 31));
}

export function clearBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] as number) & ~(1 << (index & 31));
}
