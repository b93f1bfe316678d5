import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Commitment, type FileDigest, parseEnvelope, roleOfFile } from "../../../core/index.js";
import { isTemporary } from "../../disk/durable-write.js";
import { digestPath, readBytesIfAny } from "../../disk/read-file.js";
import { nodeSha256 } from "../../draw/draw-directory.js";
import { type BagInfo, formTagFiles, isLeftOver, listFiles, TAG_FILES, TAG_MANIFEST } from "../bag.js";
import { isListPublic, partOf } from "../draw-files.js";
import { type Part, partFolder, parts } from "../layout.js";

/** Says what is wrong with a file of a draw. */
export type Bad = (file: string, expected: string, found?: string) => void;

/** The halves of a draw as they were read, every byte once. */
export interface Halves {
  /** Files that are held, from the public half if it has them. */
  readonly bytes: ReadonlyMap<string, Uint8Array>;
  /** Files that are known by digest alone. */
  readonly digests: ReadonlyMap<string, FileDigest>;
  readonly payload: Readonly<Record<Part, ReadonlyMap<string, FileDigest>>>;
}

/** After a release both halves hold a statement; the sealed envelope may lack later signatures. */
function isSameOrOlder(open: Uint8Array, sealed: Uint8Array): boolean {
  if (Buffer.from(open).equals(sealed)) return true;
  const [newer, older] = [parseEnvelope(open), parseEnvelope(sealed)];
  if (newer === undefined || older?.payload !== newer.payload) return false;
  return older.signatures.every(({ sig }, i) => newer.signatures[i]?.sig === sig);
}

/** Reads both halves of a draw. */
export function readHalves(archive: string, draw: number, bad: Bad): Halves {
  const bytes = new Map<string, Uint8Array>();
  const digests = new Map<string, FileDigest>();
  const payload = { public: new Map<string, FileDigest>(), sealed: new Map<string, FileDigest>() };
  for (const part of parts) {
    const data = join(partFolder(archive, draw, part), "data");
    for (const path of listFiles(data).filter((name) => !isLeftOver(name))) {
      if (roleOfFile(path) === "digest") {
        const digest = digestPath(join(data, path));
        digests.set(path, digest);
        payload[part].set(path, digest);
        continue;
      }
      const content = readFileSync(join(data, path));
      payload[part].set(path, { sha256: nodeSha256(content), bytes: content.length });
      const other = bytes.get(path);
      if (other === undefined) bytes.set(path, content);
      else if (!isSameOrOlder(other, content))
        bad(`${part}/data/${path}`, `the bytes of public/data/${path}`);
    }
  }
  return { bytes, digests, payload };
}

/** Says which files a manifest has wrong: missing, changed or extra; false if that explains nothing. */
function explainManifest(part: Part, expected: Uint8Array, found: Uint8Array, bad: Bad): boolean {
  const [wanted, given] = [expected, found].map(
    (bytes) =>
      new Map(
        Buffer.from(bytes)
          .toString("utf8")
          .split("\n")
          .map((line) => [line.slice(66), line.slice(0, 64)] as const),
      ),
  ) as [Map<string, string>, Map<string, string>];
  let explained = false;
  for (const [path, sha256] of given) {
    if (wanted.get(path) === sha256) continue;
    bad(`${part}/${path}`, sha256, wanted.get(path) ?? "missing");
    explained = true;
  }
  for (const path of wanted.keys()) {
    if (given.has(path)) continue;
    bad(`${part}/${path}`, "no file that the manifest does not name");
    explained = true;
  }
  return explained;
}

/** Compares the tag files of a bag with what they must be for this payload, byte for byte. */
export function checkBag(
  bag: string,
  part: Part,
  info: BagInfo,
  payload: Halves["payload"][Part],
  bad: Bad,
): void {
  for (const name of readdirSync(bag))
    if (![...TAG_FILES, TAG_MANIFEST, "data"].includes(name) && !isTemporary(name))
      bad(`${part}/${name}`, "no such file");
  let differs = false;
  for (const [name, expected] of formTagFiles(info, payload)) {
    const found = readBytesIfAny(join(bag, name));
    if (found !== undefined && Buffer.from(found).equals(expected)) continue;
    if (found === undefined) bad(`${part}/${name}`, "the tag file", "missing");
    // The tag manifest comes last: it cannot fit where another tag file does not.
    else if (name !== TAG_MANIFEST || !differs)
      if (name !== "manifest-sha256.txt" || !explainManifest(part, expected, found, bad))
        bad(`${part}/${name}`, "the tag file that follows from the payload");
    differs = true;
  }
}

/** True if a half of a draw is there. */
export function hasBag(archive: string, draw: number, part: Part): boolean {
  return lstatSync(partFolder(archive, draw, part), { throwIfNoEntry: false })?.isDirectory() === true;
}

/** No sealed file in the public half before the release. */
export function checkSeal(
  commitment: Commitment,
  kinds: readonly string[],
  { payload }: Halves,
  bad: Bad,
): void {
  const isPublic = isListPublic(commitment, kinds);
  for (const path of payload.public.keys())
    if (partOf(path, isPublic) === "sealed")
      bad(`public/data/${path}`, "in the sealed half until the release");
}
