import {
  type Commitment,
  envelopeFile,
  envelopeHolds,
  findSigners,
  type KeyStatement,
  keyName,
  parseEnvelope,
  statementFile,
  type TrustedKey,
} from "../../../core/index.js";
import { readBytesIfAny } from "../../disk/read-file.js";
import { archiveKeyAfter, endedKeys, findEnd, type KeyRegister } from "../keys.js";
import { payloadFile } from "../layout.js";
import type { Tally } from "./report.js";

/** Which of some keys signed a key statement. */
function signersOf(archive: string, number: number, keys: readonly string[]): readonly string[] {
  const [statement, bytes] = [statementFile(keyName(number)), envelopeFile(keyName(number))].map((file) =>
    readBytesIfAny(payloadFile(archive, 0, "public", file)),
  );
  const envelope = bytes === undefined ? undefined : parseEnvelope(bytes);
  if (statement === undefined || envelope === undefined || !envelopeHolds(envelope, "key", statement))
    return [];
  return findSigners(envelope, keys);
}

/** Departures of a key statement from the ones before it. */
function expectedOf(statement: KeyStatement, before: KeyRegister): string | undefined {
  const { number, origin, action, role, publicKey, replacement } = statement;
  const key = archiveKeyAfter(before);
  if (number !== before.length + 1) return `number ${before.length + 1}`;
  if (before.length === 0)
    return action === "introduce" && role === "archive" ? undefined : "the archive's own key";
  if (origin !== before[0]?.origin) return `the archive ${before[0]?.origin ?? ""}`;
  if (publicKey === undefined) return "a key";
  if ((action === "replace") !== (replacement !== undefined))
    return 'a replacement with "replace", and only there';
  if (action === "introduce" && endedKeys(before).includes(publicKey))
    return "a key that had not ended before";
  if (replacement !== undefined && [...endedKeys(before), publicKey].includes(replacement))
    return "a replacement that was not replaced or revoked before";
  if (role === "archive" && action === "introduce" && key !== undefined)
    return "one key of the archive at a time";
  return role === "archive" && action !== "introduce" && publicKey !== key
    ? "the archive's key as it was"
    : undefined;
}

/**
 * Every key statement follows on the ones before, and is signed with the archive's key of that moment, and by a new key of the archive. Where the
 * old key was lost, a reader who pins the new one accepts it.
 */
export function checkKeys(
  archive: string,
  keys: KeyRegister,
  { trusted = [], archiveKey }: { readonly trusted?: readonly TrustedKey[]; readonly archiveKey?: string },
  tally: Tally,
): void {
  if (
    archiveKey !== undefined &&
    !keys.some(
      (statement) =>
        statement.role === "archive" && [statement.publicKey, statement.replacement].includes(archiveKey),
    )
  )
    tally.add("keys", {
      expected: `the archive's key ${archiveKey}`,
      found: archiveKeyAfter(keys) ?? "none",
    });
  keys.forEach((statement, i) => {
    const before = keys.slice(0, i);
    const file = `draws/000000/public/data/${statementFile(keyName(i + 1))}`;
    const expected = expectedOf(statement, before);
    if (expected !== undefined) {
      tally.add("keys", { draw: 0, file, expected });
      return;
    }
    const [old, now] = [archiveKeyAfter(before), archiveKeyAfter(keys.slice(0, i + 1))];
    const needed = [old, now === old ? undefined : now].filter((key) => key !== undefined);
    const isAccepted = [...trusted.map(({ publicKey }) => publicKey), archiveKey].includes(now);
    // After the archive's key was revoked nobody is left who could vouch for the next one.
    if (i > 0 && old === undefined && now !== undefined && !isAccepted)
      tally.skip(
        "keys",
        `${file}: not signed with the archive's key before; pin the key of now to accept it`,
      );
    const missing = needed.filter((key) => !signersOf(archive, i + 1, needed).includes(key));
    if (missing.length === 0) return;
    if (now === undefined || missing.includes(now))
      tally.add("keys", { draw: 0, file, expected: "a signature of the archive's key" });
    else if (!isAccepted)
      tally.skip(
        "keys",
        `${file}: not signed with the archive's key before; pin the key of now to accept it`,
      );
  });
  if (archiveKeyAfter(keys) === undefined)
    tally.skip("keys", "this archive has no key: nobody signs its checkpoints");
}

/** Keys of a roster that had ended before the draw was committed: revoked for everything, or replaced in that role. */
export function checkEndedKeys(
  { roster }: Commitment,
  draw: number,
  commitmentIndex: number,
  keys: KeyRegister,
  keyLeaves: readonly number[],
  tally: Tally,
): void {
  const ended = keys.filter((_, i) => (keyLeaves[i] ?? 0) < commitmentIndex);
  for (const entry of roster) {
    const end = findEnd(ended, entry);
    if (end !== undefined)
      tally.add("revoked-keys", {
        draw,
        expected: `no key that ended with key statement ${end.number}`,
        found: entry.name,
      });
  }
}
