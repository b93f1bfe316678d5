import { decodeBase64, encodeBase64 } from "../text/base64.js";
import { encodeJson, parseCanonicalJson } from "../text/json.js";
import { encodeUtf8 } from "../text/utf8.js";
import type { SignedKind } from "../record/statement-name.js";
import { validateStatement } from "../schema/schema.js";
import { verifyEd25519 } from "./ed25519.js";
import { parseSshSignature, verifySshSignature } from "./sshsig.js";

/** One signature of an envelope. `keyid` is a hint for people and is never trusted. */
export interface EnvelopeSignature {
  readonly keyid?: string;
  /** Base64 of the 64 bytes, or of a whole OpenSSH signature (SSHSIG). */
  readonly sig: string;
}

/** A DSSE v1 envelope. */
export interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly EnvelopeSignature[];
}

/** Signs bytes with Ed25519; the key stays with the caller. */
export interface Signer {
  /** 64 lower-case hex digits. */
  readonly publicKey: string;
  sign(message: Uint8Array): Uint8Array;
}

/** The payload type of a statement. */
export function payloadTypeOf(kind: SignedKind): string {
  return `application/vnd.dualdraw.${kind}.v1+json`;
}

/** DSSE's pre-authentication encoding: the bytes that are signed. Source: DSSE v1, `protocol.md`. */
export function encodeForSigning(payloadType: string, payload: Uint8Array): Uint8Array {
  const head = encodeUtf8(`DSSEv1 ${encodeUtf8(payloadType).length} ${payloadType} ${payload.length} `);
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}

/** The canonical bytes of an envelope around a statement, signed by each signer. */
export function sealEnvelope(
  kind: SignedKind,
  statement: Uint8Array,
  signers: readonly Signer[],
): Uint8Array {
  const payloadType = payloadTypeOf(kind);
  const message = encodeForSigning(payloadType, statement);
  const signatures = signers.map((signer) => ({
    keyid: signer.publicKey,
    sig: encodeBase64(signer.sign(message)),
  }));
  return encodeJson({ payload: encodeBase64(statement), payloadType, signatures });
}

/** Reads an envelope in canonical form; undefined for anything else. */
export function parseEnvelope(bytes: Uint8Array): Envelope | undefined {
  const value = parseCanonicalJson(bytes);
  if (value === undefined || validateStatement("envelope", value).length > 0) return undefined;
  return value as unknown as Envelope;
}

/** True if the envelope is around exactly these bytes under this type. */
export function envelopeHolds(envelope: Envelope, kind: SignedKind, statement: Uint8Array): boolean {
  const payload = decodeBase64(envelope.payload);
  if (
    payload === undefined ||
    envelope.payloadType !== payloadTypeOf(kind) ||
    payload.length !== statement.length
  )
    return false;
  return payload.every((byte, i) => byte === statement[i]);
}

/** True if the signature, raw Ed25519 or OpenSSH, is the key's over the message. */
export function isSignatureOf(publicKey: string, message: Uint8Array, signature: Uint8Array): boolean {
  const ssh = parseSshSignature(signature);
  if (ssh === undefined) return verifyEd25519(publicKey, message, signature);
  return ssh.publicKey === publicKey && verifySshSignature(ssh, message);
}

/** What the signatures of an envelope come to. */
export interface MatchedSignatures {
  /** Public keys with a valid signature, each once. */
  readonly signers: readonly string[];
  /** Signatures that none of the keys made. */
  readonly unknown: number;
}

/**
 * Finds which of the given keys signed the envelope. A key id only says which key to try first; what counts is the signature. A signature
 * whose id names none of the keys is tried against all of them, as long as the budget of trials lasts.
 */
export function matchSignatures(
  envelope: Envelope,
  publicKeys: readonly string[],
  budget: { left: number } = { left: Number.MAX_SAFE_INTEGER },
): MatchedSignatures {
  const payload = decodeBase64(envelope.payload);
  if (payload === undefined) return { signers: [], unknown: envelope.signatures.length };
  const message = encodeForSigning(envelope.payloadType, payload);
  const signers = new Set<string>();
  let unknown = 0;
  for (const { sig, keyid } of envelope.signatures) {
    const signature = decodeBase64(sig);
    const named = publicKeys.filter((key) => key === keyid);
    const others = publicKeys.filter((key) => key !== keyid);
    const signer = [...named, ...others].find((key) => {
      if (key !== keyid && budget.left-- <= 0) return false;
      return signature !== undefined && isSignatureOf(key, message, signature);
    });
    if (signer === undefined) unknown++;
    else signers.add(signer);
  }
  return { signers: [...signers], unknown };
}

/** Which of the given public keys signed the envelope; each counts once, whatever the key ids say. */
export function findSigners(envelope: Envelope, publicKeys: readonly string[]): readonly string[] {
  return matchSignatures(envelope, [...new Set(publicKeys)]).signers;
}

/** The envelope with one more signature; the same bytes if it is there already. */
export function addSignature(envelope: Envelope, publicKey: string, signature: Uint8Array): Uint8Array {
  const sig = encodeBase64(signature);
  const present = envelope.signatures.some((known) => known.sig === sig);
  const signatures = present ? envelope.signatures : [...envelope.signatures, { keyid: publicKey, sig }];
  return encodeJson({ ...envelope, signatures });
}

/** An envelope around a statement that nobody has signed yet. */
export function emptyEnvelope(kind: SignedKind, statement: Uint8Array): Envelope {
  return { payload: encodeBase64(statement), payloadType: payloadTypeOf(kind), signatures: [] };
}
