import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FaultList } from "../fault/fault-list.js";
import { encodeJson } from "../text/json.js";
import { pureSha256 } from "../text/hash.js";
import {
  type Beacon,
  checkBeaconTime,
  findBeaconFault,
  findRound,
  instantOfRound,
  parseBeacon,
  quicknet,
} from "./beacon.js";

interface Vectors {
  quicknet_chain: { chain_hash: string; public_key: string; period: number; genesis_time: number };
  quicknet: (Beacon & { valid: boolean })[];
  g1_rfc9380_other: Beacon[];
  default_chained: { beacons: Beacon[] };
}
const vectors = JSON.parse(readFileSync("fixtures/vectors/drand-beacons.json", "utf8")) as Vectors;
const { round, signature, randomness } = vectors.quicknet.find(
  (beacon) => beacon.round === 657413 && beacon.valid,
) as Beacon;
const good: Beacon = { round, signature, randomness };

describe("beacons", () => {
  it("pins the public chain", () => {
    const { chain_hash, public_key, period, genesis_time } = vectors.quicknet_chain;
    expect(quicknet).toEqual({ chainHash: chain_hash, publicKey: public_key, period, genesis: genesis_time });
  });

  it.each(vectors.quicknet)("round $round of the published values is $valid", ({ valid, ...beacon }) => {
    const fault = findBeaconFault(beacon, beacon.round, pureSha256);
    expect(fault).toBe(valid ? undefined : "beacon-signature");
  });

  it.each([...vectors.g1_rfc9380_other, ...vectors.default_chained.beacons])(
    "refuses round $round of another chain",
    ({ round, signature, randomness }) => {
      expect(findBeaconFault({ round, signature, randomness }, round, pureSha256)).toBe("beacon-signature");
    },
  );

  it("refuses another round, other randomness and other spellings of the signature", () => {
    const of = (change: Partial<Beacon>): string | undefined =>
      findBeaconFault({ ...good, ...change }, good.round, pureSha256);
    expect(of({})).toBeUndefined();
    expect(findBeaconFault(good, good.round + 1, pureSha256)).toBe("beacon-round");
    expect(of({ randomness: "0".repeat(64) })).toBe("beacon-randomness");
    expect(of({ signature: good.signature.toUpperCase() })).toBe("beacon-signature");
    expect(of({ signature: `c0${"00".repeat(47)}` })).toBe("beacon-signature");
    expect(of({ signature: "ff".repeat(48) })).toBe("beacon-signature");
    // The same point negated, and one bit of every byte changed.
    for (let i = 0; i < 96; i += 7) {
      const digit = (parseInt(good.signature[i] ?? "0", 16) ^ 1).toString(16);
      const signature = good.signature.slice(0, i) + digit + good.signature.slice(i + 1);
      expect(of({ signature })).toBe("beacon-signature");
    }
    const flipped = (parseInt(good.signature.slice(0, 2), 16) ^ 0x20).toString(16);
    expect(of({ signature: flipped + good.signature.slice(2) })).toBe("beacon-signature");
  });

  it("finds the first round at or after a moment", () => {
    expect(findRound("2023-08-23T15:09:27Z")).toBe(1);
    expect(findRound("2000-01-01T00:00:00Z")).toBe(1);
    expect(findRound("2023-08-23T15:09:28Z")).toBe(2);
    expect(findRound("2023-08-23T23:09:30+08:00")).toBe(2);
    expect(findRound("2023-09-15T19:00:03+08:00")).toBe(657413);
    expect(findRound("2023-09-15T19:00:04+08:00")).toBe(657414);
    expect(findRound("tomorrow")).toBeUndefined();
    expect(instantOfRound(657413)).toBe("2023-09-15T11:00:03Z");
    for (const round of [1, 2, 3, 1000, 657413, 40_000_000])
      expect(findRound(instantOfRound(round))).toBe(round);
  });

  it("asks for a moment after the freeze and in time for the opening", () => {
    const codes = (at: string): string[] => {
      const faults = new FaultList();
      checkBeaconTime(at, "2026-03-02T04:00:00Z", 24, faults);
      return faults.kept.map(({ code }) => code);
    };
    expect(codes("2026-03-02T12:00:01+08:00")).toEqual([]);
    expect(codes("2026-03-03T04:00:00Z")).toEqual([]);
    expect(codes("2026-03-02T12:00:00+08:00")).toEqual(["beacon-not-later"]);
    expect(codes("2026-03-03T04:00:01Z")).toEqual(["beacon-too-late"]);
  });

  it("reads a beacon file in its one spelling alone", () => {
    const read = (bytes: Uint8Array): [Beacon | undefined, string[]] => {
      const faults = new FaultList();
      return [parseBeacon(bytes, faults), faults.kept.map(({ code }) => code)];
    };
    expect(read(encodeJson(good))).toEqual([good, []]);
    expect(read(new TextEncoder().encode(JSON.stringify(good, null, 1)))[1]).toEqual(["beacon-form"]);
    expect(read(encodeJson({ ...good, chain: "x" }))[1]).toEqual(["beacon-form"]);
  });
});
