import { formatInstant, parseInstant } from "../text/dates.js";
import type { DrawEvent } from "../record/events.js";
import { instantOfRound } from "../seed/beacon.js";
import { isSignedByLog, timeOfCosignature } from "../log/checkpoint.js";
import { hashStatement } from "../log/leaf.js";
import { holdsLeaf, type LogProof, parseProof } from "../log/proof.js";
import {
  parseStatementName,
  proofFile,
  statementFile,
  type StatementName,
} from "../record/statement-name.js";
import type { Evidence } from "./evidence.js";
import { absent, type Outcome, same, skipped } from "./outcome.js";
import type { Cosigned, Finding } from "./report.js";
import { operatorKeys } from "./signing-checks.js";

/** A proof file as a proof of its statement; findings if it is none. */
function readProof(evidence: Evidence, name: StatementName): LogProof | readonly Finding[] {
  const file = proofFile(name);
  const proof = parseProof(evidence.file(file) as Uint8Array);
  if (proof === undefined) return [{ file, expected: "an inclusion proof (C2SP tlog-proof)" }];
  const statement = evidence.file(statementFile(name));
  if (statement === undefined) return [{ file, expected: `${statementFile(name)} in this copy` }];
  return holdsLeaf(proof, hashStatement(statement, evidence.sha256), evidence.sha256)
    ? proof
    : [{ file, expected: `a proof of ${statementFile(name)}` }];
}

function isProof(value: LogProof | readonly Finding[]): value is LogProof {
  return "index" in value;
}

/** True if one of the keys signed the checkpoint of a proof as the archive's. */
function isSignedBy(keys: readonly string[], { note, checkpoint }: LogProof, { sha256 }: Evidence): boolean {
  return keys.some((key) => isSignedByLog(note, checkpoint.origin, key, sha256));
}

/** Keys by which later checkpoints may be signed: the committed one, and, after a change of key, what the reader pinned. */
function laterKeys({ commitment, options }: Evidence): string[] {
  const pinned = (options.trusted ?? []).map(({ publicKey }) => publicKey);
  return [commitment?.archive?.publicKey, ...pinned].filter((key) => key !== undefined);
}

/** The commitment stands in the archive's log, at the place that it names, under a checkpoint of that archive. */
export function checkArchivePlace(evidence: Evidence): Outcome {
  const { commitment } = evidence;
  if (commitment === undefined) return skipped("needs commitment-form");
  const { archive } = commitment;
  if (archive === undefined) return absent("no archive was kept");
  const file = proofFile("commitment");
  if (evidence.file(file) === undefined) return skipped(`no ${file}`);
  const proof = readProof(evidence, "commitment");
  if (!isProof(proof)) return proof;
  const { origin, sequence, publicKey } = archive;
  const findings = same({ origin, sequence }, { origin: proof.checkpoint.origin, sequence: proof.index });
  if (findings.length > 0) return findings.map((finding) => ({ ...finding, file }));
  if (publicKey === undefined) return skipped("no key of the archive was committed");
  if (!isSignedBy([publicKey], proof, evidence))
    return [{ file, expected: "a checkpoint signed with the archive's key" }];
  evidence.archiveProof = proof;
  return [];
}

/** Every other proof is one of its statement, of the same archive, and no two statements stand at one place. */
export function checkArchiveProofs(evidence: Evidence): Outcome {
  const files = evidence.filesIn("proofs").filter((file) => file !== proofFile("commitment"));
  if (files.length === 0) return absent("no proofs of other statements in this copy");
  const own = evidence.archiveProof;
  const places = new Map(own === undefined ? [] : [[own.index, proofFile("commitment")]]);
  const roots = new Map([[own?.checkpoint.size, own?.checkpoint.root]]);
  const unsigned: string[] = [];
  const findings = files.flatMap((file): readonly Finding[] => {
    const name = parseStatementName(/^proofs\/(.*)\.tlog-proof$/.exec(file)?.[1] ?? "");
    if (name === undefined) return [{ file, expected: "proofs/NAME.tlog-proof" }];
    const proof = readProof(evidence, name);
    if (!isProof(proof)) return proof;
    const origin = evidence.commitment?.archive?.origin ?? proof.checkpoint.origin;
    const other = places.get(proof.index);
    places.set(proof.index, file);
    if (other !== undefined) return [{ file, expected: "a place of its own", found: `${proof.index}` }];
    const { size, root } = proof.checkpoint;
    if ((roots.get(size) ?? root) !== root)
      return [{ file, expected: "one history of the archive", found: root }];
    roots.set(size, root);
    if (!isSignedBy(laterKeys(evidence), proof, evidence)) unsigned.push(file);
    return same(origin, proof.checkpoint.origin).map((finding) => ({ ...finding, file }));
  });
  if (findings.length > 0 || unsigned.length === 0) return findings;
  return skipped(`signed by no key that is known here: ${unsigned.join(", ")}`);
}

/** Digests of the files that the statements of a draw name: scans, photos, recordings. */
function namedFiles({ attestations, events }: Evidence): Set<string> {
  const scans = attestations.flatMap(({ value }) => (value.scan === undefined ? [] : [value.scan.sha256]));
  const evidenceOf = ({ evidence }: DrawEvent): string[] => evidence.map(({ sha256 }) => sha256);
  return new Set([...scans, ...events.flatMap(({ value }) => evidenceOf(value))]);
}

/** Every attachment of this copy is what its name says, and a statement names it. */
export function checkAttachments(evidence: Evidence): Outcome {
  const files = evidence.filesIn("attachments");
  if (files.length === 0) return absent("no attachments in this copy");
  const named = namedFiles(evidence);
  return files.flatMap((file): Finding[] => {
    const sha256 = evidence.digestOf(file) ?? "";
    const digest = /^attachments\/([0-9a-f]{64})(\.[a-z0-9]{1,8})?$/.exec(file)?.[1] ?? "";
    if (digest !== sha256) return [{ file, expected: digest, found: sha256 }];
    return named.has(sha256) ? [] : [{ file, expected: "named by a statement of this draw" }];
  });
}

/** Seconds by which a witness's clock may be behind the operator's. */
const CLOCK_TOLERANCE = 600;

/**
 * The earliest cosignature of a witness whom the reader pinned by name, before the beacon that entered the seed. The operator and the archive
 * are no witnesses of themselves, whatever name their keys are pinned under: nor is a key that signed any checkpoint here as the archive's.
 */
export function findCosigned(evidence: Evidence): Cosigned | undefined {
  const { archiveProof, opening, commitment, options } = evidence;
  const beacon = opening?.contributions.find((value) => value.kind === "drand");
  if (archiveProof === undefined || commitment === undefined || beacon?.kind !== "drand") return undefined;
  const own = [...operatorKeys(commitment.roster), commitment.archive?.publicKey];
  const proofs = evidence
    .filesIn("proofs")
    .flatMap((file) => parseProof(evidence.file(file) as Uint8Array) ?? []);
  const signsLog = (key: string): boolean => proofs.some((proof) => isSignedBy([key], proof, evidence));
  const before = instantOfRound(beacon.round);
  // A clock that stands, or one of another decade, proves no order; clocks that differ by minutes are forgiven.
  const after = formatInstant((parseInstant(commitment.claimedTime) ?? 0) - CLOCK_TOLERANCE);
  const found = (options.trusted ?? []).flatMap(({ publicKey, name }): Cosigned[] => {
    if (name === undefined || own.includes(publicKey) || signsLog(publicKey)) return [];
    return archiveProof.note.signatures.flatMap((line) => {
      const at = timeOfCosignature(archiveProof.note.text, line, publicKey, evidence.sha256);
      return at !== undefined && at >= after && at < before
        ? [{ name, at, before, round: beacon.round }]
        : [];
    });
  });
  return found.reduce<Cosigned | undefined>(
    (first, next) => (first === undefined || next.at < first.at ? next : first),
    undefined,
  );
}
