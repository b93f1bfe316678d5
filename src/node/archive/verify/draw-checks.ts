import { lstatSync, readdirSync } from "node:fs";
import {
  type Attestation,
  type Commitment,
  DualdrawError,
  type DrawEvent,
  FaultList,
  formatFault,
  parseStatement,
  proofFile,
  roleOfFile,
  type SignedKind,
  type TrustedKey,
  verifyDraw,
} from "../../../core/index.js";
import { isTemporary } from "../../disk/durable-write.js";
import type { ReadFile } from "../../disk/read-file.js";
import { formBundle, nodeSha256 } from "../../draw/draw-directory.js";
import type { Archive } from "../archive.js";
import { isLeftOver, listFiles } from "../bag.js";
import { bagInfo } from "../draw-file.js";
import { fixedDigests, isAsFixed } from "../draw-files.js";
import type { DrawLeaves } from "../draw-leaves.js";
import { describeDraw, type DrawState } from "../draw-state.js";
import { drawFolder, folderName, type Part, partFolder, parts } from "../layout.js";
import { proveStatement } from "../proofs.js";
import { checkBag, checkSeal, type Halves, hasBag, readHalves } from "./halves.js";
import { checkLeaves } from "./leaf-checks.js";
import type { ArchiveCheck, Tally } from "./report.js";

/** What a verification of draws needs beside the archive. */
export interface DrawCheckInput {
  readonly archive: Archive;
  readonly origin: string;
  readonly trusted: readonly TrustedKey[];
  readonly today: string;
  /** Halves that this copy should have. */
  readonly parts: readonly Part[];
  /** The archive's key when the leaf with an index was added. */
  readonly keyAt: (index: number) => string | undefined;
  /** True to compute every draw again. */
  readonly recompute: boolean;
}

/** What one draw came to. */
export interface CheckedDraw {
  readonly state: DrawState | undefined;
  readonly commitment: Commitment | undefined;
  /** Leaves of the log that have their statement here. */
  readonly leaves: DrawLeaves;
}

/** The proof of a draw's commitment; none out of a damaged log, of which other checks speak. */
function proveIfIntact(archive: Archive, draw: number): Uint8Array | undefined {
  try {
    return proveStatement(archive, draw, "commitment");
  } catch {
    return undefined;
  }
}

/** Statements of one kind that can be read. */
function readAll<T>(kind: SignedKind, folder: string, bytes: ReadonlyMap<string, Uint8Array>): T[] {
  return [...bytes].flatMap(([path, statement]) => {
    const value = path.startsWith(folder) ? parseStatement(kind, statement, new FaultList()) : undefined;
    return value === undefined ? [] : [value as T];
  });
}

/** One draw under examination. */
class DrawCheck {
  readonly #input: DrawCheckInput;
  readonly #tally: Tally;
  readonly #draw: number;
  readonly #folder: string;

  constructor(input: DrawCheckInput, draw: number, tally: Tally) {
    this.#input = input;
    this.#tally = tally;
    this.#draw = draw;
    this.#folder = drawFolder(input.archive.path, draw);
  }

  #bad(check: ArchiveCheck): (file: string, expected: string, found?: string) => void {
    return (file, expected, found) => {
      const finding = { draw: this.#draw, file: `draws/${folderName(this.#draw)}/${file}`, expected };
      this.#tally.add(check, found === undefined ? finding : { ...finding, found });
    };
  }

  /** True if the draw's folder is there, with nothing in it but its halves and the list of leaves. */
  #checkFolder(): boolean {
    const bad = this.#bad("archive-form");
    const stats = lstatSync(this.#folder, { throwIfNoEntry: false });
    if (stats?.isDirectory() !== true) {
      bad("", "the draw's folder", stats === undefined ? "missing" : "no folder");
      return false;
    }
    const known = [...parts, "leaves.txt"] as readonly string[];
    for (const name of readdirSync(this.#folder))
      if (!known.includes(name) && !isTemporary(name)) bad(name, "no such file");
    return true;
  }

  #checkBags(halves: Halves, commitment: Commitment | undefined): void {
    const { archive, origin } = this.#input;
    const bad = this.#bad("bags");
    for (const part of this.#input.parts) {
      const files = halves.payload[part];
      this.#tally.files += files.size;
      for (const { bytes } of files.values()) this.#tally.bytes += bytes;
      if (hasBag(archive.path, this.#draw, part))
        checkBag(
          partFolder(archive.path, this.#draw, part),
          part,
          bagInfo(origin, this.#draw, part, commitment),
          files,
          bad,
        );
      else if (part === "public" || commitment !== undefined) bad(part, "the bag", "missing");
    }
    if (commitment === undefined) return;
    const kinds = readAll<DrawEvent>("event", "events/", halves.bytes).map(({ kind }) => kind);
    checkSeal(commitment, kinds, halves, bad);
  }

  /** Plan, frames, originals and annex are those that the commitment fixes; attachments those that a statement names. */
  #checkFixed(commitment: Commitment, { payload, bytes }: Halves): void {
    const bad = this.#bad("committed-files");
    const present = new Map(this.#input.parts.flatMap((part) => [...payload[part]]));
    const place = (path: string): string => `${payload.public.has(path) ? "public" : "sealed"}/data/${path}`;
    for (const [path, { sha256 }] of present)
      if (!isAsFixed(commitment, path, sha256))
        bad(place(path), fixedDigests(commitment).get(path) ?? "no such file", sha256);
    const isPublicOnly = !this.#input.parts.includes("sealed");
    for (const path of fixedDigests(commitment).keys())
      if (!present.has(path) && !(isPublicOnly && /^(annex|originals)\//.test(path)))
        bad(path, "the file", "missing");
    const scans = readAll<Attestation>("attestation", "attestations/", bytes).flatMap(
      ({ scan }) => scan ?? [],
    );
    const evidence = readAll<DrawEvent>("event", "events/", bytes).flatMap((event) => event.evidence);
    const named = new Set([...scans, ...evidence].map(({ sha256 }) => sha256));
    for (const [path, { sha256 }] of present)
      if (path.startsWith("attachments/") && !named.has(sha256))
        bad(place(path), "named by a statement of this draw");
  }

  #checkLeaves(halves: Halves): DrawLeaves {
    this.#tally.files++;
    const input = {
      archive: this.#input.archive.path,
      draw: this.#draw,
      parts: this.#input.parts,
      bad: this.#bad("statements-logged"),
      onSealed: (labels: readonly string[]): void => {
        const reason = `sealed, not in this copy: draw ${this.#draw} ${labels.join(", ")}`;
        if (labels.length > 0) this.#tally.skip("statements-logged", reason);
      },
    };
    return checkLeaves(input, halves);
  }

  /** A commitment of this archive stands at the place that it names; one that names no archive is said to be late. */
  #checkPlace({ archive }: Commitment, leaves: DrawLeaves): void {
    const index = leaves.get("commitment");
    if (archive === undefined || index === undefined) return;
    const { origin, keyAt } = this.#input;
    const [expected, found] = [
      `${origin} ${index} ${keyAt(index) ?? ""}`,
      `${archive.origin} ${archive.sequence} ${archive.publicKey ?? ""}`,
    ];
    if (expected !== found) this.#bad("commitment-places")("public/data/commitment.json", expected, found);
  }

  /** Computes the draw again. What an open or a void draw does not have yet is no fault of the archive. */
  #recompute({ bytes, digests }: Halves): void {
    const { archive, trusted } = this.#input;
    const proof = proveIfIntact(archive, this.#draw);
    const read: ReadFile = (path) => (path === proofFile("commitment") ? proof : bytes.get(path));
    const paths = [...bytes.keys(), proofFile("commitment")].filter((path) => roleOfFile(path) === "whole");
    const { verdict, checks } = verifyDraw(
      { ...formBundle(paths, read), digests },
      { sha256: nodeSha256, trusted },
    );
    for (const { check, status, findings } of checks) {
      if (status !== "fail") continue;
      const { file = "", at = "", ...rest } = findings[0] ?? {};
      this.#tally.add("draws", { ...rest, draw: this.#draw, file, at: `${check} ${at}`.trim() });
    }
    const open = checks.filter(({ status }) => status === "skipped").map(({ check }) => check);
    if (verdict === "incomplete" && bytes.has("record.json"))
      this.#tally.skip("draws", `draw ${this.#draw}: ${open.join(", ")}`);
  }

  run(): CheckedDraw {
    if (!this.#checkFolder()) return { state: undefined, commitment: undefined, leaves: new Map() };
    const { path } = this.#input.archive;
    for (const name of listFiles(this.#folder).filter(isLeftOver))
      this.#tally.skip("interrupted", `left over: ${name}`);
    const halves = readHalves(path, this.#draw, this.#bad("bags"));
    const statement = this.#draw === 0 ? undefined : halves.bytes.get("commitment.json");
    const commitment =
      statement === undefined ? undefined : parseStatement("commitment", statement, new FaultList());
    this.#checkBags(halves, commitment);
    const leaves = this.#checkLeaves(halves);
    if (this.#draw === 0) return { state: undefined, commitment: undefined, leaves };
    if (commitment === undefined) {
      this.#bad("statements-logged")("public/data/commitment.json", "a commitment that can be read");
      return { state: undefined, commitment, leaves };
    }
    this.#checkFixed(commitment, halves);
    this.#checkPlace(commitment, leaves);
    if (this.#input.recompute) this.#recompute(halves);
    const read: ReadFile = (file) => halves.bytes.get(file);
    const state = describeDraw(this.#draw, commitment, read, leaves, this.#input.today);
    return { state, commitment, leaves };
  }
}

/** Verifies one draw of an archive, or with number 0 the archive's own statements; what is wrong goes into the tally, nothing is thrown for it. */
export function checkArchivedDraw(input: DrawCheckInput, draw: number, tally: Tally): CheckedDraw {
  try {
    return new DrawCheck(input, draw, tally).run();
  } catch (error) {
    const fault = error instanceof DualdrawError ? error.fault : undefined;
    const found = fault === undefined ? String(error) : formatFault(fault, "en");
    const place = { draw, file: `draws/${folderName(draw)}`, expected: "files that can be read", found };
    tally.add("bags", fault === undefined ? place : { ...place, fault });
    return { state: undefined, commitment: undefined, leaves: new Map() };
  }
}
