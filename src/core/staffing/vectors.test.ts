import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { pureSha256 } from "../text/hash.js";
import { compareText } from "../text/order.js";
import { chooseStaffed } from "./choose.js";
import { drawTeams } from "./hat.js";
import { createPersonSet } from "./person-set.js";
import { drawStandIns } from "./stand-ins.js";

interface Assignment {
  seed: string;
  visits: { id: string; first: number; choices: string[][][] }[];
  inspectors: Record<string, { cap: number | null; load: number }>;
  result: {
    choice: Record<string, number | null>;
    level: number;
    teams: Record<string, string[]>;
    attempts: Record<string, number[]>;
  };
}
interface StandIns {
  seed: string;
  visit: string;
  slot: number;
  eligible: string[];
  team: string[];
  count: number;
  result: string[];
}

const vectors = JSON.parse(readFileSync("fixtures/vectors/algorithm.json", "utf8")) as {
  assignments: Assignment[];
  standIns: StandIns[];
};

it.each(vectors.assignments.map((vector, i) => [i, vector] as const))("staffs case %i", (_, vector) => {
  const ids = Object.keys(vector.inspectors).sort(compareText);
  const people = ids.map((id) => ({
    id,
    cap: vector.inspectors[id]?.cap ?? undefined,
    load: vector.inspectors[id]?.load ?? 0,
  }));
  const setOf = (names: string[]) =>
    createPersonSet(
      names.map((name) => ids.indexOf(name)).sort((a, b) => a - b),
      ids.length,
    );
  const visits = vector.visits.map((visit) => ({
    ...visit,
    choices: visit.choices.map((slots) => slots.map(setOf)),
  }));
  const { taken } = chooseStaffed(visits, people);
  expect(Object.fromEntries(visits.map((visit, i) => [visit.id, taken[i] ?? null]))).toEqual(
    vector.result.choice,
  );
  const chosen = visits.map((visit, i) => ({ ...visit, slots: visit.choices[taken[i] ?? -1] ?? [] }));
  const { level, picks } = drawTeams(vector.seed, chosen, people, pureSha256);
  expect(level).toBe(vector.result.level);
  const staffed = chosen
    .map((visit, i) => ({ id: visit.id, team: picks[i] ?? [] }))
    .filter(({ team }) => team.length > 0);
  expect(
    Object.fromEntries(staffed.map(({ id, team }) => [id, team.map((pick) => ids[pick.person])])),
  ).toEqual(vector.result.teams);
  expect(Object.fromEntries(staffed.map(({ id, team }) => [id, team.map((pick) => pick.attempt)]))).toEqual(
    vector.result.attempts,
  );
});

it("draws the stand-ins of the vectors", () => {
  for (const { seed, visit, slot, eligible, team, count, result } of vectors.standIns)
    expect(drawStandIns(seed, visit, slot, eligible, team, count, pureSha256)).toEqual(result);
});
