import { type RegistryName, registryNames } from "../registry/columns.js";
import { piecesOf } from "../registry/frame-pieces.js";
import type { FrameSet } from "../registry/frames.js";
import { endOfRows, parseRows } from "../text/csv.js";
import { compareText } from "../text/order.js";

/** What changed in one frame since an earlier commitment. */
export interface FrameComparison {
  readonly added: number;
  readonly removed: number;
  /** Changed rows by column; a column that only one of the frames has is not compared. Frames without ids have no changed rows. */
  readonly changed: Readonly<Record<string, number>>;
}

type Row = readonly string[];

/** Rows of the frames of a draw, header first; undefined for a frame that it does not have. */
export type FrameRows = (name: RegistryName) => Iterable<Row> | undefined;

/** Rows of frames. */
export function rowsOfFrames(frames: FrameSet): FrameRows {
  return (name) => {
    const frame = frames[name];
    return frame === undefined ? undefined : readAllRows(piecesOf(frame));
  };
}

function* readAllRows(pieces: Iterable<Uint8Array>): Generator<Row> {
  for (const piece of pieces) yield* readRows(piece);
}

/** Bytes whose rows are read in one go. */
const PIECE = 1 << 20;

/** Rows in the frame's spelling, some at a time. */
export function* readRows(bytes: Uint8Array): Generator<Row> {
  for (let from = 0; from < bytes.length; ) {
    const piece = bytes.subarray(from, from + PIECE);
    const end = endOfRows(piece);
    const whole = end === 0 ? bytes.subarray(from) : piece.subarray(0, end);
    const rows: Row[] = [];
    parseRows(whole, (cells) => rows.push(cells));
    yield* rows;
    from += whole.length;
  }
}

/** Frames whose first column names the row; rows of the others are compared whole. */
const WITH_IDS: readonly RegistryName[] = ["objects", "inspectors", "items", "groups"];

/** The header of some rows, and the rows behind it. */
function openRows(rows: Iterable<Row>): { header: Row; rest: Iterator<Row> } {
  const rest = rows[Symbol.iterator]();
  const first = rest.next();
  return { header: first.done === true ? [] : first.value, rest };
}

function takeNext(rest: Iterator<Row>): Row | undefined {
  const next = rest.next();
  return next.done === true ? undefined : next.value;
}

/** Walks through two frames side by side: both stand in the order of their ids. */
function compareById(before: Iterable<Row>, after: Iterable<Row>): FrameComparison {
  const [old, now] = [openRows(before), openRows(after)];
  const columns = now.header.flatMap((column, i): [string, number, number][] => {
    const j = old.header.indexOf(column);
    return j < 0 ? [] : [[column, i, j]];
  });
  const changed = new Map<string, number>();
  let [added, removed] = [0, 0];
  let [left, right] = [takeNext(old.rest), takeNext(now.rest)];
  while (left !== undefined || right !== undefined) {
    const order = compareIds(left, right);
    if (order < 0) removed++;
    else if (order > 0) added++;
    else
      for (const [column, i, j] of columns)
        if (right?.[i] !== left?.[j]) changed.set(column, (changed.get(column) ?? 0) + 1);
    if (order <= 0) left = takeNext(old.rest);
    if (order >= 0) right = takeNext(now.rest);
  }
  return { added, removed, changed: Object.fromEntries(changed) };
}

/** Which of two rows has the lower id; a frame that has ended has none. */
function compareIds(left: Row | undefined, right: Row | undefined): number {
  if (left === undefined) return 1;
  return right === undefined ? -1 : compareText(left[0] ?? "", right[0] ?? "");
}

function compareWhole(before: Iterable<Row>, after: Iterable<Row>): FrameComparison {
  const left = new Map<string, number>();
  const keysOf = function* (rows: Iterable<Row>): Generator<string> {
    const { rest } = openRows(rows);
    for (let row = takeNext(rest); row !== undefined; row = takeNext(rest)) yield JSON.stringify(row);
  };
  for (const key of keysOf(before)) left.set(key, (left.get(key) ?? 0) + 1);
  let added = 0;
  for (const key of keysOf(after)) {
    const count = left.get(key) ?? 0;
    if (count === 0) added++;
    else left.set(key, count - 1);
  }
  const removed = [...left.values()].reduce((sum, count) => sum + count, 0);
  return { added, removed, changed: {} };
}

/** Frames that hold ids of people: with public ids, new in every draw, they cannot be compared. */
const WITH_PEOPLE: readonly RegistryName[] = ["inspectors", "recusals", "history", "groups"];

/**
 * Compares two sets of frames, name by name, as far as both have them: rows added and removed, and cells changed by column.
 *
 * @param people false if one of the draws uses public ids for people
 */
export function compareFrames(
  before: FrameRows,
  after: FrameRows,
  people: boolean,
): Readonly<Record<string, FrameComparison>> {
  const compared: [string, FrameComparison][] = [];
  for (const name of registryNames) {
    if (!people && WITH_PEOPLE.includes(name)) continue;
    const [earlier, later] = [before(name), after(name)];
    if (earlier === undefined || later === undefined) continue;
    const compare = WITH_IDS.includes(name) ? compareById : compareWhole;
    compared.push([name, compare(earlier, later)]);
  }
  return Object.fromEntries(compared);
}
