import { join } from "node:path";
import {
  encodeProof,
  isSignedByLog,
  type Note,
  parseCheckpoint,
  proofFile,
  proveInclusion,
  type StatementName,
} from "../../core/index.js";
import { makeFolder, replaceFile, SEALED } from "../disk/durable-write.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import type { Archive } from "./archive.js";
import { readStoredCommitment } from "./draw-file.js";
import { readLeaves } from "./draw-leaves.js";

/**
 * The first signed checkpoint that holds a leaf and that a witness cosigned; without a witness, the first signed one.
 *
 * @param key that has to have signed it: the one that the commitment names
 */
function findEarliest({ log, origin }: Archive, index: number, key: string | undefined): Note | undefined {
  let first: Note | undefined;
  for (const { size, cosigned } of log.signedAfter(index)) {
    if (first !== undefined && !cosigned) continue;
    const note = log.noteAt(size);
    if (note === undefined || (key !== undefined && !isSignedByLog(note, origin, key, nodeSha256))) continue;
    if (cosigned) return note;
    first = note;
  }
  return first;
}

/** An inclusion proof of a leaf under a checkpoint, as a file. */
export function proveLeaf({ log }: Archive, index: number, note: Note): Uint8Array {
  const size = parseCheckpoint(note.text)?.size ?? 0;
  return encodeProof({ index, path: proveInclusion(index, size, log.readNode, nodeSha256), note });
}

/**
 * Proof of the commitment under the earliest checkpoint that a witness cosigned, since its time is what counts; of any other statement under the
 * newest one. Undefined while no signed checkpoint holds it.
 */
export function proveStatement(archive: Archive, draw: number, name: StatementName): Uint8Array | undefined {
  const index = readLeaves(archive.path, draw)?.get(name);
  if (index === undefined) return undefined;
  const key = readStoredCommitment(archive.path, draw)?.archive?.publicKey;
  const note = name === "commitment" ? findEarliest(archive, index, key) : archive.log.latestNote(index + 1);
  return note === undefined ? undefined : proveLeaf(archive, index, note);
}

/** Writes the proofs of a draw's statements into its directory. */
export function writeProofs(
  archive: Archive,
  draw: number,
  directory: string,
  names: readonly StatementName[],
): void {
  for (const name of names) {
    const proof = proveStatement(archive, draw, name);
    if (proof === undefined) continue;
    makeFolder(join(directory, "proofs"));
    replaceFile(join(directory, proofFile(name)), proof, name === "commitment" ? undefined : SEALED);
  }
}
