import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  type Checkpoint,
  formatSignature,
  isSignedByLog,
  type Leaf,
  parseCheckpoint,
  parseLeaf,
  parseNote,
  parseSignature,
  timeOfCosignature,
  type TreeHead,
  type TrustedKey,
} from "../../../core/index.js";
import { isTemporary } from "../../disk/durable-write.js";
import { nodeSha256 } from "../../draw/draw-directory.js";
import { readBytes } from "../../disk/read-file.js";
import { archiveKeyAfter, type KeyRegister } from "../keys.js";
import { folderName, isSignedFile, LEAVES_PER_FOLDER, SIGNED_LIST } from "../layout.js";
import { Frontier } from "./frontier.js";
import type { ArchiveCosignature, Tally } from "./report.js";

/** What the pass over the log found out. */
export interface LogPass {
  readonly head: TreeHead;
  readonly draws: number;
  readonly signed: TreeHead | undefined;
  readonly cosignatures: readonly ArchiveCosignature[];
  /** Root at the size of the checkpoint that the reader holds. */
  readonly rootAtExpected: string | undefined;
  /** Indexes of the leaves with key statements, in order. */
  readonly keyLeaves: readonly number[];
  /** Number of the leaves of the draws that this copy should have. */
  readonly leavesInScope: number;
}

/** What the pass is given. */
export interface LogPassInput {
  readonly path: string;
  readonly origin: string;
  readonly keys: KeyRegister;
  readonly trusted: readonly TrustedKey[];
  readonly expectedSize: number | undefined;
  /** True for the draws that this copy should have. */
  readonly inScope: (draw: number) => boolean;
}

const MOST_COSIGNATURES = 1000;

/** Reads every file of the log once, in order, and computes the tree again. */
class LogReader {
  readonly #input: LogPassInput;
  readonly #tally: Tally;
  readonly #frontier = new Frontier();
  readonly #keyLeaves: number[] = [];
  readonly #cosignatures: ArchiveCosignature[] = [];
  #draws = 0;
  #leavesInScope = 0;
  #signed: TreeHead | undefined;
  #rootAtExpected: string | undefined;

  constructor(input: LogPassInput, tally: Tally) {
    this.#input = input;
    this.#tally = tally;
  }

  read(): LogPass {
    const log = join(this.#input.path, "log");
    const folders = readdirSync(log).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    let ended = false;
    for (const [i, folder] of folders.entries()) {
      if (folder !== folderName(i))
        this.#tally.add("log-leaves", { file: `log/${folder}`, expected: "no such folder" });
      else if (ended)
        this.#tally.add("log-leaves", { file: `log/${folder}`, expected: "a full folder before it" });
      else ended = this.#readFolder(folder);
    }
    const head = { size: this.#frontier.size, root: this.#frontier.root() };
    return {
      head,
      draws: this.#draws,
      signed: this.#signed,
      cosignatures: this.#cosignatures,
      rootAtExpected: this.#rootAtExpected,
      keyLeaves: this.#keyLeaves,
      leavesInScope: this.#leavesInScope,
    };
  }

  /** True if the log ends in this folder. */
  #readFolder(folder: string): boolean {
    const path = join(this.#input.path, "log", folder);
    const entries = readdirSync(path, { withFileTypes: true });
    for (const entry of entries)
      if (!entry.isFile())
        this.#tally.add("log-leaves", { file: `log/${folder}/${entry.name}`, expected: "a regular file" });
    const names = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
    const take = (name: string): Uint8Array | undefined => {
      if (!names.delete(name)) return undefined;
      const bytes = readBytes(join(path, name));
      this.#tally.files++;
      this.#tally.bytes += bytes.length;
      return bytes;
    };
    this.#checkSignedList(folder, take(SIGNED_LIST), names);
    let count = 0;
    for (; count < LEAVES_PER_FOLDER; count++) {
      const stem = count.toString().padStart(3, "0");
      const bytes = take(`${stem}.json`);
      if (bytes === undefined) break;
      this.#readLeaf(`log/${folder}/${stem}.json`, bytes);
      const checkpoint = take(`${stem}.checkpoint`);
      const lines = [...names].filter((name) => name.startsWith(`${stem}.`) && name.endsWith(".cosignature"));
      if (checkpoint !== undefined) this.#readCheckpoint(`log/${folder}/${stem}.checkpoint`, checkpoint);
      for (const name of lines.sort((a, b) => (a < b ? -1 : 1)))
        this.#readCosignature(
          `log/${folder}/${name}`,
          name,
          take(name) as Uint8Array,
          checkpoint !== undefined,
        );
    }
    for (const name of names)
      if (isTemporary(name)) this.#tally.skip("interrupted", `left over: ${name}`);
      else this.#tally.add("log-leaves", { file: `log/${folder}/${name}`, expected: "no such file" });
    return count < LEAVES_PER_FOLDER;
  }

  /** Every signed file that is listed is there; one that is not listed yet was written just before a power cut. */
  #checkSignedList(folder: string, bytes: Uint8Array | undefined, names: ReadonlySet<string>): void {
    const file = `log/${folder}/${SIGNED_LIST}`;
    const listed = Buffer.from(bytes ?? "")
      .toString("latin1")
      .split("\n");
    if (listed.pop() !== "" || listed.some((name) => !isSignedFile(name)))
      this.#tally.add("checkpoints", { file, expected: "names of checkpoints and cosignatures" });
    for (const name of listed)
      if (!names.has(name))
        this.#tally.add("checkpoints", {
          file: `log/${folder}/${name}`,
          expected: "the file that is listed",
          found: "missing",
        });
    const unlisted = [...names].filter((name) => isSignedFile(name) && !listed.includes(name));
    if (unlisted.length > 0) this.#tally.skip("checkpoints", `${file} does not list ${unlisted.length}`);
  }

  #readLeaf(file: string, bytes: Uint8Array): void {
    const leaf = parseLeaf(bytes);
    const index = this.#frontier.size;
    if (leaf === undefined) {
      this.#tally.add("log-leaves", { file, expected: "a leaf in canonical form" });
      this.#frontier.add("0".repeat(64));
      return;
    }
    if (leaf.index !== index)
      this.#tally.add("log-leaves", {
        file,
        at: "/index",
        expected: String(index),
        found: String(leaf.index),
      });
    const nodes = this.#frontier.add(leaf.nodes[0] as string);
    if (nodes.join() !== leaf.nodes.join())
      this.#tally.add("log-tree", {
        file,
        at: "/nodes",
        expected: nodes.at(-1) ?? "",
        found: leaf.nodes.at(-1) ?? "",
      });
    this.#countDraw(file, leaf);
    if (this.#input.inScope(leaf.draw)) this.#leavesInScope++;
    if (leaf.draw === 0 && leaf.signature === undefined) this.#keyLeaves.push(index);
    if (this.#frontier.size === this.#input.expectedSize) this.#rootAtExpected = this.#frontier.root();
  }

  /** Draws are numbered by their commitments, without a gap, and no leaf comes before its draw's commitment. */
  #countDraw(file: string, { draw, draws, name, signature }: Leaf): void {
    const begins = name === "commitment" && signature === undefined;
    if (begins) this.#draws++;
    const isKey = name.startsWith("key-");
    const least = name.startsWith("manifest-") ? 0 : 1;
    const fits = begins ? draw === this.#draws : isKey ? draw === 0 : draw >= least && draw <= this.#draws;
    if (!fits || draws !== this.#draws)
      this.#tally.add("draw-numbers", {
        file,
        expected: begins ? `draw ${this.#draws}` : `a draw up to ${this.#draws}`,
        found: `draw ${draw} of ${draws}`,
      });
  }

  #keyNow(): string | undefined {
    return archiveKeyAfter(this.#input.keys.slice(0, this.#keyLeaves.length));
  }

  #readCheckpoint(file: string, bytes: Uint8Array): void {
    const note = parseNote(bytes);
    const checkpoint = note === undefined ? undefined : parseCheckpoint(note.text);
    const { size } = this.#frontier;
    const expected: Checkpoint = { origin: this.#input.origin, size, root: this.#frontier.root() };
    if (note === undefined || checkpoint === undefined || note.signatures.length !== 1) {
      this.#tally.add("checkpoints", { file, expected: "a signed checkpoint" });
      return;
    }
    for (const field of ["origin", "size", "root"] as const)
      if (checkpoint[field] !== expected[field])
        this.#tally.add("checkpoints", {
          file,
          at: field,
          expected: String(expected[field]),
          found: String(checkpoint[field]),
        });
    const key = this.#keyNow();
    if (key !== undefined && isSignedByLog(note, expected.origin, key, nodeSha256)) this.#signed = expected;
    else this.#tally.add("checkpoints", { file, expected: "signed with the archive's key" });
  }

  #readCosignature(file: string, name: string, bytes: Uint8Array, hasCheckpoint: boolean): void {
    const text = Buffer.from(bytes).toString("utf8");
    const line = parseSignature(text.slice(0, -1));
    const publicKey = /^[0-9]{3}\.([0-9a-f]{64})\.cosignature$/.exec(name)?.[1] ?? "";
    const { size } = this.#frontier;
    const body = `${this.#input.origin}\n${size}\n${Buffer.from(this.#frontier.root(), "hex").toString("base64")}\n`;
    const at =
      line === undefined || publicKey === "" || formatSignature(line) !== text
        ? undefined
        : timeOfCosignature(body, line, publicKey, nodeSha256);
    if (line === undefined || at === undefined || !hasCheckpoint) {
      this.#tally.add("cosignatures", {
        file,
        expected: "a cosignature of this checkpoint by the key in its name",
      });
      return;
    }
    const pinned = this.#input.trusted.some((key) => key.publicKey === publicKey && key.name !== undefined);
    if (this.#cosignatures.length < MOST_COSIGNATURES)
      this.#cosignatures.push({ size, name: line.name, at, pinned });
  }
}

/** Verifies the log; what is wrong goes into the tally. */
export function passLog(input: LogPassInput, tally: Tally): LogPass {
  if (!statSync(join(input.path, "log"), { throwIfNoEntry: false })?.isDirectory()) {
    tally.add("log-leaves", { file: "log", expected: "the log", found: "missing" });
    const head = { size: 0, root: nodeSha256("") };
    return {
      head,
      draws: 0,
      signed: undefined,
      cosignatures: [],
      rootAtExpected: undefined,
      keyLeaves: [],
      leavesInScope: 0,
    };
  }
  return new LogReader(input, tally).read();
}
