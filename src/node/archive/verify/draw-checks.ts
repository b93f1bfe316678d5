import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Bundle,
  type Commitment,
  DualdrawError,
  FaultList,
  type FileDigest,
  formatFault,
  parseEnvelope,
  parseLeaf,
  parseStatement,
  proofFile,
  type TrustedKey,
  type VerificationReport,
  verifyDraw,
} from "../../../core/index.js";
import { isTemporary } from "../../disk/durable-write.js";
import { digestPath, type ReadFile, readBytesIfAny } from "../../disk/read-file.js";
import { formBundle, isBundleFile, isDigestFile, nodeSha256 } from "../../draw/draw-directory.js";
import { formTagFiles, isLeftOver, listFiles, TAG_FILES, TAG_MANIFEST } from "../bag.js";
import { bagInfo } from "../draw-file.js";
import { isListPublic, partOf } from "../draw-files.js";
import { describeDraw, type DrawState } from "../draw-state.js";
import {
  type DrawLeaves,
  formatSubject,
  hashSubjects,
  namesOfStatements,
  readLeaves,
} from "../draw-leaves.js";
import { drawFolder, folderName, logFile, type Part, partFolder, parts } from "../layout.js";
import { proveStatement } from "../proofs.js";
import type { Archive } from "../archive.js";
import type { Tally } from "./report.js";

/** What a verification of draws needs beside the archive. */
export interface DrawCheckInput {
  readonly archive: Archive;
  readonly origin: string;
  readonly trusted: readonly TrustedKey[];
  readonly today: string;
  /** Halves that this copy should have. */
  readonly parts: readonly Part[];
}

/** The proof of a draw's commitment; none out of a damaged log, of which other checks speak. */
function proveIfIntact(archive: Archive, draw: number): Uint8Array | undefined {
  try {
    return proveStatement(archive, draw, "commitment");
  } catch {
    return undefined;
  }
}

/** The kinds of the events among some files. */
function kindsOfEvents(bytes: ReadonlyMap<string, Uint8Array>): string[] {
  return [...bytes].flatMap(([path, event]) => {
    const value = path.startsWith("events/") ? parseStatement("event", event, new FaultList()) : undefined;
    return value === undefined ? [] : [value.kind];
  });
}

/** The halves of a draw as they were read, every byte once. */
interface ReadHalves {
  readonly bytes: Map<string, Uint8Array>;
  readonly digests: Map<string, FileDigest>;
  readonly payload: Readonly<Record<Part, Map<string, FileDigest>>>;
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

  #name(path: string): string {
    return `draws/${folderName(this.#draw)}/${path}`;
  }

  #bad(
    check: "archive-form" | "bags" | "statements-logged" | "commitment-places",
    file: string,
    expected: string,
    found?: string,
  ): void {
    const finding = { draw: this.#draw, file: this.#name(file), expected };
    this.#tally.add(check, found === undefined ? finding : { ...finding, found });
  }

  /** True if the draw's folder is there, with nothing in it but its halves and the list of leaves. */
  #checkFolder(): boolean {
    const stats = lstatSync(this.#folder, { throwIfNoEntry: false });
    if (stats?.isDirectory() !== true) {
      this.#bad("archive-form", "", "the draw's folder", stats === undefined ? "missing" : "no folder");
      return false;
    }
    const known = [...parts, "leaves.txt"] as readonly string[];
    for (const name of readdirSync(this.#folder))
      if (!known.includes(name) && !isTemporary(name)) this.#bad("archive-form", name, "no such file");
    return true;
  }

  #readHalf(part: Part, halves: ReadHalves): void {
    const data = join(partFolder(this.#input.archive.path, this.#draw, part), "data");
    for (const path of listFiles(data).filter((name) => !isLeftOver(name))) {
      const file = join(data, path);
      let digest: FileDigest;
      if (isDigestFile(path)) digest = digestPath(file);
      else {
        const bytes = readFileSync(file);
        digest = { sha256: nodeSha256(bytes), bytes: bytes.length };
        const other = halves.bytes.get(path);
        if (other === undefined) halves.bytes.set(path, bytes);
        else this.#compareHalves(path, other, bytes);
      }
      this.#tally.files++;
      this.#tally.bytes += digest.bytes;
      halves.payload[part].set(path, digest);
      if (isDigestFile(path)) halves.digests.set(path, digest);
    }
  }

  /** After a release both halves hold a statement; the sealed envelope may lack later signatures. */
  #compareHalves(path: string, open: Uint8Array, sealed: Uint8Array): void {
    if (Buffer.from(open).equals(sealed)) return;
    const [newer, older] = [parseEnvelope(open)?.signatures, parseEnvelope(sealed)?.signatures];
    const isOlder = older?.every(({ sig }, i) => newer?.[i]?.sig === sig) ?? false;
    if (!isOlder) this.#bad("bags", `sealed/data/${path}`, `the bytes of public/data/${path}`);
  }

  /** Compares the tag files with what they must be for this payload, byte for byte. */
  #checkBag(part: Part, halves: ReadHalves, commitment: Commitment | undefined): void {
    const bag = partFolder(this.#input.archive.path, this.#draw, part);
    const payload = halves.payload[part];
    if (!this.#input.parts.includes(part)) return;
    const present = lstatSync(bag, { throwIfNoEntry: false });
    if (present === undefined) {
      const needed =
        part === "public" || (commitment !== undefined && Object.keys(commitment.originals).length > 0);
      if (needed) this.#bad("bags", part, "the bag", "missing");
      return;
    }
    for (const name of readdirSync(bag))
      if (![...TAG_FILES, TAG_MANIFEST, "data"].includes(name) && !isTemporary(name))
        this.#bad("bags", `${part}/${name}`, "no such file");
    const info = bagInfo(this.#input.origin, this.#draw, part, commitment);
    for (const [name, expected] of formTagFiles(info, payload)) {
      const found = readBytesIfAny(join(bag, name));
      this.#tally.files++;
      this.#tally.bytes += found?.length ?? 0;
      if (found === undefined) this.#bad("bags", `${part}/${name}`, "the tag file", "missing");
      else if (!Buffer.from(found).equals(expected)) this.#explainTag(part, name, expected, found);
    }
    if (part === "public" && commitment !== undefined) this.#checkSeal(payload, commitment, halves);
  }

  /** Says which lines of a tag file differ: of a manifest, these name the files that are missing, changed or extra. */
  #explainTag(part: Part, name: string, expected: Uint8Array, found: Uint8Array): void {
    const [should, is] = [expected, found].map(
      (bytes) => new Set(Buffer.from(bytes).toString("utf8").split("\n")),
    );
    const pathOf = (line: string): string => line.replace(/^[0-9a-f]{64} {2}/, "");
    const pathsOf = (lines: Set<string> | undefined): Map<string, string> =>
      new Map([...(lines ?? [])].map((line) => [pathOf(line), line]));
    const [wanted, given] = [pathsOf(should), pathsOf(is)];
    let explained = false;
    if (name === "manifest-sha256.txt") {
      for (const [path, line] of given) {
        if (wanted.get(path) === line) continue;
        explained = true;
        this.#bad("bags", `${part}/${path}`, line.slice(0, 64), wanted.get(path)?.slice(0, 64) ?? "missing");
      }
      for (const path of wanted.keys())
        if (!given.has(path)) {
          explained = true;
          this.#bad("bags", `${part}/${path}`, "no file that the manifest does not name");
        }
    }
    if (!explained) this.#bad("bags", `${part}/${name}`, "the tag file that follows from the payload");
  }

  /** No sealed file in the public half before the release. */
  #checkSeal(payload: ReadonlyMap<string, FileDigest>, commitment: Commitment, { bytes }: ReadHalves): void {
    const isPublic = isListPublic(commitment, kindsOfEvents(bytes));
    for (const path of payload.keys())
      if (partOf(path, isPublic) === "sealed")
        this.#bad("bags", `public/data/${path}`, "in the sealed half until the release");
  }

  #readHalves(): ReadHalves {
    const halves: ReadHalves = {
      bytes: new Map(),
      digests: new Map(),
      payload: { public: new Map(), sealed: new Map() },
    };
    for (const part of parts) this.#readHalf(part, halves);
    return halves;
  }

  /** Every statement and signature stands in the log as the list of leaves says, and every leaf of the list has its statement. */
  #checkLeaves(read: ReadFile, paths: Iterable<string>): DrawLeaves {
    const leaves = readLeaves(this.#input.archive.path, this.#draw);
    if (leaves === undefined) {
      this.#bad("statements-logged", "leaves.txt", "lines of index and statement");
      return new Map();
    }
    this.#tally.files++;
    const claimed = new Set<string>();
    for (const { subject, hash } of hashSubjects(namesOfStatements(paths), read)) {
      const label = formatSubject(subject);
      const index = leaves.get(label);
      claimed.add(label);
      if (index === undefined) {
        this.#bad("statements-logged", label, "a leaf of the log", "none");
        continue;
      }
      const bytes = readBytesIfAny(logFile(this.#input.archive.path, index, "json"));
      const leaf = bytes === undefined ? undefined : parseLeaf(bytes);
      if (
        leaf === undefined ||
        leaf.draw !== this.#draw ||
        formatSubject(leaf) !== label ||
        leaf.nodes[0] !== hash
      )
        this.#bad(
          "statements-logged",
          label,
          `the statement of leaf ${index}`,
          leaf === undefined ? "no such leaf" : formatSubject(leaf),
        );
    }
    const lost = [...leaves.keys()].filter((label) => !claimed.has(label));
    if (this.#input.parts.length < parts.length && lost.length > 0)
      this.#tally.skip(
        "statements-logged",
        `sealed, not in this copy: draw ${this.#draw} ${lost.join(", ")}`,
      );
    else
      for (const label of lost)
        this.#bad("statements-logged", label, `the statement of leaf ${leaves.get(label) ?? ""}`, "missing");
    return leaves;
  }

  #readCommitment(halves: ReadHalves): Commitment | undefined {
    const bytes = halves.bytes.get("commitment.json");
    if (this.#draw === 0 || bytes === undefined) return undefined;
    return parseStatement("commitment", bytes, new FaultList());
  }

  /** A commitment of this archive stands at the place that it names; one of another archive or of none is said to be late. */
  #checkCommitmentPlace({ archive }: Commitment, leaves: DrawLeaves): void {
    const index = leaves.get("commitment");
    if (archive === undefined || index === undefined) return;
    const [expected, found] = [`${this.#input.origin} ${index}`, `${archive.origin} ${archive.sequence}`];
    if (expected !== found) this.#bad("commitment-places", "public/data/commitment.json", expected, found);
  }

  #verify(bytes: Map<string, Uint8Array>, digests: Map<string, FileDigest>): void {
    const { archive, trusted } = this.#input;
    const proof = proveIfIntact(archive, this.#draw);
    if (proof !== undefined) bytes.set(proofFile("commitment"), proof);
    const paths = [...bytes.keys()].filter((path) => isBundleFile(path));
    const bundle: Bundle = { ...formBundle(paths, (path) => bytes.get(path)), digests };
    const report = verifyDraw(bundle, { sha256: nodeSha256, trusted });
    this.#report(report, bytes.has("record.json"));
  }

  /** The draw's own verdict. What an open or a void draw does not have yet is no fault of the archive. */
  #report({ verdict, checks }: VerificationReport, isDrawn: boolean): void {
    if (verdict === "invalid")
      for (const { check, findings } of checks.filter(({ status }) => status === "fail")) {
        const [first] = findings;
        this.#tally.add("draws", {
          ...first,
          draw: this.#draw,
          file: this.#name(first?.file ?? ""),
          at: [check, first?.at ?? ""].join(" ").trim(),
        });
      }
    const open = checks.filter(({ status }) => status === "skipped").map(({ check }) => check);
    if (verdict === "incomplete" && isDrawn)
      this.#tally.skip("draws", `draw ${this.#draw}: ${open.join(", ")}`);
  }

  /** Everything about one draw; its state if it has a readable commitment, and how many leaves it claims. */
  run(): { state: DrawState | undefined; commitment: Commitment | undefined; leaves: number } {
    if (!this.#checkFolder()) return { state: undefined, commitment: undefined, leaves: 0 };
    const halves = this.#readHalves();
    const commitment = this.#readCommitment(halves);
    for (const part of parts) this.#checkBag(part, halves, commitment);
    const read: ReadFile = (path) => halves.bytes.get(path);
    const leaves = this.#checkLeaves(read, halves.bytes.keys());
    if (this.#draw === 0) return { state: undefined, commitment: undefined, leaves: leaves.size };
    if (commitment === undefined) {
      this.#bad("statements-logged", "public/data/commitment.json", "a commitment that can be read");
      return { state: undefined, commitment, leaves: leaves.size };
    }
    this.#checkCommitmentPlace(commitment, leaves);
    this.#verify(halves.bytes, halves.digests);
    const state = describeDraw(this.#draw, commitment, read, leaves.size, this.#input.today);
    return { state, commitment, leaves: leaves.size };
  }
}

/** Verifies one draw of an archive, or with number 0 the archive's own statements; what is wrong goes into the tally, nothing is thrown for it. */
export function checkArchivedDraw(
  input: DrawCheckInput,
  draw: number,
  tally: Tally,
): ReturnType<DrawCheck["run"]> {
  try {
    return new DrawCheck(input, draw, tally).run();
  } catch (error) {
    const found = error instanceof DualdrawError ? formatFault(error.fault, "en") : String(error);
    const fault = error instanceof DualdrawError ? { fault: error.fault } : {};
    tally.add("bags", {
      draw,
      file: `draws/${folderName(draw)}`,
      expected: "files that can be read",
      found,
      ...fault,
    });
    return { state: undefined, commitment: undefined, leaves: 0 };
  }
}
