import { bls12_381 } from "@noble/curves/bls12-381.js";
import { hexToBytes } from "@noble/hashes/utils.js";
import type { FaultList } from "../fault/fault-list.js";
import { validateStatement } from "../schema/schema.js";
import { formatInstant, parseInstant } from "../text/dates.js";
import type { Sha256 } from "../text/hash.js";
import { parseCanonicalJson } from "../text/json.js";

/**
 * The one chain of public beacons that a plan may name: quicknet of the League of Entropy (drand), scheme bls-unchained-g1-rfc9380, a round
 * every three seconds. Pinned: another key or another genesis is another chain.
 */
export const quicknet = {
  chainHash: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  publicKey:
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  period: 3,
  genesis: 1_692_803_367,
} as const;

/** Where the beacon of a draw stands: beside the opening, not in it, since its signature does not enter the seed. */
export const BEACON_FILE = "beacon.json";

const DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

/** One round of a chain as its network publishes it: `signature` is 48 bytes of hex, `randomness` the SHA-256 of those bytes. */
export interface Beacon {
  readonly round: number;
  readonly signature: string;
  readonly randomness: string;
}

/** The first round at or after an instant; undefined for a text that is no instant. Rounds count from 1. */
export function findRound(instant: string): number | undefined {
  const seconds = parseInstant(instant);
  if (seconds === undefined) return undefined;
  return Math.max(0, Math.ceil((seconds - quicknet.genesis) / quicknet.period)) + 1;
}

/** When a round is published, `YYYY-MM-DDThh:mm:ssZ`. */
export function instantOfRound(round: number): string {
  return formatInstant(quicknet.genesis + (round - 1) * quicknet.period);
}

/** The round as 8 bytes, big-endian: what the network signs the SHA-256 of. */
function encodeRound(round: number): Uint8Array {
  const bytes = new Uint8Array(8);
  let rest = BigInt(round);
  for (let i = 7; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 255n);
  return bytes;
}

/** True if the signature is the chain's over that round; any other text is false. Cost: one pairing, about 20 ms. */
function isSignedRound(round: number, signature: string, sha256: Sha256): boolean {
  try {
    const { shortSignatures } = bls12_381;
    const message = hexToBytes(sha256(encodeRound(round)));
    const point = shortSignatures.Signature.fromHex(signature);
    point.assertValidity();
    return shortSignatures.verify(
      point,
      shortSignatures.hash(message, DOMAIN),
      hexToBytes(quicknet.publicKey),
    );
  } catch {
    return false;
  }
}

/** What is wrong with a beacon of quicknet. */
export type BeaconFault = "beacon-round" | "beacon-signature" | "beacon-randomness";

/**
 * Checks a beacon offline against the pinned key.
 *
 * @param round the round that the commitment asks for
 */
export function findBeaconFault(beacon: Beacon, round: number, sha256: Sha256): BeaconFault | undefined {
  if (beacon.round !== round) return "beacon-round";
  if (!/^[0-9a-f]{96}$/.test(beacon.signature) || !isSignedRound(round, beacon.signature, sha256))
    return "beacon-signature";
  return sha256(hexToBytes(beacon.signature)) === beacon.randomness ? undefined : "beacon-randomness";
}

/** A beacon must be later than the commitment, and early enough to open the draw in time. */
export function checkBeaconTime(at: string, committed: string, limit: number, faults: FaultList): void {
  const [beacon, freeze] = [parseInstant(at), parseInstant(committed)];
  if (beacon === undefined || freeze === undefined || beacon <= freeze)
    faults.add("beacon-not-later", {}, undefined, { at, now: committed });
  else if (beacon > freeze + limit * 3600) faults.add("beacon-too-late", {}, undefined, { at, limit });
}

/** Reads the beacon file that travels beside an opening: canonical JSON with round, signature and randomness. */
export function parseBeacon(bytes: Uint8Array, faults: FaultList): Beacon | undefined {
  const value = parseCanonicalJson(bytes);
  const [fault] = value === undefined ? [] : validateStatement("beacon", value);
  if (value !== undefined && fault === undefined) return value as unknown as Beacon;
  const reason = fault === undefined ? "RFC 8785" : `${fault.at} ${fault.rule} ${fault.expected}`;
  faults.add("beacon-form", { file: BEACON_FILE }, undefined, { reason });
  return undefined;
}
