import { computeTicket, pickIndex } from "../lottery/ticket.js";
import type { Sha256 } from "../text/hash.js";

/**
 * Draws the stand-ins of one slot, in the order in which they step in: eligible people who are not in the team, picked without
 * replacement. Cap and level do not bind them.
 *
 * @param eligible people eligible for the slot, in the order of their ids
 */
export function drawStandIns(
  seed: string,
  visit: string,
  slot: number,
  eligible: readonly string[],
  team: readonly string[],
  count: number,
  sha256: Sha256,
): string[] {
  const hat = eligible.filter((person) => !team.includes(person));
  const picked: string[] = [];
  for (let k = 0; k < count && hat.length > 0; k++) {
    const ticket = computeTicket(seed, "stand-in", `${visit}:${slot}:${k}`, sha256);
    picked.push(...hat.splice(pickIndex(ticket, hat.length), 1));
  }
  return picked;
}
