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
  parseStatement,
  refuse,
  refuseErrors,
  type Signer,
  validateStatement,
} from "../core/index.js";
import { nodeSha256, readStep, SECRET_FILE, writeStatement } from "./draw-directory.js";
import { SEALED } from "./durable-write.js";
import { readJson } from "./plan-file.js";
import { readBytesIfAny } from "./read-file.js";

const DEFAULT_HOURS = 24;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Reads the commitment of a draw directory. Throws `step-missing` before the freeze, `statement-form` for a damaged one. */
export function readCommitment(directory: string): { commitment: Commitment; bytes: Uint8Array } {
  const bytes = readStep(directory, "commitment.json", "dualdraw freeze");
  const faults = new FaultList();
  const commitment = parseStatement("commitment", bytes, faults);
  refuseErrors(faults);
  return { commitment: commitment as Commitment, bytes };
}

/** Refuses a key that verifiers would not count: an envelope, once written, cannot be replaced. */
export function requireRosteredKey({ roster }: Commitment, signer: Signer | undefined): void {
  if (signer === undefined) return;
  const keys = roster.filter((entry) => entry.role === "operator").map((entry) => entry.publicKey);
  if (!keys.includes(signer.publicKey)) refuse("key-not-rostered");
}

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

function checkTime({ plan, claimedTime }: Commitment, now: Date): void {
  const limit = plan.openWithinHours ?? DEFAULT_HOURS;
  const age = now.getTime() - Date.parse(claimedTime);
  if (!(age > -MINUTE)) refuse("clock-behind", { commitment: claimedTime, now: now.toISOString() });
  if (age > limit * HOUR) refuse("opening-late", { hours: Math.floor(age / HOUR), limit });
}

/** What opening a draw needs from outside. */
export interface OpenOptions {
  readonly signer: Signer | undefined;
  readonly now: Date;
}

/**
 * Opens a frozen draw: one value per committed source, in order; the operator's secret is added by itself.
 *
 * @param contributions a JSON file `{"contributions": […]}`
 * @returns digest of the opening and the seed
 */
export function openDraw(
  directory: string,
  contributions: string,
  options: OpenOptions,
): { openingDigest: string; seed: string } {
  const { commitment, bytes: commitmentBytes } = readCommitment(directory);
  requireRosteredKey(commitment, options.signer);
  // An opening that stands already is only completed: its time has passed its check.
  if (readBytesIfAny(join(directory, "opening.json")) === undefined) checkTime(commitment, options.now);
  const given = readContributions(contributions);
  const secret = readBytesIfAny(join(directory, SECRET_FILE));
  const asked =
    commitment.sources.some((source) => source.kind === "secret") &&
    !given.some((value) => value.kind === "secret");
  if (asked && secret !== undefined)
    given.push({ kind: "secret", value: Buffer.from(secret).toString("latin1").trim() });
  const faults = new FaultList();
  const ordered = orderContributions(commitment.sources, given, faults);
  if (faults.errors === 0) checkContributions(commitment.sources, ordered, nodeSha256, faults);
  refuseErrors(faults);
  const opening = encodeJson(formOpening(nodeSha256(commitmentBytes), ordered));
  writeStatement(directory, "opening", opening, options.signer, SEALED);
  return { openingDigest: nodeSha256(opening), seed: deriveSeed(opening, nodeSha256) };
}
