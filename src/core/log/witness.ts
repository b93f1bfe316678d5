import type { Digest, Sha256 } from "../text/hash.js";
import { decodeUtf8, encodeUtf8 } from "../text/utf8.js";
import { type Checkpoint, isSignedByLog, parseCheckpoint } from "./checkpoint.js";
import { encodeNote, type Note, parseNote } from "./note.js";
import { formatHashes, parseHashes } from "./proof.js";
import { isConsistent } from "./tree.js";

/** What a log asks of a witness: to cosign a checkpoint that continues the one it cosigned last. */
export interface WitnessRequest {
  /** Size of the checkpoint that the proof starts from; 0 for a witness that has seen none. */
  readonly oldSize: number;
  readonly proof: readonly Digest[];
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

/** A request as a file: the body of C2SP tlog-witness's `add-checkpoint`. */
export function encodeRequest({ oldSize, proof, note }: Omit<WitnessRequest, "checkpoint">): Uint8Array {
  return encodeUtf8(`old ${oldSize}\n${formatHashes(proof)}\n${decodeUtf8(encodeNote(note)) ?? ""}`);
}

/** Reads a request; undefined for anything else. */
export function parseRequest(bytes: Uint8Array): WitnessRequest | undefined {
  const text = decodeUtf8(bytes) ?? "";
  const split = text.indexOf("\n\n");
  const [first = "", ...lines] = text.slice(0, Math.max(0, split)).split("\n");
  const [, digits = ""] = /^old (0|[1-9][0-9]*)$/.exec(first) ?? [];
  const oldSize = Number(digits);
  const proof = parseHashes(lines);
  const note = parseNote(encodeUtf8(text.slice(split + 2)));
  const checkpoint = note === undefined ? undefined : parseCheckpoint(note.text);
  if (digits === "" || !Number.isSafeInteger(oldSize)) return undefined;
  if (proof === undefined || note === undefined || checkpoint === undefined) return undefined;
  return { oldSize, proof, note, checkpoint };
}

/** Why a witness does not cosign. `witness-fork`: the log shows different histories; the two checkpoints together prove it. */
export type WitnessRefusal =
  | "witness-origin"
  | "witness-signature"
  | "witness-rollback"
  | "witness-stale"
  | "witness-fork";

/**
 * What a witness has to find before it cosigns: the log's signature, and a tree that continues the one it cosigned last. Undefined if all
 * holds.
 *
 * @param last the checkpoint that the witness cosigned last; undefined at the first meeting
 * @param logKey the log's public key, as the witness knows it
 */
export function findWitnessRefusal(
  { oldSize, proof, note, checkpoint }: WitnessRequest,
  last: Checkpoint | undefined,
  logKey: string,
  sha256: Sha256,
): WitnessRefusal | undefined {
  if (last !== undefined && last.origin !== checkpoint.origin) return "witness-origin";
  if (!isSignedByLog(note, checkpoint.origin, logKey, sha256)) return "witness-signature";
  const before = last ?? { size: 0, root: sha256("") };
  if (checkpoint.size < before.size) return "witness-rollback";
  if (checkpoint.size === before.size) return checkpoint.root === before.root ? undefined : "witness-fork";
  if (oldSize !== before.size) return "witness-stale";
  return isConsistent(before, checkpoint, proof, sha256) ? undefined : "witness-fork";
}
