import { dirname } from "node:path";
import {
  FaultList,
  type InspectionObject,
  objectSpec,
  protectCell,
  refuse,
  refuseErrors,
} from "../../core/index.js";
import { standVisits } from "../../year/assess/tally.js";
import {
  type DecidedProposal,
  type Draft,
  nameProposal,
  type Proposal,
  ProposalReader,
  proposalSpec,
  proposeChanges,
  type StandingResults,
  wordField,
} from "../../year/feedback/proposals.js";
import type { Register, RegisterEntry } from "../../year/register/register.js";
import { CurrentResults, nonRandomJournal } from "../../year/results/journal.js";
import { replaceFile } from "../disk/durable-write.js";
import { encodeList } from "../draw/draw-directory.js";
import { makeFolders } from "./documents.js";
import { appendHistory, finishedVisits } from "./history.js";
import { readRegister, register } from "./register.js";
import { rewriteTable } from "./rewrite-table.js";
import { readObjects, readTable, todayInChina, type Workspace } from "./workspace.js";
import { readRecords, type WorkspaceRecords } from "./year-files.js";

type Decision = Extract<RegisterEntry, { kind: "feedback" }>;

function decisionsIn({ entries }: Register): Decision[] {
  return entries.filter((entry): entry is Decision => entry.kind === "feedback");
}

/** Journal and object of a decision, as the register names them. */
function aboutOf({ journal, object }: Pick<Proposal, "journal" | "object">): string {
  return `${journal} ${object}`;
}

/** What counts of a year: of draws the visits that stand, of all other inspections everything. */
function standingResults({ draws, strays, journals }: WorkspaceRecords, year: number): StandingResults[] {
  const without = new Set(strays.map(({ draw }) => draw.commitment));
  const drawn = draws.flatMap((draw): StandingResults[] => {
    const journal = journals.get(draw.draw);
    if (journal === undefined || without.has(draw.commitment)) return [];
    return [{ journal, results: standVisits(draw, journal, () => "").flatMap(({ results }) => results) }];
  });
  const apart = journals.get(nonRandomJournal(year));
  return apart === undefined
    ? drawn
    : [...drawn, { journal: apart, results: new CurrentResults(apart.entries).all }];
}

/** What the published results of a year suggest and nobody decided yet. */
export async function readProposals(workspace: Workspace, year: number): Promise<Proposal[]> {
  const { codes, settings, layout } = workspace;
  const decided = decisionsIn(readRegister(layout, year)).map(({ about, entry, field }) => ({
    journal: about.slice(0, about.indexOf(" ")),
    entry,
    field,
  }));
  const standing = standingResults(readRecords(workspace, year), year);
  return proposeChanges(standing, await readObjects(workspace), codes, settings.creditTiers, decided);
}

/** What people wrote into the file of proposals so far; nothing of it is lost when proposals are made again. */
async function readDrafts(path: string): Promise<ReadonlyMap<string, Draft>> {
  const reader = new ProposalReader(path, new FaultList());
  const unreadable = new FaultList();
  await readTable(path, proposalSpec, reader, unreadable, true);
  refuseErrors(unreadable);
  return reader.drafts;
}

/** Writes the proposals for people to decide on. Throws `feedback-nothing`. */
export async function writeProposals(
  workspace: Workspace,
  year: number,
): Promise<{ path: string; proposals: Proposal[] }> {
  const { layout } = workspace;
  const proposals = await readProposals(workspace, year);
  const path = layout.feedback(year);
  if (proposals.length === 0 && finishedVisits(readRecords(workspace, year)).length === 0)
    return refuse("feedback-nothing", {}, { file: layout.directory });
  const drafts = await readDrafts(path);
  const header = proposalSpec.columns.map(({ headers: [first], field }) => first ?? field);
  const rows = proposals.map((proposal) => {
    const { object, name, field, from, to, journal, entry, result } = proposal;
    const cells = [object, protectCell(name), wordField(field), from, to, journal, String(entry), result];
    return [...cells, ...(drafts.get(nameProposal(proposal)) ?? ["", "", ""])];
  });
  makeFolders(dirname(path), layout.directory);
  replaceFile(path, encodeList([header, ...rows]));
  return { path, proposals };
}

/** What a confirmation changed. */
export interface AppliedFeedback {
  readonly confirmed: number;
  readonly declined: number;
  /** Rows that were decided before. */
  readonly known: number;
  readonly waiting: number;
  readonly history: number;
  readonly faults: FaultList;
}

/** The value of a field of the registry as it stands. */
function valueOf(object: InspectionObject | undefined, field: Proposal["field"]): string | undefined {
  return field === "credit" ? object?.credit : object?.tags.join("、");
}

/** The rows that are decided for the first time: each is a proposal of now; one that is decided already says the same. */
function newDecisions(
  rows: readonly DecidedProposal[],
  proposals: readonly Proposal[],
  noted: readonly Decision[],
  faults: FaultList,
  file: string,
): DecidedProposal[] {
  return rows.filter((row) => {
    const earlier = noted.find(
      ({ about, entry, field }) => about === aboutOf(row) && entry === row.entry && field === row.field,
    );
    if (earlier !== undefined) {
      const isSame =
        earlier.confirmed === row.confirmed && earlier.from === row.from && earlier.to === row.to;
      if (!isSame) faults.add("proposal-decided", { file }, row.object, { number: earlier.number });
      return false;
    }
    const isProposed = proposals.some((known) => nameProposal(known) === nameProposal(row));
    if (!isProposed) faults.add("proposal-other", { file }, row.object);
    return isProposed;
  });
}

/** Decisions that were confirmed and not yet carried out. */
function openDecisions(known: Register): Decision[] {
  const applied = new Set(
    known.entries.flatMap((entry) => (entry.kind === "applied" ? entry.decisions : [])),
  );
  return decisionsIn(known).filter(({ confirmed, number }) => confirmed && !applied.has(number));
}

/**
 * Carries out what was decided and notes that it is done: also what a power cut left over. An object that says neither the old value nor the
 * new one was changed by somebody since, and is left as it is.
 */
async function applyDecisions(
  workspace: Workspace,
  year: number,
  now: Date,
  faults: FaultList,
): Promise<void> {
  const { layout } = workspace;
  const path = layout.registry("objects.csv");
  const open = openDecisions(readRegister(layout, year));
  if (open.length === 0) return;
  const objects = await readObjects(workspace);
  const changes = new Map<string, Decision[]>();
  for (const decision of open) {
    const object = decision.about.slice(decision.about.indexOf(" ") + 1);
    const { field, from, to } = decision;
    const found = valueOf(objects.get(object), field);
    if (found === from) changes.set(object, [...(changes.get(object) ?? []), decision]);
    else if (found !== to)
      faults.add("feedback-overtaken", { file: path }, object, { from, to, found: found ?? "—" });
  }
  if (changes.size > 0)
    await rewriteTable(path, objectSpec, (table) => {
      for (const row of table.rows)
        for (const { field, to } of changes.get(table.get(row, "id")) ?? []) table.set(row, field, to);
    });
  const decisions = open.map(({ number }) => number);
  const done = { kind: "applied", on: todayInChina(now), about: "objects.csv", note: "", decisions } as const;
  register(layout, year, () => [done], now);
}

/**
 * Notes every decision with its reason, then applies it to the object registry; finished visits become history. The next draw uses both.
 * Run again, it does what is left over. Throws `proposal-other` where the registry or the file changed since the proposals were made,
 * `proposal-decided` for another decision than the noted one.
 */
export async function confirmProposals(
  workspace: Workspace,
  year: number,
  now: Date,
): Promise<AppliedFeedback> {
  const { layout } = workspace;
  const path = layout.feedback(year);
  const faults = new FaultList();
  await applyDecisions(workspace, year, now, faults);
  const reader = new ProposalReader(path, faults);
  await readTable(path, proposalSpec, reader, faults);
  const proposals = await readProposals(workspace, year);
  let decided: DecidedProposal[] = [];
  register(
    layout,
    year,
    (known) => {
      decided = newDecisions(reader.rows, proposals, decisionsIn(known), faults, path);
      refuseErrors(faults);
      return decided.map((row) => ({
        kind: "feedback",
        on: todayInChina(now),
        about: aboutOf(row),
        entry: row.entry,
        field: row.field,
        from: row.from,
        to: row.to,
        confirmed: row.confirmed,
        note: `${row.reason}（${row.decidedBy}）`,
      }));
    },
    now,
  );
  await applyDecisions(workspace, year, now, faults);
  const history = await appendHistory(workspace, year);
  const confirmed = decided.filter((row) => row.confirmed).length;
  const declined = decided.length - confirmed;
  const known = reader.rows.length - decided.length;
  return { confirmed, declined, known, waiting: reader.waiting, history, faults };
}
