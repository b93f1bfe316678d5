import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkDraw, computeDraw, type DrawLists, encodeFrames, parseFrames } from "../../core/index.js";
import { readPlanFile } from "../registry/plan-file.js";
import { besidePlan, readRegistries } from "../registry/registry-files.js";

interface Expected {
  seed: string;
  refused?: string;
  tasks: { id: string; cells: { key: string[] }[] }[];
  visits: object[];
  direct: object[];
  level: number;
}

/** What the independent implementation states, without what its files leave out. */
function comparable(lists: DrawLists): object {
  return {
    tasks: lists.tasks.map((task) => ({
      ...task,
      cells: task.cells.map(({ key, base, eligible, probability, drawn, reserves }) => ({
        key,
        base,
        eligible,
        probability,
        drawn,
        reserves,
      })),
    })),
    visits: lists.visits.map((visit) => ({
      ...visit,
      team: visit.team.map(({ slot, inspector, eligible, standIns }) => ({
        slot,
        inspector,
        eligible,
        standIns,
      })),
    })),
    direct: lists.direct.map(({ object, tasks, experts }) => ({ object, tasks, experts })),
    level: lists.level,
  };
}

const refusals: Record<string, string> = {
  ceiling: "ceiling-exceeded",
  "the certain cells alone exceed the total": "certain-above-total",
};

describe.each(readdirSync("fixtures/worlds"))("world %s", (name) => {
  const directory = `fixtures/worlds/${name}`;
  const expected = JSON.parse(readFileSync(`${directory}/expected.json`, "utf8")) as Expected;

  it("gives the lists that the independent implementation computed", async () => {
    const { plan, faults } = readPlanFile(`${directory}/plan.json`);
    if (plan === undefined) throw new Error(JSON.stringify(faults.kept));
    const { source } = await readRegistries(besidePlan(directory), plan, faults);
    const preparation = checkDraw(plan, source, faults);
    if (expected.refused !== undefined) {
      expect(faults.kept.filter((fault) => fault.level === "error").map((fault) => fault.code)).toContain(
        refusals[expected.refused],
      );
      return;
    }
    if (preparation === undefined) throw new Error(JSON.stringify(faults.kept.slice(0, 5)));
    const { seed, ...lists } = expected;
    expect(comparable(computeDraw(preparation, seed))).toEqual(lists);
  });

  it("reads its own frames back to the same bytes", async () => {
    const { plan, faults } = readPlanFile(`${directory}/plan.json`);
    if (plan === undefined) throw new Error(JSON.stringify(faults.kept));
    const { source } = await readRegistries(besidePlan(directory), plan, faults);
    const frames = encodeFrames(source);
    const again = parseFrames(frames);
    expect(again.faults.errors).toBe(0);
    expect(encodeFrames(again.source)).toEqual(frames);
  });
});
