import { readdirSync } from "node:fs";
import { type Commitment, isSealed, listNames, YEAR_PLAN_FILE } from "../../core/index.js";
import { isCode, refuseRead } from "../disk/read-file.js";
import { listFiles } from "./bag.js";
import type { Part } from "./layout.js";

/** Every file that a draw directory may hold for the archive. Anything else is not taken, and the user is told. */
const ARCHIVED = [
  /^(plan|year-plan|commitment|opening|record|beacon)\.json$/,
  /^(frames|annex)\/[a-z]{1,20}\.csv$/,
  /^originals\/[a-z]{1,20}(\.[a-z0-9]{1,8})?$/,
  /^attestations\/[0-9]{2}\.json$/,
  /^events\/[0-9]{3}\.json$/,
  /^envelopes\/(commitment|opening|record|attestation-[0-9]{2}|event-[0-9]{3})\.json$/,
  new RegExp(`^lists/(${listNames.join("|")})\\.csv$`),
  /^forms\/[a-z-]{1,40}\.html$/,
  /^results\/[0-9]{6}\.json$/,
  /^attachments\/[0-9a-f]{64}(\.[a-z0-9]{1,8})?$/,
];

/** True for a path that the archive itself gives a file, a reprinted form and a key statement included. */
export function isArchivedPath(path: string): boolean {
  return (
    ARCHIVED.some((form) => form.test(path)) ||
    /^(forms\/[a-z-]{1,40}-[0-9a-f]{8}\.html|keys\/[0-9]{3}\.json|envelopes\/key-[0-9]{3}\.json)$/.test(path)
  );
}

/** Work of the session that is no part of the record: the secret and the values go into the opening. */
const WORKING =
  /^(secret\.txt|forms\/secret-sheet\.html|lock\.json|archive\.json|(contributions|requests|proofs)\/.*|(.*\/)?\..*\.tmp)$/;

/** The files of a draw directory: those for the archive, and those that nobody knows. Links are refused. */
export function sortDrawFiles(directory: string): { archived: string[]; unknown: string[] } {
  try {
    readdirSync(directory);
  } catch (error) {
    if (isCode(error, "ENOENT", "ENOTDIR")) return refuseRead(directory, error);
    throw error;
  }
  const files = listFiles(directory).filter((path) => !WORKING.test(path));
  const archived = files.filter((path) => ARCHIVED.some((form) => form.test(path)));
  return { archived, unknown: files.filter((path) => !archived.includes(path)) };
}

const ALWAYS_SEALED = /^(annex|originals|attachments|forms|results)\//;
const ALWAYS_PUBLIC = /^(plan\.json|year-plan\.json|commitment\.json|envelopes\/commitment\.json|frames\/)/;

/** The half of a draw's file to which a path belongs, once the list is public and before. */
export function partOf(path: string, isPublic: boolean): Part {
  if (ALWAYS_SEALED.test(path)) return "sealed";
  return isPublic || ALWAYS_PUBLIC.test(path) ? "public" : "sealed";
}

/** True once everybody may see the list: nothing was sealed, or the release is recorded. */
export function isListPublic({ plan }: Commitment, kinds: readonly string[]): boolean {
  return !isSealed(plan) || kinds.includes("release");
}

/** Digests that the commitment fixes, by path. */
export function fixedDigests(commitment: Commitment): Map<string, string> {
  const fixed = new Map([["plan.json", commitment.planFile.sha256]]);
  const { yearPlan } = commitment.plan;
  if (yearPlan !== undefined) fixed.set(YEAR_PLAN_FILE, yearPlan.sha256);
  for (const [name, { sha256 }] of Object.entries(commitment.frames)) fixed.set(`frames/${name}.csv`, sha256);
  for (const folder of ["annex", "originals"] as const)
    for (const [name, { sha256 }] of Object.entries(commitment[folder]))
      fixed.set(`${folder}/${name}`, sha256);
  return fixed;
}

const FIXED = /^((?:year-)?plan\.json$|(frames|annex|originals)\/)/;

/** False for a file that is not the one that the commitment fixes, or an attachment that is not what its name says. */
export function isAsFixed(commitment: Commitment, path: string, sha256: string): boolean {
  if (FIXED.test(path)) return fixedDigests(commitment).get(path) === sha256;
  return !path.startsWith("attachments/") || path.startsWith(`attachments/${sha256}`);
}
