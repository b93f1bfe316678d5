import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { FaultList } from "../fault/fault-list.js";
import { computeDraw } from "../record/draw.js";
import { checkDraw, type Preparation } from "../record/prepare.js";
import type { RecordStatement } from "../record/statements.js";
import { Eligibility } from "../staffing/eligibility.js";
import { formUnits } from "../staffing/unit.js";
import { pureSha256 } from "../text/hash.js";
import { sampleRegistries } from "../../../fixtures/sample-registries.js";
import { type Applied, EventDesk, type EventRequest } from "./apply.js";
import type { Standing, StandingVisit } from "./standing.js";

const { plan, registries } = sampleRegistries();
const preparation = checkDraw({ ...plan, together: true }, registries, new FaultList()) as Preparation;
const apart = checkDraw({ ...plan, together: false }, registries, new FaultList()) as Preparation;

/** The same county with the lead department's people two by two, and groups asked for in place of its people. */
const grouped = ((): Preparation => {
  const people = registries.inspectors.filter(
    ({ department, category }) => department === plan.authority && category === "执法人员",
  );
  const groups = Array.from({ length: Math.floor(people.length / 2) }, (_, i) => {
    const members = people.slice(2 * i, 2 * i + 2).map(({ id }) => id);
    return { id: `X${i}`, name: `${i}组`, members };
  });
  const tasks = plan.tasks.map((task) => {
    const others = task.team.filter(({ department }) => department !== plan.authority);
    return { ...task, team: [{ department: plan.authority, role: "group" as const }, ...others] };
  });
  const asked = { ...plan, registries: { ...plan.registries, groups: "groups.csv" }, tasks };
  return checkDraw(asked, { ...registries, groups }, new FaultList()) as Preparation;
})();

function recordOf(from: Preparation, seed: string): RecordStatement {
  return {
    schema: "dualdraw/record/v1",
    commitment: "",
    opening: "",
    seed,
    ...computeDraw(from, seed),
  };
}

function applied(desk: EventDesk, standing: Standing, request: EventRequest): Applied {
  const result = desk.apply(standing, request);
  if ("code" in result) throw new Error(result.code);
  return result;
}

const seedOf = (n: number): string => pureSha256(`seed ${n}`);

/** Everything that must hold of a standing, whatever happened. */
function checkStanding(from: Preparation, record: RecordStatement, standing: Standing): void {
  const { objects } = from.registries;
  const units = formUnits(from.registries);
  const eligibility = new Eligibility(from.plan, units, from.registries, from.history);
  const ids = standing.visits.map(({ object }) => object);
  expect(new Set(ids).size).toBe(ids.length);
  for (const visit of standing.visits) {
    expect(standing.gone.has(visit.object)).toBe(false);
    const people = visit.slots.flatMap(({ inspector }) =>
      inspector === undefined ? [] : (units.find(({ id }) => id === inspector)?.people ?? []),
    );
    expect(new Set(people).size).toBe(people.length);
    for (const { id } of people) expect(visit.out).not.toContain(id);
    const slots = visit.slots.map(({ slot }) => slot);
    expect(new Set(slots).size).toBe(slots.length);
    const object = objects.find(visit.object);
    for (const { inspector, requirement } of visit.slots) {
      if (inspector === undefined || object === undefined) continue;
      const eligible = eligibility.at(requirement, object).members.map((i) => units[i]?.id);
      expect(eligible).toContain(inspector);
    }
    for (const task of visit.tasks) {
      const cell = record.tasks
        .find(({ id }) => id === task)
        ?.cells.find(
          ({ drawn, reserves }) => drawn.includes(visit.object) || reserves.includes(visit.object),
        );
      expect(cell).toBeDefined();
    }
  }
  // Nobody is inspected for a task more or less: what left came back through a reserve or is a shortfall.
  for (const task of record.tasks) {
    const drawn = task.cells.reduce((sum, { drawn: objectsOfCell }) => sum + objectsOfCell.length, 0);
    const visited = standing.visits.filter(({ tasks }) => tasks.includes(task.id)).length;
    const short = standing.shortfall.filter((id) => id === task.id).length;
    expect(visited + short).toBe(drawn);
  }
}

describe("replacement", () => {
  it("lets the next reserve of each cell step in, in order, until none is left", () => {
    const record = recordOf(apart, seedOf(1));
    const desk = new EventDesk(apart, record);
    const task = record.tasks.find(({ cells }) =>
      cells.some(({ reserves, drawn }) => reserves.length > 1 && drawn.length > 0),
    );
    const cell = task?.cells.find(({ reserves, drawn }) => reserves.length > 1 && drawn.length > 0);
    if (task === undefined || cell === undefined) throw new Error("expected a cell with reserves");
    let standing = desk.begin();
    let object = cell.drawn[0] as string;
    const position = standing.visits.find((visit) => visit.object === object)?.position;
    for (const reserve of cell.reserves) {
      const { standing: after, outcome } = applied(desk, standing, { kind: "replace-object", object });
      const visit = outcome.visits.find(({ tasks }) => tasks.includes(task.id));
      expect(visit?.object).toBe(reserve);
      if (!standing.visits.some((known) => known.object === reserve)) expect(visit?.position).toBe(position);
      expect(outcome.shortfall).not.toContain(task.id);
      standing = after;
      object = reserve;
      if (visit?.position !== position) return;
    }
    const last = applied(desk, standing, { kind: "replace-object", object });
    expect(last.outcome.shortfall).toContain(task.id);
  });

  it("moves a task to a reserve that is visited already, and sends nobody twice", () => {
    const found: StandingVisit[] = [];
    for (let n = 1; n < 60 && found.length < 3; n++) {
      const record = recordOf(preparation, seedOf(n));
      const desk = new EventDesk(preparation, record);
      const begin = desk.begin();
      for (const visit of begin.visits) {
        const { outcome, standing } = applied(desk, begin, { kind: "replace-object", object: visit.object });
        const joined = outcome.visits.find(({ object }) =>
          begin.visits.some((known) => known.object === object),
        );
        if (joined === undefined) continue;
        const before = begin.visits.find(({ object }) => object === joined.object);
        expect(joined.position).toBe(before?.position);
        expect(joined.tasks.length).toBeGreaterThan(before?.tasks.length ?? 0);
        for (const slot of before?.slots ?? [])
          expect(joined.team.some(({ inspector }) => inspector === slot.inspector)).toBe(true);
        checkStanding(preparation, record, standing);
        found.push(visit);
      }
    }
    expect(found.length).toBeGreaterThan(0);
  });

  it("gives a slot to its stand-ins in order, then to direct assignment", () => {
    const record = recordOf(preparation, seedOf(3));
    const desk = new EventDesk(preparation, record);
    let standing = desk.begin();
    const visit = standing.visits.find(({ slots }) => slots[0]?.standIns.length === 2);
    const slot = visit?.slots[0];
    if (visit === undefined || slot === undefined) throw new Error("expected a slot with stand-ins");
    let inspector = slot.inspector as string;
    for (const standIn of [...slot.standIns, undefined]) {
      const request = { kind: "replace-person", object: visit.object, slot: slot.slot, inspector } as const;
      const result = applied(desk, standing, request);
      const after = result.outcome.visits[0];
      expect(after?.team.find((member) => member.slot === slot.slot)?.inspector).toBe(standIn);
      expect(after?.unfilled).toEqual(standIn === undefined ? [slot.slot] : []);
      standing = result.standing;
      inspector = standIn ?? "";
    }
    const direct = { kind: "direct", object: visit.object, basis: "依据", decidedBy: "局长" } as const;
    const maySend = (id: string, at: Standing): boolean =>
      !("code" in desk.apply(at, { ...direct, inspectors: [id] }));
    const free = registries.inspectors.find(
      ({ id, category }) => category === "执法人员" && maySend(id, standing),
    );
    const sent = applied(desk, standing, { ...direct, inspectors: [free?.id ?? ""] });
    expect(sent.outcome.visits[0]?.assigned).toEqual([free?.id]);
    const second = registries.inspectors.find(
      ({ id, category }) => category === "执法人员" && id !== free?.id && maySend(id, standing),
    );
    expect(desk.apply(sent.standing, { ...direct, inspectors: [second?.id ?? ""] })).toMatchObject({
      code: "event-too-many",
    });
    // Whoever gave way here does not come back by direct assignment.
    expect(desk.apply(standing, { ...direct, inspectors: [slot.inspector ?? ""] })).toMatchObject({
      code: "event-person-barred",
    });
    const code = (inspectors: string[]): unknown => desk.apply(sent.standing, { ...direct, inspectors });
    expect(code([free?.id ?? ""])).toMatchObject({ code: "event-person-barred" });
    expect(code(["nobody"])).toMatchObject({ code: "event-person-barred" });
    const helper = registries.inspectors.find(({ category }) => category === "辅助人员")?.id ?? "";
    expect(code([helper])).toMatchObject({ code: "event-person-barred" });
    const expired = registries.inspectors.find(({ state }) => state === "失效")?.id ?? "";
    expect(code([expired])).toMatchObject({ code: "event-person-barred" });
  });

  it("refuses what the rules do not know", () => {
    const record = recordOf(preparation, seedOf(4));
    const desk = new EventDesk(preparation, record);
    const begin = desk.begin();
    const visit = begin.visits.find(({ slots }) => slots.length > 0) as StandingVisit;
    const codeOf = (standing: Standing, request: EventRequest): string => {
      const result = desk.apply(standing, request);
      return "code" in result ? result.code : "";
    };
    expect(codeOf(begin, { kind: "replace-object", object: "nobody" })).toBe("event-no-visit");
    expect(
      codeOf(begin, { kind: "replace-person", object: visit.object, slot: 0, inspector: "nobody" }),
    ).toBe("event-no-slot");
    const direct = { kind: "direct", inspectors: ["x"], basis: "b", decidedBy: "d" } as const;
    expect(codeOf(begin, { ...direct, object: visit.object })).toBe("event-nothing-open");
    const { standing } = applied(desk, begin, { kind: "void", withheld: [], known: [] });
    expect(codeOf(standing, { kind: "replace-object", object: visit.object })).toBe("event-after-void");
    expect(codeOf(standing, { kind: "void", withheld: [], known: [] })).toBe("event-after-void");
    expect(codeOf(standing, { kind: "release" })).toBe("");
  });

  it("keeps every promise through any chain of events", () => {
    // A person gives way at one visit and stands in the team of the one that takes its task on.
    const gaveWayElsewhere: [boolean, number, number][] = [
      [true, 0, 0],
      [true, 132985656, 0],
      [true, 0, 0],
      [false, 0, 0],
    ];
    const chains = fc.array(fc.tuple(fc.boolean(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.nat(500), fc.constantFrom(apart, preparation, grouped), chains, (n, from, chain) => {
        const record = recordOf(from, seedOf(n));
        const desk = new EventDesk(from, record);
        let standing = desk.begin();
        checkStanding(from, record, standing);
        for (const [person, at, which] of chain) {
          if (standing.visits.length === 0) break;
          const visit = standing.visits[at % standing.visits.length] as StandingVisit;
          const held = visit.slots.filter(({ inspector }) => inspector !== undefined);
          const slot = held[which % Math.max(1, held.length)];
          const request: EventRequest =
            person && slot !== undefined
              ? {
                  kind: "replace-person",
                  object: visit.object,
                  slot: slot.slot,
                  inspector: slot.inspector ?? "",
                }
              : { kind: "replace-object", object: visit.object };
          standing = applied(desk, standing, request).standing;
          checkStanding(from, record, standing);
        }
      }),
      { numRuns: 120, examples: [[1, apart, gaveWayElsewhere]] },
    );
  });
});
