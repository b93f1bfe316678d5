import { hash } from "node:crypto";
import { mkdirSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import {
  type Bundle,
  type ListName,
  type ListTable,
  type Lists,
  listNames,
  refuse,
  sealEnvelope,
  type Sha256,
  type SignedKind,
  type Signer,
} from "../core/index.js";
import { isCode, replaceFile, SEALED, writeOnce } from "./durable-write.js";
import { readBytesIfAny, refuseRead } from "./read-file.js";

/** Node's SHA-256, several times as fast as the pure one. */
export const nodeSha256: Sha256 = (data) => hash("sha256", data, "hex");

/** The operator's secret, beside the statements until the opening. */
export const SECRET_FILE = "secret.txt";

/** Writes a statement and, if there is a signer, its envelope. Repeating the command with the same bytes is allowed. */
export function writeStatement(
  directory: string,
  kind: SignedKind,
  bytes: Uint8Array,
  signer: Signer | undefined,
  mode?: number,
): void {
  writeOnce(join(directory, `${kind}.json`), bytes, mode);
  if (signer === undefined) return;
  mkdirSync(join(directory, "envelopes"), { recursive: true });
  writeOnce(join(directory, "envelopes", `${kind}.json`), sealEnvelope(kind, bytes, [signer]), mode);
}

/** A list for spreadsheets: UTF-8 with byte order mark, CRLF. */
function encodeList(table: ListTable): Uint8Array {
  return Buffer.from(stringify(table as string[][], { bom: true, record_delimiter: "windows" }));
}

/** Writes the lists. They follow from the record, so an older copy is replaced. */
export function writeLists(directory: string, lists: Lists): void {
  mkdirSync(join(directory, "lists"), { recursive: true, mode: 0o700 });
  for (const name of listNames)
    replaceFile(join(directory, "lists", `${name}.csv`), encodeList(lists[name]), SEALED);
}

const STATEMENTS = ["commitment", "opening", "record"];
const FOLDERS = ["frames", "annex", "originals"];

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);
  } catch (error) {
    return isCode(error, "ENOENT", "ENOTDIR") ? [] : refuseRead(directory, error);
  }
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
  const paths = ["plan.json", ...STATEMENTS.flatMap((name) => [`${name}.json`, `envelopes/${name}.json`])];
  for (const folder of FOLDERS)
    for (const name of filesIn(join(directory, folder))) paths.push(`${folder}/${name}`);
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
