import type { Digest } from "../text/hash.js";

/**
 * 密钥登记: what happens to a key that an archive relies on. The first statement of an archive gives its name and introduces its key; a key is
 * replaced with the old and the new key's signature, or, if the old one is lost, with the new one's alone, which readers have to pin.
 */
export interface KeyStatement {
  readonly schema: "dualdraw/key/v1";
  /** Counts from 1. */
  readonly number: number;
  /** The archive's name. */
  readonly origin: string;
  readonly action: "introduce" | "replace" | "revoke";
  /** `archive`: signs checkpoints. Otherwise the role in a roster. */
  readonly role: string;
  /** Whose key it is, as rosters name the person. */
  readonly holder: string;
  /** The key that is introduced, replaced or revoked; absent in an archive whose checkpoints nobody signs. */
  readonly publicKey?: Digest;
  /** What takes its place. */
  readonly replacement?: Digest;
  readonly reason: string;
  /** RFC 3339 in UTC, from the computer's clock: a claim. */
  readonly claimedTime: string;
}
