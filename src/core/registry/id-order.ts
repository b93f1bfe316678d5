import type { Place } from "../fault/fault.js";
import type { FaultList } from "../fault/fault-list.js";
import { foldId } from "../text/ids.js";
import { decodeUtf8 } from "../text/utf8.js";

const [ZERO, NINE] = [0x30, 0x39];
/** Length of a unified social credit code: an all-digit one has lost nothing. */
const FULL_LENGTH = 18;

/** An id that folding changes: two of them may look different and be taken for one. */
export interface OddId {
  readonly id: string;
  readonly line: number;
}

/** What the rows of a registry told of its ids, before they were put in order. */
export interface IdFacts {
  /** By their folded form. */
  readonly odd: ReadonlyMap<string, OddId>;
  /** Length of the longest all-digit id that begins with zero; 0 if there is none. */
  readonly zeroLength: number;
  /** Place of the id, in any line. */
  readonly place: Place;
}

/** What the parts of a registry told, in their order. Of odd ids that fold together and stand in different parts, the later one is a fault. */
export function joinIdFacts(parts: readonly IdFacts[], faults: FaultList): IdFacts {
  const odd = new Map<string, OddId>();
  for (const part of parts)
    for (const [folded, { id, line }] of part.odd) {
      const known = odd.get(folded);
      if (known === undefined) odd.set(folded, { id, line });
      else if (known.id !== id)
        faults.add("id-repeated", { ...part.place, line }, id, { line: known.line, earlier: known.id });
    }
  const zeroLength = parts.reduce((longest, part) => Math.max(longest, part.zeroLength), 0);
  return { odd, zeroLength, place: parts[0]?.place ?? {} };
}

/**
 * Finds among ids in code-point order those that stand there twice, also in another case or Unicode form, and those that lost their leading
 * zeros in a spreadsheet. Memory: the odd ids alone, whatever the number of rows.
 */
export class IdOrderCheck {
  readonly #facts: IdFacts;
  readonly #faults: FaultList;
  #last = new Uint8Array(64);
  #lastLength = -1;
  #lastLine = 0;

  constructor(facts: IdFacts, faults: FaultList) {
    this.#facts = facts;
    this.#faults = faults;
  }

  /** Takes the next id from a part of UTF-8 bytes, equal ones in the order of their lines. */
  next(bytes: Uint8Array, from: number, to: number, line: number): void {
    const { odd, zeroLength } = this.#facts;
    if (this.#isLast(bytes, from, to)) {
      const text = decodeUtf8(bytes.subarray(from, to)) as string;
      this.#faults.add("id-repeated", this.#placeOf(line), text, { line: this.#lastLine, earlier: text });
      return;
    }
    this.#keep(bytes, from, to, line);
    if (odd.size > 0) this.#checkOdd(decodeUtf8(bytes.subarray(from, to)) as string, line);
    const length = to - from;
    if (length < zeroLength && length < FULL_LENGTH && bytes[from] !== ZERO && isDigits(bytes, from, to)) {
      const text = decodeUtf8(bytes.subarray(from, to)) as string;
      const suggestion = text.padStart(zeroLength, "0");
      this.#faults.add("id-leading-zero-lost", this.#placeOf(line), text, { suggestion });
    }
  }

  /** Compares an id with the odd one of the same folded form; of two odd ones the later is refused as it is read. */
  #checkOdd(id: string, line: number): void {
    const other = this.#facts.odd.get(id);
    if (other === undefined || foldId(id) !== id || other.id === id) return;
    const [first, second] = other.line < line ? [other, { id, line }] : [{ id, line }, other];
    const details = { line: first.line, earlier: first.id };
    this.#faults.add("id-repeated", this.#placeOf(second.line), second.id, details);
  }

  #placeOf(line: number): Place {
    return { ...this.#facts.place, line };
  }

  #isLast(bytes: Uint8Array, from: number, to: number): boolean {
    if (to - from !== this.#lastLength) return false;
    // Neighbours in code-point order differ at their ends.
    for (let i = to - from - 1; i >= 0; i--) if (bytes[from + i] !== this.#last[i]) return false;
    return true;
  }

  #keep(bytes: Uint8Array, from: number, to: number, line: number): void {
    const length = to - from;
    if (length > this.#last.length) this.#last = new Uint8Array(2 * length);
    for (let i = 0; i < length; i++) this.#last[i] = bytes[from + i] as number;
    this.#lastLength = length;
    this.#lastLine = line;
  }
}

function isDigits(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++)
    if ((bytes[i] as number) < ZERO || (bytes[i] as number) > NINE) return false;
  return true;
}
