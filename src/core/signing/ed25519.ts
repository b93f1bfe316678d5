import { ed25519 } from "@noble/curves/ed25519.js";
import { hexToBytes } from "@noble/hashes/utils.js";

const SIGNATURE_LENGTH = 64;

/**
 * True for a public key that can be relied on: 64 lower-case hex digits of a canonical point of the prime-order group. Small-order
 * keys (the identity among them) verify any message, mixed-order ones let one key stand under two spellings; both are
 * refused, which Node and WebCrypto do not do.
 */
export function isStrongPublicKey(publicKey: string): boolean {
  if (!/^[0-9a-f]{64}$/.test(publicKey)) return false;
  const known = strength.get(publicKey);
  if (known !== undefined) return known;
  if (strength.size >= MOST_KNOWN) strength.clear();
  const strong = hasFullOrder(publicKey);
  strength.set(publicKey, strong);
  return strong;
}

/** What was found out about keys: the check costs as much as a signature, and an archive asks it thousands of times of the same few. */
const strength = new Map<string, boolean>();
const MOST_KNOWN = 1024;

function hasFullOrder(publicKey: string): boolean {
  try {
    const point = ed25519.Point.fromHex(publicKey, false);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}

/** RFC 8032 verification with a strong key; false for anything else. */
export function verifyEd25519(publicKey: string, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_LENGTH || !isStrongPublicKey(publicKey)) return false;
  try {
    return ed25519.verify(signature, message, hexToBytes(publicKey), { zip215: false });
  } catch {
    return false;
  }
}
