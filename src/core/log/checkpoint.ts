import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { verifyEd25519 } from "../signing/ed25519.js";
import type { Signer } from "../signing/envelope.js";
import { decodeBase64, encodeBase64 } from "../text/base64.js";
import { formatInstant } from "../text/dates.js";
import type { Sha256 } from "../text/hash.js";
import { encodeUtf8 } from "../text/utf8.js";
import { computeKeyId, encodeNote, isNoteName, type Note, type NoteSignature, noteTypes } from "./note.js";
import type { TreeHead } from "./tree.js";

/** What a log says of itself at one moment: its name, how many leaves it has, and the root over them. */
export interface Checkpoint extends TreeHead {
  /** The log's name: no spaces, no plus sign. */
  readonly origin: string;
}

/** The text of a checkpoint. Source: C2SP tlog-checkpoint. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${encodeBase64(hexToBytes(root))}\n`;
}

/** Reads the text of a checkpoint; undefined for any other text, and for one with extension lines. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = "", digits = "", root = "", ...rest] = text.split("\n");
  const bytes = decodeBase64(root);
  const size = Number(digits);
  if (rest.length !== 1 || rest[0] !== "" || !isNoteName(origin)) return undefined;
  if (!/^(0|[1-9][0-9]*)$/.test(digits) || !Number.isSafeInteger(size)) return undefined;
  return bytes?.length === 32 ? { origin, size, root: bytesToHex(bytes) } : undefined;
}

/** A checkpoint as a note, signed by the log. */
export function signCheckpoint(checkpoint: Checkpoint, signer: Signer, sha256: Sha256): Uint8Array {
  const text = formatCheckpoint(checkpoint);
  const { origin: name } = checkpoint;
  const keyId = computeKeyId(name, noteTypes.ed25519, signer.publicKey, sha256);
  return encodeNote({ text, signatures: [{ name, keyId, signature: signer.sign(encodeUtf8(text)) }] });
}

/** True if one of the note's signatures is the log's over its text. */
export function isSignedByLog(note: Note, origin: string, publicKey: string, sha256: Sha256): boolean {
  const keyId = computeKeyId(origin, noteTypes.ed25519, publicKey, sha256);
  return note.signatures.some(
    (line) =>
      line.name === origin &&
      line.keyId === keyId &&
      verifyEd25519(publicKey, encodeUtf8(note.text), line.signature),
  );
}

const TIME_LENGTH = 8;

/** What a witness signs: the checkpoint and the second at which it saw it. Source: C2SP tlog-cosignature. */
function formatCosigned(text: string, seconds: bigint): Uint8Array {
  return encodeUtf8(`cosignature/v1\ntime ${seconds}\n${text}`);
}

function encodeTime(seconds: bigint): Uint8Array {
  const bytes = new Uint8Array(TIME_LENGTH);
  for (let i = TIME_LENGTH - 1, rest = seconds; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 255n);
  return bytes;
}

function decodeTime(bytes: Uint8Array): bigint {
  return bytes.subarray(0, TIME_LENGTH).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/**
 * A witness's signature line over the text of a checkpoint.
 *
 * @param name of the witness, without spaces or plus signs
 * @param seconds since 1970, from the witness's own clock
 */
export function cosign(
  text: string,
  name: string,
  signer: Signer,
  seconds: bigint,
  sha256: Sha256,
): NoteSignature {
  const keyId = computeKeyId(name, noteTypes.cosignature, signer.publicKey, sha256);
  return {
    name,
    keyId,
    signature: concatBytes(encodeTime(seconds), signer.sign(formatCosigned(text, seconds))),
  };
}

/** Seconds beyond the year 9999 have no date. */
const LAST_SECOND = 253_402_300_799n;

/**
 * When a line was signed over a checkpoint by a witness's key, `YYYY-MM-DDThh:mm:ssZ`; undefined if it is not that witness's cosignature.
 */
export function timeOfCosignature(
  text: string,
  line: NoteSignature,
  publicKey: string,
  sha256: Sha256,
): string | undefined {
  if (line.signature.length !== TIME_LENGTH + 64) return undefined;
  if (line.keyId !== computeKeyId(line.name, noteTypes.cosignature, publicKey, sha256)) return undefined;
  const seconds = decodeTime(line.signature);
  const message = formatCosigned(text, seconds);
  if (seconds > LAST_SECOND || !verifyEd25519(publicKey, message, line.signature.subarray(TIME_LENGTH)))
    return undefined;
  return formatInstant(Number(seconds));
}
