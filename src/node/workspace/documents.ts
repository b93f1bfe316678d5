import { dirname } from "node:path";
import {
  type DocumentKind,
  decodeUtf8,
  encodeJson,
  parseCanonicalJson,
  refuse,
  validateDocument,
} from "../../core/index.js";
import { type Chain, type Chained, findBrokenLink } from "../../year/register/chain.js";
import { makeFolder, replaceFile, writeOnce } from "../disk/durable-write.js";
import { readBytesIfAny } from "../disk/read-file.js";
import { readJson } from "../registry/plan-file.js";
import { namesIn, type WorkspaceLayout } from "./layout.js";
import { nodeSha256 } from "../draw/draw-directory.js";

/** Throws `document-form` for what its schema refuses. */
function requireForm(kind: DocumentKind, value: unknown, file: string): void {
  const [fault] = validateDocument(kind, value);
  if (fault !== undefined)
    refuse("document-form", { reason: `${fault.at} ${fault.rule} ${fault.expected}` }, { file });
}

/** Makes a folder with the folders above it, as far as they are missing below the workspace. */
export function makeFolders(path: string, below: string): void {
  const parent = dirname(path);
  if (path === below || path === parent) return;
  makeFolders(parent, below);
  makeFolder(path);
}

/** Reads a file that the program wrote; undefined if it is not there. Throws `document-form`. */
export function readDocument(kind: DocumentKind, path: string): unknown {
  const bytes = readBytesIfAny(path);
  if (bytes === undefined) return undefined;
  const value = parseCanonicalJson(bytes);
  if (value === undefined) return refuse("document-form", { reason: "RFC 8785" }, { file: path });
  requireForm(kind, value, path);
  return value;
}

/**
 * Reads a file whose entries are chained; undefined if it is not there. Their chain is computed from what they say, so that the file's own
 * spelling needs no second look. Throws `document-form`, `chain-broken`.
 */
export function readChained<T extends Chain<Chained>>(kind: DocumentKind, path: string): T | undefined {
  const bytes = readBytesIfAny(path);
  if (bytes === undefined) return undefined;
  let value: T;
  try {
    value = JSON.parse(decodeUtf8(bytes) ?? "") as T;
  } catch {
    return refuse("document-form", { reason: "JSON" }, { file: path });
  }
  requireForm(kind, value, path);
  const broken = findBrokenLink(value, nodeSha256);
  return broken === undefined ? value : refuse("chain-broken", { number: broken }, { file: path });
}

/** Writes a chained file in place of the one before. Throws `document-form` for what no later command could read. */
export function writeChained(kind: DocumentKind, path: string, value: Chain<Chained>): void {
  requireForm(kind, value, path);
  replaceFile(path, encodeJson(value));
}

/** Reads a JSON file that people write, and checks it against its schema. Throws with file, line and rule. */
export function readWrittenDocument(kind: DocumentKind, path: string): unknown {
  const { value, lineOf } = readJson(path, path);
  const [fault] = validateDocument(kind, value);
  if (fault !== undefined)
    refuse(
      "settings-form",
      { reason: `${fault.rule} ${fault.expected}` },
      { file: path, line: lineOf(fault.at), at: fault.at },
      fault.found,
    );
  return value;
}

/** A published version with the digest of its file. */
export interface Published<T> {
  readonly value: T;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** All published versions of a name, the first one first. Throws `chain-broken` where one does not name the one before. */
export function readPublished<T extends { revision: number; previous?: string }>(
  layout: WorkspaceLayout,
  kind: DocumentKind,
  name: string,
): Published<T>[] {
  const versions: Published<T>[] = [];
  for (let revision = 1; ; revision++) {
    const path = layout.published(name, revision);
    const bytes = readBytesIfAny(path);
    if (bytes === undefined) break;
    const value = readDocument(kind, path) as T;
    if (value.revision !== revision || value.previous !== versions.at(-1)?.sha256)
      refuse("chain-broken", { number: revision }, { file: path });
    versions.push({ value, bytes, sha256: nodeSha256(bytes) });
  }
  const next = versions.length + 1;
  // A later version, or the page of one, shows that this one was taken away.
  const traces = [...namesIn(dirname(layout.published(name, 1))), ...namesIn(dirname(layout.website(name)))];
  const trace = traces.find((file) => revisionIn(file, name) >= next);
  if (trace !== undefined) refuse("chain-broken", { number: next }, { file: layout.published(name, next) });
  return versions;
}

/** The version that a file or folder is of, as `items-001.json` or `items-001`; 0 if it is of none. */
function revisionIn(file: string, name: string): number {
  if (!file.startsWith(`${name}-`)) return 0;
  const [, digits = "0"] = /^(\d{3,})(?:\.json)?$/.exec(file.slice(name.length + 1)) ?? [];
  return Number(digits);
}

/** Writes a version once: two people who publish at the same time do not overwrite each other. */
export function writePublished(path: string, value: unknown, below: string): Uint8Array {
  const bytes = encodeJson(value);
  makeFolders(dirname(path), below);
  writeOnce(path, bytes);
  return bytes;
}
