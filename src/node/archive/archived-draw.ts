import { dirname, join, resolve } from "node:path";
import {
  type ArchivePlace,
  type EarlierVoid,
  encodeJson,
  type Plan,
  refuse,
  refuseErrors,
  type Signer,
  type StatementName,
} from "../../core/index.js";
import { replaceFile } from "../disk/durable-write.js";
import { readBytesIfAny } from "../disk/read-file.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { type EarlierDraw, isOfSameTask, readEarlierDraw } from "../draw/earlier-draws.js";
import { freeze, type FreezeOptions, type Frozen } from "../draw/freeze.js";
import { formRoster } from "../draw/roster.js";
import { readPlanFile } from "../registry/plan-file.js";
import { type Added, addDraw } from "./add-draw.js";
import { type Archive, withArchive } from "./archive.js";
import { readStoredCommitment } from "./draw-file.js";
import { findDraws } from "./draw-index.js";
import { filesOfDraw, listPayload, namesOfStatements, readPayload } from "./draw-leaves.js";
import { findEnd } from "./keys.js";
import { drawFolder, partFolder } from "./layout.js";
import { writeProofs } from "./proofs.js";

/** Says in a draw directory where its archive is: every later step archives what it makes. */
const LINK_FILE = "archive.json";

/** The archive of a draw directory; undefined if none is kept. */
export function readLink(directory: string): string | undefined {
  const bytes = readBytesIfAny(join(directory, LINK_FILE));
  if (bytes === undefined) return undefined;
  return (JSON.parse(Buffer.from(bytes).toString("utf8")) as { path: string }).path;
}

function writeLink(directory: string, archive: string): void {
  const link = encodeJson({ schema: "dualdraw/archive-link/v1", path: resolve(archive) });
  replaceFile(join(directory, LINK_FILE), link);
}

function readArchivedDraw(archive: string, draw: number): EarlierDraw {
  const commitment = readStoredCommitment(archive, draw);
  const bytes = readPayload(archive, draw, "commitment.json");
  if (commitment === undefined || bytes === undefined)
    return refuse("archive-damaged", { reason: "commitment.json" }, { file: drawFolder(archive, draw) });
  return readEarlierDraw(commitment, nodeSha256(bytes), filesOfDraw(archive, draw));
}

/** Voided draws of a plan or of its tasks in the archive. Throws `draw-exists` if the plan was drawn and not voided. */
function findArchivedVoids({ path }: Archive, plan: Plan): EarlierVoid[] {
  for (const draw of findDraws(path, "plan", plan.id))
    if (readArchivedDraw(path, draw).voidOf === undefined)
      refuse("draw-exists", { draw: plan.id }, { file: drawFolder(path, draw) });
  const numbers = plan.tasks.flatMap(({ id }) => findDraws(path, "void", id));
  const voided = [...findDraws(path, "plan", plan.id), ...numbers].sort((a, b) => a - b);
  return [...new Set(voided)].flatMap((draw) => {
    const { commitment, voidOf } = readArchivedDraw(path, draw);
    return voidOf !== undefined && isOfSameTask(plan, commitment) ? [voidOf] : [];
  });
}

/** What the archive did with a draw. */
export interface Archived extends Added {
  readonly archive: string;
  readonly origin: string;
}

/** Archives what a draw directory holds and puts the commitment's proof beside it. */
function archiveNow(archive: Archive, directory: string, signer: Signer | undefined): Archived {
  const added = addDraw(archive, directory, signer);
  writeProofs(archive, added.draw, directory, ["commitment"]);
  return { ...added, archive: archive.path, origin: archive.origin };
}

/** `archive add`: archives a draw directory and notes the archive in it, so that later steps go there too. */
export function addToArchive(path: string, directory: string, signer: Signer | undefined): Archived {
  return withArchive(path, (archive) => {
    const archived = archiveNow(archive, directory, signer);
    if (readLink(directory) !== resolve(path)) writeLink(directory, path);
    return archived;
  });
}

/**
 * Freezes a draw into an archive: the commitment names its place in the log before anybody signs it, the voids of the same tasks are those
 * that the archive holds, and the registries are compared with the archive's last draw. The archive is held from the look into it to
 * the leaf, so that no other draw takes the place.
 *
 * @param target a new or empty directory
 */
export async function freezeArchived(
  planPath: string,
  target: string,
  path: string,
  options: Omit<FreezeOptions, "archived">,
): Promise<Frozen & { readonly archived: Archived }> {
  const { plan, faults } = readPlanFile(planPath);
  refuseErrors(faults);
  return withArchive(path, async (archive) => {
    const { origin, log, key, keys } = archive;
    for (const entry of formRoster(plan as Plan, dirname(planPath), options.signer))
      if (findEnd(keys, entry) !== undefined) refuse("archive-key-known", {}, {}, entry.name);
    const place: ArchivePlace = {
      origin,
      sequence: log.size,
      ...(key === undefined ? {} : { publicKey: key }),
    };
    const voids = findArchivedVoids(archive, plan as Plan);
    const last = log.draws;
    const previous =
      options.previous ?? (last === 0 ? undefined : join(partFolder(path, last, "public"), "data"));
    const frozen = await freeze(planPath, target, {
      ...options,
      archived: { place, voids },
      ...(previous === undefined ? {} : { previous }),
    });
    writeLink(target, path);
    return { ...frozen, archived: archiveNow(archive, target, options.signer) };
  });
}

/** Statements that a step of a draw may have made. */
function allNames(archive: Archive, draw: number): StatementName[] {
  return namesOfStatements(listPayload(archive.path, draw));
}

/**
 * Runs a step of a draw and archives what it made before returning. Where the directory names an archive, the archive has to be there, with
 * the commitment in it, before the step begins; where it names none, the step runs alone. Throws `archive-missing`, and what
 * {@link addDraw} throws.
 */
export function keepArchived<T>(directory: string, signer: Signer | undefined, step: () => T): T {
  const path = readLink(directory);
  if (path === undefined) return step();
  return withArchive(path, (archive) => {
    archiveNow(archive, directory, undefined);
    const result = step();
    archiveNow(archive, directory, signer);
    return result;
  });
}

/** {@link keepArchived} for a release: the bundle carries the proofs of all statements. */
export function proveAll(directory: string): void {
  const path = readLink(directory);
  if (path === undefined) return;
  withArchive(path, (archive) => {
    const { draw } = archiveNow(archive, directory, undefined);
    writeProofs(archive, draw, directory, allNames(archive, draw));
  });
}
