import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { DrawEvent, Plan, RecordStatement } from "../core/index.js";

const program = resolve("bin/dualdraw.js");
const base = mkdtempSync(join(tmpdir(), "dualdraw-groups-"));
const [county, draw] = [join(base, "county"), join(base, "draw")];

function run(...args: string[]): string {
  const { stdout, status, stderr } = spawnSync("node", [program, "--lang", "zh", ...args], {
    encoding: "utf8",
  });
  // Nobody signs here, so that verify calls the draw incomplete.
  if (status !== 0 && args[0] !== "verify") throw new Error(`${args.join(" ")}: ${stderr}`);
  return stdout;
}
const read = (path: string): string => readFileSync(join(draw, path), "utf8");
const recordOf = (): RecordStatement => JSON.parse(read("record.json")) as RecordStatement;
const verdictOf = (): { checks: { check: string; status: string }[] } =>
  JSON.parse(run("verify", draw, "--json")) as never;

/** How the frames name a group and its people. */
function nameOfGroup(id: string): { name: string; people: string; members: readonly string[] } {
  const rowsOf = (frame: string): string[][] =>
    read(`frames/${frame}.csv`)
      .trim()
      .split("\n")
      .map((line) => line.split(","));
  const [, name = "", list = ""] = rowsOf("groups").find(([group]) => group === id) ?? [];
  const members = list.split(";");
  const people = rowsOf("inspectors").filter(([person]) => members.includes(person ?? ""));
  return { name, members, people: people.map(([person, own]) => `${own}(${person})`).join("、") };
}

beforeAll(() => {
  run("sample", county);
  const path = join(county, "plan-groups.json");
  const plan = JSON.parse(readFileSync(path, "utf8")) as Plan;
  writeFileSync(path, JSON.stringify({ ...plan, publication: { sealed: false } }));
  run("freeze", path, "-o", draw);
  run("open", draw, "--contributions", join(county, "contributions.json"));
  run("draw", draw);
}, 60_000);

describe("a draw with groups on the command line", () => {
  it("verifies, and names each group with its people in lists, record form and result page", () => {
    expect(verdictOf().checks.filter(({ status }) => status === "fail")).toEqual([]);
    const { visits } = recordOf();
    run("form", "record", draw);
    run("publish", draw, "--html", "-o", join(base, "website"));
    const texts = [
      read("lists/teams.csv"),
      read("lists/visits.csv"),
      read("forms/record.html"),
      readFileSync(join(base, "website", "result.html"), "utf8"),
    ];
    expect(visits.length).toBeGreaterThan(3);
    for (const { team } of visits) {
      expect(team.map(({ role }) => role)).toEqual(["group"]);
      const { name, people } = nameOfGroup(team[0]?.inspector ?? "");
      for (const text of texts) {
        expect(text).toContain(name);
        expect(text).toContain(people);
      }
    }
  });

  it("explains a firm, a group, and a member by the group", () => {
    const [visit] = recordOf().visits;
    const id = visit?.team[0]?.inspector ?? "";
    const { name, people, members } = nameOfGroup(id);
    expect(run("explain", draw, visit?.object ?? "")).toContain(`0: ${name}(${id})：${people}`);
    const [ofGroup, ofMember] = [id, members[0] ?? ""].map(
      (asked) => JSON.parse(run("explain", draw, asked, "--json")) as { visits: string[]; hats: unknown[] },
    );
    expect(ofGroup?.visits).toContain(visit?.object);
    expect(ofMember?.visits).toEqual(ofGroup?.visits);
    expect(ofMember?.hats).toEqual(ofGroup?.hats);
    expect(run("explain", draw, members[0] ?? "")).toContain(`随检查小组抽取：${name}(${id})：${people}`);
    const page = join(base, "member.html");
    run("explain", draw, members[0] ?? "", "--html", page);
    expect(readFileSync(page, "utf8")).toContain(`${name} ${id}`);
  });

  it("simulates with groups as one", () => {
    const { people } = JSON.parse(run("--json", "simulate", draw, "--seeds", "20")) as {
      people: { people: number; meanVisits: number };
    };
    const rows = (frame: string): number => read(`frames/${frame}.csv`).trim().split("\n").length - 1;
    const grouped = read("frames/groups.csv").trim().split("\n").slice(1).join(";").split(";").length;
    expect(people.people).toBe(rows("inspectors") - grouped + rows("groups"));
    expect(people.meanVisits * people.people).toBeCloseTo(recordOf().visits.length, 9);
  });

  it("replaces a group by its stand-in group, and sends people where none is left", () => {
    const visit = recordOf().visits.at(-1);
    const member = visit?.team[0];
    const object = visit?.object ?? "";
    const eventOf = (number: number): DrawEvent => JSON.parse(read(`events/00${number}.json`)) as DrawEvent;
    const outcomeOf = (number: number): unknown => (eventOf(number) as { outcome?: unknown }).outcome;
    let holder = member?.inspector ?? "";
    for (const [i, standIn] of [...(member?.standIns ?? []), undefined].entries()) {
      run("replace", "person", draw, object, "0", holder, "--reason", "ill");
      const team = standIn === undefined ? [] : [{ slot: 0, inspector: standIn, role: "group" }];
      expect(outcomeOf(i + 1)).toMatchObject({
        visits: [{ object, team, unfilled: standIn === undefined ? [0] : [] }],
      });
      holder = standIn ?? "";
    }
    const direct = (...ids: string[]): string => {
      const words = ["--reason", "no-stand-in", "--basis", "依据", "--decided-by", "局长"];
      return run("direct", draw, object, ...words, ...ids.flatMap((id) => ["--inspector", id]));
    };
    const gone = nameOfGroup(member?.inspector ?? "").members;
    expect(() => direct(...gone)).toThrow("此人不得检查此户");
    expect(verdictOf().checks.filter(({ status }) => status === "fail")).toEqual([]);
  });
});
