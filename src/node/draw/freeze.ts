import { randomBytes } from "node:crypto";
import { basename, join } from "node:path";
import {
  type ArchivePlace,
  checkDraw,
  checkPlan,
  dayInChina,
  checkBeaconTime,
  type Commitment,
  type CommitmentInput,
  DEFAULT_OPEN_HOURS,
  digestFile,
  encodeFrames,
  encodeJson,
  encodeRows,
  FaultList,
  type FileDigest,
  formCommitment,
  type EarlierVoid,
  formReport,
  type FrameSource,
  type Plan,
  type Preparation,
  pseudonymise,
  refuse,
  refuseErrors,
  type RegistryName,
  type Signer,
  YEAR_PLAN_FILE,
} from "../../core/index.js";
import type { OnProgress } from "../registry/csv-file.js";
import { nodeSha256, SECRET_FILE, writeStatement } from "./draw-directory.js";
import { copyOnce, makeFolder, requireEmpty, SEALED, writeFolder, writeOnce } from "../disk/durable-write.js";
import { type PlanFile, readPlanFile } from "../registry/plan-file.js";
import { compareWithPrevious, findEarlierVoids } from "./earlier-draws.js";
import { readYearPlanBeside } from "./year-plan-beside.js";
import { formRoster } from "./roster.js";
import {
  fileFaults,
  besidePlan,
  type LocateRegistry,
  originalName,
  type ReadRegistries,
  readRegistries,
} from "../registry/registry-files.js";

/** A plan with its registries after all checks; `preparation` is undefined if there are errors. */
export interface CheckedPlan {
  readonly registries: ReadRegistries | undefined;
  readonly preparation: Preparation | undefined;
  readonly faults: FaultList;
}

/** Reads and checks everything that a plan names; every fault is collected, what cannot be read at all is thrown. */
export async function checkPlanFile(path: string, onProgress?: OnProgress): Promise<CheckedPlan> {
  const file = readPlanFile(path, basename(path));
  readYearPlanBeside(file);
  return checkRegistries(file, besidePlan(file.directory), onProgress);
}

async function checkRegistries(
  { plan, faults }: PlanFile,
  locate: LocateRegistry,
  onProgress?: OnProgress,
): Promise<CheckedPlan> {
  if (plan === undefined) return { registries: undefined, preparation: undefined, faults };
  const registries = await readRegistries(locate, plan, faults, onProgress);
  // What a half-read registry lacks would be reported as faults of the other files and of the plan.
  if (fileFaults.some((code) => faults.counts.has(code))) {
    checkPlan(plan, faults);
    return { registries, preparation: undefined, faults };
  }
  return { registries, preparation: checkDraw(plan, registries.source, faults), faults };
}

/** What a freeze needs from outside. */
export interface FreezeOptions {
  readonly signer: Signer | undefined;
  readonly now: Date;
  readonly version: string;
  /** Where the archive will have the commitment, and the voided draws of the same tasks that it holds. */
  readonly archived?: { readonly place: ArchivePlace; readonly voids: readonly EarlierVoid[] };
  /** An earlier draw directory, to report what changed in the registries since. */
  readonly previous?: string;
  readonly onProgress?: OnProgress;
}

/** A finished freeze. */
export interface Frozen {
  readonly commitmentDigest: string;
  readonly commitment: Commitment;
  readonly preparation: Preparation;
  readonly faults: FaultList;
}

/** RFC 3339, whole seconds, UTC. */
function formatInstant(now: Date): string {
  return `${now.toISOString().slice(0, 19)}Z`;
}

function checkOfficial(plan: Plan, now: Date): void {
  const { from } = plan.visitWindow;
  const faults = new FaultList();
  if (plan.sources === undefined) return refuse("sources-absent");
  const instant = formatInstant(now);
  const today = dayInChina(instant) ?? "";
  if (today >= from) refuse("window-started", { from, today });
  for (const source of plan.sources)
    if (source.kind === "drand")
      checkBeaconTime(source.at, instant, plan.openWithinHours ?? DEFAULT_OPEN_HOURS, faults);
  refuseErrors(faults);
}

/** The layers that a freeze writes. */
interface Layers {
  readonly source: FrameSource;
  /** CSV files by name. */
  readonly annex: Readonly<Record<string, Uint8Array>>;
}

function nameFiles(tables: Readonly<Record<string, Uint8Array>>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(tables).map(([name, bytes]) => [`${name}.csv`, bytes]));
}

/** Gives every person a random public id where the plan asks for it; the annex holds the link. */
function formLayers(plan: Plan, { source, annex }: ReadRegistries): Layers {
  if (plan.publication?.people !== "pseudonyms") return { source, annex: nameFiles(annex) };
  const ids = source.inspectors.map(() => `P${randomBytes(6).toString("hex")}`);
  const { source: renamed, link } = pseudonymise(source, ids);
  return {
    source: renamed,
    annex: nameFiles({ ...annex, pseudonyms: encodeRows([["public", "id", "name"], ...link]) }),
  };
}

function writeTables(
  directory: string,
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
  sealed: boolean,
): void {
  makeFolder(join(directory, folder), sealed ? 0o700 : 0o755);
  for (const [name, bytes] of Object.entries(files))
    writeOnce(join(directory, folder, name), bytes, sealed ? SEALED : undefined);
}

function csvFiles(tables: Readonly<Record<string, Uint8Array>>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(tables).map(([name, bytes]) => [`${name}.csv`, bytes]));
}

/** Copies the registries first, so that what is checked and what is kept are the same bytes, whatever happens beside. */
function copyOriginals(directory: string, { plan, directory: from }: PlanFile): LocateRegistry {
  const folder = join(directory, "originals");
  makeFolder(folder, 0o700);
  const locate: LocateRegistry = (registry, file) => join(folder, originalName(registry, file));
  for (const [registry, file] of Object.entries(plan?.registries ?? {}))
    copyOnce(join(from, file), locate(registry as RegistryName, file), SEALED);
  return locate;
}

function writeDraw(
  directory: string,
  plan: PlanFile,
  layers: Layers,
  input: CommitmentInput,
  signer: Signer | undefined,
  secret: string,
): { commitment: Commitment; commitmentDigest: string } {
  writeOnce(join(directory, "plan.json"), plan.bytes);
  writeTables(directory, "frames", csvFiles(input.frames), false);
  writeTables(directory, "annex", layers.annex, true);
  if (secret !== "") writeOnce(join(directory, SECRET_FILE), Buffer.from(secret), SEALED);
  const commitment = formCommitment(input, nodeSha256);
  const bytes = encodeJson(commitment);
  writeStatement(directory, "commitment", bytes, signer);
  return { commitment, commitmentDigest: nodeSha256(bytes) };
}

/**
 * Freezes a plan and its registries: frames, annex, originals, secret and the commitment. The directory appears as a whole or not
 * at all. Throws with all faults if the plan cannot be drawn officially.
 *
 * @param target a new or empty directory
 */
export async function freeze(planPath: string, target: string, options: FreezeOptions): Promise<Frozen> {
  requireEmpty(target);
  const file = readPlanFile(planPath, basename(planPath));
  const yearPlan = readYearPlanBeside(file);
  refuseErrors(file.faults);
  checkOfficial(file.plan as Plan, options.now);
  const voids = mergeVoids([
    ...(options.archived?.voids ?? []),
    ...findEarlierVoids(file.plan as Plan, planPath, target),
  ]);
  return writeFolder(target, (partial) => {
    if (yearPlan !== undefined) writeOnce(join(partial, YEAR_PLAN_FILE), yearPlan);
    return freezeInto(partial, file, voids, options);
  });
}

/** The same void may stand in the archive and beside the new draw. */
function mergeVoids(voids: readonly EarlierVoid[]): EarlierVoid[] {
  return [...new Map(voids.map((earlier) => [earlier.commitment, earlier])).values()];
}

async function freezeInto(
  directory: string,
  file: PlanFile,
  voids: readonly EarlierVoid[],
  options: FreezeOptions,
): Promise<Frozen> {
  const plan = file.plan as Plan;
  const roster = formRoster(plan, file.directory, options.signer);
  const locate = copyOriginals(directory, file);
  const {
    registries,
    preparation: checked,
    faults,
  } = await checkRegistries(file, locate, options.onProgress);
  refuseErrors(faults);
  const read = registries as ReadRegistries;
  const layers = formLayers(plan, read);
  const preparation = (
    layers.source === read.source ? checked : checkDraw(plan, layers.source, new FaultList())
  ) as Preparation;
  const secret =
    plan.sources?.some((source) => source.kind === "secret") === true ? randomBytes(32).toString("hex") : "";
  const annexDigests = Object.entries(layers.annex).map(([name, bytes]): [string, FileDigest] => [
    name,
    digestFile(bytes, nodeSha256),
  ]);
  const frames = encodeFrames(layers.source);
  const previous =
    options.previous === undefined ? undefined : compareWithPrevious(options.previous, plan, frames);
  const input: CommitmentInput = {
    preparation,
    planFile: digestFile(file.bytes, nodeSha256),
    frames,
    originals: read.originals,
    annex: Object.fromEntries(annexDigests),
    secretDigest: nodeSha256(secret),
    roster,
    claimedTime: formatInstant(options.now),
    version: options.version,
    report: formReport(preparation, faults, previous, nodeSha256),
    voids,
    ...(options.archived === undefined ? {} : { archive: options.archived.place }),
  };
  const written = writeDraw(directory, file, layers, input, options.signer, secret);
  return { ...written, preparation, faults };
}
