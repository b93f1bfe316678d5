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
  /** Place of the id in a line. */
  readonly placeOf: (line: number) => Place;
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

  /** Takes the next id, equal ones in the order of their lines. */
  next(id: Uint8Array, line: number): void {
    const { odd, zeroLength, placeOf } = this.#facts;
    if (this.#isLast(id)) {
      const text = decodeUtf8(id) as string;
      this.#faults.add("id-repeated", placeOf(line), text, { line: this.#lastLine, earlier: text });
      return;
    }
    this.#keep(id, line);
    if (odd.size > 0) this.#checkOdd(decodeUtf8(id) as string, line);
    if (id.length < zeroLength && id.length < FULL_LENGTH && id[0] !== ZERO && isDigits(id)) {
      const text = decodeUtf8(id) as string;
      const suggestion = text.padStart(zeroLength, "0");
      this.#faults.add("id-leading-zero-lost", placeOf(line), text, { suggestion });
    }
  }

  /** Compares an id with the odd one of the same folded form; of two odd ones the later is refused as it is read. */
  #checkOdd(id: string, line: number): void {
    const other = this.#facts.odd.get(id);
    if (other === undefined || foldId(id) !== id || other.id === id) return;
    const [first, second] = other.line < line ? [other, { id, line }] : [{ id, line }, other];
    const details = { line: first.line, earlier: first.id };
    this.#faults.add("id-repeated", this.#facts.placeOf(second.line), second.id, details);
  }

  #isLast(id: Uint8Array): boolean {
    if (id.length !== this.#lastLength) return false;
    for (let i = 0; i < id.length; i++) if (id[i] !== this.#last[i]) return false;
    return true;
  }

  #keep(id: Uint8Array, line: number): void {
    if (id.length > this.#last.length) this.#last = new Uint8Array(2 * id.length);
    this.#last.set(id);
    this.#lastLength = id.length;
    this.#lastLine = line;
  }
}

function isDigits(id: Uint8Array): boolean {
  return id.every((byte) => byte >= ZERO && byte <= NINE);
}
