import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { decodeBase64, encodeBase64 } from "../text/base64.js";
import type { Digest, Sha256 } from "../text/hash.js";
import { decodeUtf8, encodeUtf8 } from "../text/utf8.js";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.js";
import { encodeNote, type Note, parseNote } from "./note.js";
import { rootOfInclusion } from "./tree.js";

/** Shows to anybody, without the log, that a leaf stands at its place under a checkpoint. */
export interface LogProof {
  /** The leaf's place in the log, counting from 0. */
  readonly index: number;
  readonly path: readonly Digest[];
  /** The checkpoint with its signatures. */
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

const MAGIC = "c2sp.org/tlog-proof@v1";
/** Levels of a tree of 2^63 leaves. */
const MOST_HASHES = 63;

/** Writes hashes, one line of base64 each. */
export function formatHashes(hashes: readonly Digest[]): string {
  return hashes.map((hash) => `${encodeBase64(hexToBytes(hash))}\n`).join("");
}

/** Reads lines of base64, each of one hash; undefined for any other line and for too many. */
export function parseHashes(lines: readonly string[]): Digest[] | undefined {
  const hashes = lines.map(decodeBase64);
  if (hashes.length > MOST_HASHES || hashes.some((hash) => hash?.length !== 32)) return undefined;
  return hashes.map((hash) => bytesToHex(hash as Uint8Array));
}

/** A proof file. Source: C2SP tlog-proof. */
export function encodeProof({ index, path, note }: Omit<LogProof, "checkpoint">): Uint8Array {
  const head = `${MAGIC}\nindex ${index}\n${formatHashes(path)}\n`;
  return encodeUtf8(head + (decodeUtf8(encodeNote(note)) ?? ""));
}

/** Reads a proof file; undefined for anything else, and for one with extra data, which nothing vouches for. */
export function parseProof(bytes: Uint8Array): LogProof | undefined {
  const text = decodeUtf8(bytes) ?? "";
  const split = text.indexOf("\n\n");
  const [magic, place = "", ...lines] = text.slice(0, Math.max(0, split)).split("\n");
  const [, digits = ""] = /^index (0|[1-9][0-9]*)$/.exec(place) ?? [];
  const index = Number(digits);
  const path = parseHashes(lines);
  const note = parseNote(encodeUtf8(text.slice(split + 2)));
  const checkpoint = note === undefined ? undefined : parseCheckpoint(note.text);
  if (magic !== MAGIC || digits === "" || !Number.isSafeInteger(index)) return undefined;
  if (path === undefined || note === undefined || checkpoint === undefined) return undefined;
  return { index, path, note, checkpoint };
}

/** True if the proof leads from the leaf to the root of its checkpoint. */
export function holdsLeaf({ index, path, checkpoint }: LogProof, leaf: Digest, sha256: Sha256): boolean {
  return rootOfInclusion(index, checkpoint.size, leaf, path, sha256) === checkpoint.root;
}
