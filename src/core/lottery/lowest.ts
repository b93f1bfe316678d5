import { decodeUtf8 } from "../text/utf8.js";
import { compareTickets, type Ticket } from "./ticket.js";

/** An id and its ticket. */
export interface Drawn {
  readonly id: string;
  readonly ticket: Ticket;
}

/**
 * Keeps the `size` lowest tickets of a stream in a heap whose root is the highest kept one: memory for what is drawn, not for the
 * pool, and one comparison for most tickets.
 */
export class LowestTickets {
  readonly size: number;
  /** First 32 bits of the highest kept ticket once all places are taken. */
  #highest = 0xffff_ffff;
  readonly #heap: Drawn[] = [];

  constructor(size: number) {
    this.size = size;
  }

  /** False if a ticket that begins with these 32 bits is certainly not among the lowest: most are told apart by them alone. */
  mayTake(first: number): boolean {
    return this.size > 0 && first <= this.#highest;
  }

  /** @param id UTF-8 bytes, which are not kept */
  add(id: Uint8Array, ticket: Ticket): void {
    if (this.#heap.length < this.size) {
      this.#heap.push({ id: decodeUtf8(id) as string, ticket });
      this.#rise(this.#heap.length - 1);
      this.#noteHighest();
    } else if (this.size > 0 && ticket < this.#at(0).ticket) {
      this.#heap[0] = { id: decodeUtf8(id) as string, ticket };
      this.#sink();
      this.#noteHighest();
    }
  }

  #noteHighest(): void {
    if (this.#heap.length === this.size) this.#highest = Number.parseInt(this.#at(0).ticket.slice(0, 8), 16);
  }

  /** The kept ids, lowest ticket first. */
  inOrder(): Drawn[] {
    return [...this.#heap].sort((a, b) => compareTickets(a.ticket, b.ticket));
  }

  #at(index: number): Drawn {
    return this.#heap[index] as Drawn;
  }

  #swap(i: number, j: number): void {
    [this.#heap[i], this.#heap[j]] = [this.#at(j), this.#at(i)];
  }

  #rise(from: number): void {
    for (let i = from; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (this.#at(parent).ticket >= this.#at(i).ticket) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  #sink(): void {
    for (let i = 0; ; ) {
      const left = 2 * i + 1;
      if (left >= this.#heap.length) return;
      const right = left + 1;
      const child =
        right < this.#heap.length && this.#at(right).ticket > this.#at(left).ticket ? right : left;
      if (this.#at(child).ticket <= this.#at(i).ticket) return;
      this.#swap(i, child);
      i = child;
    }
  }
}
