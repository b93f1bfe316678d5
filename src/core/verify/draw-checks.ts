import { FaultList } from "../fault/fault-list.js";
import { computeDraw } from "../record/draw.js";
import { formLists, listNames } from "../record/lists.js";
import type { DrawLists } from "../record/statements.js";
import { BEACON_FILE, findBeaconFault, findRound, parseBeacon } from "../seed/beacon.js";
import { checkContributions } from "../seed/contributions.js";
import { deriveSeed } from "../seed/opening.js";
import type { Evidence } from "./evidence.js";
import { absent, findingsOf, inFile, type Outcome, same, skipped } from "./outcome.js";

export function checkOpeningCommitment(evidence: Evidence): Outcome {
  const digest = evidence.digestOf("commitment.json");
  if (evidence.opening === undefined || digest === undefined)
    return skipped("needs commitment.json and opening-form");
  return same(digest, evidence.opening.commitment);
}

export function checkOpeningValues({ opening, commitment, sha256 }: Evidence): Outcome {
  if (opening === undefined || commitment === undefined) return skipped("needs opening-form");
  const faults = new FaultList();
  checkContributions(commitment.sources, opening.contributions, sha256, faults);
  return findingsOf(faults);
}

/** The beacon is the chain's signature over the committed round, and its randomness is what entered the seed. */
export function checkBeacon(evidence: Evidence): Outcome {
  const { commitment, opening, sha256 } = evidence;
  if (commitment === undefined) return skipped("needs commitment-form");
  const source = commitment.sources.find(({ kind }) => kind === "drand");
  if (source?.kind !== "drand") return absent("no beacon among the sources");
  const bytes = evidence.file(BEACON_FILE);
  if (bytes === undefined || opening === undefined)
    return skipped(bytes === undefined ? `no ${BEACON_FILE}` : "needs opening-form");
  const faults = new FaultList();
  const beacon = parseBeacon(bytes, faults);
  if (beacon === undefined) return findingsOf(faults);
  const round = findRound(source.at) ?? 0;
  const fault = findBeaconFault(beacon, round, sha256);
  if (fault !== undefined)
    faults.add(fault, { file: BEACON_FILE }, String(beacon.round), { round, at: source.at });
  const value = opening.contributions.find(({ kind }) => kind === "drand")?.value;
  return [...findingsOf(faults), ...inFile(BEACON_FILE, same(value, beacon.randomness))];
}

export function checkRecordLinks(evidence: Evidence): Outcome {
  const { record } = evidence;
  if (record === undefined) return skipped("needs record-form");
  const commitment = evidence.digestOf("commitment.json");
  const opening = evidence.opening === undefined ? undefined : evidence.digestOf("opening.json");
  const known = { commitment: commitment ?? record.commitment, opening: opening ?? record.opening };
  const findings = same(known, { commitment: record.commitment, opening: record.opening });
  return findings.length === 0 && (commitment === undefined || opening === undefined)
    ? skipped("needs commitment.json and opening-form")
    : findings;
}

/** Derives the seed and draws again. */
export function checkRecordSeed(evidence: Evidence): Outcome {
  const bytes = evidence.file("opening.json");
  if (bytes === undefined || evidence.record === undefined)
    return skipped("needs opening-form and record-form");
  const seed = deriveSeed(bytes, evidence.sha256);
  if (evidence.preparation !== undefined)
    evidence.lists = computeDraw(evidence.preparation, seed, evidence.sha256);
  return same(seed, evidence.record.seed);
}

/** Compares one part of the recomputed draw with the record. */
export function checkRecomputed({ lists, record }: Evidence, part: (lists: DrawLists) => unknown): Outcome {
  if (lists === undefined || record === undefined) return skipped("needs plan-rules and record-seed");
  return same(part(lists), part(record));
}

export function checkLists({ bundle, lists, preparation }: Evidence): Outcome {
  const printed = bundle.lists;
  if (printed === undefined || printed.size === 0) return absent("no lists in this copy");
  if (lists === undefined || preparation === undefined) return skipped("needs record-seed");
  const expected = formLists(lists, preparation.registries);
  return listNames.flatMap((name) => inFile(`lists/${name}.csv`, same(expected[name], printed.get(name))));
}

/** Compares with what was written on paper or published on the day. */
export function checkExpected(evidence: Evidence): Outcome {
  const { expected } = evidence.options;
  if (expected === undefined || Object.keys(expected).length === 0)
    return absent("nothing to compare with was given");
  const dice = evidence.opening?.contributions.find(({ kind }) => kind === "dice")?.value;
  const found = {
    commitment: evidence.digestOf("commitment.json"),
    record: evidence.digestOf("record.json"),
    dice,
  };
  return (["commitment", "record", "dice"] as const).flatMap((what) =>
    expected[what] === undefined
      ? []
      : same(expected[what], found[what]).map((finding) => ({ ...finding, at: `/${what}` })),
  );
}
