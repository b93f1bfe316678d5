import {
  type Checkpoint,
  cosign,
  encodeJson,
  encodeNote,
  encodeRequest,
  findWitnessRefusal,
  formatCheckpoint,
  isDigest,
  isNoteName,
  type KeyStatement,
  type Note,
  parseCheckpoint,
  parseNote,
  parseRequest,
  proveConsistency,
  refuse,
  type Signer,
  timeOfCosignature,
} from "../../core/index.js";
import { replaceFile, SEALED } from "../disk/durable-write.js";
import { withFileLock } from "../disk/lock.js";
import { readBytes, readBytesIfAny } from "../disk/read-file.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import type { Archive } from "./archive.js";

/** The newest signed checkpoint with its cosignatures. Throws `checkpoint-absent`. */
export function requireNote({ log }: Archive): Note {
  return log.latestNote() ?? refuse("checkpoint-absent");
}

/** The first signed checkpoint that holds the leaf with this index: all witnesses of a draw cosign the same one. */
export function firstNoteWith({ log }: Archive, index: number): Note | undefined {
  for (const { size } of log.signedAfter(index)) return log.noteAt(size);
  return undefined;
}

/**
 * What a witness needs to cosign a checkpoint, the newest one unless another is given.
 *
 * @param since size of the checkpoint that the witness cosigned last; 0 for the first time
 */
export function formRequest(archive: Archive, since: number, note = requireNote(archive)): Uint8Array {
  const size = parseCheckpoint(note.text)?.size ?? 0;
  const proof = since > size ? [] : proveConsistency(since, size, archive.log.readNode, nodeSha256);
  return encodeRequest({ oldSize: since, proof, note: { ...note, signatures: note.signatures.slice(0, 1) } });
}

/** What a witness remembers of an archive: without it, a witness could be shown two histories. */
interface WitnessMemory extends Checkpoint {
  readonly schema: "dualdraw/witness/v1";
  /** The archive's key, as the witness got to know it. */
  readonly publicKey: string;
  /** The checkpoint as the archive signed it: with another one of the same history, it proves a fork. */
  readonly note: string;
}

function readMemory(path: string): WitnessMemory | undefined {
  const bytes = readBytesIfAny(path);
  if (bytes === undefined) return undefined;
  try {
    const value = JSON.parse(Buffer.from(bytes).toString("utf8")) as WitnessMemory;
    const whole = Number.isSafeInteger(value.size) && isDigest(value.root) && isDigest(value.publicKey);
    if (whole && isNoteName(value.origin)) return value;
  } catch {
    // Refused below: a witness that forgot must not begin anew without a word.
  }
  return refuse(
    "statement-form",
    { kind: "witness", reason: "origin, size, root, publicKey" },
    { file: path },
  );
}

/** What a witness brings to a cosignature. */
export interface WitnessOptions {
  readonly signer: Signer;
  /** Name of the witness, as the roster has it. */
  readonly name: string;
  /** File in which this witness remembers the archive. */
  readonly memory: string;
  /** The archive's key; needed at the first meeting, and after the archive changed its key. */
  readonly archiveKey: string | undefined;
  readonly now: Date;
}

/**
 * Cosigns a checkpoint on the witness's own device, if it continues the one that this witness cosigned last. What the witness has seen is
 * remembered, durably, before the cosignature exists. Throws `witness-…` where the log shows another history, or none.
 *
 * @returns the checkpoint with the log's and the witness's signatures
 */
export function cosignRequest(
  request: Uint8Array,
  options: WitnessOptions,
): { note: Uint8Array; checkpoint: Checkpoint } {
  // Two runs at once must not cosign two histories.
  return withFileLock(options.memory, () => cosignAlone(request, options));
}

function cosignAlone(
  request: Uint8Array,
  options: WitnessOptions,
): { note: Uint8Array; checkpoint: Checkpoint } {
  const { signer, name, memory, now } = options;
  if (!isNoteName(name)) refuse("archive-name", {}, {}, name);
  const asked = parseRequest(request) ?? refuse("witness-request");
  const last = readMemory(memory);
  const publicKey = options.archiveKey ?? last?.publicKey;
  if (publicKey === undefined) return refuse("witness-signature");
  const refusal = findWitnessRefusal(asked, last, publicKey, nodeSha256);
  if (refusal !== undefined) refuse(refusal, { size: last?.size ?? 0 });
  const { checkpoint, note } = asked;
  const seen: WitnessMemory = {
    schema: "dualdraw/witness/v1",
    ...checkpoint,
    publicKey,
    note: Buffer.from(encodeNote(note)).toString("utf8"),
  };
  replaceFile(memory, encodeJson(seen), SEALED);
  const seconds = BigInt(Math.floor(now.getTime() / 1000));
  const line = cosign(note.text, name, signer, seconds, nodeSha256);
  return { note: encodeNote({ ...note, signatures: [...note.signatures, line] }), checkpoint };
}

function isKeyOf({ publicKey, replacement }: KeyStatement, key: string): boolean {
  return publicKey === key || replacement === key;
}

/**
 * Puts a witness's cosignature under the checkpoint that it belongs to. Throws `checkpoint-unknown` if the archive never had that checkpoint,
 * `cosignature-wrong` if none of the lines is that key's, `cosignature-own` for a key of the archive itself.
 *
 * @param path of the cosigned checkpoint
 */
export function importCosignature(
  { log, keys }: Archive,
  path: string,
  publicKey: string,
): { size: number; name: string; at: string } {
  if (keys.some((statement) => statement.role === "archive" && isKeyOf(statement, publicKey)))
    return refuse("cosignature-own", {}, {}, publicKey);
  const note = parseNote(readBytes(path));
  const checkpoint = note === undefined ? undefined : parseCheckpoint(note.text);
  if (note === undefined || checkpoint === undefined) return refuse("checkpoint-form", {}, { file: path });
  const { size } = checkpoint;
  const known = size > 0 && size <= log.size && formatCheckpoint(log.checkpointAt(size)) === note.text;
  if (!known || log.noteAt(size) === undefined) refuse("checkpoint-unknown", { size }, { file: path });
  for (const line of note.signatures) {
    const at = timeOfCosignature(note.text, line, publicKey, nodeSha256);
    if (at === undefined) continue;
    const kept = log.addCosignature(size, publicKey, line);
    return { size, name: kept.name, at: timeOfCosignature(note.text, kept, publicKey, nodeSha256) ?? at };
  }
  return refuse("cosignature-wrong", {}, { file: path });
}
