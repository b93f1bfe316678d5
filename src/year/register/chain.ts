import { encodeJson, type Sha256 } from "../../core/index.js";

/** What every entry of a chained file has: entries are only ever added. */
export interface Chained {
  /** Counts from 1. */
  readonly number: number;
  /** Digest of the entry before; `""` of the first. */
  readonly previous: string;
  /** RFC 3339 in UTC, from the computer's clock: a claim. */
  readonly claimedTime: string;
}

/** The entries with more behind them, numbered and chained. */
export function appendChained<T extends Chained>(
  entries: readonly T[],
  added: readonly Omit<T, keyof Chained>[],
  claimedTime: string,
  sha256: Sha256,
): T[] {
  const all = [...entries];
  for (const content of added) {
    const last = all.at(-1);
    const previous = last === undefined ? "" : sha256(encodeJson(last));
    all.push({ ...content, number: all.length + 1, previous, claimedTime } as T);
  }
  return all;
}

/** Number of the first entry that does not follow on the one before; undefined if all do. */
export function findBrokenLink(entries: readonly Chained[], sha256: Sha256): number | undefined {
  const broken = entries.findIndex((entry, i) => {
    const before = entries[i - 1];
    return (
      entry.number !== i + 1 || entry.previous !== (before === undefined ? "" : sha256(encodeJson(before)))
    );
  });
  return broken < 0 ? undefined : broken + 1;
}
