import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { compareText, type FileDigest, refuse, showText } from "../../core/index.js";
import { isTemporary, makeFolder, removeFile, replaceFile } from "../disk/durable-write.js";
import { digestPath, isCode, readBytesIfAny, refuseRead, sizeOf } from "../disk/read-file.js";
import { nodeSha256 } from "../draw/draw-directory.js";

/** What a bag says of itself; all of it follows from the draw, so that every byte of the tag files can be checked. */
export interface BagInfo {
  readonly organisation: string;
  readonly identifier: string;
  readonly date: string;
  /** Archive, draw and part. */
  readonly sender: string;
}

const DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
/** Tag files of a bag, in the order of the tag manifest. */
export const TAG_FILES = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"] as const;
export const TAG_MANIFEST = "tagmanifest-sha256.txt";

/** Payload files by path within `data`. */
export type Payload = ReadonlyMap<string, FileDigest>;

function formatManifest(digests: Iterable<readonly [path: string, sha256: string]>): string {
  return [...digests]
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, sha256]) => `${sha256}  ${path}\n`)
    .join("");
}

function formatInfo({ organisation, identifier, date, sender }: BagInfo, payload: Payload): string {
  const bytes = [...payload.values()].reduce((sum, file) => sum + file.bytes, 0);
  const lines = [
    ["Source-Organization", showText(organisation)],
    ["External-Identifier", showText(identifier)],
    ["Bagging-Date", date],
    ["Internal-Sender-Identifier", showText(sender)],
    ["Payload-Oxum", `${bytes}.${payload.size}`],
  ] as const;
  return lines.map(([label, value]) => `${label}: ${value}\n`).join("");
}

/** The tag files of a bag with this payload, byte for byte. Source: RFC 8493. */
export function formTagFiles(info: BagInfo, payload: Payload): Map<string, Uint8Array> {
  const manifest = formatManifest([...payload].map(([path, { sha256 }]) => [`data/${path}`, sha256]));
  const texts: Record<(typeof TAG_FILES)[number], string> = {
    "bag-info.txt": formatInfo(info, payload),
    "bagit.txt": DECLARATION,
    "manifest-sha256.txt": manifest,
  };
  const tags = new Map(TAG_FILES.map((name) => [name as string, Buffer.from(texts[name]) as Uint8Array]));
  const sums = formatManifest([...tags].map(([name, bytes]) => [name, nodeSha256(bytes)]));
  return tags.set(TAG_MANIFEST, Buffer.from(sums));
}

/** Files below a folder by their paths, with `/`; links and devices are refused, an absent folder is empty. */
export function listFiles(folder: string, prefix = ""): string[] {
  let entries: ReturnType<typeof readNames>;
  try {
    entries = readNames(folder);
  } catch (error) {
    if (prefix === "" && isCode(error, "ENOENT", "ENOTDIR")) return [];
    return refuseRead(folder, error);
  }
  return entries.flatMap((entry) => {
    const path = prefix + entry.name;
    if (entry.isDirectory()) return listFiles(join(folder, entry.name), `${path}/`);
    if (entry.isFile()) return [path];
    return refuse("file-unreadable", { reason: "not a regular file" }, { file: join(folder, entry.name) });
  });
}

function readNames(folder: string): ReturnType<typeof readdirWithTypes> {
  if (lstatSync(folder).isSymbolicLink()) throw new Error("a link in place of a folder");
  return readdirWithTypes(folder);
}

function readdirWithTypes(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

/** True for a path whose last part is what a power cut left. */
export function isLeftOver(path: string): boolean {
  return isTemporary(path.slice(path.lastIndexOf("/") + 1));
}

/** Digests of the payload as it stands on disk. */
export function digestPayload(bag: string): Map<string, FileDigest> {
  const data = join(bag, "data");
  return new Map(listFiles(data).map((path) => [path, digestPath(join(data, path))]));
}

/** The manifest of a bag as it stands, by path within `data`; empty for a new bag. Throws `archive-damaged`. */
function readManifest(bag: string): Map<string, string> {
  const file = join(bag, "manifest-sha256.txt");
  const text = Buffer.from(readBytesIfAny(file) ?? new Uint8Array()).toString("utf8");
  const lines = text.split("\n").slice(0, -1);
  const entries = lines.flatMap((line): [string, string][] => {
    const [, sha256 = "", path = ""] = /^([0-9a-f]{64}) {2}data\/(.+)$/.exec(line) ?? [];
    return path === "" ? [] : [[path, sha256]];
  });
  if (entries.length !== lines.length) refuse("archive-damaged", { reason: "manifest" }, { file });
  return new Map(entries);
}

/** What a write has put into a bag, by path. */
export interface Written {
  /** New files and replaced ones. */
  readonly files: (path: string) => boolean;
  /** True where a file that is new on disk may be from that write. */
  readonly mayBeNew: (path: string) => boolean;
}

/**
 * The payload for the next manifest: what the manifest holds already keeps its digest, and what it does not hold must be from this write, so
 * that no write covers up what happened to the files meanwhile. Throws `archive-damaged` for a file that is gone or that nobody put there.
 */
export function updatePayload(bag: string, { files, mayBeNew }: Written): Payload {
  const known = readManifest(bag);
  const data = join(bag, "data");
  const present = listFiles(data);
  const lost = [...known.keys()].find((path) => !present.includes(path));
  if (lost !== undefined) refuse("archive-damaged", { reason: lost }, { file: join(data, lost) });
  return new Map(
    present.map((path) => {
      const sha256 = known.get(path);
      if (sha256 !== undefined && !files(path)) return [path, { sha256, bytes: sizeOf(join(data, path)) }];
      if (sha256 === undefined && !mayBeNew(path))
        return refuse("archive-damaged", { reason: path }, { file: join(data, path) });
      return [path, digestPath(join(data, path))];
    }),
  );
}

/** Refuses to write to a bag of which a file is gone, or to which somebody added one. Throws `archive-damaged`. */
export function requireIntact(bag: string): void {
  const nothing = (): boolean => false;
  updatePayload(bag, { files: nothing, mayBeNew: nothing });
}

/** Removes what a power cut left half written below a folder. */
export function removeTemporaries(folder: string): void {
  for (const path of listFiles(folder)) if (isLeftOver(path)) removeFile(join(folder, path));
}

/** Writes the tag files of a bag; those that stand already as they should are left alone. */
export function writeTagFiles(bag: string, info: BagInfo, payload: Payload): void {
  makeFolder(bag);
  for (const [name, bytes] of formTagFiles(info, payload)) {
    const present = readBytesIfAny(join(bag, name));
    if (present === undefined || !Buffer.from(present).equals(bytes)) replaceFile(join(bag, name), bytes);
  }
}
