import type { RegistryName } from "../registry/columns.js";
import { type Frames, listFrames } from "../registry/frames.js";
import { parseRows } from "../text/csv.js";

/** What changed in one frame since an earlier commitment. */
export interface FrameComparison {
  readonly added: number;
  readonly removed: number;
  /** Changed rows by column; a column that only one of the frames has is not compared. Frames without ids have no changed rows. */
  readonly changed: Readonly<Record<string, number>>;
}

type Rows = readonly (readonly string[])[];

function readRows(bytes: Uint8Array): Rows {
  const rows: string[][] = [];
  parseRows(bytes, (cells) => rows.push([...cells]));
  return rows;
}

/** Frames whose first column names the row; rows of the others are compared whole. */
const WITH_IDS: readonly RegistryName[] = ["objects", "inspectors", "items", "groups"];

function compareById(
  [oldHeader = [], ...oldRows]: Rows,
  [newHeader = [], ...newRows]: Rows,
): FrameComparison {
  const before = new Map(oldRows.map((row) => [row[0] ?? "", row]));
  const columns = newHeader.flatMap((column, i): [string, number, number][] => {
    const j = oldHeader.indexOf(column);
    return j < 0 ? [] : [[column, i, j]];
  });
  const changed = new Map<string, number>();
  let added = 0;
  for (const row of newRows) {
    const old = before.get(row[0] ?? "");
    if (old === undefined) added++;
    else
      for (const [column, i, j] of columns)
        if (row[i] !== old[j]) changed.set(column, (changed.get(column) ?? 0) + 1);
  }
  const removed = before.size - (newRows.length - added);
  return { added, removed, changed: Object.fromEntries(changed) };
}

function compareWhole([, ...oldRows]: Rows, [, ...newRows]: Rows): FrameComparison {
  const left = new Map<string, number>();
  for (const row of oldRows) left.set(JSON.stringify(row), (left.get(JSON.stringify(row)) ?? 0) + 1);
  let added = 0;
  for (const row of newRows) {
    const key = JSON.stringify(row);
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
  before: Frames,
  after: Frames,
  people: boolean,
): Readonly<Record<string, FrameComparison>> {
  const compared = listFrames(after).flatMap(([name, bytes]): [string, FrameComparison][] => {
    const earlier = before[name];
    if (earlier === undefined || (!people && WITH_PEOPLE.includes(name))) return [];
    const compare = WITH_IDS.includes(name) ? compareById : compareWhole;
    return [[name, compare(readRows(earlier), readRows(bytes))]];
  });
  return Object.fromEntries(compared);
}
