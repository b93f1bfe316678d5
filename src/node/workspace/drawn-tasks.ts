import { join } from "node:path";
import {
  type Commitment,
  decodeUtf8,
  type DrawEvent,
  parseRows,
  type RecordStatement,
  refuse,
} from "../../core/index.js";
import { describeDraw, type DrawnTask, yearOfDraw } from "../../year/visits/visits.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { readBytesIfAny } from "../disk/read-file.js";
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

/** What the year needs of one draw directory; undefined before its record, or where it is of another year than the one asked for. */
export function readDrawnTask(directory: string, year?: number): DrawnTask | undefined {
  const commitmentPath = join(directory, "commitment.json");
  const commitmentBytes = readBytesIfAny(commitmentPath);
  if (commitmentBytes === undefined) return undefined;
  const commitment = readQuickly<Commitment>(commitmentBytes, commitmentPath);
  if (year !== undefined && yearOfDraw(commitment.plan) !== year) return undefined;
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

/** True if a draw was voided, before or after its record. */
export function isVoidedDraw(directory: string): boolean {
  return readEventsQuickly(directory).some(({ kind }) => kind === "void");
}

/** All recorded draws of a workspace, or those of one year, by the name of their folder. */
export function readDrawnTasks({ draws }: WorkspaceLayout, year?: number): DrawnTask[] {
  const found = namesIn(draws).flatMap((name) => readDrawnTask(join(draws, name), year) ?? []);
  // A copy of a draw beside it is the same draw.
  return [...new Map(found.map((drawn) => [drawn.commitment, drawn])).values()];
}

/** The folder and the draw of a plan id. Throws `draw-unknown`. */
export function findDraw(layout: WorkspaceLayout, draw: string): { directory: string; drawn: DrawnTask } {
  const known: string[] = [];
  for (const name of namesIn(layout.draws)) {
    const directory = join(layout.draws, name);
    const drawn = readDrawnTask(directory);
    if (drawn === undefined) continue;
    if (drawn.draw === draw || name === draw) return { directory, drawn };
    known.push(drawn.draw);
  }
  return refuse("draw-unknown", { known: known.join("、") || "—" }, {}, draw);
}
