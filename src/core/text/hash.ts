import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { encodeUtf8 } from "./utf8.js";

/** A SHA-256 as 64 lower-case hex digits. */
export type Digest = string;

/** SHA-256 of bytes, or of the UTF-8 form of a text, as 64 lower-case hex digits. */
export type Sha256 = (data: string | Uint8Array) => string;

/** The pure implementation; callers with a faster one (Node's `crypto.hash`, say) pass that instead. */
export const pureSha256: Sha256 = (data) =>
  bytesToHex(nobleSha256(typeof data === "string" ? encodeUtf8(data) : data));

/** True for 64 lower-case hex digits. */
export function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
