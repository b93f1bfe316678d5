import { join } from "node:path";
import {
  checkContributions,
  type Commitment,
  type Contribution,
  deriveSeed,
  encodeJson,
  FaultList,
  formOpening,
  orderContributions,
  refuse,
  refuseErrors,
  type Signer,
  validateStatement,
} from "../../core/index.js";
import { checkOpeningTime, readCommitment, requireRosteredKey } from "./commitment-file.js";
import {
  enterBeacon,
  enterContribution,
  orderOfTurns,
  readBeaconFile,
  readEntered,
  readSecret,
} from "./contributions.js";
import { nodeSha256, writeStatement } from "./draw-directory.js";
import { withDrawLock } from "../disk/lock.js";
import { SEALED } from "../disk/durable-write.js";
import { requireNotVoided } from "./events.js";
import { readJson } from "../registry/plan-file.js";
import { readBytesIfAny } from "../disk/read-file.js";

function readContributions(path: string): Contribution[] {
  const { value } = readJson(path, path);
  const given = (value as { contributions?: unknown } | null)?.contributions;
  const shape = { schema: "dualdraw/opening/v1", commitment: "0".repeat(64), contributions: given };
  const [fault] = given === undefined ? [] : validateStatement("opening", shape);
  if (given === undefined || fault !== undefined)
    refuse(
      "statement-form",
      {
        kind: "contributions",
        reason: fault === undefined ? '{"contributions": […]}' : `${fault.rule} ${fault.expected}`,
      },
      { file: path, at: fault?.at ?? "" },
    );
  return given as Contribution[];
}

/** What opening a draw needs from outside. */
export interface OpenOptions {
  readonly signer: Signer | undefined;
  readonly now: Date;
  /** A JSON file `{"contributions": […]}` with values that were not entered one by one. */
  readonly contributions?: string;
  /** A beacon file, where the plan has that source. */
  readonly beacon?: string;
}

/** The contributions of a file, checked as a whole before any of them is entered, so that a wrong file changes nothing. */
function enterFile(
  directory: string,
  { sources }: Commitment,
  path: string,
  beacon: boolean,
  now: Date,
): void {
  const given = readContributions(path);
  const faults = new FaultList();
  const entered = readEntered(directory, sources);
  const own = sources.filter(
    (source, i) => entered[i] === undefined || given.some((value) => isFor(source, value)),
  );
  const asked = own.filter(
    (source) =>
      (source.kind !== "secret" || given.some(({ kind }) => kind === "secret")) &&
      (source.kind !== "drand" || !beacon),
  );
  const ordered = orderContributions(asked, given, faults);
  if (faults.errors === 0) checkContributions(asked, ordered, nodeSha256, faults);
  refuseErrors(faults);
  for (const i of orderOfTurns(asked)) {
    const source = asked[i] as Commitment["sources"][number];
    enterContribution(directory, sources.indexOf(source), ordered[i] as Contribution, now);
  }
}

function isFor(source: Commitment["sources"][number], value: Contribution): boolean {
  return (
    source.kind === value.kind &&
    (source.kind !== "witness" || source.name === (value as { name?: string }).name)
  );
}

/**
 * Opens a frozen draw: one value per committed source, in order. Values come from what was entered one by one, from a file, and, for the
 * operator's secret, from the directory.
 *
 * @returns digest of the opening and the seed
 */
export function openDraw(directory: string, options: OpenOptions): { openingDigest: string; seed: string } {
  return withDrawLock(directory, () => {
    const { commitment, bytes } = readCommitment(directory);
    requireRosteredKey(commitment, options.signer);
    requireNotVoided(directory);
    // An opening that stands already is only completed: its time has passed its check.
    const done = readBytesIfAny(join(directory, "opening.json")) !== undefined;
    if (!done) checkOpeningTime(commitment, options.now);
    if (options.contributions !== undefined)
      enterFile(directory, commitment, options.contributions, options.beacon !== undefined, options.now);
    if (options.beacon !== undefined) enterBeacon(directory, readBeaconFile(options.beacon), options.now);
    const secret = readSecret(directory);
    const values = readEntered(directory, commitment.sources).flatMap((value, i): Contribution[] => {
      if (value !== undefined) return [value];
      const own = commitment.sources[i]?.kind === "secret" && secret !== undefined;
      return own ? [{ kind: "secret", value: secret }] : [];
    });
    const faults = new FaultList();
    const ordered = orderContributions(commitment.sources, values, faults);
    if (faults.errors === 0) checkContributions(commitment.sources, ordered, nodeSha256, faults);
    refuseErrors(faults);
    const opening = encodeJson(formOpening(nodeSha256(bytes), ordered));
    writeStatement(directory, "opening", opening, options.signer, SEALED);
    return { openingDigest: nodeSha256(opening), seed: deriveSeed(opening, nodeSha256) };
  });
}
