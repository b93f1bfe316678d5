import type { StatementKind } from "../schema/schema.js";

/** Statements that are signed. */
export type SignedKind = Exclude<StatementKind, "envelope" | "beacon" | "leaf">;

/** Name of one statement: of a draw `commitment`, `opening`, `record`, `attestation-02`, `event-001`; of an archive `key-001`. */
export type StatementName =
  | "commitment"
  | "opening"
  | "record"
  | `attestation-${string}`
  | `event-${string}`
  | `key-${string}`;

/** The attestation of a roster entry, counting from 1. */
export function attestationName(signer: number): StatementName {
  return `attestation-${signer.toString().padStart(2, "0")}`;
}

/** The event of a number, counting from 1. */
export function eventName(number: number): StatementName {
  return `event-${number.toString().padStart(3, "0")}`;
}

/** The key statement of a number, counting from 1. */
export function keyName(number: number): StatementName {
  return `key-${number.toString().padStart(3, "0")}`;
}

/** Reads a name; undefined for any other text. */
export function parseStatementName(text: string): StatementName | undefined {
  return /^(commitment|opening|record|attestation-[0-9]{2}|event-[0-9]{3}|key-[0-9]{3})$/.test(text)
    ? (text as StatementName)
    : undefined;
}

/** The kind of a statement from its name. */
export function kindOf(name: StatementName): SignedKind {
  return name.replace(/-.*/, "") as SignedKind;
}

/** Where a statement stands in a draw directory. */
export function statementFile(name: StatementName): string {
  if (name.startsWith("attestation-")) return `attestations/${name.slice("attestation-".length)}.json`;
  if (name.startsWith("event-")) return `events/${name.slice("event-".length)}.json`;
  if (name.startsWith("key-")) return `keys/${name.slice("key-".length)}.json`;
  return `${name}.json`;
}

/** Where the proof stands that the archive's log holds a statement. */
export function proofFile(name: StatementName): string {
  return `proofs/${name}.tlog-proof`;
}

/** Where the signatures of a statement stand. */
export function envelopeFile(name: StatementName): string {
  return `envelopes/${name}.json`;
}
