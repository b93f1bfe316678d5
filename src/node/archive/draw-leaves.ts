import { join } from "node:path";
import {
  envelopeFile,
  hashSignature,
  hashStatement,
  type LeafSubject,
  type ManifestName,
  parseEnvelope,
  parseStatementName,
  statementFile,
  type StatementName,
} from "../../core/index.js";
import { replaceFile } from "../disk/durable-write.js";
import { type ReadFile, readBytesIfAny } from "../disk/read-file.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { listFiles } from "./bag.js";
import { leavesFile, partFolder, parts } from "./layout.js";

/** What a leaf of a draw is about, without the draw. */
export type Subject = Omit<LeafSubject, "draw">;

/** A subject with the hash that its leaf must have. */
export interface HashedSubject {
  readonly subject: Subject;
  readonly hash: string;
}

/** A subject as one word or two: `record`, `record 2`. */
export function formatSubject({ name, signature }: Subject): string {
  return signature === undefined ? name : `${name} ${signature}`;
}

/** Where the leaves of a draw stand in the log, by subject. */
export type DrawLeaves = ReadonlyMap<string, number>;

/** The file with the places of a draw's leaves: for people, and so that nobody has to search the log. */
export function formatLeaves(leaves: DrawLeaves): string {
  return [...leaves]
    .sort(([, a], [, b]) => a - b)
    .map(([subject, index]) => `${index} ${subject}\n`)
    .join("");
}

/** Reads the places of a draw's leaves; undefined for a file that does not have that form. */
export function readLeaves(archive: string, draw: number): DrawLeaves | undefined {
  const bytes = readBytesIfAny(leavesFile(archive, draw));
  if (bytes === undefined) return new Map();
  const text = Buffer.from(bytes).toString("latin1");
  const leaves = new Map<string, number>();
  for (const line of text.split("\n").slice(0, -1)) {
    const [, index = "", subject = ""] =
      /^(0|[1-9][0-9]{0,14}) ([a-z0-9-]+(?: [1-9][0-9]{0,6})?)$/.exec(line) ?? [];
    leaves.set(subject, Number(index));
  }
  return formatLeaves(leaves) === text ? leaves : undefined;
}

/** Writes the places of a draw's leaves, as a whole. */
export function writeLeaves(archive: string, draw: number, leaves: DrawLeaves): void {
  replaceFile(leavesFile(archive, draw), Buffer.from(formatLeaves(leaves)));
}

const RANK = ["key", "commitment", "opening", "record", "attestation", "event"];

function rankOf(name: StatementName): number {
  return RANK.indexOf(name.replace(/-.*/, ""));
}

/** Statements in a draw's payload, in the order in which a draw makes them. */
export function namesOfStatements(paths: Iterable<string>): StatementName[] {
  const names = [...paths].flatMap((path) => {
    const [, folder = "", stem = ""] =
      /^(?:(attestations|events|keys)\/)?([a-z0-9]+)\.json$/.exec(path) ?? [];
    const name = parseStatementName(folder === "" ? stem : `${folder.slice(0, -1)}-${stem}`);
    return name !== undefined && statementFile(name) === path ? [name] : [];
  });
  return [...new Set(names)].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
}

/** A file of a draw, from its public half if it is there, else from the sealed one. */
export function readPayload(archive: string, draw: number, path: string): Uint8Array | undefined {
  for (const part of parts) {
    const bytes = readBytesIfAny(join(partFolder(archive, draw, part), "data", path));
    if (bytes !== undefined) return bytes;
  }
  return undefined;
}

/** The files of an archived draw, wherever they stand. */
export function filesOfDraw(archive: string, draw: number): ReadFile {
  return (path) => readPayload(archive, draw, path);
}

/** Paths in both halves of a draw. */
export function listPayload(archive: string, draw: number): string[] {
  return parts.flatMap((part) => listFiles(join(partFolder(archive, draw, part), "data")));
}

/** The state of a manifest that the log holds last, counting from 1; 0 for none. */
export function lastState(leaves: DrawLeaves, name: ManifestName): number {
  let last = 0;
  while (leaves.has(`${name} ${last + 1}`)) last++;
  return last;
}

/** Everything in a draw's payload that has, or must get, a leaf: first the statements, then their signatures. */
export function hashSubjects(
  names: readonly StatementName[],
  read: (path: string) => Uint8Array | undefined,
): HashedSubject[] {
  const statements: HashedSubject[] = [];
  const signatures: HashedSubject[] = [];
  for (const name of names) {
    const statement = read(statementFile(name));
    if (statement === undefined) continue;
    statements.push({ subject: { name }, hash: hashStatement(statement, nodeSha256) });
    const envelope = read(envelopeFile(name));
    const digest = nodeSha256(statement);
    const signed = envelope === undefined ? [] : (parseEnvelope(envelope)?.signatures ?? []);
    signed.forEach(({ sig }, i) =>
      signatures.push({
        subject: { name, signature: i + 1 },
        hash: hashSignature(digest, sig, nodeSha256),
      }),
    );
  }
  return [...statements, ...signatures];
}
