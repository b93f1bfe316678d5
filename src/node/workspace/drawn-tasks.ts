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

/** Licence numbers behind public pseudonyms, where the draw has them and the annex is here. */
function readPseudonyms(directory: string): Map<string, string> {
  const bytes = readBytesIfAny(join(directory, "annex", "pseudonyms.csv"));
  const names = new Map<string, string>();
  if (bytes !== undefined) parseRows(bytes, ([name = "", id = ""]) => names.set(name, id));
  return names;
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
  if (commitment.plan.publication?.people !== "pseudonyms") return drawn;
  const names = readPseudonyms(directory);
  const visits = drawn.visits.map((visit) => ({
    ...visit,
    people: visit.people.map((id) => names.get(id) ?? id),
  }));
  return { ...drawn, visits };
}

/** True if a draw was voided, before or after its record. */
export function isVoidedDraw(directory: string): boolean {
  return readEventsQuickly(directory).some(({ kind }) => kind === "void");
}

/** All recorded draws of a workspace, or those of one year, by the name of their folder. */
export function readDrawnTasks({ draws }: WorkspaceLayout, year?: number): DrawnTask[] {
  return namesIn(draws).flatMap((name) => readDrawnTask(join(draws, name), year) ?? []);
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
