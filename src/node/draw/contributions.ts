import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  type Beacon,
  BEACON_FILE,
  checkContribution,
  type Commitment,
  type Contribution,
  encodeJson,
  FaultList,
  findBeaconFault,
  findRound,
  instantOfRound,
  labelOf,
  refuse,
  refuseErrors,
  type Source,
  validateStatement,
} from "../../core/index.js";
import { checkOpeningTime, readCommitment } from "./commitment-file.js";
import { nodeSha256, SECRET_FILE } from "./draw-directory.js";
import { withDrawLock } from "../disk/lock.js";
import { makeFolder, SEALED, writeOnce } from "../disk/durable-write.js";
import { requireNotVoided } from "./events.js";
import { readJson } from "../registry/plan-file.js";
import { isCode, readBytesIfAny } from "../disk/read-file.js";

const FOLDER = "contributions";

function fileOf(directory: string, index: number): string {
  return join(directory, FOLDER, `${index.toString().padStart(2, "0")}.json`);
}

/** The values that have been entered so far, by the index of their source. */
export function readEntered(directory: string, sources: readonly Source[]): (Contribution | undefined)[] {
  return sources.map((_, i) => {
    const bytes = readBytesIfAny(fileOf(directory, i));
    return bytes === undefined
      ? undefined
      : (JSON.parse(Buffer.from(bytes).toString("utf8")) as Contribution);
  });
}

/** True once anybody's value is known: from then on nothing can be left out. */
export function hasContributions(directory: string): boolean {
  try {
    return readdirSync(join(directory, FOLDER)).length > 0;
  } catch (error) {
    if (isCode(error, "ENOENT")) return false;
    throw error;
  }
}

/** The operator's secret beside the statements, if this computer has it. */
export function readSecret(directory: string): string | undefined {
  const bytes = readBytesIfAny(join(directory, SECRET_FILE));
  return bytes === undefined ? undefined : Buffer.from(bytes).toString("latin1").trim();
}

function isSame(a: Contribution, b: Contribution): boolean {
  return Buffer.from(encodeJson(a)).equals(encodeJson(b));
}

/** Who speaks after whom: words are fixed before dice are thrown, and everything before the beacon is out. */
const TURNS: readonly Source["kind"][] = ["secret", "witness", "dice", "drand"];

/** Sources in the order in which they are entered, whatever their order in the seed; the secret has no turn. */
export function orderOfTurns(sources: readonly Source[]): number[] {
  const turn = (i: number): number => TURNS.indexOf((sources[i] as Source).kind);
  return [...sources.keys()].sort((a, b) => turn(a) - turn(b) || a - b);
}

function checkOrder(
  { sources }: Commitment,
  entered: readonly (Contribution | undefined)[],
  kind: Contribution["kind"],
  now: Date,
): void {
  if (kind === "secret") return;
  const before = TURNS.slice(1, TURNS.indexOf(kind));
  const missing = sources.filter((source, i) => before.includes(source.kind) && entered[i] === undefined);
  if (missing.length > 0)
    refuse("contribution-too-early", { source: kind, missing: missing.map(labelOf).join(", ") });
  const beacon = sources.find((source) => source.kind === "drand");
  if (beacon?.kind !== "drand") return;
  const round = findRound(beacon.at) ?? 0;
  const isOut = now.getTime() >= Date.parse(instantOfRound(round));
  if (kind !== "drand" && isOut) refuse("contribution-after-beacon", { at: beacon.at });
  if (kind === "drand" && !isOut) refuse("beacon-not-out", { round, at: instantOfRound(round) });
}

/**
 * Enters one value of the opening. It is checked, written and synced before this returns; entering the same value again is allowed,
 * another one is refused: values are never replaced.
 *
 * @param index of the source in the commitment
 */
export function enterContribution(directory: string, index: number, value: Contribution, now: Date): void {
  if (value.kind === "drand") refuse("beacon-form", { reason: "--beacon FILE" });
  enter(directory, index, value, now);
}

function enter(
  directory: string,
  index: number,
  value: Contribution,
  now: Date,
  prepare: () => void = () => undefined,
): void {
  withDrawLock(directory, () => {
    const { commitment } = readCommitment(directory);
    requireNotVoided(directory);
    const source = commitment.sources[index];
    if (source === undefined) return refuse("contribution-unknown", {}, {}, value.kind);
    const faults = new FaultList();
    checkContribution(source, value, nodeSha256, faults);
    refuseErrors(faults);
    const entered = readEntered(directory, commitment.sources);
    const known = entered[index];
    if (known !== undefined) {
      if (!isSame(known, value)) refuse("contribution-fixed", { source: labelOf(source) });
      return;
    }
    checkOpeningTime(commitment, now);
    checkOrder(commitment, entered, value.kind, now);
    prepare();
    makeFolder(join(directory, FOLDER), 0o700);
    writeOnce(fileOf(directory, index), encodeJson(value), SEALED);
  });
}

const DICE_FILE = "dice-called.txt";

/** Notes that the dice were called for: after a break the throws on the table are entered, and nobody throws again. */
export function callForDice(directory: string, now: Date): void {
  withDrawLock(directory, () => {
    const path = join(directory, FOLDER, DICE_FILE);
    if (readBytesIfAny(path) !== undefined) return;
    makeFolder(join(directory, FOLDER), 0o700);
    writeOnce(path, Buffer.from(now.toISOString()), SEALED);
  });
}

/** True if the dice were called for before. */
export function wereDiceCalled(directory: string): boolean {
  return readBytesIfAny(join(directory, FOLDER, DICE_FILE)) !== undefined;
}

/** Reads a beacon from a file, as the network's own interface gives it; fields that are not needed are dropped. */
export function readBeaconFile(path: string): Beacon {
  const { value } = readJson(path, path);
  const { round, signature, randomness } = (value ?? {}) as Partial<Beacon>;
  const beacon = { round, signature, randomness };
  const [fault] = validateStatement("beacon", JSON.parse(JSON.stringify(beacon)));
  if (fault !== undefined)
    refuse("beacon-form", { reason: `${fault.at} ${fault.rule} ${fault.expected}` }, { file: path });
  return beacon as Beacon;
}

/** Checks a beacon against the commitment, writes it beside the opening and enters its randomness. */
export function enterBeacon(directory: string, beacon: Beacon, now: Date): void {
  withDrawLock(directory, () => {
    const { commitment } = readCommitment(directory);
    const index = commitment.sources.findIndex(({ kind }) => kind === "drand");
    const source = commitment.sources[index];
    if (source?.kind !== "drand") return refuse("contribution-unknown", {}, {}, "drand");
    const round = findRound(source.at) ?? 0;
    const fault = findBeaconFault(beacon, round, nodeSha256);
    if (fault !== undefined) refuse(fault, { round, at: source.at }, {}, String(beacon.round));
    // The beacon is on disk before its value counts, so that no power cut leaves a value without its signature.
    enter(directory, index, { kind: "drand", round, value: beacon.randomness }, now, () =>
      writeOnce(join(directory, BEACON_FILE), encodeJson(beacon)),
    );
  });
}
