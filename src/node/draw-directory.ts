import { hash } from "node:crypto";
import { readdirSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import {
  type Bundle,
  type ListName,
  type ListTable,
  type Lists,
  listNames,
  addSignature,
  emptyEnvelope,
  encodeForSigning,
  envelopeFile,
  envelopeHolds,
  kindOf,
  parseEnvelope,
  payloadTypeOf,
  refuse,
  type Sha256,
  type Signer,
  statementFile,
  type StatementName,
} from "../core/index.js";
import { isCode, makeFolder, replaceFile, SEALED, writeOnce } from "./durable-write.js";
import { readBytesIfAny, refuseRead } from "./read-file.js";

/** Node's SHA-256, several times as fast as the pure one. */
export const nodeSha256: Sha256 = (data) => hash("sha256", data, "hex");

/** The operator's secret, beside the statements until the opening. */
export const SECRET_FILE = "secret.txt";

/**
 * Adds a signature to the envelope of a statement. The envelope is replaced as a whole, and holds all earlier signatures. Throws
 * `statement-form` for an envelope that is not around that statement.
 */
export function addEnvelopeSignature(
  directory: string,
  name: StatementName,
  statement: Uint8Array,
  publicKey: string,
  signature: Uint8Array,
  mode?: number,
): void {
  const path = join(directory, envelopeFile(name));
  const bytes = readBytesIfAny(path);
  const kind = kindOf(name);
  const present = bytes === undefined ? emptyEnvelope(kind, statement) : parseEnvelope(bytes);
  if (present === undefined || !envelopeHolds(present, kind, statement))
    return refuse("statement-form", { kind: "envelope", reason: statementFile(name) }, { file: path });
  const signed = addSignature(present, publicKey, signature);
  if (bytes !== undefined && Buffer.from(signed).equals(bytes)) return;
  makeFolder(join(directory, "envelopes"));
  replaceFile(path, signed, mode);
}

/** Writes a statement and, if there is a signer, its signature. Repeating the command with the same bytes is allowed. */
export function writeStatement(
  directory: string,
  name: StatementName,
  bytes: Uint8Array,
  signer: Signer | undefined,
  mode?: number,
): void {
  const path = join(directory, statementFile(name));
  makeFolder(dirname(path));
  writeOnce(path, bytes, mode);
  if (signer === undefined) return;
  const message = encodeForSigning(payloadTypeOf(kindOf(name)), bytes);
  addEnvelopeSignature(directory, name, bytes, signer.publicKey, signer.sign(message), mode);
}

/** A list for spreadsheets: UTF-8 with byte order mark, CRLF. */
function encodeList(table: ListTable): Uint8Array {
  return Buffer.from(stringify(table as string[][], { bom: true, record_delimiter: "windows" }));
}

/** Writes the lists. They follow from the record, so an older copy is replaced. */
export function writeLists(directory: string, lists: Lists): void {
  makeFolder(join(directory, "lists"), 0o700);
  for (const name of listNames)
    replaceFile(join(directory, "lists", `${name}.csv`), encodeList(lists[name]), SEALED);
}

const FILES = [
  "plan.json",
  "beacon.json",
  ...(["commitment", "opening", "record"] as const).flatMap((name) => [
    statementFile(name),
    envelopeFile(name),
  ]),
];
const FOLDERS = ["frames", "annex", "originals", "attestations", "events", "envelopes"];

/** What a power cut left of a file that was being written. */
function isTemporary(name: string): boolean {
  return name.startsWith(".") && name.endsWith(".tmp");
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);
  } catch (error) {
    return isCode(error, "ENOENT", "ENOTDIR") ? [] : refuseRead(directory, error);
  }
}

/** Paths of the lists that a draw directory holds. */
export function listFileNames(directory: string): string[] {
  const present = filesIn(join(directory, "lists"));
  return listNames
    .map((name) => `${name}.csv`)
    .filter((name) => present.includes(name))
    .map((name) => `lists/${name}`);
}

function readLists(directory: string): Map<ListName, string[][]> {
  const lists = new Map<ListName, string[][]>();
  for (const name of listNames) {
    const bytes = readBytesIfAny(join(directory, "lists", `${name}.csv`));
    if (bytes === undefined) continue;
    try {
      lists.set(name, parse(Buffer.from(bytes), { bom: true, relax_column_count: true }));
    } catch {
      lists.set(name, []);
    }
  }
  return lists;
}

/** Reads what a verifier needs from a draw directory; missing files are simply not there. Throws `file-missing` if there is no directory. */
export function readBundle(directory: string): Bundle {
  try {
    readdirSync(directory);
  } catch (error) {
    refuseRead(directory, error);
  }
  const paths = new Set(FILES);
  for (const folder of FOLDERS)
    for (const name of filesIn(join(directory, folder)))
      if (!isTemporary(name)) paths.add(`${folder}/${name}`);
  const files = new Map<string, Uint8Array>();
  for (const path of paths) {
    const bytes = readBytesIfAny(join(directory, path));
    if (bytes !== undefined) files.set(path, bytes);
  }
  return { files, lists: readLists(directory) };
}

/** Reads a file that an earlier step wrote. Throws `step-missing` if that step was not done. */
export function readStep(directory: string, file: string, step: string): Uint8Array {
  return (
    readBytesIfAny(join(directory, file)) ??
    refuse("step-missing", { missing: file, step }, { file: directory })
  );
}

/** Refuses a directory that holds anything. */
export function requireEmpty(directory: string): void {
  try {
    if (readdirSync(directory).length > 0) refuse("directory-not-empty", {}, { file: directory });
    rmdirSync(directory);
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
}
