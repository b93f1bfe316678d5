import fc from "fast-check";
import { expect, it } from "vitest";
import { pureSha256 } from "../text/hash.js";
import { chooseStaffed } from "./choose.js";
import { drawTeams } from "./hat.js";
import { createPersonSet } from "./person-set.js";

const PEOPLE = 4;

/** Tries every way to fill the slots: rooms per person, nobody twice in a visit. */
function canFill(visits: readonly (readonly (readonly number[])[])[], rooms: readonly number[]): boolean {
  const slots = visits.flatMap((visit, v) => visit.map((people) => ({ v, people })));
  const used = rooms.map(() => 0);
  const teams = visits.map(() => new Set<number>());
  const fill = (i: number): boolean => {
    const slot = slots[i];
    if (slot === undefined) return true;
    return slot.people.some((person) => {
      const team = teams[slot.v] ?? new Set();
      if (team.has(person) || (used[person] ?? 0) >= (rooms[person] ?? 0)) return false;
      team.add(person);
      used[person] = (used[person] ?? 0) + 1;
      const done = fill(i + 1);
      team.delete(person);
      used[person] = (used[person] ?? 0) - 1;
      return done;
    });
  };
  return fill(0);
}

const members = fc
  .uniqueArray(fc.integer({ min: 0, max: PEOPLE - 1 }), { maxLength: PEOPLE })
  .map((list) => list.sort((a, b) => a - b));
const visit = fc.array(members, { minLength: 1, maxLength: 3 });
const person = fc.record({
  cap: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  load: fc.integer({ min: 0, max: 2 }),
});

it("staffs, levels and picks as trying everything does", () => {
  fc.assert(
    fc.property(
      fc.array(visit, { minLength: 1, maxLength: 4 }),
      fc.array(person, { minLength: PEOPLE, maxLength: PEOPLE }),
      fc.nat(),
      (slots, traits, n) => {
        const people = traits.map(({ cap, load }, i) => ({ id: `p${i}`, cap, load }));
        const visits = slots.map((lists, i) => ({
          id: `v${i}`,
          first: 0,
          choices: [lists.map((list) => createPersonSet(list, PEOPLE))],
        }));
        const caps = people.map(({ cap }) => cap ?? visits.length);
        const { taken } = chooseStaffed(visits, people);
        const kept: (readonly number[])[][] = [];
        slots.forEach((lists, i) => {
          const fits = canFill([...kept, lists], caps);
          expect(taken[i] === 0).toBe(fits);
          if (fits) kept.push(lists);
        });
        const chosen = visits.flatMap((v, i) =>
          taken[i] === 0 ? [{ id: v.id, first: 0, slots: v.choices[0] ?? [] }] : [],
        );
        const { level, picks } = drawTeams(pureSha256(`brute ${n}`), chosen, people, pureSha256);
        const roomsAt = (l: number): number[] =>
          people.map(({ load }, i) => Math.min(caps[i] ?? 0, Math.max(0, l - load)));
        expect(canFill(kept, roomsAt(level))).toBe(true);
        if (level > 0) expect(canFill(kept, roomsAt(level - 1))).toBe(false);
        const visitsOf = people.map(() => 0);
        picks.forEach((team, v) => {
          expect(new Set(team.map((pick) => pick.person)).size).toBe(team.length);
          team.forEach((pick, s) => {
            expect(kept[v]?.[s]).toContain(pick.person);
            visitsOf[pick.person] = (visitsOf[pick.person] ?? 0) + 1;
          });
        });
        visitsOf.forEach((count, i) => expect(count).toBeLessThanOrEqual(roomsAt(level)[i] ?? 0));
      },
    ),
    { numRuns: 400, seed: 20260302 },
  );
});

it("decides on choices as trying everything does, where people are short and sets are shared", () => {
  const pool = fc.array(members, { minLength: 2, maxLength: 3 });
  const shape = fc.array(fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 9 });
  const rooms = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: PEOPLE, maxLength: PEOPLE });
  let refused = 0;
  fc.assert(
    fc.property(pool, shape, rooms, (lists, slots, caps) => {
      const sets = lists.map((list) => createPersonSet(list, PEOPLE));
      const people = caps.map((cap, i) => ({ id: `p${i}`, cap, load: 0 }));
      // Each visit may do without its last slots, one after the other.
      const choicesOf = slots.map((numbers) => numbers.map((_, k) => numbers.slice(0, numbers.length - k)));
      const listsOf = (numbers: readonly number[]) => numbers.map((n) => lists[n % lists.length] ?? []);
      const visits = choicesOf.map((choices, i) => ({
        id: `v${i}`,
        first: 0,
        choices: choices.map((numbers) =>
          numbers.map((n) => sets[n % sets.length] ?? createPersonSet([], PEOPLE)),
        ),
      }));
      const kept: (readonly number[] | undefined)[] = [];
      const fits = (i: number, numbers: readonly number[] | undefined): boolean =>
        canFill(
          kept.with(i, numbers).flatMap((one) => (one === undefined ? [] : [listsOf(one)])),
          caps,
        );
      choicesOf.forEach((choices, i) => {
        kept.push(undefined);
        if (fits(i, choices.at(-1))) kept[i] = choices.at(-1);
      });
      const expected = choicesOf.map((choices, i) => {
        if (kept[i] === undefined) return undefined;
        const best = choices.findIndex((numbers) => fits(i, numbers));
        kept[i] = choices[best];
        return best;
      });
      refused += expected.filter((taken) => taken !== 0).length;
      expect(chooseStaffed(visits, people).taken).toEqual(expected);
    }),
    { numRuns: 1500, seed: 20261124 },
  );
  expect(refused).toBeGreaterThan(3000);
});
