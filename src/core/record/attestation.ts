import type { Commitment, RosterEntry } from "./statements.js";
import type { Digest } from "../text/hash.js";

/** A file outside the draw directory, by digest: a scan, a photo, a letter. */
export interface EvidenceFile {
  readonly name: string;
  readonly sha256: Digest;
  readonly bytes: number;
}

/** 见证: what one person of the roster says about the draw, on the day. Nobody edits the record; a doubt is said here. */
export interface Attestation {
  readonly schema: "dualdraw/attestation/v1";
  readonly commitment: Digest;
  readonly opening: Digest;
  readonly record: Digest;
  /** Number in the committed roster, counting from 1. */
  readonly signer: number;
  readonly role: string;
  readonly name: string;
  /** `key`: signed with the person's own key. `paper`: signed on paper, entered and signed by the operator. */
  readonly by: "key" | "paper";
  /** What was signed: {@link presenceText}, or the reservation (异议) in the person's words. */
  readonly statement: "present" | "reservation";
  readonly text: string;
  /** The signed paper. */
  readonly scan?: EvidenceFile;
}

/** The sentence that everybody present signs. */
export const presenceText =
  "本人在场：先封存名单并公布摘要，再录入各方数值，骰子（如有）最后当众投掷；此后没有更换任何数值，抽取结果与记录摘要一致。";

/** What an attestation needs beside the draw. */
export interface AttestationInput {
  readonly signer: number;
  readonly reservation?: string;
  readonly scan?: EvidenceFile;
}

/** The attestation of one roster entry, which must exist. */
export function formAttestation(
  commitment: Commitment,
  digests: { readonly commitment: Digest; readonly opening: Digest; readonly record: Digest },
  { signer, reservation, scan }: AttestationInput,
): Attestation {
  const entry = commitment.roster[signer - 1];
  if (entry === undefined) throw new RangeError(`expected a number of the roster, got ${signer}`);
  return {
    schema: "dualdraw/attestation/v1",
    ...digests,
    signer,
    role: entry.role,
    name: entry.name,
    by: entry.publicKey === undefined ? "paper" : "key",
    statement: reservation === undefined ? "present" : "reservation",
    text: reservation ?? presenceText,
    ...(scan === undefined ? {} : { scan }),
  };
}

/** True for a witness who must sign: everybody required but the operator. */
export function isRequiredWitness({ role, required }: RosterEntry): boolean {
  return required && role !== "operator";
}
