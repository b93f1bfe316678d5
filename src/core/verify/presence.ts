import { isRequiredWitness } from "../record/attestation.js";
import type { DrawEvent } from "../record/events.js";
import { attestationName, eventName, type StatementName } from "../record/statement-name.js";
import type { RosterEntry } from "../record/statements.js";
import { countUnknownSignatures, findSigners } from "../signing/envelope.js";
import type { Evidence } from "./evidence.js";
import type { EventNote, Order, Presence, SignerStanding, SignerStatus, VerdictNotes } from "./report.js";
import { witnessKeys } from "./signing-checks.js";

/** Names of the statements that this copy holds. */
function namesIn(evidence: Evidence): StatementName[] {
  return [
    "commitment",
    "opening",
    "record",
    ...evidence.attestations.map(({ name }) => name),
    ...evidence.events.map(({ name }) => name),
  ];
}

/** Statements with a valid signature, by public key. */
function findSignatures(evidence: Evidence, keys: readonly string[]): Map<string, StatementName[]> {
  const signed = new Map<string, StatementName[]>(keys.map((key) => [key, []]));
  for (const name of namesIn(evidence)) {
    const envelope = evidence.envelope(name);
    if (envelope !== undefined) for (const key of findSigners(envelope, keys)) signed.get(key)?.push(name);
  }
  return signed;
}

function keysOf(roster: readonly RosterEntry[]): string[] {
  return roster.flatMap(({ publicKey }) => (publicKey === undefined ? [] : [publicKey]));
}

function describeSigner(
  evidence: Evidence,
  entry: RosterEntry,
  index: number,
  signed: readonly StatementName[],
  operatorSigned: (name: StatementName) => boolean,
): SignerStanding {
  const { role, name, organisation, required, publicKey } = entry;
  const own = attestationName(index + 1);
  const attestation = evidence.attestations.find((candidate) => candidate.name === own)?.value;
  // An attestation counts with the signature of its person; one on paper with that of the operator who entered it.
  const counts =
    attestation !== undefined && (publicKey === undefined ? operatorSigned(own) : signed.includes(own));
  const pinned = publicKey !== undefined && (evidence.options.trusted ?? []).includes(publicKey);
  let status: SignerStatus = "missing";
  if (signed.length > 0) status = pinned ? "attributable" : "self-consistent";
  else if (counts) status = "paper";
  const reservation = attestation?.statement === "reservation" ? { reservation: attestation.text } : {};
  const scan = attestation?.scan === undefined ? {} : { scan: attestation.scan };
  return {
    role,
    name,
    ...(organisation === undefined ? {} : { organisation }),
    required,
    status,
    signed,
    ...(counts ? { attested: attestation.statement, ...reservation, ...scan } : {}),
  };
}

/** The third line: everybody of the roster, and what they signed. */
export function describePresence(evidence: Evidence): Presence {
  const roster = evidence.commitment?.roster ?? [];
  const keys = keysOf(roster);
  const signatures = findSignatures(evidence, keys);
  const operators = roster.filter(({ role }) => role === "operator").map(({ publicKey }) => publicKey ?? "");
  const operatorSigned = (name: StatementName): boolean =>
    operators.some((key) => signatures.get(key)?.includes(name) === true);
  const unknown = namesIn(evidence).map((name) => {
    const envelope = evidence.envelope(name);
    return envelope === undefined ? 0 : countUnknownSignatures(envelope, keys);
  });
  return {
    signers: roster.map((entry, i) =>
      describeSigner(evidence, entry, i, signatures.get(entry.publicKey ?? "") ?? [], operatorSigned),
    ),
    unknownSignatures: unknown.reduce((sum, count) => sum + count, 0),
    voids: evidence.commitment?.voids ?? [],
  };
}

/** The second line. Without an archive the best is a pinned witness who signed both commitment and opening. */
export function concludeOrder(evidence: Evidence, { signers }: Presence): Order {
  const roster = evidence.commitment?.roster ?? [];
  const witnesses = signers.filter(
    ({ status, signed }, i) =>
      isRequiredWitness(roster[i] as RosterEntry) &&
      status === "attributable" &&
      signed.includes("commitment") &&
      signed.includes("opening"),
  );
  const names = witnesses.map(({ name }) => name);
  return { grade: names.length > 0 ? "witnessed" : "asserted", witnesses: names };
}

function aboutOf(event: DrawEvent): string {
  if ("object" in event) return event.object;
  if (event.kind === "void") return event.withheld.join(", ");
  return event.kind === "correct" ? event.subject : "";
}

/** What happened after the draw, and whether a required witness countersigned it. */
function describeEvents(evidence: Evidence): EventNote[] {
  const keys = witnessKeys(evidence.commitment?.roster ?? []);
  return evidence.events.map(({ value }) => {
    const envelope = evidence.envelope(eventName(value.number));
    return {
      number: value.number,
      kind: value.kind,
      reason: value.reason.code,
      text: value.reason.text,
      about: aboutOf(value),
      confirmed: envelope !== undefined && findSigners(envelope, keys).length > 0,
    };
  });
}

/** What a reader should know beside the verdict; undefined where there is no readable commitment. */
export function describeNotes(evidence: Evidence): VerdictNotes | undefined {
  const { commitment, record } = evidence;
  if (commitment === undefined) return undefined;
  return {
    visits: evidence.standing?.visits.length ?? record?.visits.length ?? 0,
    direct: record?.direct.length ?? 0,
    smallTasks: commitment.report.smallTasks,
    events: describeEvents(evidence),
    voided: evidence.events.some(({ value }) => value.kind === "void"),
  };
}
