import type { DrawnTask } from "../visits/visits.js";
import {
  CurrentResults,
  type JournalEntry,
  publishedDays,
  type ResultEntry,
  type ResultJournal,
  type WithdrawalReason,
} from "./journal.js";

/** Something published that does not stand any more. */
export interface Withdrawal {
  readonly entry: ResultEntry;
  readonly reason: WithdrawalReason;
}

/** What is to be published of a journal, and what to be taken back. */
export interface OpenPublication {
  readonly publish: readonly ResultEntry[];
  readonly withdraw: readonly Withdrawal[];
}

/**
 * What waits for its publication: results of visits that stand and that law does not keep from being shown. What was published of a voided
 * draw, of a replaced object, or is now excepted by law, is taken back.
 *
 * @param drawn the draw; undefined for inspections that no draw ordered
 */
export function findOpenPublication(
  entries: readonly JournalEntry[],
  drawn: DrawnTask | undefined,
): OpenPublication {
  const current = new CurrentResults(entries);
  const published = publishedDays(entries);
  const corrections = new Map(
    entries.flatMap((entry) =>
      entry.kind === "result" && entry.corrects !== undefined
        ? [[entry.corrects.number, entry] as const]
        : [],
    ),
  );
  const objects = new Set(drawn?.visits.map(({ object }) => object));
  const stands = ({ object }: ResultEntry): boolean => drawn === undefined || objects.has(object);
  const reasonOf = (entry: ResultEntry): WithdrawalReason | undefined => {
    if (drawn?.voided === true) return "voided";
    if (!stands(entry)) return "replaced";
    let last = entry;
    for (let next = corrections.get(last.number); next !== undefined; next = corrections.get(last.number))
      last = next;
    return last.exception === undefined ? undefined : "excepted";
  };
  const withdraw = entries.flatMap((entry): Withdrawal[] => {
    if (entry.kind !== "result" || !published.has(entry.number)) return [];
    const reason = reasonOf(entry);
    return reason === undefined ? [] : [{ entry, reason }];
  });
  const publish = current.all
    .filter(({ entry, publishedOn }) => publishedOn === undefined && entry.exception === undefined)
    .map(({ entry }) => entry)
    .filter((entry) => drawn?.voided !== true && stands(entry));
  return { publish, withdraw };
}

/** One publication, or one withdrawal, of one department: its page follows from the journal, also after a power cut between the two. */
export interface Publication {
  readonly department: string;
  /** Number of the journal's entry. */
  readonly number: number;
  readonly on: string;
  readonly entries: readonly ResultEntry[];
  /** Results of the department until then that law keeps from being shown, with the ground. */
  readonly withheld: readonly ResultEntry[];
  /** Why what was published is taken back; undefined for a publication. */
  readonly withdrawn: WithdrawalReason | undefined;
}

/** Every publication and withdrawal of a journal, in order. */
export function publicationsOf({ entries }: ResultJournal): Publication[] {
  const results = entries.flatMap((entry) => (entry.kind === "result" ? [entry] : []));
  return entries.flatMap((entry): Publication[] => {
    if (entry.kind === "result") return [];
    const { department, number, on } = entry;
    const own = results.filter((result) => result.department === department && result.number < number);
    const isWithdrawal = entry.kind === "withdrawn";
    return [
      {
        department,
        number,
        on,
        entries: own.filter((result) => entry.entries.includes(result.number)),
        withheld: isWithdrawal ? [] : own.filter(({ exception }) => exception !== undefined),
        withdrawn: isWithdrawal ? entry.reason : undefined,
      },
    ];
  });
}
