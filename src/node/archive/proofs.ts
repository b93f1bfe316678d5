import { join } from "node:path";
import {
  encodeProof,
  type Note,
  parseCheckpoint,
  proofFile,
  proveInclusion,
  type StatementName,
} from "../../core/index.js";
import { makeFolder, replaceFile, SEALED } from "../disk/durable-write.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import type { Archive } from "./archive.js";
import { readLeaves } from "./draw-leaves.js";

/** Sizes above an index at which the log was signed, ascending. */
function* notesAfter({ log }: Archive, index: number): Generator<Note> {
  for (let size = index + 1; size <= log.size; size++) {
    const note = log.noteAt(size);
    if (note !== undefined) yield note;
  }
}

/** The first signed checkpoint that holds a leaf and that a witness cosigned; without a witness, the first signed one. */
function findEarliest(archive: Archive, index: number): Note | undefined {
  let first: Note | undefined;
  for (const note of notesAfter(archive, index)) {
    if (note.signatures.length > 1) return note;
    first ??= note;
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
  const note = name === "commitment" ? findEarliest(archive, index) : archive.log.latestNote(index + 1);
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
