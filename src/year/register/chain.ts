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

/** Entries with the digest of the last one, which holds all of them. */
export interface Chain<T extends Chained> {
  readonly entries: readonly T[];
  /** Digest of the last entry. */
  readonly head: string;
}

/** The entries with more behind them, numbered and chained; at least one in all. */
export function appendChained<T extends Chained>(
  entries: readonly T[],
  added: readonly Omit<T, keyof Chained>[],
  claimedTime: string,
  sha256: Sha256,
): Chain<T> {
  const all = [...entries];
  let head = headOf(all, sha256);
  for (const content of added) {
    all.push({ ...content, number: all.length + 1, previous: head, claimedTime } as T);
    head = headOf(all, sha256);
  }
  return { entries: all, head };
}

/** Digest of the last entry; `""` of none. */
function headOf(entries: readonly Chained[], sha256: Sha256): string {
  const last = entries.at(-1);
  return last === undefined ? "" : sha256(encodeJson(last));
}

/**
 * Number of the first entry that the one behind it, or the head, does not name; undefined if all are as they were added. A chain that was
 * made anew as a whole is not seen here: copies and archives show it.
 */
export function findBrokenLink({ entries, head }: Chain<Chained>, sha256: Sha256): number | undefined {
  const digests = entries.map((entry) => sha256(encodeJson(entry)));
  const broken = entries.findIndex(
    (entry, i) =>
      entry.number !== i + 1 ||
      entry.previous !== (digests[i - 1] ?? "") ||
      (i === entries.length - 1 && digests[i] !== head),
  );
  if (entries.length === 0 && head !== "") return 1;
  return broken < 0 ? undefined : broken + 1;
}
