import { basename, dirname, join } from "node:path";
import { FaultList, refuse, refuseErrors } from "../../core/index.js";
import { appendChained, type Chained } from "../../year/register/chain.js";
import { type CheckedResult, checkResult } from "../../year/results/check-result.js";
import {
  CurrentResults,
  type JournalEntry,
  nonRandomJournal,
  type PublicationEntry,
  type ResultEntry,
  type ResultJournal,
  type WithdrawalEntry,
} from "../../year/results/journal.js";
import { ResultReader, type ResultRow, resultSpec } from "../../year/results/result-rows.js";
import { withFileLock } from "../disk/lock.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { makeFolders, readChained, writeChained } from "./documents.js";
import { findDraw, type FoundDraw } from "./drawn-tasks.js";
import { namesIn, type WorkspaceLayout } from "./layout.js";
import { instantOf, readInspectors, readTable, todayInChina, type Workspace } from "./workspace.js";

/** The journal of a draw, or of a year's non-random inspections; undefined before its first entry. Throws `chain-broken`. */
export function readJournal(layout: WorkspaceLayout, name: string): ResultJournal | undefined {
  return readChained<ResultJournal>("results", layout.results(name));
}

/** Names of all journals. */
export function journalNames(layout: WorkspaceLayout): string[] {
  return namesIn(dirname(layout.results("x"))).flatMap((file) =>
    file.endsWith(".json") ? [file.slice(0, -5)] : [],
  );
}

type NewEntry =
  | Omit<ResultEntry, keyof Chained>
  | Omit<PublicationEntry, keyof Chained>
  | Omit<WithdrawalEntry, keyof Chained>;

/** Adds entries to a journal under its lock; what they are is decided on the journal as it stands then. */
export function addEntries(
  layout: WorkspaceLayout,
  name: string,
  found: FoundDraw | undefined,
  now: Date,
  decide: (journal: ResultJournal) => readonly NewEntry[],
): number {
  const path = layout.results(name);
  const commitment = found?.drawn.commitment ?? "";
  makeFolders(dirname(path), layout.directory);
  return withFileLock(path, () => {
    const empty: ResultJournal = {
      schema: "dualdraw/results/v1",
      draw: name,
      commitment,
      entries: [],
      head: "",
    };
    const known = readJournal(layout, name);
    if (found !== undefined) requireKept(found.directory, known);
    const journal = known ?? empty;
    if (journal.commitment !== commitment) refuse("result-other-commitment", { draw: name }, { file: path });
    const added = decide(journal);
    if (added.length === 0) return 0;
    const chain = appendChained<JournalEntry>(journal.entries, added, instantOf(now), nodeSha256);
    writeChained("results", path, { ...journal, ...chain });
    return added.length;
  });
}

/** What became of a file of results. */
export interface AddedResults {
  readonly added: number;
  readonly corrected: number;
  /** Rows that say what was entered before. */
  readonly known: number;
  /** Rows that wait for their result. */
  readonly waiting: number;
  readonly faults: FaultList;
}

/** A department's file, or one result given by its fields. */
export type ResultSource = { readonly file: string } | { readonly cells: Readonly<Record<string, string>> };

async function readResultRows(
  source: ResultSource,
  faults: FaultList,
): Promise<{ rows: ResultRow[]; waiting: number }> {
  const reader = new ResultReader("file" in source ? basename(source.file) : "", faults);
  if ("file" in source) await readTable(source.file, resultSpec, reader, faults);
  else {
    reader.header(Object.keys(source.cells), 1);
    reader.row(Object.values(source.cells), 2);
  }
  return { rows: reader.rows, waiting: reader.waiting };
}

/** One result twice in a source: which of the two counts would be the program's choice. */
function checkRepeated(rows: readonly ResultRow[], faults: FaultList): void {
  const seen = new Map<string, ResultRow>();
  for (const row of rows) {
    const key = JSON.stringify([row.object, row.item, row.origin === "" ? "" : row.date]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, row);
    else
      faults.add("result-row-repeated", row.placeOf("item"), row.item, {
        line: first.placeOf("item").line ?? 0,
      });
  }
}

/** Rows of one journal with the draw that ordered them. */
interface Batch {
  readonly name: string;
  readonly found: FoundDraw | undefined;
  readonly rows: readonly ResultRow[];
}

function groupRows(
  layout: WorkspaceLayout,
  rows: readonly ResultRow[],
  draw: string | undefined,
  isRandom: boolean,
  faults: FaultList,
): Batch[] {
  const groups = new Map<string, ResultRow[]>();
  for (const row of rows) {
    const name = isRandom ? row.draw || draw || "" : nonRandomJournal(Number(row.date.slice(0, 4)));
    if (name === "") faults.add("cell-empty", row.placeOf("draw"));
    else groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  // A draw may be named by its id, by its folder, or by --draw.
  const batches = new Map<string, { name: string; found: FoundDraw | undefined; rows: ResultRow[] }>();
  for (const [name, own] of groups) {
    const found = isRandom ? findDraw(layout, name) : undefined;
    if (found?.drawn.voided === true)
      faults.add("result-draw-voided", own[0]?.placeOf("draw") ?? {}, name, { draw: name });
    const key = found?.drawn.draw ?? name;
    const known = batches.get(key);
    if (known === undefined) batches.set(key, { name: key, found, rows: own });
    else known.rows.push(...own);
  }
  for (const { rows: own } of batches.values()) checkRepeated(own, faults);
  return [...batches.values()].filter(({ found }) => found?.drawn.voided !== true);
}

/**
 * Enters a department's file: every row is checked before any is entered, and what was entered stays. A row that says what is known is
 * passed over; one that says something else needs the reason of its correction.
 *
 * @param draw the draw of rows that name none
 * @param isRandom false for inspections that no draw ordered: they are kept apart
 */
export async function addResults(
  workspace: Workspace,
  source: ResultSource,
  draw: string | undefined,
  isRandom: boolean,
  now: Date,
): Promise<AddedResults> {
  const { layout, codes, everyItem: items } = workspace;
  // A single result has no file and no line: its fields are named alone.
  const faults = new FaultList((place) => {
    if ("file" in source || place.column === undefined) return place;
    return { column: place.column };
  });
  const { rows, waiting } = await readResultRows(source, faults);
  const batches = groupRows(layout, rows, draw, isRandom, faults);
  const inspectors = await readInspectors(workspace);
  const desk = { codes, items, inspectors, today: todayInChina(now) };
  const check = (
    { found, rows: own }: Batch,
    journal: ResultJournal | undefined,
    into: FaultList,
  ): CheckedResult[] => {
    const current = new CurrentResults(journal?.entries ?? []);
    return own.flatMap((row) => checkResult(row, { ...desk, draw: found?.drawn }, current, into) ?? []);
  };
  for (const batch of batches) check(batch, readJournal(layout, batch.name), faults);
  refuseErrors(faults);
  let [added, corrected] = [0, 0];
  for (const batch of batches)
    added += addEntries(layout, batch.name, batch.found, now, (journal) => {
      const again = new FaultList();
      const results = check(batch, journal, again);
      refuseErrors(again);
      corrected += results.filter(({ corrects }) => corrects !== undefined).length;
      return results.map((result) => ({ kind: "result", ...result }));
    });
  return { added, corrected, known: rows.length - added, waiting, faults };
}

/** Refuses a journal that a copy kept at a publication is not the beginning of. Throws `chain-broken`. */
export function requireKept(directory: string, journal: ResultJournal | undefined): void {
  const folder = join(directory, "results");
  const last = namesIn(folder)
    .filter((name) => /^\d{6,}\.json$/.test(name))
    .at(-1);
  if (last === undefined) return;
  const count = Number(last.slice(0, -".json".length));
  const file = join(folder, last);
  const kept = readChained<ResultJournal>("results", file);
  const entries = journal?.entries ?? [];
  const reached = count === entries.length ? journal?.head : entries[count]?.previous;
  if (kept?.head !== reached) refuse("chain-broken", { number: count }, { file });
}
