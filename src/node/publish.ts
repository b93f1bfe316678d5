import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import {
  type Commitment,
  encodeJson,
  FaultList,
  formNotice,
  type Notice,
  parseStatement,
  type RecordStatement,
  refuse,
  refuseErrors,
  type Signer,
} from "../core/index.js";
import { readCommitment } from "./commitment-file.js";
import { listFileNames, nodeSha256, readBundle, readStep, requireEmpty } from "./draw-directory.js";
import { isCode, syncDirectory, writeOnce } from "./durable-write.js";
import { readEvents, recordEvent } from "./events.js";

/** Folders of a draw directory that are never published. */
const PRIVATE_FOLDERS = ["annex", "originals"];

/** Writes a folder that appears as a whole, with the digests of its files for `sha256sum -c`. */
export function writePublicFolder(target: string, files: ReadonlyMap<string, Uint8Array>): void {
  requireEmpty(target);
  const parent = dirname(resolve(target));
  const partial = join(parent, `.${basename(resolve(target))}.${randomBytes(6).toString("hex")}.tmp`);
  const sums = [...files].map(([path, bytes]) => `${nodeSha256(bytes)}  ${path}\n`).join("");
  try {
    mkdirSync(partial, { recursive: true });
    for (const [path, bytes] of [...files, ["SHA256SUMS", Buffer.from(sums)] as const]) {
      mkdirSync(dirname(join(partial, path)), { recursive: true });
      writeOnce(join(partial, path), bytes);
    }
    renameSync(partial, target);
    syncDirectory(parent);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (isCode(error, "ENOTEMPTY", "EEXIST")) refuse("directory-not-empty", {}, { file: target });
    throw error;
  }
}

/** Commitment and record of a finished draw with their digests. */
export function readFinishedDraw(directory: string): {
  commitment: Commitment;
  record: RecordStatement;
  digests: { commitment: string; record: string };
} {
  const { commitment, bytes } = readCommitment(directory);
  const recordBytes = readStep(directory, "record.json", "dualdraw draw");
  const faults = new FaultList();
  const record = parseStatement("record", recordBytes, faults) as RecordStatement;
  refuseErrors(faults);
  return { commitment, record, digests: { commitment: nodeSha256(bytes), record: nodeSha256(recordBytes) } };
}

/** The notice of a draw, as it is published on the day. */
export function readNotice(directory: string): Notice {
  const { commitment, record, digests } = readFinishedDraw(directory);
  const voided = readEvents(directory).events.some(({ kind }) => kind === "void");
  return formNotice(commitment, record, digests, voided);
}

/** The files that a notice consists of; `html` is the page that the caller made from it. */
export function noticeFiles(notice: Notice, html: string): Map<string, Uint8Array> {
  return new Map([
    ["notice.json", encodeJson(notice)],
    ["notice.html", Buffer.from(html)],
  ]);
}

/** The files of the public bundle: frames, statements, signatures, the beacon and the lists for people, byte for byte as they stand. */
export function publicFiles(directory: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const [path, bytes] of readBundle(directory).files)
    if (!PRIVATE_FOLDERS.includes(path.split("/")[0] ?? "")) files.set(path, bytes);
  for (const path of listFileNames(directory)) files.set(path, readFileSync(join(directory, path)));
  return files;
}

/**
 * Releases a draw: records the release as an event, once, and writes the public bundle. Throws `release-early` before the visits of a
 * sealed draw are over.
 */
export function releaseDraw(
  directory: string,
  target: string,
  options: { readonly signer: Signer | undefined; readonly now: Date },
): void {
  requireEmpty(target);
  const { events } = readEvents(directory);
  if (!events.some(({ kind }) => kind === "release")) {
    const code = events.some(({ kind }) => kind === "void") ? "voided" : "visits-done";
    const input = { request: { kind: "release" }, reason: { code, text: "" }, evidence: [] } as const;
    recordEvent(directory, input, options);
  }
  writePublicFolder(target, publicFiles(directory));
}
