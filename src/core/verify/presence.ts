import { isRequiredWitness } from "../record/attestation.js";
import type { DrawEvent } from "../record/events.js";
import { attestationName, eventName, type StatementName } from "../record/statement-name.js";
import type { RosterEntry } from "../record/statements.js";
import type { Evidence } from "./evidence.js";
import type {
  Cosigned,
  EventNote,
  Order,
  Presence,
  SignerStanding,
  SignerStatus,
  Verdict,
  VerdictNotes,
} from "./report.js";
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
  for (const name of namesIn(evidence))
    for (const key of evidence.signersOf(name)) signed.get(key)?.push(name);
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
  const pins = (evidence.options.trusted ?? []).filter((trusted) => trusted.publicKey === publicKey);
  const pinned = pins.some((pin) => pin.name === undefined || pin.name === name);
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
    pinnedByName: pins.some((pin) => pin.name === name),
    contributed: hasContributed(evidence, name),
    ...(counts ? { attested: attestation.statement, ...reservation, ...scan } : {}),
  };
}

/** True if the opening holds a value under this person's name. */
function hasContributed({ opening }: Evidence, name: string): boolean {
  return opening?.contributions.some((value) => value.kind === "witness" && value.name === name) ?? false;
}

/** The third line: everybody of the roster, and what they signed. */
export function describePresence(evidence: Evidence): Presence {
  const roster = evidence.commitment?.roster ?? [];
  const keys = keysOf(roster);
  const signatures = findSignatures(evidence, keys);
  const operators = roster.filter(({ role }) => role === "operator").map(({ publicKey }) => publicKey ?? "");
  const operatorSigned = (name: StatementName): boolean =>
    operators.some((key) => signatures.get(key)?.includes(name) === true);
  const unknown = namesIn(evidence).map((name) => evidence.unknownSignaturesOf(name));
  return {
    signers: roster.map((entry, i) =>
      describeSigner(evidence, entry, i, signatures.get(entry.publicKey ?? "") ?? [], operatorSigned),
    ),
    unknownSignatures: unknown.reduce((sum, count) => sum + count, 0),
    voids: evidence.commitment?.voids ?? [],
  };
}

/** True if a person signed what the seed followed from: the opening, or an attestation without a reservation, which names it. */
function signedOpening({ signed, attested }: SignerStanding): boolean {
  return signed.includes("opening") || attested === "present";
}

/** True if the commitment fixes every value of the opening but the beacon's: dice and free words can be changed until somebody signs them. */
function isFixedByCommitment({ commitment }: Evidence): boolean {
  const sources = commitment?.sources ?? [];
  return sources.every(
    (source) => source.kind === "drand" || ("sha256" in source && source.sha256 !== undefined),
  );
}

/**
 * The second line. A cosignature before the beacon proves it, if no value was free any more once the beacon was out: all are fixed by the
 * commitment, or a required witness pinned by name signed what the seed followed from. Else the best is a required witness, pinned by name, who signed the commitment
 * and what the seed followed from. Nothing is proven or witnessed where the files contradict each other.
 *
 * @param cosigned a cosignature before the beacon, of a proof and a beacon that passed their checks
 */
export function concludeOrder(
  evidence: Evidence,
  { signers }: Presence,
  verdict: Verdict,
  cosigned: Cosigned | undefined,
): Order {
  if (verdict === "invalid") return { grade: "asserted", witnesses: [] };
  const roster = evidence.commitment?.roster ?? [];
  const known = signers.filter(
    (signer, i) => isRequiredWitness(roster[i] as RosterEntry) && signer.pinnedByName,
  );
  const witnesses = known.filter((signer) => signer.signed.includes("commitment") && signedOpening(signer));
  const names = witnesses.map(({ name }) => name);
  const signed = known.filter(signedOpening).map(({ name }) => name);
  if (cosigned !== undefined && (signed.length > 0 || isFixedByCommitment(evidence)))
    return { grade: "proven", witnesses: [...new Set([cosigned.name, ...signed])], cosigned };
  return { grade: names.length > 0 ? "witnessed" : "asserted", witnesses: names };
}

function aboutOf(event: DrawEvent): string {
  if ("object" in event) return event.object;
  if (event.kind === "void") return event.withheld.join(", ");
  return event.kind === "correct" ? event.subject : "";
}

/** What happened after the draw, and whether a required witness countersigned it. */
function describeEvents(evidence: Evidence): EventNote[] {
  const pinned = (evidence.options.trusted ?? []).map(({ publicKey }) => publicKey);
  const keys = witnessKeys(evidence.commitment?.roster ?? []).filter((key) => pinned.includes(key));
  return evidence.events.map(({ value }) => {
    return {
      number: value.number,
      kind: value.kind,
      reason: value.reason.code,
      text: value.reason.text,
      about: aboutOf(value),
      confirmed: keys.some((key) => evidence.signersOf(eventName(value.number)).includes(key)),
    };
  });
}

/** Visits of which something went, or has to go, to direct assignment. */
function countDirect({ standing, record }: Evidence): number {
  if (standing === undefined) return record?.direct.length ?? 0;
  return standing.visits.filter(
    ({ dropped, slots, assigned }) =>
      dropped || assigned.length > 0 || slots.some(({ inspector }) => inspector === undefined),
  ).length;
}

/** What a reader should know beside the verdict; undefined where there is no readable commitment. */
export function describeNotes(evidence: Evidence): VerdictNotes | undefined {
  const { commitment, record } = evidence;
  if (commitment === undefined) return undefined;
  return {
    visits: evidence.standing?.visits.length ?? record?.visits.length ?? 0,
    direct: countDirect(evidence),
    smallTasks: commitment.report.smallTasks,
    events: describeEvents(evidence),
    voided: evidence.events.some(({ value }) => value.kind === "void"),
  };
}
