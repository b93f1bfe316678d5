import { join } from "node:path";
import {
  encodeJson,
  envelopeFile,
  FaultList,
  type KeyStatement,
  keyName,
  parseStatement,
  refuse,
  refuseErrors,
  type RosterEntry,
  sealEnvelope,
  type Signer,
  statementFile,
} from "../../core/index.js";
import { readBytesIfAny } from "../disk/read-file.js";
import { payloadFile } from "./layout.js";

/** The key statements of an archive, in order. The first gives the archive's name. */
export type KeyRegister = readonly KeyStatement[];

/** Reads the key statements. Throws `archive-missing` where there is none, `statement-form` for a damaged one. */
export function readKeys(archive: string): KeyRegister {
  const keys: KeyStatement[] = [];
  for (;;) {
    const file = statementFile(keyName(keys.length + 1));
    const path = payloadFile(archive, 0, "public", file);
    const bytes = keys.length === 0 ? requireFirst(archive, path) : readBytesIfAny(path);
    if (bytes === undefined) return keys;
    const faults = new FaultList();
    const key = parseStatement("key", bytes, faults, path);
    refuseErrors(faults);
    keys.push(key as KeyStatement);
  }
}

function requireFirst(archive: string, path: string): Uint8Array {
  return readBytesIfAny(path) ?? refuse("archive-missing", {}, { file: join(archive) });
}

/** The key that signs checkpoints after these statements; undefined where nobody signs. */
export function archiveKeyAfter(keys: KeyRegister): string | undefined {
  return keys.reduce<string | undefined>((key, statement) => {
    if (statement.role !== "archive") return key;
    if (statement.action === "introduce") return statement.publicKey;
    if (statement.publicKey !== key) return key;
    return statement.action === "replace" ? statement.replacement : undefined;
  }, undefined);
}

/** Keys that were replaced or revoked. */
export function endedKeys(keys: KeyRegister): string[] {
  return keys.flatMap(({ action, publicKey }) =>
    action !== "introduce" && publicKey !== undefined ? [publicKey] : [],
  );
}

/** The statement that ended a key for a person of a roster: revoked for everything, or replaced in that role. */
export function findEnd(keys: KeyRegister, { role, publicKey }: RosterEntry): KeyStatement | undefined {
  return keys.find(
    (statement) =>
      publicKey !== undefined &&
      statement.publicKey === publicKey &&
      (statement.action === "revoke" || (statement.action === "replace" && statement.role === role)),
  );
}

/** What is said of a key. */
export type KeyChange = Pick<
  KeyStatement,
  "action" | "role" | "holder" | "publicKey" | "replacement" | "reason"
>;

/** The next key statement of an archive, and its envelope. */
export function formKeyStatement(
  origin: string,
  keys: KeyRegister,
  change: KeyChange,
  signers: readonly Signer[],
  now: Date,
): Map<string, Uint8Array> {
  const number = keys.length + 1;
  const claimedTime = `${now.toISOString().slice(0, 19)}Z`;
  const statement: KeyStatement = { schema: "dualdraw/key/v1", number, origin, ...change, claimedTime };
  const bytes = encodeJson(statement);
  // The signatures come first: a key statement is never there without them.
  const files = new Map<string, Uint8Array>();
  if (signers.length > 0) files.set(envelopeFile(keyName(number)), sealEnvelope("key", bytes, signers));
  return files.set(statementFile(keyName(number)), bytes);
}
