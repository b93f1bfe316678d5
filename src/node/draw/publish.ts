import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { zipSync } from "fflate";
import {
  type Commitment,
  encodeJson,
  FaultList,
  formLists,
  formNotice,
  isSealed,
  listNames,
  type Notice,
  parseStatement,
  type RecordStatement,
  refuse,
  refuseErrors,
  type Signer,
} from "../../core/index.js";
import { readCommitment } from "./commitment-file.js";
import { encodeList, listFileNames, nodeSha256, readBundle, readStep } from "./draw-directory.js";
import { makeFolder, writeFolder, writeOnce } from "../disk/durable-write.js";
import { readEvents, recordEvent } from "./events.js";
import { readFrozenDraw } from "./frozen-draw.js";

/** Digests of files for `sha256sum -c`. */
function listSums(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return Buffer.from([...files].map(([path, bytes]) => `${nodeSha256(bytes)}  ${path}\n`).join(""));
}

/** Writes a folder that appears as a whole, with the digests of its files for `sha256sum -c`. */
export function writePublicFolder(target: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  return writeFolder(target, (partial) => {
    for (const [path, bytes] of [...files, ["SHA256SUMS", listSums(files)] as const]) {
      makeFolder(dirname(join(partial, path)));
      writeOnce(join(partial, path), bytes);
    }
  });
}

/** Every entry of a ZIP carries the same date, the earliest that the format knows: the same files give the same bytes. */
const ZIP_DATE = new Date(1980, 0, 1);

/** Writes the files, with their digests, as one ZIP that appears as a whole. */
export function writePublicZip(target: string, files: ReadonlyMap<string, Uint8Array>): void {
  const entries = Object.fromEntries([...files, ["SHA256SUMS", listSums(files)] as const]);
  writeOnce(target, zipSync(entries, { mtime: ZIP_DATE, level: 6 }));
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

/** Refuses what would show a list that is still sealed. Throws `list-sealed`. */
export function requireListPublic(directory: string): void {
  const { commitment } = readCommitment(directory);
  const released = readEvents(directory).events.some(({ kind }) => kind === "release");
  if (isSealed(commitment.plan) && !released) refuse("list-sealed", {}, { file: directory });
}

/** The files of a published result: the page that the caller made, and the same as data. */
export function resultFiles(directory: string, html: string): Map<string, Uint8Array> {
  const { record } = readFinishedDraw(directory);
  const lists = formLists(record, readFrozenDraw(directory).preparation.registries);
  return new Map<string, Uint8Array>([
    ["result.html", Buffer.from(html)],
    ["result.json", encodeJson(record)],
    ...listNames.map((name) => [`${name}.csv`, encodeList(lists[name])] as const),
  ]);
}

/** The files of the public bundle: frames, statements, signatures, the beacon and the lists for people, byte for byte as they stand. */
export function publicFiles(directory: string): Map<string, Uint8Array> {
  const files = new Map(readBundle(directory).files);
  for (const path of listFileNames(directory)) files.set(path, readFileSync(join(directory, path)));
  return files;
}

/** Records the release of a draw as an event, once. Throws `release-early` before the visits of a sealed draw are over. */
export function recordRelease(
  directory: string,
  options: { readonly signer: Signer | undefined; readonly now: Date },
): void {
  const { events } = readEvents(directory);
  if (events.some(({ kind }) => kind === "release")) return;
  const code = events.some(({ kind }) => kind === "void") ? "voided" : "visits-done";
  const input = { request: { kind: "release" }, reason: { code, text: "" }, evidence: [] } as const;
  recordEvent(directory, input, options);
}
