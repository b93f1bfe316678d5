import { lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  type Commitment,
  dayInChina,
  type DrawEvent,
  decodeUtf8,
  FaultList,
  type FileDigest,
  hashStatement,
  kindOf,
  type ManifestName,
  parseStatement,
  refuse,
  statementFile,
  type StatementName,
} from "../../core/index.js";
import { readBytesIfAny } from "../disk/read-file.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { copyOnce, makeFolder, replaceFile, SEALED, writeOnce } from "../disk/durable-write.js";
import type { Archive } from "./archive.js";
import { type BagInfo, listFiles, updatePayload, type Written, writeTagFiles } from "./bag.js";
import { isArchivedPath } from "./draw-files.js";
import {
  formatSubject,
  hashSubjects,
  lastState,
  listPayload,
  namesOfStatements,
  readLeaves,
  readPayload,
  writeLeaves,
} from "./draw-leaves.js";
import { enterDraw } from "./draw-index.js";
import { drawFolder, type Part, partFolder, parts, payloadFile } from "./layout.js";

function modesOf(part: Part): { file: number | undefined; folder: number } {
  return part === "sealed" ? { file: SEALED, folder: 0o700 } : { file: undefined, folder: 0o755 };
}

/** A link in place of a folder would lead out of the archive. */
function requireRealFolder(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink() === true)
    refuse("file-unwritable", { reason: "a link in place of a folder" }, { file: path });
}

function makeRoom(archive: Archive, draw: number, part: Part, path: string): string {
  const file = payloadFile(archive.path, draw, part, path);
  for (const folder of [
    join(archive.path, "draws"),
    drawFolder(archive.path, draw),
    partFolder(archive.path, draw, part),
  ])
    requireRealFolder(folder);
  makeFolder(drawFolder(archive.path, draw));
  makeFolder(partFolder(archive.path, draw, part), modesOf(part).folder);
  makeFolder(dirname(file), modesOf(part).folder);
  return file;
}

/** Puts a file into one half of a draw; one that stands there already stays as it is. */
export function storePayload(
  archive: Archive,
  draw: number,
  part: Part,
  path: string,
  bytes: Uint8Array,
): void {
  writeOnce(makeRoom(archive, draw, part, path), bytes, modesOf(part).file);
}

/** Copies a file of any size into one half of a draw, in pieces. */
export function copyPayload(
  archive: Archive,
  draw: number,
  part: Part,
  path: string,
  from: string,
): FileDigest {
  return copyOnce(from, makeRoom(archive, draw, part, path), modesOf(part).file);
}

/** Puts an envelope with more signatures in place of the one that is there. */
export function replaceEnvelope(
  archive: Archive,
  draw: number,
  part: Part,
  path: string,
  bytes: Uint8Array,
): void {
  replaceFile(makeRoom(archive, draw, part, path), bytes, modesOf(part).file);
}

/** What the bags of a draw say of it; of the archive's own statements, what the archive is called. */
export function bagInfo(
  origin: string,
  draw: number,
  part: Part,
  commitment: Commitment | undefined,
): BagInfo {
  const sender = `${origin} ${draw} ${part}`;
  if (commitment === undefined)
    return { organisation: origin, identifier: "keys", date: "1970-01-01", sender };
  const { plan, claimedTime } = commitment;
  return { organisation: plan.authority, identifier: plan.id, date: dayInChina(claimedTime) ?? "", sender };
}

/** A statement in the archive as a value; the archive holds none that was not parsed before. */
function readStored<T>(archive: string, draw: number, path: string): T | undefined {
  const bytes = readPayload(archive, draw, path);
  return bytes === undefined ? undefined : (JSON.parse(decodeUtf8(bytes) ?? "") as T);
}

/** The commitment of an archived draw. */
export function readStoredCommitment(archive: string, draw: number): Commitment | undefined {
  return draw === 0 ? undefined : readStored<Commitment>(archive, draw, "commitment.json");
}

/** Ids under which a draw is looked up: its plan, and, once it is void, its tasks. */
export function indexEntries(archive: string, draw: number): (readonly ["plan" | "void", string])[] {
  const commitment = readStoredCommitment(archive, draw);
  if (commitment === undefined) return [];
  const events = listPayload(archive, draw).filter((path) => path.startsWith("events/"));
  const isVoid = events.some((path) => readStored<DrawEvent>(archive, draw, path)?.kind === "void");
  const { id, tasks } = commitment.plan;
  return [["plan", id], ...(isVoid ? tasks.map((task) => ["void", task.id] as const) : [])];
}

/** Leaves of a draw in the log from an index on: after a power cut the list of its leaves may lack some. */
function findLeavesFrom({ log }: Archive, draw: number, from: number): [string, number][] {
  const found: [string, number][] = [];
  for (let index = from; index < log.size; index++) {
    const leaf = log.leaf(index);
    if (leaf.draw === draw) found.push([formatSubject(leaf), index]);
  }
  return found;
}

/** What a completion has to know of the write before it. */
export interface Completion {
  /** Files that were written, as `public/plan.json`. */
  readonly written?: ReadonlySet<string>;
  /** After an interrupted write: the size of the log before it. */
  readonly rebuildFrom?: number;
}

/** Of an interrupted write nobody knows which envelopes it replaced, and which files of the kinds that it writes are new. */
function writtenIn(part: Part, { written, rebuildFrom }: Completion): Written {
  const isRecovery = rebuildFrom !== undefined;
  const files = (path: string): boolean =>
    written?.has(`${part}/${path}`) === true || (isRecovery && path.startsWith("envelopes/"));
  return { files, mayBeNew: (path) => files(path) || (isRecovery && isArchivedPath(path)) };
}

/** Refuses to give a leaf to what is no statement: somebody else put it there. */
function requireStatements(path: string, draw: number, names: readonly StatementName[]): void {
  for (const name of names) {
    const file = statementFile(name);
    const bytes = readPayload(path, draw, file);
    if (bytes === undefined || parseStatement(kindOf(name), bytes, new FaultList()) === undefined)
      refuse("archive-damaged", { reason: file }, { file: drawFolder(path, draw) });
  }
}

/** Gives the manifest of each half a leaf, unless the last one it got is of the same bytes. */
function logManifests({ path, log }: Archive, draw: number, leaves: Map<string, number>): void {
  for (const part of parts) {
    const bytes = readBytesIfAny(join(partFolder(path, draw, part), "manifest-sha256.txt"));
    if (bytes === undefined) continue;
    const name: ManifestName = `manifest-${part}`;
    const state = lastState(leaves, name);
    const hash = hashStatement(bytes, nodeSha256);
    const last = leaves.get(`${name} ${state}`);
    if (last !== undefined && log.leaf(last).nodes[0] === hash) continue;
    const subject = { name, signature: state + 1 };
    leaves.set(formatSubject(subject), log.append({ draw, ...subject }, hash).index);
  }
}

/**
 * Brings a draw's bags, leaves and index up to its payload: the manifests first, then a leaf for everything that has none, then the list of
 * leaves. Done again, it changes nothing. Throws `archive-damaged` where the files are not those that were written here.
 */
export function completeDraw(archive: Archive, draw: number, completion: Completion = {}): void {
  const { path, log, origin } = archive;
  const names = namesOfStatements(listPayload(path, draw));
  requireStatements(path, draw, names);
  const commitment = readStoredCommitment(path, draw);
  for (const part of parts) {
    const bag = partFolder(path, draw, part);
    if (listFiles(join(bag, "data")).length > 0)
      writeTagFiles(
        bag,
        bagInfo(origin, draw, part, commitment),
        updatePayload(bag, writtenIn(part, completion)),
      );
  }
  for (const [kind, id] of indexEntries(path, draw)) enterDraw(path, kind, id, draw);
  const leaves = new Map(
    readLeaves(path, draw) ?? refuse("archive-damaged", { reason: `leaves.txt (${draw})` }),
  );
  if (completion.rebuildFrom !== undefined)
    for (const [subject, index] of findLeavesFrom(archive, draw, completion.rebuildFrom))
      leaves.set(subject, index);
  for (const { subject, hash } of hashSubjects(names, (file) => readPayload(path, draw, file)))
    if (!leaves.has(formatSubject(subject)))
      leaves.set(formatSubject(subject), log.append({ draw, ...subject }, hash).index);
  logManifests(archive, draw, leaves);
  writeLeaves(path, draw, leaves);
}
