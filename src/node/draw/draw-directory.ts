import { createHash, hash } from "node:crypto";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import {
  type Bundle,
  bundlePlaces,
  type FileDigest,
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
  protectTable,
  payloadTypeOf,
  refuse,
  type Sha256,
  type Signer,
  statementFile,
  type StatementName,
} from "../../core/index.js";
import { isTemporary, makeFolder, replaceFile, SEALED, writeOnce } from "../disk/durable-write.js";
import {
  digestPath,
  filesOf,
  isCode,
  readBytesIfAny,
  type ReadFile,
  refuseRead,
  sizeOf,
} from "../disk/read-file.js";
import { readWholeRows } from "../registry/frame-file.js";

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
export function encodeList(table: ListTable): Uint8Array {
  return Buffer.from(stringify(table as string[][], { bom: true, record_delimiter: "windows" }));
}

/** A table that people open and nobody reads back: no cell is taken for a formula. */
export function encodeForPeople(table: ListTable): Uint8Array {
  return encodeList(protectTable(table));
}

/** Writes the lists. They follow from the record, so an older copy is replaced. */
export function writeLists(directory: string, lists: Lists): void {
  makeFolder(join(directory, "lists"), 0o700);
  for (const name of listNames)
    replaceFile(join(directory, "lists", `${name}.csv`), encodeList(lists[name]), SEALED);
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

function parseList(bytes: Uint8Array): string[][] {
  try {
    return parse(Buffer.from(bytes), { bom: true, relax_column_count: true });
  } catch {
    return [];
  }
}

/** A bundle from files wherever they stand; missing ones are simply not there. */
export function formBundle(paths: Iterable<string>, read: ReadFile): Bundle {
  const files = new Map<string, Uint8Array>();
  for (const path of paths) {
    const bytes = read(path);
    if (bytes !== undefined) files.set(path, bytes);
  }
  const lists = new Map<ListName, string[][]>();
  for (const name of listNames) {
    const bytes = read(`lists/${name}.csv`);
    if (bytes !== undefined) lists.set(name, parseList(bytes));
  }
  return { files, lists };
}

function pathsIn(directory: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    filesIn(join(directory, folder))
      .filter((name) => !isTemporary(name))
      .map((name) => `${folder}/${name}`),
  );
}

const OBJECTS = "frames/objects.csv";

/** A frame in pieces, whatever it holds. Throws `file-changed` if it is not the same at every walk. */
function readInPieces(path: string): { digest: FileDigest; pieces: () => Generator<Uint8Array> } {
  const digest = digestPath(path);
  function* pieces(): Generator<Uint8Array> {
    const digested = createHash("sha256");
    for (const { bytes } of readWholeRows(path, 0, undefined, undefined, false)) {
      digested.update(bytes);
      yield bytes;
    }
    if (digested.digest("hex") !== digest.sha256) refuse("file-changed", {}, { file: path });
  }
  return { digest, pieces };
}

/**
 * Reads what a verifier needs from a draw directory. Throws `file-missing` if there is no directory.
 *
 * @param most bytes of an object frame that is held; a larger one is read in pieces
 */
export function readBundle(directory: string, most = Infinity): Bundle {
  try {
    readdirSync(directory);
  } catch (error) {
    refuseRead(directory, error);
  }
  const all = pathsIn(directory, bundlePlaces.folders);
  const isLarge = (path: string): boolean => path === OBJECTS && sizeOf(join(directory, path)) > most;
  const pieces = all.filter(isLarge).map((path) => [path, readInPieces(join(directory, path))] as const);
  const paths = all.filter((path) => !isLarge(path));
  const digests = pathsIn(directory, bundlePlaces.privateFolders).map(
    (path) => [path, digestPath(join(directory, path))] as const,
  );
  return {
    ...formBundle([...bundlePlaces.files, ...paths], filesOf(directory)),
    digests: new Map(digests),
    pieces: new Map(pieces),
  };
}

/** Reads a file that an earlier step wrote. Throws `step-missing` if that step was not done. */
export function readStep(directory: string, file: string, step: string): Uint8Array {
  return (
    readBytesIfAny(join(directory, file)) ??
    refuse("step-missing", { missing: file, step }, { file: directory })
  );
}
