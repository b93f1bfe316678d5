import {
  completeNodes,
  computeRoot,
  cosign,
  encodeProof,
  hashStatement,
  type Note,
  parseInstant,
  parseNote,
  proofFile,
  proveInclusion,
  pureSha256,
  type ReadNode,
  signCheckpoint,
  type Signer,
  statementFile,
  type StatementName,
} from "../../core/index.js";

/** The specimens' archive. */
export const ORIGIN = "specimen.example/archive";
/** Place of the commitment in its log. */
export const SEQUENCE = 5;

/** Name under which the witness cosigns. */
const WITNESS = "派驻纪检监察组";

/** A log in memory. */
class SpecimenLog {
  readonly #nodes: string[][] = [];

  readonly readNode: ReadNode = (level, index) => this.#nodes[(index + 1) * 2 ** level - 1]?.[level] ?? "";

  add(leaf: string): void {
    this.#nodes.push(completeNodes(this.#nodes.length, leaf, this.readNode, pureSha256));
  }

  get size(): number {
    return this.#nodes.length;
  }

  sign(signer: Signer): Note {
    const root = computeRoot(this.size, this.readNode, pureSha256);
    const bytes = signCheckpoint({ origin: ORIGIN, size: this.size, root }, signer, pureSha256);
    return parseNote(bytes) as Note;
  }

  prove(index: number, note: Note): Uint8Array {
    return encodeProof({ index, path: proveInclusion(index, this.size, this.readNode, pureSha256), note });
  }
}

/** Whose keys a log needs. */
interface LogKeys {
  readonly archive: Signer;
  readonly discipline: Signer;
}

/**
 * Logs commitment and record after five leaves of other draws, and proves both.
 *
 * @param cosignedAt when the witness cosigned the checkpoint that holds the commitment; never, if left out
 */
export function proveInLog(
  files: ReadonlyMap<string, Uint8Array>,
  keys: LogKeys,
  cosignedAt?: string,
): Map<string, Uint8Array> {
  const log = new SpecimenLog();
  for (let i = 0; i < SEQUENCE; i++) log.add(pureSha256(`leaf ${i}`));
  const proofs = new Map<string, Uint8Array>();
  const enter = (name: StatementName, time: string | undefined): void => {
    const index = log.size;
    log.add(hashStatement(files.get(statementFile(name)) as Uint8Array, pureSha256));
    const note = log.sign(keys.archive);
    const seconds = BigInt(parseInstant(time ?? "") ?? 0);
    const lines =
      time === undefined ? [] : [cosign(note.text, WITNESS, keys.discipline, seconds, pureSha256)];
    proofs.set(proofFile(name), log.prove(index, { ...note, signatures: [...note.signatures, ...lines] }));
  };
  enter("commitment", cosignedAt);
  enter("record", undefined);
  return proofs;
}
