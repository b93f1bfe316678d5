import { join } from "node:path";
import {
  type Commitment,
  decodeUtf8,
  type DrawEvent,
  parseRows,
  type RecordStatement,
  refuse,
  isPlanId,
  type YearPlan,
} from "../../core/index.js";
import type { PublishedPlan } from "../../year/plan/year-plan.js";
import { findStray, type FrozenDraw, type PublishedPlans } from "../../year/visits/strays.js";
import { describeDraw, type DrawnTask, yearOfDraw } from "../../year/visits/visits.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { readBytesIfAny } from "../disk/read-file.js";
import { readPublished } from "./documents.js";
import { namesIn, type WorkspaceLayout } from "./layout.js";

/** A JSON statement that this program wrote; full verification is the verifier's work. */
function readQuickly<T>(bytes: Uint8Array, file: string): T {
  try {
    return JSON.parse(decodeUtf8(bytes) ?? "") as T;
  } catch {
    return refuse("document-form", { reason: "JSON" }, { file });
  }
}

function readEventsQuickly(directory: string): DrawEvent[] {
  return namesIn(join(directory, "events"))
    .filter((name) => /^\d{3}\.json$/.test(name))
    .flatMap((name) => {
      const path = join(directory, "events", name);
      const bytes = readBytesIfAny(path);
      return bytes === undefined ? [] : [readQuickly<DrawEvent>(bytes, path)];
    });
}

/** Rows of a table of a draw, without its header; none if it is not there. */
function readRowsQuickly(path: string): string[][] {
  const bytes = readBytesIfAny(path);
  const rows: string[][] = [];
  if (bytes !== undefined) parseRows(bytes, (cells) => rows.push(cells));
  return rows.slice(1);
}

/** Whoever a slot's id stands for: the members of a group, and licence numbers behind public pseudonyms where the annex is here. */
function readPeople(directory: string, { plan }: Commitment): (id: string) => readonly string[] {
  const isGrouped = plan.registries.groups !== undefined;
  const groups = isGrouped ? readRowsQuickly(join(directory, "frames", "groups.csv")) : [];
  const members = new Map(groups.map(([id = "", , people = ""]) => [id, people.split(";")]));
  const isHidden = plan.publication?.people === "pseudonyms";
  const link = isHidden ? readRowsQuickly(join(directory, "annex", "pseudonyms.csv")) : [];
  const names = new Map(link.map(([name = "", id = ""]) => [name, id]));
  return (id) => (members.get(id) ?? [id]).map((person) => names.get(person) ?? person);
}

/** What the year needs of one draw directory; undefined before its record. */
export function readDrawnTask(directory: string): DrawnTask | undefined {
  const commitmentPath = join(directory, "commitment.json");
  const commitmentBytes = readBytesIfAny(commitmentPath);
  if (commitmentBytes === undefined) return undefined;
  const commitment = readQuickly<Commitment>(commitmentBytes, commitmentPath);
  const recordBytes = readBytesIfAny(join(directory, "record.json"));
  if (recordBytes === undefined) return undefined;
  const record = readQuickly<RecordStatement>(recordBytes, join(directory, "record.json"));
  const digests = { commitment: nodeSha256(commitmentBytes), record: nodeSha256(recordBytes) };
  const drawn = describeDraw(commitment, record, readEventsQuickly(directory), digests);
  const peopleOf = readPeople(directory, commitment);
  return {
    ...drawn,
    visits: drawn.visits.map((visit) => ({ ...visit, people: visit.people.flatMap(peopleOf) })),
  };
}

/** A frozen draw, recorded or not, with its folder. */
export interface DrawFolder extends FrozenDraw {
  readonly name: string;
  readonly directory: string;
}

/** All frozen draws of a workspace, or those of one year, by the name of their folder; a copy beside a draw is the same draw. */
export function readFrozenDraws({ draws }: WorkspaceLayout, year?: number): DrawFolder[] {
  const found = namesIn(draws).flatMap((name): DrawFolder[] => {
    const directory = join(draws, name);
    const path = join(directory, "commitment.json");
    const bytes = readBytesIfAny(path);
    if (bytes === undefined) return [];
    const { plan, claimedTime } = readQuickly<Commitment>(bytes, path);
    // The id becomes the name of files: a received draw must not lead out of its place.
    if (!isPlanId(plan.id) || plan.id.startsWith(".")) refuse("plan-id-invalid", {}, { file: path }, plan.id);
    const own = yearOfDraw(plan);
    if (year !== undefined && own !== year) return [];
    return [
      {
        name,
        directory,
        draw: plan.id,
        year: own,
        yearPlan: plan.yearPlan,
        frozenAt: claimedTime,
        commitment: nodeSha256(bytes),
        voided: readEventsQuickly(directory).some(({ kind }) => kind === "void"),
      },
    ];
  });
  const byCommitment = new Map<string, DrawFolder>();
  // Of two copies the voided one says more.
  for (const draw of found)
    if (draw.voided || !byCommitment.has(draw.commitment)) byCommitment.set(draw.commitment, draw);
  return [...byCommitment.values()];
}

/** The published plans of a workspace, each year read once. */
export function publishedPlans(layout: WorkspaceLayout): PublishedPlans {
  const known = new Map<number, readonly PublishedPlan[]>();
  return (year) => {
    let plans = known.get(year);
    if (plans === undefined)
      known.set(year, (plans = readPublished<YearPlan>(layout, "year-plan", `plan-${year}`)));
    return plans;
  };
}

/** Refuses a draw that does not count. Throws `draw-beside-year`, `draw-repeated`. */
export function requireCounting(layout: WorkspaceLayout, draw: DrawFolder, all: readonly DrawFolder[]): void {
  const code = findStray(draw, all, publishedPlans(layout));
  if (code !== undefined)
    refuse(code, { task: draw.yearPlan?.task ?? draw.draw }, { file: draw.directory }, draw.draw);
}

/** A recorded draw with its folder. */
export interface FoundDraw {
  readonly directory: string;
  readonly drawn: DrawnTask;
}

/** The folder and the draw of a plan id, else of a folder's name. Throws `draw-unknown`, `draw-beside-year`, `draw-repeated`. */
export function findDraw(layout: WorkspaceLayout, draw: string): FoundDraw {
  const all = readFrozenDraws(layout);
  const own = all.filter((known) => known.draw === draw);
  const found = own.find(({ voided }) => !voided) ?? own[0] ?? all.find(({ name }) => name === draw);
  const drawn = found === undefined ? undefined : readDrawnTask(found.directory);
  if (found === undefined || drawn === undefined)
    return refuse("draw-unknown", { known: all.map((known) => known.draw).join("、") || "—" }, {}, draw);
  requireCounting(layout, found, all);
  return { directory: found.directory, drawn };
}
