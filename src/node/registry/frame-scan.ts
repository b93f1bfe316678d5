import { CodedColumn, encodeUtf8, endOfRow, parseRows, refuse, TicketHasher } from "../../core/index.js";
import type { CandidateRequest } from "../engine/object-sql.js";
import { readWholeRows } from "./frame-file.js";

/** What is asked of the rows of a frame. Columns go by their position; the id stands first. */
export type FrameQuestion =
  | { readonly kind: "combinations"; readonly deciding: readonly number[] }
  | { readonly kind: "ids"; readonly ids: readonly string[] }
  | { readonly kind: "candidates"; readonly deciding: readonly number[]; readonly request: CandidateRequest };

/** A part of a frame, whole rows behind the header, and what is asked of it. */
export interface ScanRequest {
  readonly path: string;
  /** Number of its columns. */
  readonly columns: number;
  readonly from: number;
  readonly to: number;
  readonly question: FrameQuestion;
}

/** The cells of a row, by their places in UTF-8 bytes. */
interface RowCells {
  readonly bytes: Uint8Array;
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
  readonly count: number;
}

/** Takes the rows of a frame one after the other, and gives the answer at the end. */
interface RowScan {
  take(cells: RowCells): void;
  answer(): string[][];
}

function readCells({ bytes, starts, ends, count }: RowCells): string[] {
  const text = new TextDecoder();
  return Array.from({ length: count }, (_, i) => text.decode(bytes.subarray(starts[i], ends[i])));
}

/** Numbers the combinations of values in some columns, in the order in which they are met. */
class CombinationNumbers {
  /** The values of each combination. */
  readonly values: string[][] = [];
  readonly #positions: readonly number[];
  readonly #columns: readonly CodedColumn[];
  /** For each column: the number of the combination with it, by that of the combination before it and the code of the value. */
  readonly #steps: readonly Map<number, number>[];
  #combinations: number[] = [];

  constructor(positions: readonly number[]) {
    this.#positions = positions;
    this.#columns = positions.map(() => new CodedColumn());
    this.#steps = positions.map(() => new Map());
  }

  numberOf({ bytes, starts, ends }: RowCells): number {
    let step = 0;
    for (let i = 0; i < this.#positions.length; i++) {
      const position = this.#positions[i] as number;
      const column = this.#columns[i] as CodedColumn;
      const code = column.codeOfBytes(bytes, starts[position] as number, ends[position] as number);
      const steps = this.#steps[i] as Map<number, number>;
      // Neither number of them reaches 2^26: so many combinations do not fit into the memory.
      const key = step * 2 ** 26 + code;
      const known = steps.get(key);
      if (known === undefined) steps.set(key, (step = steps.size));
      else step = known;
    }
    return this.#combinations[step] ?? this.#open(step, { bytes, starts, ends });
  }

  #open(step: number, { bytes, starts, ends }: Omit<RowCells, "count">): number {
    const cells = readCells({
      bytes,
      starts: this.#positions.map((position) => starts[position] as number),
      ends: this.#positions.map((position) => ends[position] as number),
      count: this.#positions.length,
    });
    return (this.#combinations[step] = this.values.push(cells) - 1);
  }
}

function countCombinations(deciding: readonly number[]): RowScan {
  const numbers = new CombinationNumbers(deciding);
  const counts: number[] = [];
  return {
    take(cells) {
      const number = numbers.numberOf(cells);
      counts[number] = (counts[number] ?? 0) + 1;
    },
    answer: () => numbers.values.map((values, number) => [...values, String(counts[number])]),
  };
}

function collectIds(ids: readonly string[]): RowScan {
  const wanted = new Set(ids);
  const found: string[][] = [];
  const text = new TextDecoder();
  return {
    take(cells) {
      if (wanted.has(text.decode(cells.bytes.subarray(cells.starts[0], cells.ends[0]))))
        found.push(readCells(cells));
    },
    answer: () => found,
  };
}

/** The tickets that no cut-off leaves out, and that every one does. */
const [ALL, NONE] = [2 ** 32, -1];
const HEX_DIGITS = 8;

/** The highest first 32 bits of the tickets that a request takes in of a combination; those of the cut-off itself included. */
function findCutOff({ within, columns, classes }: CandidateRequest): (values: readonly string[]) => number {
  const keyOf = (values: readonly string[]): string => JSON.stringify(values);
  const cutOffs = new Map(
    classes.flatMap(({ combinations, below }) => {
      const highest = below === undefined ? ALL : Number.parseInt(below.slice(0, HEX_DIGITS), 16);
      return combinations.map((values): [string, number] => [keyOf(values), highest]);
    }),
  );
  const scopes = within.map(({ column, values }) => ({ column, values: new Set(values) }));
  return (values) => {
    for (const scope of scopes) if (!scope.values.has(values[scope.column] as string)) return NONE;
    return cutOffs.get(keyOf(columns.map((column) => values[column] as string))) ?? NONE;
  };
}

function collectCandidates(deciding: readonly number[], request: CandidateRequest): RowScan {
  const numbers = new CombinationNumbers(deciding);
  const cutOffOf = findCutOff(request);
  const cutOffs: number[] = [];
  const hasher = new TicketHasher(request.seed, request.label);
  const found: string[][] = [];
  return {
    take(cells) {
      const number = numbers.numberOf(cells);
      const cutOff = (cutOffs[number] ??= cutOffOf(numbers.values[number] as string[]));
      if (cutOff === NONE) return;
      if (cutOff !== ALL) {
        hasher.hash(cells.bytes.subarray(cells.starts[0], cells.ends[0]));
        if (hasher.first > cutOff) return;
      }
      found.push(readCells(cells));
    },
    answer: () => found,
  };
}

function openScan(question: FrameQuestion): RowScan {
  switch (question.kind) {
    case "combinations":
      return countCombinations(question.deciding);
    case "ids":
      return collectIds(question.ids);
    case "candidates":
      return collectCandidates(question.deciding, question.request);
  }
}

const [QUOTE, COMMA, LF] = [0x22, 0x2c, 0x0a];

/** Finds the cells of the rows of a frame by their separators; of rows with quotes, by reading them. */
class FrameRows implements RowCells {
  bytes: Uint8Array = new Uint8Array(0);
  starts: Uint32Array;
  ends: Uint32Array;
  readonly count: number;

  /** @param count cells of every row */
  constructor(count: number) {
    this.count = count;
    this.starts = new Uint32Array(count);
    this.ends = new Uint32Array(count);
  }

  /** Reads the row that begins at a place; where the next one begins, or -1 if this is no row of a frame. */
  read(bytes: Uint8Array, at: number): number {
    this.bytes = bytes;
    const { starts, ends, count } = this;
    let i = at;
    for (let cell = 0, start = at; cell <= count; ) {
      // All that ends a cell is at most a comma, and behind the last byte nothing is.
      while ((bytes[i] as number) > COMMA) i++;
      const byte = bytes[i];
      if (byte === COMMA || byte === LF) {
        starts[cell] = start;
        ends[cell++] = i;
        start = i + 1;
        if (byte === LF) return cell === count ? start : -1;
      } else if (byte === QUOTE) return this.#readQuoted(bytes, at);
      else if (byte === undefined) return -1;
      i++;
    }
    return -1;
  }

  #readQuoted(bytes: Uint8Array, at: number): number {
    const end = endOfRow(bytes, at);
    let cells: readonly Uint8Array[] = [];
    const isRow = parseRows(bytes.subarray(at, end), (texts) => {
      cells = texts.map(encodeUtf8);
    });
    if (!isRow || cells.length !== this.count) return -1;
    this.bytes = Buffer.concat(cells);
    let from = 0;
    cells.forEach((cell, i) => {
      this.starts[i] = from;
      this.ends[i] = from += cell.length;
    });
    return end;
  }
}

/** Answers a question about a part of a frame: rows of cells. Throws `frame-changed` where it is not as it was written, `file-unreadable`. */
export function scanFrame({ path, columns, from, to, question }: ScanRequest): string[][] {
  const scan = openScan(question);
  const row = new FrameRows(columns);
  for (const { bytes } of readWholeRows(path, from, to))
    for (let at = 0; at < bytes.length; ) {
      at = row.read(bytes, at);
      if (at < 0) refuse("frame-changed", {}, { file: path });
      scan.take(row);
    }
  return scan.answer();
}
