import { join } from "node:path";
import type { ResultEntry } from "../../year/results/journal.js";
import { findOpenPublication, type Withdrawal } from "../../year/results/publication.js";
import { keepArchived } from "../archive/archived-draw.js";
import { makeFolder, SEALED, writeOnce } from "../disk/durable-write.js";
import { readBytesIfAny } from "../disk/read-file.js";
import type { FoundDraw } from "./drawn-tasks.js";
import { addEntries, readJournal } from "./results.js";
import { todayInChina, type Workspace } from "./workspace.js";

/** Groups by department and another name, in order of appearance. */
function groupBy<T>(entries: readonly T[], nameOf: (entry: T) => readonly string[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const name = JSON.stringify(nameOf(entry));
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return [...groups.values()];
}

/** What a publication noted. */
export interface PublishedCounts {
  readonly published: number;
  readonly withdrawn: number;
}

/**
 * Notes as published what was entered of the visits that stand and may be shown, and as withdrawn what was published and stands no more, by
 * department; nothing is noted twice.
 */
export function publishResults(
  { layout }: Workspace,
  name: string,
  found: FoundDraw | undefined,
  department: string | undefined,
  channels: readonly string[],
  now: Date,
): PublishedCounts {
  const drawn = found?.drawn;
  const on = todayInChina(now);
  let counts: PublishedCounts = { published: 0, withdrawn: 0 };
  addEntries(layout, name, found, now, ({ entries }) => {
    const open = findOpenPublication(entries, drawn);
    const isAsked = (entry: ResultEntry): boolean =>
      department === undefined || entry.department === department;
    const publish = open.publish.filter(isAsked);
    const withdraw = open.withdraw.filter(({ entry }) => isAsked(entry));
    counts = { published: publish.length, withdrawn: withdraw.length };
    return [
      ...groupBy(withdraw, ({ entry, reason }) => [entry.department, reason]).map((own) => {
        const [{ entry, reason }] = own as [Withdrawal];
        const numbers = own.map((withdrawal) => withdrawal.entry.number);
        return { kind: "withdrawn" as const, department: entry.department, entries: numbers, on, reason };
      }),
      ...groupBy(publish, (entry) => [entry.department]).map((own) => ({
        kind: "published" as const,
        department: (own[0] as ResultEntry).department,
        entries: own.map(({ number }) => number),
        on,
        channels,
      })),
    ];
  });
  return counts;
}

/**
 * Keeps the journal as published with its draw, and in the archive where the draw has one: `results/NNNNNN.json`, by the number of entries.
 * It names people and findings, so that it stays in the sealed half.
 */
export function keepJournal({ layout }: Workspace, directory: string, name: string): void {
  const bytes = readBytesIfAny(layout.results(name));
  const journal = readJournal(layout, name);
  if (bytes === undefined || journal === undefined) return;
  keepArchived(directory, undefined, () => {
    makeFolder(join(directory, "results"), 0o700);
    writeOnce(
      join(directory, "results", `${String(journal.entries.length).padStart(6, "0")}.json`),
      bytes,
      SEALED,
    );
  });
}
