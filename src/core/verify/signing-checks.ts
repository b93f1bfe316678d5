import { type Attestation, isRequiredWitness, presenceText } from "../record/attestation.js";
import {
  attestationName,
  envelopeFile,
  statementFile,
  type StatementName,
} from "../record/statement-name.js";
import type { RosterEntry } from "../record/statements.js";
import { isStrongPublicKey } from "../signing/ed25519.js";
import type { Evidence } from "./evidence.js";
import { absent, inFile, type Outcome, same, skipped } from "./outcome.js";
import type { Finding } from "./report.js";

/** Public keys of the operators of a roster. */
export function operatorKeys(roster: readonly RosterEntry[]): string[] {
  return roster.flatMap((entry) =>
    entry.role === "operator" && entry.publicKey !== undefined ? [entry.publicKey] : [],
  );
}

/** Checks that a statement is signed by one of the given keys. */
function checkSignedBy(
  evidence: Evidence,
  name: StatementName,
  keys: readonly string[],
  whose: string,
): Outcome {
  const file = envelopeFile(name);
  if (evidence.file(statementFile(name)) === undefined) return skipped(`no ${statementFile(name)}`);
  if (evidence.file(file) === undefined)
    return skipped(keys.length === 0 ? "no operator's key was committed" : `no ${file}`);
  if (keys.length === 0) return skipped("no operator's key was committed");
  const envelope = evidence.envelope(name);
  if (envelope === undefined)
    return [{ file, expected: `a canonical DSSE envelope around ${statementFile(name)}` }];
  return evidence.signersOf(name).some((key) => keys.includes(key))
    ? []
    : [{ file, expected: `a valid signature of ${whose}` }];
}

/** The operator signed the statement. */
export function checkSignedByOperator(evidence: Evidence, name: StatementName): Outcome {
  if (evidence.commitment === undefined) return skipped("needs commitment-form");
  return checkSignedBy(evidence, name, operatorKeys(evidence.commitment.roster), "the operator's key");
}

/** Every key of the roster can be relied on and stands for one person. */
export function checkRosterKeys({ commitment }: Evidence): Outcome {
  if (commitment === undefined) return skipped("needs commitment-form");
  const seen = new Map<string, string>();
  return commitment.roster.flatMap(({ name, publicKey, by }, i): Finding[] => {
    if (publicKey === undefined) return [];
    const at = `/roster/${i}`;
    const first = seen.get(publicKey);
    seen.set(publicKey, name);
    if (!isStrongPublicKey(publicKey)) return [{ at, expected: "a key of full order", found: publicKey }];
    if (by !== undefined) return [{ at, expected: "a key or paper", found: "both" }];
    return first === undefined ? [] : [{ at, expected: "a key of one's own", found: `${first}, ${name}` }];
  });
}

/** Reads the attestations; each stands under the number of its signer. */
export function checkAttestationForm(evidence: Evidence): Outcome {
  const files = evidence.filesIn("attestations");
  if (files.length === 0) return absent("no attestations in this copy");
  return files.flatMap((file): readonly Finding[] => {
    const number = /^attestations\/([0-9]{2})\.json$/.exec(file)?.[1];
    if (number === undefined) return [{ file, expected: "attestations/NN.json" }];
    const name = attestationName(Number(number));
    const outcome = evidence.read<StatementName, "attestation">(name, (value) => {
      evidence.attestations.push({ name, value });
    });
    return "status" in outcome ? [] : outcome;
  });
}

/** Each attestation belongs to this draw and says of its signer what the roster says. */
export function checkAttestationLinks(evidence: Evidence): Outcome {
  const { attestations, commitment } = evidence;
  if (attestations.length === 0) return absent("no attestations in this copy");
  const [opening, record] = [evidence.digestOf("opening.json"), evidence.digestOf("record.json")];
  if (commitment === undefined || opening === undefined || record === undefined)
    return skipped("needs commitment-form, opening.json and record.json");
  const digests = { commitment: evidence.digestOf("commitment.json"), opening, record };
  return attestations.flatMap(({ name, value }): Finding[] => {
    const entry = commitment.roster[value.signer - 1];
    const expected = {
      ...digests,
      name: attestationName(value.signer),
      role: entry?.role,
      person: entry?.name,
      by: entry?.publicKey === undefined ? "paper" : "key",
    };
    const found = {
      commitment: value.commitment,
      opening: value.opening,
      record: value.record,
      name,
      role: value.role,
      person: value.name,
      by: value.by,
    };
    const consent = value.statement === "present" ? same(presenceText, value.text) : [];
    return inFile(statementFile(name), [...same(expected, found), ...consent]);
  });
}

/** Who must sign an attestation: the holder of the place in the roster that its file names, or an operator for one on paper. */
function keysFor(
  { by }: Attestation,
  name: StatementName,
  roster: readonly RosterEntry[],
): readonly string[] {
  if (by === "paper") return operatorKeys(roster);
  const entry = roster.find((_, i) => attestationName(i + 1) === name);
  // Where the roster has no key there, nobody's signature will do.
  return [entry?.publicKey ?? ""];
}

/** Each attestation is signed by its person, or by the operator who entered a signature on paper. */
export function checkAttestationSigned(evidence: Evidence): Outcome {
  const { attestations, commitment } = evidence;
  if (attestations.length === 0) return absent("no attestations in this copy");
  if (commitment === undefined) return skipped("needs commitment-form");
  const findings: Finding[] = [];
  const unsigned: string[] = [];
  for (const { name, value } of attestations) {
    const outcome = checkSignedBy(evidence, name, keysFor(value, name, commitment.roster), value.name);
    if ("status" in outcome) unsigned.push(value.name);
    else findings.push(...outcome);
  }
  return findings.length === 0 && unsigned.length > 0
    ? skipped(`not signed: ${unsigned.join(", ")}`)
    : findings;
}

/** Keys of the required witnesses of a roster. */
export function witnessKeys(roster: readonly RosterEntry[]): string[] {
  return roster.flatMap((entry) =>
    isRequiredWitness(entry) && entry.publicKey !== undefined ? [entry.publicKey] : [],
  );
}
