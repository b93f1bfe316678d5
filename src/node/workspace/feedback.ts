import { dirname } from "node:path";
import {
  FaultList,
  historySpec,
  type InspectionObject,
  objectSpec,
  protectCell,
  refuse,
  refuseErrors,
} from "../../core/index.js";
import { standVisits } from "../../year/assess/tally.js";
import {
  type DecidedProposal,
  type Proposal,
  ProposalReader,
  proposalSpec,
  proposeChanges,
  wordField,
} from "../../year/feedback/proposals.js";
import { replaceFile } from "../disk/durable-write.js";
import { encodeList } from "../draw/draw-directory.js";
import { makeFolders } from "./documents.js";
import { readRegister, register } from "./register.js";
import { rewriteTable } from "./rewrite-table.js";
import { readObjects, readTable, todayInChina, type Workspace } from "./workspace.js";
import { readRecords, type WorkspaceRecords } from "./year-files.js";

/** One inspection as history.csv has it. */
interface HistoryEntry {
  readonly object: string;
  readonly date: string;
  readonly task: string;
  readonly inspectors: string;
  readonly result: string;
}

/** Every visit of which all results are published, once for each task of its draw. */
function finishedVisits({ draws, journals }: WorkspaceRecords): HistoryEntry[] {
  return draws
    .flatMap((draw) => standVisits(draw, journals.get(draw.draw), () => ""))
    .filter(({ doneOn }) => doneOn !== undefined)
    .flatMap(({ visit, results }) => {
      const date = results.reduce((last, { entry }) => (entry.date > last ? entry.date : last), "");
      const result = [...new Set(results.map(({ entry }) => entry.result))].join("、");
      return visit.tasks.map((task) => ({
        object: visit.object,
        date,
        task,
        inspectors: visit.people.join("、"),
        result,
      }));
    });
}

function decidedBefore({ layout }: Workspace, year: number): Proposal[] {
  return readRegister(layout, year).entries.flatMap((entry) =>
    entry.kind === "feedback"
      ? [
          {
            journal: entry.about.split(" ")[0] ?? "",
            object: entry.about.split(" ").slice(1).join(" "),
            entry: entry.entry,
            field: entry.field as Proposal["field"],
            name: "",
            from: "",
            to: "",
            result: "",
          },
        ]
      : [],
  );
}

/** What the published results of a year suggest and nobody decided yet. */
export async function readProposals(workspace: Workspace, year: number): Promise<Proposal[]> {
  const { journals } = readRecords(workspace, year);
  const { codes, settings } = workspace;
  const objects = await readObjects(workspace);
  return proposeChanges(
    [...journals.values()],
    objects,
    codes,
    settings.creditTiers,
    decidedBefore(workspace, year),
  );
}

/** Writes the proposals for people to decide on. Throws `feedback-nothing`. */
export async function writeProposals(
  workspace: Workspace,
  year: number,
): Promise<{ path: string; proposals: Proposal[] }> {
  const { layout } = workspace;
  const proposals = await readProposals(workspace, year);
  const path = layout.feedback(year);
  if (proposals.length === 0 && missingHistory(workspace, year).length === 0)
    return refuse("feedback-nothing", {}, { file: layout.directory });
  const header = proposalSpec.columns.map(({ headers: [first], field }) => first ?? field);
  const rows = proposals.map(({ object, name, field, from, to, journal, entry, result }) => [
    object,
    protectCell(name),
    wordField(field),
    from,
    to,
    journal,
    String(entry),
    result,
    "",
    "",
    "",
  ]);
  makeFolders(dirname(path), layout.directory);
  replaceFile(path, encodeList([header, ...rows]));
  return { path, proposals };
}

function missingHistory(workspace: Workspace, year: number): HistoryEntry[] {
  return finishedVisits(readRecords(workspace, year));
}

/** What a confirmation changed. */
export interface AppliedFeedback {
  readonly confirmed: number;
  readonly declined: number;
  readonly waiting: number;
  readonly history: number;
}

const keyOf = ({ object, date, task }: Pick<HistoryEntry, "object" | "date" | "task">): string =>
  JSON.stringify([object, date, task]);

/** Appends every finished visit that history.csv does not have. */
async function appendHistory(workspace: Workspace, year: number): Promise<number> {
  const path = workspace.layout.registry("history.csv");
  const finished = missingHistory(workspace, year);
  let added = 0;
  await rewriteTable(path, historySpec, (table) => {
    const known = new Set(
      table.rows.map((row) =>
        keyOf({
          object: table.get(row, "object"),
          date: table.get(row, "date"),
          task: table.get(row, "task"),
        }),
      ),
    );
    for (const visit of finished)
      if (!known.has(keyOf(visit))) {
        table.add({ ...visit });
        added++;
      }
  });
  return added;
}

/** The Chinese cell of a field of the registry as it stands. */
function valueOf(object: InspectionObject | undefined, field: Proposal["field"]): string | undefined {
  return field === "credit" ? object?.credit : object?.tags.join("、");
}

/** Every decision is on a proposal of now, or on one that was applied before a power cut and not yet noted. */
function requireProposed(
  decided: readonly DecidedProposal[],
  proposals: readonly Proposal[],
  objects: ReadonlyMap<string, InspectionObject>,
  noted: readonly Proposal[],
  faults: FaultList,
  file: string,
): void {
  const isSame = (a: Proposal, b: Proposal): boolean =>
    a.object === b.object && a.field === b.field && a.journal === b.journal && a.entry === b.entry;
  for (const row of decided) {
    const isProposed = proposals.some(
      (known) => isSame(known, row) && known.from === row.from && known.to === row.to,
    );
    const isApplied =
      row.confirmed &&
      valueOf(objects.get(row.object), row.field) === row.to &&
      !noted.some((known) => isSame(known, row));
    if (!isProposed && !isApplied) faults.add("proposal-other", { file }, row.object);
  }
}

/**
 * Applies the decided proposals to the object registry and keeps every decision with its reason; finished visits become history. The next
 * draw uses both. Throws `proposal-other` where the registry or the file changed since the proposals were made.
 */
export async function confirmProposals(
  workspace: Workspace,
  year: number,
  now: Date,
): Promise<AppliedFeedback> {
  const { layout } = workspace;
  const path = layout.feedback(year);
  const faults = new FaultList();
  const reader = new ProposalReader(path, faults);
  await readTable(path, proposalSpec, reader, faults);
  const proposals = await readProposals(workspace, year);
  const objects = await readObjects(workspace);
  requireProposed(reader.rows, proposals, objects, decidedBefore(workspace, year), faults, path);
  refuseErrors(faults);
  const confirmed = reader.rows.filter((row) => row.confirmed);
  const entries = reader.rows.map((row) => ({
    kind: "feedback" as const,
    on: todayInChina(now),
    about: `${row.journal} ${row.object}`,
    entry: row.entry,
    field: row.field,
    confirmed: row.confirmed,
    note: `${row.from} → ${row.to}：${row.reason}（${row.decidedBy}）`,
  }));
  if (confirmed.length > 0)
    await rewriteTable(layout.registry("objects.csv"), objectSpec, (table) => {
      for (const row of table.rows)
        for (const { object, field, to } of confirmed)
          if (table.get(row, "id") === object) table.set(row, field, to);
    });
  if (entries.length > 0) register(layout, year, entries, now);
  const history = await appendHistory(workspace, year);
  return {
    confirmed: confirmed.length,
    declined: entries.length - confirmed.length,
    waiting: reader.waiting,
    history,
  };
}
