import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  type Commitment,
  DEFAULT_OPEN_HOURS,
  FaultList,
  parseStatement,
  refuse,
  refuseErrors,
  type Signer,
} from "../../core/index.js";
import { readStep } from "./draw-directory.js";
import { isTemporary } from "../disk/durable-write.js";
import { isCode } from "../disk/read-file.js";

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

/** Refuses a key that verifiers would not count as the operator's. */
export function requireRosteredKey({ roster }: Commitment, signer: Signer | undefined): void {
  if (signer === undefined) return;
  const keys = roster.filter((entry) => entry.role === "operator").map((entry) => entry.publicKey);
  if (!keys.includes(signer.publicKey)) refuse("key-not-rostered");
}

/** Refuses an opening before its commitment, by this computer's clock, and one that comes too late. */
export function checkOpeningTime({ plan, claimedTime }: Commitment, now: Date): void {
  const limit = plan.openWithinHours ?? DEFAULT_OPEN_HOURS;
  const age = now.getTime() - Date.parse(claimedTime);
  if (!(age > -MINUTE)) refuse("clock-behind", { commitment: claimedTime, now: now.toISOString() });
  if (age > limit * HOUR) refuse("opening-late", { hours: Math.floor(age / HOUR), limit });
}

/** Draw directories beside a path, for the question whether a draw was made before. Folders that hold no draw are passed over. */
export function findDrawsIn(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !isTemporary(entry.name))
      .map((entry) => entry.name);
  } catch (error) {
    if (isCode(error, "ENOENT", "ENOTDIR", "EACCES")) return [];
    throw error;
  }
  return names.map((name) => join(folder, name)).filter(holdsCommitment);
}

function holdsCommitment(directory: string): boolean {
  try {
    return readFileSync(join(directory, "commitment.json")).length > 0;
  } catch {
    return false;
  }
}
