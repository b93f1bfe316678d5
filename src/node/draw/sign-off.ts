import { join } from "node:path";
import {
  attestationName,
  type Commitment,
  encodeForSigning,
  encodeJson,
  type EvidenceFile,
  formAttestation,
  isSignatureOf,
  kindOf,
  parseStatementName,
  payloadTypeOf,
  refuse,
  type RosterEntry,
  type Signer,
  statementFile,
  type StatementName,
} from "../../core/index.js";
import { keepAttachment } from "./attachments.js";
import { readCommitment, requireRosteredKey } from "./commitment-file.js";
import { hasContributions } from "./contributions.js";
import { addEnvelopeSignature, nodeSha256, readStep, writeStatement } from "./draw-directory.js";
import { withDrawLock } from "../disk/lock.js";
import { SEALED } from "../disk/durable-write.js";
import { describeEvidence, readBytes, readBytesIfAny } from "../disk/read-file.js";

/** Statements whose envelopes stay readable by the owner alone until the release. */
function modeOf(name: StatementName): number | undefined {
  return name === "commitment" ? undefined : SEALED;
}

/** Reads the name of a statement as the command line gives it. Throws `statement-name`. */
export function readStatementName(text: string): StatementName {
  return parseStatementName(text) ?? refuse("statement-name", {}, {}, text);
}

/** The number, counting from 1, of a roster entry given by number or name. Throws `signer-unknown`. */
export function findRosterNumber({ roster }: Commitment, text: string): number {
  const named = roster.findIndex(({ name }) => name === text);
  const number = /^[0-9]{1,2}$/.test(text) ? Number(text) : named + 1;
  if (roster[number - 1] !== undefined) return number;
  const signers = roster.map(({ name }, i) => `${i + 1} ${name}`).join(", ");
  return refuse("signer-unknown", { signers }, {}, text);
}

/** The exact bytes that a signature of a statement is over (DSSE), to be taken to the signer's own device. */
export function formSigningRequest(directory: string, name: StatementName): Uint8Array {
  const statement = readStep(directory, statementFile(name), "dualdraw session");
  return encodeForSigning(payloadTypeOf(kindOf(name)), statement);
}

/** A signature as tools write it: 64 raw bytes, their base64, or an OpenSSH signature with or without its armour. */
function readSignature(path: string): Uint8Array {
  const bytes = readBytes(path);
  if (bytes.length === 64) return bytes;
  const text = Buffer.from(bytes).toString("latin1");
  const armoured = /-----BEGIN SSH SIGNATURE-----([A-Za-z0-9+/=\s]+)-----END SSH SIGNATURE-----/.exec(
    text,
  )?.[1];
  const base64 = (armoured ?? text).replace(/\s/g, "");
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? Buffer.from(base64, "base64") : bytes;
}

/**
 * Adds the signature that a person made on a device of their own. Throws `signature-wrong` unless it is that person's over exactly that
 * statement.
 */
export function importSignature(
  directory: string,
  name: StatementName,
  signer: string,
  path: string,
): RosterEntry {
  return withDrawLock(directory, () => {
    const { commitment } = readCommitment(directory);
    const entry = commitment.roster[findRosterNumber(commitment, signer) - 1] as RosterEntry;
    const { publicKey } = entry;
    if (publicKey === undefined) return refuse("signer-on-paper", {}, {}, entry.name);
    if (name === "commitment" && entry.role !== "operator" && hasContributions(directory))
      return refuse("countersign-late", {}, {}, entry.name);
    const statement = readStep(directory, statementFile(name), "dualdraw session");
    const message = encodeForSigning(payloadTypeOf(kindOf(name)), statement);
    const signature = readSignature(path);
    if (!isSignatureOf(publicKey, message, signature))
      return refuse("signature-wrong", { name: entry.name, statement: name }, { file: path });
    addEnvelopeSignature(directory, name, statement, publicKey, signature, modeOf(name));
    return entry;
  });
}

/** What one person says of the draw. */
export interface AttestOptions {
  /** Number or name in the roster. */
  readonly signer: string;
  readonly reservation?: string;
  /** Scan of the signed paper. */
  readonly scan?: string;
  /** The operator, who signs what is entered for a person on paper. */
  readonly operator: Signer | undefined;
}

/**
 * Writes the attestation of one person of the roster. A person with a key signs it afterwards; for a person on paper the operator does.
 * Throws `attestation-fixed` if another one stands already.
 */
export function attest(
  directory: string,
  options: AttestOptions,
): { name: StatementName; entry: RosterEntry } {
  return withDrawLock(directory, () => {
    const { commitment, bytes } = readCommitment(directory);
    requireRosteredKey(commitment, options.operator);
    const record = readStep(directory, "record.json", "dualdraw draw");
    const signer = findRosterNumber(commitment, options.signer);
    const opening = readStep(directory, "opening.json", "dualdraw open");
    const digests = {
      commitment: nodeSha256(bytes),
      opening: nodeSha256(opening),
      record: nodeSha256(record),
    };
    const { reservation, scan } = options;
    const attestation = formAttestation(commitment, digests, {
      signer,
      ...(reservation === undefined ? {} : { reservation }),
      ...(scan === undefined ? {} : { scan: describeEvidence(scan) }),
    });
    const name = attestationName(signer);
    const statement = encodeJson(attestation);
    const present = readBytesIfAny(join(directory, statementFile(name)));
    if (present !== undefined && !Buffer.from(present).equals(statement))
      return refuse("attestation-fixed", {}, {}, attestation.name);
    if (scan !== undefined) keepAttachment(directory, scan, attestation.scan as EvidenceFile);
    const entry = commitment.roster[signer - 1] as RosterEntry;
    const signs = attestation.by === "paper" || entry.publicKey === options.operator?.publicKey;
    writeStatement(directory, name, statement, signs ? options.operator : undefined, SEALED);
    return { name, entry };
  });
}
