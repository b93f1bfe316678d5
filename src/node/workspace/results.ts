import { basename, dirname, join } from "node:path";
import { encodeJson, FaultList, refuse, refuseErrors } from "../../core/index.js";
import { appendChained, type Chained } from "../../year/register/chain.js";
import { type CheckedResult, checkResult } from "../../year/results/check-result.js";
import {
  CurrentResults,
  type JournalEntry,
  nonRandomJournal,
  type PublicationEntry,
  type ResultEntry,
  type ResultJournal,
} from "../../year/results/journal.js";
import { ResultReader, type ResultRow, resultSpec } from "../../year/results/result-rows.js";
import type { DrawnTask } from "../../year/visits/visits.js";
import { keepArchived } from "../archive/archived-draw.js";
import { makeFolder, replaceFile, SEALED, writeOnce } from "../disk/durable-write.js";
import { readBytesIfAny } from "../disk/read-file.js";
import { withFileLock } from "../disk/lock.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { makeFolders, readChained } from "./documents.js";
import { findDraw } from "./drawn-tasks.js";
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

type NewEntry = Omit<ResultEntry, keyof Chained> | Omit<PublicationEntry, keyof Chained>;

/** Adds entries to a journal under its lock; what they are is decided on the journal as it stands then. */
function addEntries(
  layout: WorkspaceLayout,
  name: string,
  commitment: string,
  now: Date,
  decide: (journal: ResultJournal) => readonly NewEntry[],
): number {
  const path = layout.results(name);
  makeFolders(dirname(path), layout.directory);
  return withFileLock(path, () => {
    const empty: ResultJournal = { schema: "dualdraw/results/v1", draw: name, commitment, entries: [] };
    const journal = readJournal(layout, name) ?? empty;
    if (journal.commitment !== commitment) refuse("result-other-commitment", { draw: name }, { file: path });
    const added = decide(journal);
    if (added.length === 0) return 0;
    const entries = appendChained<JournalEntry>(journal.entries, added, instantOf(now), nodeSha256);
    replaceFile(path, encodeJson({ ...journal, entries }));
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
  const seen = new Map<string, ResultRow>();
  for (const row of reader.rows) {
    const key = JSON.stringify([row.draw, row.object, row.item, row.origin === "" ? "" : row.date]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, row);
    else
      faults.add("result-row-repeated", row.placeOf("item"), row.item, {
        line: first.placeOf("item").line ?? 0,
      });
  }
  return { rows: reader.rows, waiting: reader.waiting };
}

/** Rows of one journal with the draw that ordered them. */
interface Batch {
  readonly name: string;
  readonly drawn: DrawnTask | undefined;
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
  return [...groups].flatMap(([name, own]): Batch[] => {
    if (!isRandom) return [{ name, drawn: undefined, rows: own }];
    const { drawn } = findDraw(layout, name);
    if (!drawn.voided) return [{ name: drawn.draw, drawn, rows: own }];
    faults.add("result-draw-voided", own[0]?.placeOf("draw") ?? {}, name, { draw: name });
    return [];
  });
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
  const { layout, codes, items } = workspace;
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
    { drawn, rows: own }: Batch,
    journal: ResultJournal | undefined,
    found: FaultList,
  ): CheckedResult[] => {
    const current = new CurrentResults(journal?.entries ?? []);
    return own.flatMap((row) => checkResult(row, { ...desk, draw: drawn }, current, found) ?? []);
  };
  for (const batch of batches) check(batch, readJournal(layout, batch.name), faults);
  refuseErrors(faults);
  let [added, corrected] = [0, 0];
  for (const batch of batches)
    added += addEntries(layout, batch.name, batch.drawn?.commitment ?? "", now, (journal) => {
      const again = new FaultList();
      const results = check(batch, journal, again);
      refuseErrors(again);
      corrected += results.filter(({ corrects }) => corrects !== undefined).length;
      return results.map((result) => ({ kind: "result", ...result }));
    });
  return { added, corrected, known: rows.length - added, waiting, faults };
}

/** Results that were published together: those of one department. */
export interface Publication {
  readonly department: string;
  /** Number of the journal's entry. */
  readonly number: number;
  readonly on: string;
  readonly entries: readonly ResultEntry[];
  /** Results of the department until then that law keeps from being shown, with the ground. */
  readonly withheld: readonly ResultEntry[];
}

/** Notes as published what was entered and may be shown, by department; nothing is noted twice. Returns how many. */
export function publishResults(
  { layout }: Workspace,
  name: string,
  commitment: string,
  department: string | undefined,
  channels: readonly string[],
  now: Date,
): number {
  const on = todayInChina(now);
  let count = 0;
  addEntries(layout, name, commitment, now, (journal) => {
    const open = new CurrentResults(journal.entries).all
      .filter(({ entry, publishedOn }) => publishedOn === undefined && entry.exception === undefined)
      .map(({ entry }) => entry)
      .filter((entry) => department === undefined || entry.department === department);
    count = open.length;
    return [...new Set(open.map((entry) => entry.department))].map((own) => ({
      kind: "published" as const,
      department: own,
      entries: open.filter((entry) => entry.department === own).map(({ number }) => number),
      on,
      channels,
    }));
  });
  return count;
}

/** Every publication of a journal: its pages follow from it, also after a power cut between the two. */
export function publicationsOf({ entries }: ResultJournal): Publication[] {
  const results = entries.flatMap((entry) => (entry.kind === "result" ? [entry] : []));
  return entries.flatMap((entry): Publication[] => {
    if (entry.kind !== "published") return [];
    const { department, number, on } = entry;
    const own = results.filter((result) => result.department === department && result.number < number);
    return [
      {
        department,
        number,
        on,
        entries: own.filter((result) => entry.entries.includes(result.number)),
        withheld: own.filter(({ exception }) => exception !== undefined),
      },
    ];
  });
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
