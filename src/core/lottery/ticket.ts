import type { Sha256 } from "../text/hash.js";

/** A ticket: 64 lower-case hex digits; tickets compare as texts, which is their order as 256-bit numbers. */
export type Ticket = string;

/** Labels that keep the lotteries of one seed apart. Plan ids hold neither `:` nor `/`, so no two labels can meet. */
export type Label = "allocate" | "object" | `object/${string}` | "order" | "inspector" | "stand-in";

/**
 * The ticket of an id: SHA-256 of `seed:label:id`, what `printf '%s' "$seed:$label:$id" | sha256sum` prints.
 *
 * @param seed 64 lower-case hex digits
 */
export function computeTicket(seed: string, label: Label, id: string, sha256: Sha256): Ticket {
  return sha256(`${seed}:${label}:${id}`);
}

/** A ticket as an integer in `[0, 2^256)`. */
export function ticketNumber(ticket: Ticket): bigint {
  return BigInt(`0x${ticket}`);
}

/** Index in a list of `length` ids that a ticket picks: `floor(number · length / 2^256)`. */
export function pickIndex(ticket: Ticket, length: number): number {
  return Number((ticketNumber(ticket) * BigInt(length)) >> 256n);
}

/** Orders tickets as numbers. */
export function compareTickets(a: Ticket, b: Ticket): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
