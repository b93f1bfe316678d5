import { join } from "node:path";
import {
  type Commitment,
  envelopeFile,
  envelopeHolds,
  FaultList,
  kindOf,
  parseEnvelope,
  parseStatement,
  refuse,
  refuseErrors,
  type Signer,
  statementFile,
  type StatementName,
} from "../../core/index.js";
import { digestPath, readBytes, statIfAny } from "../disk/read-file.js";
import { readCommitment } from "../draw/commitment-file.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { readEvents } from "../draw/events.js";
import { type Archive, signIfKey, whilePending } from "./archive.js";
import { completeDraw, copyPayload, replaceEnvelope } from "./draw-file.js";
import { isAsFixed, isListPublic, partOf, sortDrawFiles } from "./draw-files.js";
import { findDraws } from "./draw-index.js";
import { namesOfStatements, readPayload } from "./draw-leaves.js";
import { requireIntact } from "./bag.js";
import { drawFolder, type Part, partFolder, parts, payloadFile } from "./layout.js";

/** What adding a draw did. */
export interface Added {
  /** The draw's number in the archive, counting from 1. */
  readonly draw: number;
  readonly isNew: boolean;
  /** The commitment names no place in an archive. */
  readonly isLate: boolean;
  /** Leaves that were added to the log. */
  readonly leaves: number;
  /** Size of the log. */
  readonly size: number;
  readonly isSigned: boolean;
  /** Files of the directory that are no part of a draw and were left. */
  readonly unknown: readonly string[];
}

/** The number of the archived draw with this commitment; undefined if it is not there. */
export function findDraw(archive: string, planId: string, commitmentDigest: string): number | undefined {
  return findDraws(archive, "plan", planId).find((draw) => {
    const bytes = readPayload(archive, draw, "commitment.json");
    return bytes !== undefined && nodeSha256(bytes) === commitmentDigest;
  });
}

/** The commitment must be of this archive, and at its place, unless it names no archive: then it shows as archived late. */
function checkPlace({ origin, log, key }: Archive, { archive }: Commitment): void {
  if (archive === undefined) return;
  if (archive.origin !== origin) refuse("archive-other", { expected: archive.origin, found: origin });
  if (archive.publicKey !== key) refuse("archive-key", {}, {}, archive.publicKey ?? "");
  if (archive.sequence !== log.size)
    refuse("archive-place-taken", { sequence: archive.sequence, size: log.size });
}

/** True if every signature of the older envelope stands in the newer one, at the same place. */
function continues(older: Uint8Array, newer: Uint8Array): boolean {
  const [before, after] = [parseEnvelope(older), parseEnvelope(newer)];
  if (before === undefined || after === undefined || before.payload !== after.payload) return false;
  return before.signatures.every(({ sig }, i) => after.signatures[i]?.sig === sig);
}

/** Refuses a statement or an envelope that no verifier would read: the archive holds none. */
function checkStatement(directory: string, name: StatementName, hasEnvelope: boolean): void {
  const file = statementFile(name);
  const statement = readBytes(join(directory, file));
  const faults = new FaultList();
  parseStatement(kindOf(name), statement, faults, file);
  refuseErrors(faults);
  if (!hasEnvelope) return;
  const envelope = parseEnvelope(readBytes(join(directory, envelopeFile(name))));
  if (envelope === undefined || !envelopeHolds(envelope, kindOf(name), statement))
    refuse("statement-form", { kind: "envelope", reason: file }, { file: envelopeFile(name) });
}

function exists(path: string): boolean {
  return statIfAny(path) !== undefined;
}

/** A draw on its way into the archive. */
class Addition {
  readonly #archive: Archive;
  readonly #directory: string;
  readonly #draw: number;
  readonly #commitment: Commitment;
  /** What was written, as `public/plan.json`. */
  readonly written = new Set<string>();

  constructor(archive: Archive, directory: string, draw: number, commitment: Commitment) {
    this.#archive = archive;
    this.#directory = directory;
    this.#draw = draw;
    this.#commitment = commitment;
  }

  #stored(path: string, part: Part): string {
    return payloadFile(this.#archive.path, this.#draw, part, path);
  }

  /** Files that have to be written, as path, half and the name that they get. Throws before anything is written if one differs from what stands. */
  plan(paths: readonly string[], isPublic: boolean): { path: string; part: Part; target: string }[] {
    return paths.flatMap((path) => {
      const part = partOf(path, isPublic);
      // Attachments are named by their digests: one of that name and size is that file.
      if (path.startsWith("attachments/") && exists(this.#stored(path, part))) return [];
      const { sha256 } = digestPath(join(this.#directory, path));
      if (!isAsFixed(this.#commitment, path, sha256)) refuse("archive-mismatch", { path }, { file: path });
      const present = parts.filter((half) => exists(this.#stored(path, half)));
      const differing = present.filter((half) => digestPath(this.#stored(path, half)).sha256 !== sha256);
      if (differing.length === 0) return present.includes(part) ? [] : [{ path, part, target: path }];
      if (path.startsWith("forms/")) return this.#planForm(path, part, sha256);
      for (const half of differing) this.#requireGrowth(path, half);
      return [{ path, part, target: path }];
    });
  }

  /** A form that was printed again is kept beside the earlier print. */
  #planForm(path: string, part: Part, sha256: string): { path: string; part: Part; target: string }[] {
    const target = path.replace(/\.html$/, `-${sha256.slice(0, 8)}.html`);
    return exists(this.#stored(target, part)) ? [] : [{ path, part, target }];
  }

  #requireGrowth(path: string, half: Part): void {
    const source = join(this.#directory, path);
    if (path.startsWith("envelopes/") && continues(readBytes(this.#stored(path, half)), readBytes(source)))
      return;
    refuse("archive-changed", { path, draw: this.#draw }, { file: source });
  }

  write({ path, part, target }: { path: string; part: Part; target: string }): void {
    const source = join(this.#directory, path);
    this.written.add(`${part}/${target}`);
    if (exists(this.#stored(target, part)))
      replaceEnvelope(this.#archive, this.#draw, part, path, readBytes(source));
    else copyPayload(this.#archive, this.#draw, part, target, source);
  }
}

/**
 * Of a new draw the commitment comes last: without it, what a power cut left is no draw. Of one that stands already the events come first:
 * with a release nothing may be in the public half before the release itself.
 */
function orderOfWriting(paths: readonly string[], isNew: boolean): string[] {
  const rankOf = (path: string): number => {
    if (isNew) return path === "commitment.json" ? 1 : 0;
    return path.startsWith("events/") ? 0 : 1;
  };
  return [...paths].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
}

/**
 * Brings the archive's file of a draw up to its directory: new statements and signatures get their leaves, everything else is kept beside
 * them. Nothing archived is ever replaced, but envelopes by ones with more signatures. Done again, it changes nothing. Throws
 * `archive-changed`, `archive-mismatch`, `archive-place-taken`, `archive-other`; then nothing was written.
 */
export function addDraw(archive: Archive, directory: string, signer: Signer | undefined): Added {
  const { commitment, bytes } = readCommitment(directory);
  const { archived, unknown } = sortDrawFiles(directory);
  for (const name of namesOfStatements(archived))
    checkStatement(directory, name, archived.includes(envelopeFile(name)));
  const found = findDraw(archive.path, commitment.plan.id, nodeSha256(bytes));
  if (found === undefined) checkPlace(archive, commitment);
  const draw = found ?? archive.log.draws + 1;
  const kinds = readEvents(directory).events.map(({ kind }) => kind);
  if (found === undefined && exists(drawFolder(archive.path, draw)))
    refuse("archive-damaged", { reason: `draws/${draw}` }, { file: drawFolder(archive.path, draw) });
  const addition = new Addition(archive, directory, draw, commitment);
  const wanted = addition.plan(
    orderOfWriting(archived, found === undefined),
    isListPublic(commitment, kinds),
  );
  if (found !== undefined && wanted.length > 0)
    for (const part of parts) requireIntact(partFolder(archive.path, draw, part));
  const before = archive.log.size;
  if (wanted.length > 0)
    whilePending(archive, draw, () => {
      for (const file of wanted) addition.write(file);
      completeDraw(archive, draw, { written: addition.written });
    });
  const { size } = archive.log;
  const isSigned = signIfKey(archive, signer);
  const isLate = commitment.archive === undefined;
  return { draw, isNew: found === undefined, isLate, leaves: size - before, size, isSigned, unknown };
}
