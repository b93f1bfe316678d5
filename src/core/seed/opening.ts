import type { Digest, Sha256 } from "../text/hash.js";
import { encodeUtf8 } from "../text/utf8.js";

/** A seed source as committed; `secret` with the digest of its 64 characters. */
export type Source =
  | { readonly kind: "secret"; readonly sha256: Digest }
  | { readonly kind: "witness"; readonly name: string; readonly sha256?: Digest }
  | { readonly kind: "dice"; readonly sides: number; readonly count: number }
  | { readonly kind: "drand"; readonly chain: "quicknet"; readonly at: string };

/** One value of the opening; exactly these fields. */
export type Contribution =
  | { readonly kind: "secret"; readonly value: string }
  | { readonly kind: "witness"; readonly name: string; readonly value: string }
  | { readonly kind: "dice"; readonly value: string }
  | { readonly kind: "drand"; readonly round: number; readonly value: string };

/** 开种: one value per source, in the committed order, and nothing else. */
export interface Opening {
  readonly schema: "dualdraw/opening/v1";
  readonly commitment: Digest;
  readonly contributions: readonly Contribution[];
}

/** A contribution with exactly the fields of its kind. */
function exactly(contribution: Contribution): Contribution {
  const { kind, value } = contribution;
  if (kind === "witness") return { kind, name: contribution.name, value };
  if (kind === "drand") return { kind, round: contribution.round, value };
  return { kind, value };
}

/** The opening statement of a commitment. */
export function formOpening(commitmentDigest: Digest, contributions: readonly Contribution[]): Opening {
  return {
    schema: "dualdraw/opening/v1",
    commitment: commitmentDigest,
    contributions: contributions.map(exactly),
  };
}

function digestBehind(prefix: string, bytes: Uint8Array, sha256: Sha256): string {
  const head = encodeUtf8(prefix);
  const all = new Uint8Array(head.length + bytes.length);
  all.set(head);
  all.set(bytes, head.length);
  return sha256(all);
}

/** The seed of a draw: SHA-256 of `dualdraw/v1/seed:` followed by the exact bytes of the opening. */
export function deriveSeed(opening: Uint8Array, sha256: Sha256): string {
  return digestBehind("dualdraw/v1/seed:", opening, sha256);
}

/**
 * The seed of a rehearsal: SHA-256 of `dualdraw/v1/rehearsal:`, the draw id, `:` and the rehearsal's number. It depends on nothing that
 * anybody could choose, and no opening can give it.
 */
export function deriveRehearsalSeed(draw: string, number: number, sha256: Sha256): string {
  return sha256(`dualdraw/v1/rehearsal:${draw}:${number}`);
}
