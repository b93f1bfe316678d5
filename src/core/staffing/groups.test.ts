import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { VisitedObject } from "../lottery/lottery.js";
import type { Plan, Task } from "../plan/plan.js";
import { demandOf } from "../plan/requirement.js";
import { type HistoryIndex, indexHistory, peopleOfLatestVisit } from "../pool/history-index.js";
import type { SortedRegistries } from "../registry/object-registry.js";
import { ObjectTable } from "../registry/object-table.js";
import type { InspectionObject, InspectionGroup, Inspector } from "../registry/types.js";
import { pureSha256 } from "../text/hash.js";
import { compareText } from "../text/order.js";
import { Eligibility } from "./eligibility.js";
import { staffVisits } from "./staff.js";
import { formUnits } from "./unit.js";

const SKILLS = ["食品", "计量"];
const RIGHTS = ["处罚"];
const TO = "2036-03-27";

const person = fc.record({
  expertise: fc.subarray(SKILLS),
  qualifications: fc.subarray(RIGHTS),
  regions: fc.subarray(["01", "02"]),
  licenceUntil: fc.constantFrom("", TO, "2036-03-26"),
  state: fc.constantFrom("", "有效", "有效", "失效"),
  cap: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
  load: fc.integer({ min: 0, max: 2 }),
  /** 0 alone; 1 to 3: the group of that number. */
  group: fc.integer({ min: 0, max: 3 }),
  expert: fc.boolean(),
});
type Traits = typeof person extends fc.Arbitrary<infer T> ? T : never;

/** A county of six people and two objects; groups of one fall apart. */
function registriesOf(
  traits: readonly Traits[],
  pairs: readonly (readonly [number, number])[],
): SortedRegistries {
  const idOf = (i: number): string => `P${i}`;
  const groups = [1, 2, 3].flatMap((number): InspectionGroup[] => {
    const members = traits.flatMap(({ group }, i) => (group === number ? [idOf(i)] : []));
    return members.length < 2 ? [] : [{ id: `G${number}`, name: `${number}组`, members }];
  });
  const grouped = new Set(groups.flatMap(({ members }) => members));
  const inspectors = traits.map((one, i): Inspector => {
    const { expertise, qualifications, regions, licenceUntil, state, cap, load } = one;
    return {
      id: idOf(i),
      name: "",
      department: "局",
      expertise,
      qualifications,
      regions,
      licenceUntil,
      state,
      load,
      category: one.expert && !grouped.has(idOf(i)) ? "专家" : "",
      ...(cap === undefined ? {} : { cap }),
    };
  });
  const blank = { name: "户", type: "", industry: "", risk: "", credit: "", status: "" };
  const made = ["01", "02", "01"].map(
    (region, i): InspectionObject => ({
      ...blank,
      id: `O${i}`,
      region,
      departments: [],
      tags: [],
      extra: [],
    }),
  );
  const objects = ObjectTable.from(made, []);
  const recusals = pairs.map(([p, o]) => ({ inspector: idOf(p), object: `O${o}` }));
  return { extraColumns: [], objects, inspectors, recusals, history: [], items: [], groups };
}

const county = fc.tuple(
  fc.array(person, { minLength: 6, maxLength: 6 }),
  fc.array(fc.tuple(fc.nat(5), fc.nat(2)), { maxLength: 3 }),
  fc.array(fc.tuple(fc.nat(5), fc.nat(2)), { maxLength: 3 }),
);

function planOf(team: Task["team"], staffing: Plan["staffing"]): Plan {
  const task = { id: "t", kind: "key", size: { ratio: "1" }, team } as Task;
  const visitWindow = { from: "2036-03-09", to: TO };
  return { visitWindow, tasks: [task], ...(staffing === undefined ? {} : { staffing }) } as unknown as Plan;
}

const historyOf = (pairs: readonly (readonly [number, number])[]): HistoryIndex =>
  indexHistory(
    pairs.map(([p, o]) => ({ object: `O${o}`, date: "2036-01-01", task: "", inspectors: [`P${p}`] })),
    "2036-03-09",
  );

/** Who of the county may hold a slot at an object, group by group and person by person, as S-3, S-4, S-13 and S-14 say. */
function eligibleByReading(
  plan: Plan,
  { inspectors, groups = [], recusals }: SortedRegistries,
  history: HistoryIndex,
  entry: Task["team"][number],
  object: InspectionObject,
): string[] {
  const maySend = (id: string): boolean => {
    const { state, licenceUntil, regions, category } = inspectors.find((one) => one.id === id) as Inspector;
    const near = regions.some((region) => region === object.region);
    const { region, rotate } = plan.staffing ?? {};
    if (region === "same" && regions.length > 0 && !near) return false;
    if (region === "other" && near) return false;
    if (rotate === true && peopleOfLatestVisit(history, object.id).has(id)) return false;
    if (state === "失效" || (category === "" && licenceUntil !== "" && licenceUntil < TO)) return false;
    return !recusals.some((recusal) => recusal.inspector === id && recusal.object === object.id);
  };
  const have = (ids: readonly string[]): boolean => {
    const people = inspectors.filter(({ id }) => ids.includes(id));
    const expertise = people.flatMap((one) => one.expertise);
    const rights = people.flatMap((one) => one.qualifications);
    return (
      (entry.expertise ?? []).every((skill) => expertise.includes(skill)) &&
      (entry.qualification ?? []).every((right) => rights.includes(right))
    );
  };
  if (entry.role === "group")
    return groups.filter(({ members }) => members.every(maySend) && have(members)).map(({ id }) => id);
  const category = entry.role === "expert" ? "专家" : "";
  return inspectors
    .filter((one) => one.category === category && !groups.some(({ members }) => members.includes(one.id)))
    .map(({ id }) => id)
    .filter((id) => maySend(id) && have([id]));
}

const entry = fc.record({
  department: fc.constant("局"),
  role: fc.constantFrom("group" as const, "group" as const, "member" as const, "expert" as const),
  expertise: fc.subarray(SKILLS),
  qualification: fc.subarray(RIGHTS),
});
const rules = fc.record({
  region: fc.constantFrom("same" as const, "other" as const, "any" as const),
  rotate: fc.boolean(),
});

describe("groups", () => {
  it("are eligible, and their members are not, as a plain reading of the rules says", () => {
    fc.assert(
      fc.property(county, entry, rules, fc.nat(2), ([traits, recused, earlier], asked, staffing, o) => {
        const registries = registriesOf(traits, recused);
        const [plan, history, units] = [planOf([asked], staffing), historyOf(earlier), formUnits(registries)];
        const object = [...registries.objects][o] as InspectionObject;
        const eligibility = new Eligibility(plan, units, registries, history);
        const found = eligibility.at(demandOf(asked).requirement, object).members.map((i) => units[i]?.id);
        expect(found).toEqual(eligibleByReading(plan, registries, history, asked, object));
      }),
      { numRuns: 2000, seed: 20260401 },
    );
  });

  /** Tries every way to send groups to visits; rooms are counted person by person. */
  function canSend(
    sets: readonly (readonly string[])[],
    count: number,
    groups: readonly InspectionGroup[],
    roomOf: (id: string) => number,
  ): boolean {
    const used = new Map<string, number>();
    const fill = (visit: number, slot: number, from: number): boolean => {
      if (visit === sets.length) return true;
      if (slot === count) return fill(visit + 1, 0, 0);
      const choices = sets[visit] ?? [];
      for (let i = from; i < choices.length; i++) {
        const { members } = groups.find(({ id }) => id === choices[i]) as InspectionGroup;
        if (members.some((id) => (used.get(id) ?? 0) >= roomOf(id))) continue;
        for (const id of members) used.set(id, (used.get(id) ?? 0) + 1);
        const done = fill(visit, slot + 1, i + 1);
        for (const id of members) used.set(id, (used.get(id) ?? 0) - 1);
        if (done) return true;
      }
      return false;
    };
    return fill(0, 0, 0);
  }

  it("are chosen and levelled as trying everything person by person does", () => {
    fc.assert(
      fc.property(county, entry, rules, fc.integer({ min: 1, max: 2 }), (drawn, asked, staffing, count) => {
        const [traits, recused, earlier] = drawn;
        const registries = registriesOf(traits, recused);
        const team = [{ ...asked, role: "group" as const, count }];
        const plan = planOf(team, { ...staffing, load: "year", catchUp: 3, standIns: 1 });
        const history = historyOf(earlier);
        const { groups = [], objects, inspectors } = registries;
        const visits = [...objects].map(
          ({ id }, i): VisitedObject => ({
            position: i + 1,
            batch: 1,
            object: id,
            tasks: [plan.tasks[0] as Task],
          }),
        );
        const { visits: staffed, level } = staffVisits(
          plan,
          registries,
          history,
          visits,
          pureSha256("s"),
          pureSha256,
        );
        const sets = [...objects].map((object) =>
          eligibleByReading(plan, registries, history, team[0] as Task["team"][number], object),
        );
        const traitOf = (id: string): Inspector => inspectors.find((one) => one.id === id) as Inspector;
        const capOf = (id: string): number => traitOf(id).cap ?? 9;
        const kept: (readonly string[])[] = [];
        sets.forEach((set, v) => {
          const fits = canSend([...kept, set], count, groups, capOf);
          expect((staffed[v]?.team.length ?? 0) > 0).toBe(fits);
          if (fits) kept.push(set);
        });
        // With catchUp 3 and loads of at most 2, loads count as they are.
        const roomAt =
          (most: number) =>
          (id: string): number =>
            Math.min(capOf(id), Math.max(0, most - (traitOf(id).load ?? 0)));
        expect(canSend(kept, count, groups, roomAt(level))).toBe(true);
        if (level > 0) expect(canSend(kept, count, groups, roomAt(level - 1))).toBe(false);
        for (const [v, { team: sent }] of staffed.entries())
          for (const { inspector, standIns, eligible } of sent) {
            expect(sets[v]).toContain(inspector);
            expect(eligible).toBe(sets[v]?.length);
            expect(standIns.every((id) => sets[v]?.includes(id) === true && id !== inspector)).toBe(true);
          }
      }),
      { numRuns: 500, seed: 20260402 },
    );
  });

  it("stand in the order of ids among people, who leave it for their group", () => {
    const nobody: Omit<Traits, "group"> = {
      expertise: [],
      qualifications: [],
      regions: [],
      licenceUntil: "",
      state: "",
      cap: undefined,
      load: 0,
      expert: false,
    };
    const registries = registriesOf(
      [1, 1, 0, 2, 2, 0].map((group) => ({ ...nobody, group })),
      [],
    );
    const ids = formUnits(registries).map(({ id }) => id);
    expect(ids).toEqual(["G1", "G2", "P2", "P5"]);
    expect(ids).toEqual(ids.toSorted(compareText));
  });
});
