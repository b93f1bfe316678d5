import { readdirSync } from "node:fs";
import {
  type Checkpoint,
  completeNodes,
  computeRoot,
  encodeJson,
  formatSignature,
  type Leaf,
  type LeafSubject,
  type Note,
  type NoteSignature,
  parseLeaf,
  parseNote,
  parseSignature,
  refuse,
  signCheckpoint,
  type Signer,
} from "../../core/index.js";
import { makeFolder, replaceFile, writeOnce } from "../disk/durable-write.js";
import { isCode, readBytes, readBytesIfAny, refuseRead } from "../disk/read-file.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { join } from "node:path";
import { isSignedFile, LEAVES_PER_FOLDER, logFile, logFolder, SIGNED_LIST } from "./layout.js";

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    return isCode(error, "ENOENT") ? [] : refuseRead(folder, error);
  }
}

function greatest(names: readonly string[], form: RegExp): number {
  return names.reduce((most, name) => Math.max(most, form.test(name) ? parseInt(name, 10) : -1), -1);
}

/** Number of leaves, from the names of the last folder: cost does not grow with the log. */
function countLeaves(archive: string): number {
  const folder = greatest(namesIn(join(archive, "log")), /^[0-9]{6,}$/);
  if (folder < 0) return 0;
  const first = folder * LEAVES_PER_FOLDER;
  return first + greatest(namesIn(logFolder(archive, first)), /^[0-9]{3}\.json$/) + 1;
}

/** The log of an archive on disk: one small file per leaf, which nothing ever replaces. */
export class LogStore {
  readonly #archive: string;
  readonly origin: string;
  #size: number;

  constructor(archive: string, origin: string) {
    this.#archive = archive;
    this.origin = origin;
    this.#size = countLeaves(archive);
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** One leaf. Throws `archive-damaged`. */
  leaf(index: number): Leaf {
    const path = logFile(this.#archive, index, "json");
    const bytes = readBytesIfAny(path);
    const leaf = bytes === undefined ? undefined : parseLeaf(bytes);
    if (leaf?.index === index) return leaf;
    return refuse("archive-damaged", { reason: `leaf ${index}` }, { file: path });
  }

  /** Draws in the archive. */
  get draws(): number {
    return this.#size === 0 ? 0 : this.leaf(this.#size - 1).draws;
  }

  /** Hash of a complete subtree: it stands in the file of its last leaf. */
  readonly readNode = (level: number, index: number): string => {
    const last = (index + 1) * 2 ** level - 1;
    return this.leaf(last).nodes[level] ?? refuse("archive-damaged", { reason: `leaf ${last}` });
  };

  /** Adds a leaf for good before this returns. The name of its file is free only once: of two writers one fails. */
  append(subject: LeafSubject, hash: string): Leaf {
    const index = this.#size;
    const draws = this.draws + (subject.name === "commitment" && subject.signature === undefined ? 1 : 0);
    const nodes = completeNodes(index, hash, this.readNode, nodeSha256);
    const leaf: Leaf = { schema: "dualdraw/leaf/v1", index, draws, ...subject, nodes };
    makeFolder(logFolder(this.#archive, index));
    writeOnce(logFile(this.#archive, index, "json"), encodeJson(leaf));
    this.#size++;
    return leaf;
  }

  /** The tree head at a size. */
  checkpointAt(size: number): Checkpoint {
    return { origin: this.origin, size, root: computeRoot(size, this.readNode, nodeSha256) };
  }

  /** Signs the log as it stands. */
  sign(signer: Signer): void {
    const checkpoint = signCheckpoint(this.checkpointAt(this.#size), signer, nodeSha256);
    writeOnce(logFile(this.#archive, this.#size - 1, "checkpoint"), checkpoint);
    this.listSigned(this.#size);
  }

  /** Lists the signed files of the folder that holds the checkpoint of a size; a name that is listed stays, whatever became of its file. */
  listSigned(size: number): void {
    const folder = logFolder(this.#archive, size - 1);
    const present = Buffer.from(readBytesIfAny(join(folder, SIGNED_LIST)) ?? "").toString("latin1");
    const listed = present.split("\n").filter(isSignedFile);
    const names = [...new Set([...listed, ...namesIn(folder).filter(isSignedFile)])].sort((a, b) =>
      a < b ? -1 : 1,
    );
    const text = names.map((name) => `${name}\n`).join("");
    if (text !== present) replaceFile(join(folder, SIGNED_LIST), Buffer.from(text));
  }

  /** Sizes above an index at which the log was signed, ascending, and whether a witness cosigned; one look at each folder. */
  *signedAfter(index: number): Generator<{ size: number; cosigned: boolean }> {
    const start = index - (index % LEAVES_PER_FOLDER);
    for (let first = start; first < this.#size; first += LEAVES_PER_FOLDER) {
      const names = namesIn(logFolder(this.#archive, first)).filter(isSignedFile);
      const [signed, cosigned] = [".checkpoint", ".cosignature"].map(
        (ending) => new Set(names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, 3))),
      ) as [Set<string>, Set<string>];
      for (const stem of [...signed].sort((a, b) => (a < b ? -1 : 1))) {
        const size = first + Number(stem) + 1;
        if (size > index && size <= this.#size) yield { size, cosigned: cosigned.has(stem) };
      }
    }
  }

  /** The newest signed checkpoint of at least `least` leaves, with the witnesses' lines; undefined if there is none. */
  latestNote(least = 1): Note | undefined {
    for (let index = this.#size - 1; index >= 0; index -= (index % LEAVES_PER_FOLDER) + 1) {
      const last = greatest(namesIn(logFolder(this.#archive, index)), /^[0-9]{3}\.checkpoint$/);
      const size = index - (index % LEAVES_PER_FOLDER) + last + 1;
      if (last >= 0) return size >= least ? this.noteAt(size) : undefined;
    }
    return undefined;
  }

  /** The signed checkpoint of a size with the witnesses' lines. Throws `checkpoint-form` for a damaged one. */
  noteAt(size: number): Note | undefined {
    const path = logFile(this.#archive, size - 1, "checkpoint");
    const bytes = readBytesIfAny(path);
    if (bytes === undefined) return undefined;
    const note = parseNote(bytes) ?? refuse("checkpoint-form", {}, { file: path });
    return {
      ...note,
      signatures: [...note.signatures, ...this.cosignaturesAt(size).map(({ line }) => line)],
    };
  }

  /** The witnesses' lines under the checkpoint of a size, each with the key that its file names. */
  cosignaturesAt(size: number): { publicKey: string; line: Note["signatures"][number] }[] {
    const prefix = `${((size - 1) % LEAVES_PER_FOLDER).toString().padStart(3, "0")}.`;
    const folder = logFolder(this.#archive, size - 1);
    return namesIn(folder)
      .filter((name) => name.startsWith(prefix) && name.endsWith(".cosignature"))
      .sort((a, b) => (a < b ? -1 : 1))
      .map((name) => {
        const text = Buffer.from(readBytes(join(folder, name))).toString("utf8");
        const line = text.endsWith("\n") ? parseSignature(text.slice(0, -1)) : undefined;
        const publicKey = name.slice(prefix.length, -".cosignature".length);
        return {
          publicKey,
          line: line ?? refuse("cosignature-wrong", {}, { file: join(folder, name) }),
        };
      });
  }

  /** Size of the newest checkpoint that a key cosigned; 0 if there is none. */
  lastCosignedBy(publicKey: string): number {
    const form = new RegExp(`^[0-9]{3}\\.${publicKey}\\.cosignature$`);
    for (let index = this.#size - 1; index >= 0; index -= LEAVES_PER_FOLDER) {
      const last = greatest(namesIn(logFolder(this.#archive, index)), form);
      if (last >= 0) return index - (index % LEAVES_PER_FOLDER) + last + 1;
    }
    return 0;
  }

  /** Keeps a witness's line under the checkpoint of a size; the first one of a key stays, and is returned. */
  addCosignature(size: number, publicKey: string, line: NoteSignature): NoteSignature {
    const path = logFile(this.#archive, size - 1, `${publicKey}.cosignature`);
    if (readBytesIfAny(path) === undefined) writeOnce(path, Buffer.from(formatSignature(line)));
    this.listSigned(size);
    return this.cosignaturesAt(size).find((kept) => kept.publicKey === publicKey)?.line ?? line;
  }
}
