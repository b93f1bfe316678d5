import { createServer } from "node:http";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, writeSampleCounty } from "../../../fixtures/sample-draw.js";
import {
  AFTERNOON,
  makeOffice,
  makePerson,
  makeSupervisedDraw,
  readJsonFile,
  withWitnesses,
} from "../../../fixtures/supervised-draw.js";
import {
  type Beacon,
  type Commitment,
  type DrawEvent,
  encodeJson,
  type Opening,
  type Plan,
  quicknet,
  verifyDraw,
} from "../../core/index.js";
import { enterBeacon, enterContribution, readBeaconFile } from "./contributions.js";
import { nodeSha256, readBundle } from "./draw-directory.js";
import { knownContributions, recordEvent } from "./events.js";
import { freeze } from "./freeze.js";
import { openDraw } from "./open-draw.js";
import { runDraw } from "./run-draw.js";

const code = (value: string): unknown => expect.objectContaining({ code: value });
const vectors = readJsonFile<{ quicknet: (Beacon & { valid: boolean })[] }>(
  "fixtures/vectors/drand-beacons.json",
);
const { round, signature, randomness } = vectors.quicknet.find((beacon) => beacon.round === 657413) as Beacon;
const BEACON: Beacon = { round, signature, randomness };

/** A plan of September 2023, whose beacon is one that the network published then. */
function withBeacon(plan: Plan): Plan {
  return {
    ...withWitnesses(plan),
    visitWindow: { from: "2023-10-09", to: "2023-10-20" },
    sources: [
      { kind: "secret" },
      { kind: "witness", name: "派驻纪检监察组" },
      { kind: "drand", chain: "quicknet", at: "2023-09-15T19:00:01+08:00" },
    ],
  };
}
const FREEZE = new Date("2023-09-15T10:30:00Z");
const SPOKEN = new Date("2023-09-15T10:59:00Z");
const OUT = new Date("2023-09-15T11:05:00Z");
const words = { kind: "witness", name: "派驻纪检监察组", value: "云溪九月晴" } as const;

describe("values of the seed", () => {
  it("are entered once; the same again is allowed, another one never", async () => {
    const { draw } = await makeSupervisedDraw("frozen");
    enterContribution(draw, 1, words, AFTERNOON);
    enterContribution(draw, 1, words, AFTERNOON);
    const enter = (index: number, value: Parameters<typeof enterContribution>[2]) => () =>
      enterContribution(draw, index, value, AFTERNOON);
    expect(enter(1, { ...words, value: "云溪十月晴" })).toThrow(code("contribution-fixed"));
    expect(enter(1, { ...words, value: " 云溪九月晴" })).toThrow(code("words-spelling"));
    expect(enter(2, words)).toThrow(code("contribution-unknown"));
    expect(enter(9, words)).toThrow(code("contribution-unknown"));
    expect(enter(0, { kind: "secret", value: "0".repeat(64) })).toThrow(code("secret-wrong"));
    expect(enter(2, { kind: "dice", value: "12" })).toThrow(code("dice-spelling"));
    expect(() => openDraw(draw, { signer: undefined, now: AFTERNOON })).toThrow(code("contribution-missing"));
    expect(readdirSync(join(draw, "contributions"))).toEqual(["01.json"]);
  });

  it("come before the beacon, and the beacon last", async () => {
    const { draw, folder } = await makeSupervisedDraw("frozen", withBeacon, FREEZE);
    expect(() => enterBeacon(draw, BEACON, OUT)).toThrow(code("contribution-too-early"));
    expect(() => enterContribution(draw, 1, words, OUT)).toThrow(code("contribution-after-beacon"));
    enterContribution(draw, 1, words, SPOKEN);
    expect(() => enterBeacon(draw, BEACON, SPOKEN)).toThrow(code("beacon-not-out"));
    expect(() => enterContribution(draw, 2, { kind: "drand", round, value: "0".repeat(64) }, OUT)).toThrow(
      code("beacon-form"),
    );
    expect(() => enterBeacon(draw, { ...BEACON, round: 42 }, OUT)).toThrow(code("beacon-round"));
    const round42 = vectors.quicknet.find((beacon) => beacon.round === 42) as Beacon;
    expect(() => enterBeacon(draw, { ...BEACON, signature: round42.signature }, OUT)).toThrow(
      code("beacon-signature"),
    );
    expect(() => enterBeacon(draw, { ...BEACON, randomness: "0".repeat(64) }, OUT)).toThrow(
      code("beacon-randomness"),
    );
    expect(existsSync(join(draw, "beacon.json"))).toBe(false);
    const file = join(folder, "beacon.json");
    writeFileSync(file, JSON.stringify({ ...BEACON, previous_signature: "ab" }));
    openDraw(draw, { signer: undefined, now: OUT, beacon: file });
    runDraw(draw, undefined);
    const opening = readJsonFile<Opening>(join(draw, "opening.json"));
    expect(opening.contributions[2]).toEqual({ kind: "drand", round: 657413, value: randomness });
    const { checks } = verifyDraw(readBundle(draw), { sha256: nodeSha256 });
    expect(checks.filter(({ status }) => status === "fail")).toEqual([]);
    expect(checks.find(({ check }) => check === "beacon")?.status).toBe("pass");
    writeFileSync(file, JSON.stringify({ round: "x" }));
    expect(() => readBeaconFile(file)).toThrow(code("beacon-form"));
  });

  it("need a beacon after the freeze and in time", async () => {
    const office = makeOffice(withBeacon);
    const at = (now: string) =>
      freeze(office.plan, office.draw, {
        signer: office.operator.signer,
        now: new Date(now),
        version: "test",
      });
    await expect(at("2023-09-15T11:00:01Z")).rejects.toMatchObject({ code: "beacon-not-later" });
    await expect(at("2023-09-13T10:00:00Z")).rejects.toMatchObject({ code: "beacon-too-late" });
  });
});

describe("beacon fetch", () => {
  const run = (args: readonly string[]): Promise<{ status: number | null; stderr: string }> =>
    new Promise((done) => {
      const child = spawn("node", [resolve("bin/dualdraw.js"), ...args, "--lang", "en"]);
      let stderr = "";
      child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
      child.on("close", (status) => done({ status, stderr }));
    });

  it("takes the committed round from a relay and trusts nothing but the pinned key", async () => {
    const { draw, folder } = await makeSupervisedDraw("frozen", withBeacon, FREEZE);
    let answer: object = BEACON;
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const relay = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const fetchTo = (file: string) => run(["beacon", "fetch", draw, "-o", file, "--relay", relay]);
    try {
      const file = join(folder, "fetched.json");
      expect((await fetchTo(file)).status).toBe(0);
      expect(asked).toEqual([`/${quicknet.chainHash}/public/657413`]);
      expect(readBeaconFile(file)).toEqual(BEACON);
      expect((await run(["beacon", "check", draw, file])).status).toBe(0);
      answer = { ...BEACON, signature: `a${signature.slice(1)}` };
      const forged = await fetchTo(join(folder, "forged.json"));
      expect([forged.status, existsSync(join(folder, "forged.json"))]).toEqual([3, false]);
      expect(forged.stderr).toContain("not that of drand quicknet over round 657413");
    } finally {
      server.close();
    }
    const dead = await fetchTo(join(folder, "dead.json"));
    expect(dead.status).toBe(3);
    expect(dead.stderr).toContain("the beacon could not be fetched");
  });
});

describe("rosters", () => {
  it("name each person and each key once", async () => {
    const frozen = (change: (plan: Plan) => unknown) => {
      const { plan, draw, operator } = makeOffice(change);
      return freeze(plan, draw, { signer: operator.signer, now: AFTERNOON, version: "test" });
    };
    const roster = (...entries: object[]) => frozen((plan) => ({ ...plan, roster: entries }));
    const operator = { role: "operator", name: "操作员", key: "operator.key.pub" };
    await expect(
      roster(operator, { role: "discipline", name: "监督员", key: "operator.key.pub" }),
    ).rejects.toMatchObject({ code: "roster-key-repeated" });
    await expect(
      roster({ role: "media", name: "日报", by: "paper" }, { role: "media", name: "日报", by: "paper" }),
    ).rejects.toMatchObject({ code: "roster-repeated" });
    await expect(
      roster({ role: "media", name: "日报", by: "paper", key: "witness.key.pub" }),
    ).rejects.toMatchObject({ code: "roster-key-and-paper" });
  });
});

describe("a second draw", () => {
  it("of the same plan is refused and named, until the first is voided, and then names the void", async () => {
    const office = await makeSupervisedDraw("frozen");
    const { folder, draw, plan, operator } = office;
    const again = (target: string) =>
      freeze(plan, join(folder, target), { signer: operator.signer, now: AFTERNOON, version: "test" });
    await expect(again("second")).rejects.toMatchObject({ code: "draw-exists", fault: { file: draw } });
    expect(() =>
      enterContribution(draw, 2, { kind: "dice", value: "31415926535897932384" }, AFTERNOON),
    ).toThrow(code("contribution-too-early"));
    const { event } = recordEvent(
      draw,
      {
        request: { kind: "void", withheld: ["派驻纪检监察组"], known: [] },
        reason: { code: "value-withheld", text: "拒绝开签" },
        evidence: [],
      },
      { signer: operator.signer, now: AFTERNOON },
    );
    expect(event).not.toHaveProperty("record");
    expect(() => enterContribution(draw, 1, words, AFTERNOON)).toThrow(code("draw-voided"));
    expect(() => openDraw(draw, { signer: operator.signer, now: AFTERNOON })).toThrow(code("draw-voided"));
    const { commitmentDigest } = await again("second");
    expect(commitmentDigest).toMatch(/^[0-9a-f]{64}$/);
    const { voids } = readJsonFile<Commitment>(join(folder, "second/commitment.json"));
    expect(voids).toEqual([
      {
        draw: "YX-JOINT-01",
        commitment: nodeSha256(readFileSync(join(draw, "commitment.json"))),
        event: nodeSha256(readFileSync(join(draw, "events/001.json"))),
        reason: "value-withheld",
        withheld: ["派驻纪检监察组"],
      },
    ]);
    expect(verifyDraw(readBundle(join(folder, "second"))).presence.voids).toEqual(voids);
    const voided = verifyDraw(readBundle(draw), { sha256: nodeSha256 });
    expect([voided.verdict, voided.notes?.voided]).toEqual(["incomplete", true]);
    await expect(again("third")).rejects.toMatchObject({ code: "draw-exists" });
  });

  it("keeps in its void what was known, the secret included once others have spoken", () => {
    expect(knownContributions([undefined, undefined], "5".repeat(64))).toEqual([]);
    expect(knownContributions([undefined, words], "5".repeat(64))).toEqual([
      { kind: "secret", value: "5".repeat(64) },
      words,
    ]);
  });
});

describe("events on disk", () => {
  const closed = (object: string) => ({
    request: { kind: "replace-object", object } as const,
    reason: { code: "closed", text: "" },
    evidence: [],
  });

  it("are chained, signed, timed and reasoned; what is refused writes nothing", async () => {
    const { draw, operator, witness, folder } = await makeSupervisedDraw("drawn");
    const now = new Date(AFTERNOON.getTime() + 60_000);
    const options = { signer: operator.signer, now };
    const { visits } = readJsonFile<{ visits: { object: string }[] }>(join(draw, "record.json"));
    const [first, second] = visits.map(({ object }) => object);
    const attempt =
      (input: Parameters<typeof recordEvent>[1], more: object = {}) =>
      () =>
        recordEvent(draw, input, { ...options, ...more });
    const input = closed(first ?? "");
    expect(attempt({ ...input, reason: { code: "unwanted", text: "" } })).toThrow(code("event-reason"));
    expect(attempt({ ...input, reason: { code: "other", text: " " } })).toThrow(code("event-reason"));
    expect(attempt(closed("nobody"))).toThrow(code("event-no-visit"));
    expect(attempt(input, { signer: witness.signer })).toThrow(code("key-not-rostered"));
    expect(attempt(input, { now: new Date("2026-03-01T00:00:00Z") })).toThrow(code("event-clock"));
    expect(existsSync(join(draw, "events"))).toBe(false);
    const letter = join(folder, "letter.txt");
    writeFileSync(letter, "closed since May");
    const one = recordEvent(draw, { ...input, evidence: [letter] }, options);
    expect(one.event.evidence).toEqual([
      { name: "letter.txt", sha256: nodeSha256("closed since May"), bytes: 16 },
    ]);
    const two = recordEvent(draw, closed(second ?? ""), options);
    expect([one.event.previous, two.event.previous]).toEqual([
      nodeSha256(readFileSync(join(draw, "record.json"))),
      nodeSha256(readFileSync(join(draw, "events/001.json"))),
    ]);
    expect(attempt(input)).toThrow(code("event-no-visit"));
    expect(attempt(closed("x"), { now: AFTERNOON })).toThrow(code("event-no-visit"));
    const report = verifyDraw(readBundle(draw), { sha256: nodeSha256 });
    expect(report.verdict).toBe("valid");
    expect(report.notes?.events.map(({ kind, confirmed }) => [kind, confirmed])).toEqual([
      ["replace-object", false],
      ["replace-object", false],
    ]);
  });

  it("need a draw, all but a void", async () => {
    const { draw, operator } = await makeSupervisedDraw("frozen");
    const options = { signer: operator.signer, now: AFTERNOON };
    expect(() => recordEvent(draw, closed("x"), options)).toThrow(code("event-before-record"));
  });

  it("change nothing of the record, and a changed outcome or a broken chain is found", async () => {
    const { draw, operator } = await makeSupervisedDraw("drawn");
    const before = readFileSync(join(draw, "record.json"));
    const { visits } = readJsonFile<{ visits: { object: string }[] }>(join(draw, "record.json"));
    recordEvent(draw, closed(visits[0]?.object ?? ""), { signer: operator.signer, now: AFTERNOON });
    expect(readFileSync(join(draw, "record.json"))).toEqual(before);
    const path = join(draw, "events/001.json");
    const event = readJsonFile<DrawEvent>(path);
    writeFileSync(path, encodeJson({ ...event, claimedTime: "2026-02-30T00:00:00Z" }));
    const failed = verifyDraw(readBundle(draw)).checks.filter(({ status }) => status === "fail");
    expect(failed.map(({ check }) => check)).toEqual(["event-chain", "event-signed"]);
    expect(failed[0]?.findings.map(({ fault }) => fault?.code)).toEqual(["event-clock"]);
  });
});

describe("the comparison of the freeze report", () => {
  it("counts rows added, removed and changed by column since an earlier draw", async () => {
    const first = await makeSupervisedDraw("drawn");
    const base = temporaryFolder();
    mkdirSync(join(base, "keys"));
    const operator = makePerson(base, "operator");
    makePerson(base, "witness");
    const plan = writeSampleCounty(base, withWitnesses);
    const path = join(base, "objects.csv");
    const [header = "", removed = "", changed = "", ...rest] = readFileSync(path, "utf8").trim().split("\n");
    expect(removed).not.toBe("");
    const row = changed.split(",");
    row[8] = "X9";
    const added = changed.replace(/^[^,]*,[^,]*/, "X-1,").replace(/^X-1,,?/, ",X-1,");
    writeFileSync(path, [header, row.join(","), ...rest, added].join("\n"));
    const target = join(base, "draw");
    const result = await freeze(plan, target, {
      signer: operator.signer,
      now: AFTERNOON,
      version: "test",
      previous: first.draw,
    }).catch((error: unknown) => error);
    expect(result).toMatchObject({ commitment: { report: { previous: expect.anything() as unknown } } });
    const { previous } = readJsonFile<Commitment>(join(target, "commitment.json")).report;
    expect(previous?.commitment).toBe(nodeSha256(readFileSync(join(first.draw, "commitment.json"))));
    expect(previous?.frames["objects"]).toEqual({ added: 1, removed: 1, changed: { status: 1 } });
    expect(previous?.frames["items"]).toEqual({ added: 0, removed: 0, changed: {} });
  });
});
