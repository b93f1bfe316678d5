import { concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { decodeBase64, encodeBase64 } from "../text/base64.js";
import type { Sha256 } from "../text/hash.js";
import { decodeUtf8, encodeUtf8 } from "../text/utf8.js";

/** One signature line of a note. */
export interface NoteSignature {
  /** Who signed, as the line says. */
  readonly name: string;
  /** The first 4 bytes of the hash of name, type and key, as 8 hex digits: says which key to try. */
  readonly keyId: string;
  /** What follows the key id. */
  readonly signature: Uint8Array;
}

/** A signed note: text whose last line ends, and who signed it. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Kinds of signatures: of a log over its checkpoint, of a witness over a checkpoint and a time. */
export const noteTypes = { ed25519: 1, cosignature: 4 } as const;
export type NoteType = (typeof noteTypes)[keyof typeof noteTypes];

/** Bytes of a note, text and signatures: more is not read. */
const MOST_BYTES = 1 << 16;
const DASH = "— ";

/** True for a name that may sign a note: no spaces, no plus sign, nothing invisible, 1 to 255 bytes. */
export function isNoteName(name: string): boolean {
  return name !== "" && encodeUtf8(name).length <= 255 && !/[\s+\p{C}\p{Z}]/u.test(name);
}

/** Key id of a signer. Source: C2SP signed-note; tlog-cosignature for type 4. */
export function computeKeyId(name: string, type: NoteType, publicKey: string, sha256: Sha256): string {
  const bytes = concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(type), hexToBytes(publicKey));
  return sha256(bytes).slice(0, 8);
}

/** The key as other programs for signed notes take it: `name+id+base64`. */
export function formatVerifierKey(name: string, type: NoteType, publicKey: string, sha256: Sha256): string {
  const key = encodeBase64(concatBytes(Uint8Array.of(type), hexToBytes(publicKey)));
  return `${name}+${computeKeyId(name, type, publicKey, sha256)}+${key}`;
}

/** A signature line with its line end. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  return `${DASH}${name} ${encodeBase64(concatBytes(hexToBytes(keyId), signature))}\n`;
}

/** Reads one signature line without its line end; undefined for any other text. */
export function parseSignature(line: string): NoteSignature | undefined {
  const [, name = "", base64 = ""] = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  const bytes = decodeBase64(base64);
  if (!isNoteName(name) || bytes === undefined || bytes.length < 5) return undefined;
  const keyId = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { name, keyId, signature: bytes.slice(4) };
}

/** UTF-8 bytes of a note. */
export function encodeNote({ text, signatures }: Note): Uint8Array {
  return encodeUtf8(`${text}\n${signatures.map(formatSignature).join("")}`);
}

/** Reads a signed note in its one spelling; undefined for anything else. Source: C2SP signed-note. */
export function parseNote(bytes: Uint8Array): Note | undefined {
  const all = bytes.length > MOST_BYTES ? undefined : decodeUtf8(bytes);
  if (all === undefined || /(?!\n)\p{Cc}/u.test(all)) return undefined;
  const split = all.lastIndexOf("\n\n");
  if (split < 0 || !all.endsWith("\n")) return undefined;
  const lines = all.slice(split + 2, -1).split("\n");
  const signatures = lines.flatMap((line) => parseSignature(line) ?? []);
  if (signatures.length !== lines.length) return undefined;
  return { text: all.slice(0, split + 1), signatures };
}
