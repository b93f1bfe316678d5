import { createHash } from "node:crypto";
import { join } from "node:path";

/**
 * The two halves of a draw's file: `public` holds what is published at the release or before, `sealed` what stays with the archive. Each is a
 * bag of its own, so that a copy of the public halves checks by itself.
 */
export const parts = ["public", "sealed"] as const;
export type Part = (typeof parts)[number];

const DIGITS = 6;
/** Leaves in one folder of the log. */
export const LEAVES_PER_FOLDER = 1000;

function pad(number: number, digits: number): string {
  return number.toString().padStart(digits, "0");
}

/** Folder name of a draw, or of a thousand leaves. */
export function folderName(number: number): string {
  return pad(number, DIGITS);
}

/** Folder of a draw; 0 holds the archive's own statements. */
export function drawFolder(archive: string, draw: number): string {
  return join(archive, "draws", folderName(draw));
}

/** Folder of one bag. */
export function partFolder(archive: string, draw: number, part: Part): string {
  return join(drawFolder(archive, draw), part);
}

/** Payload file of a bag. */
export function payloadFile(archive: string, draw: number, part: Part, path: string): string {
  return join(partFolder(archive, draw, part), "data", path);
}

/** Where the places of a draw's leaves in the log are listed. */
export function leavesFile(archive: string, draw: number): string {
  return join(drawFolder(archive, draw), "leaves.txt");
}

/** Folder of the leaf with this index. */
export function logFolder(archive: string, index: number): string {
  return join(archive, "log", folderName((index - (index % LEAVES_PER_FOLDER)) / LEAVES_PER_FOLDER));
}

/** A file that belongs to the leaf with this index: `json`, `checkpoint`, `<key>.cosignature`. */
export function logFile(archive: string, index: number, suffix: string): string {
  return join(logFolder(archive, index), `${pad(index % LEAVES_PER_FOLDER, 3)}.${suffix}`);
}

/** Lists the signed files of a folder of the log, so that none is lost unseen. */
export const SIGNED_LIST = "signed.txt";

/** True for a file of the log that holds a signature: a checkpoint or a cosignature. */
export function isSignedFile(name: string): boolean {
  return /^[0-9]{3}\.(checkpoint|[0-9a-f]{64}\.cosignature)$/.test(name);
}

/** What draws are looked up by: the plan that they drew, or a task of which a draw was voided. */
export type IndexKind = "plan" | "void";

/** Folder of the index with one empty file per draw; ids may hold any letters, so their digests name the folders. */
export function indexFolder(archive: string, kind: IndexKind, id: string): string {
  return join(archive, "index", kind, createHash("sha256").update(id).digest("hex").slice(0, 32));
}

/** Names what is being written while it is: after a power cut, recovery starts here. */
export function pendingFile(archive: string): string {
  return join(archive, "pending.json");
}
