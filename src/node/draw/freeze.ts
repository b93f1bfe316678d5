import { randomBytes } from "node:crypto";
import { basename, join } from "node:path";
import {
  type ArchivePlace,
  checkDraw,
  checkPlan,
  dayInChina,
  checkBeaconTime,
  type Commitment,
  DEFAULT_OPEN_HOURS,
  digestFile,
  encodeJson,
  FaultList,
  formCommitment,
  type EarlierVoid,
  formReport,
  type Plan,
  type Preparation,
  refuse,
  refuseErrors,
  type Signer,
  YEAR_PLAN_FILE,
} from "../../core/index.js";
import type { OnProgress } from "../rows/csv-file.js";
import { nodeSha256, SECRET_FILE, writeStatement } from "./draw-directory.js";
import { requireEmpty, SEALED, writeFolder, writeOnce } from "../disk/durable-write.js";
import { type PlanFile, readPlanFile } from "../registry/plan-file.js";
import { compareWithPrevious, findEarlierVoids } from "./earlier-draws.js";
import { copyOriginals, digestTableState, formLayers, withScratch, writeLayers } from "./freeze-layers.js";
import { type CheckedBy, checkInFile, type EngineChoice } from "./large-frame.js";
import { framePath } from "./frozen-draw.js";
import type { Database } from "../engine/database.js";
import { FrameFile } from "../registry/frame-file.js";
import type { Scratch } from "../registry/object-layers.js";
import { readYearPlanBeside } from "./year-plan-beside.js";
import { formRoster } from "./roster.js";
import {
  fileFaults,
  besidePlan,
  type LocateRegistry,
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

/** How objects are handled that are too many for the memory. */
interface LargeObjects {
  readonly scratch?: Scratch;
  readonly engine?: EngineChoice;
}

async function checkRegistries(
  { plan, faults }: PlanFile,
  locate: LocateRegistry,
  onProgress?: OnProgress,
  { scratch, engine = "auto" }: LargeObjects = {},
): Promise<CheckedPlan & Partial<CheckedBy>> {
  if (plan === undefined) return { registries: undefined, preparation: undefined, faults };
  const registries = await readRegistries(locate, plan, faults, onProgress, scratch);
  // What a half-read registry lacks would be reported as faults of the other files and of the plan.
  if (fileFaults.some((code) => faults.counts.has(code))) {
    checkPlan(plan, faults);
    return { registries, preparation: undefined, faults };
  }
  const { source } = registries;
  const { objects } = source;
  const checked =
    objects instanceof FrameFile && scratch !== undefined
      ? await checkInFile(plan, source, objects, faults, { engine, threads: scratch.threads })
      : undefined;
  return { registries, faults, ...(checked ?? { preparation: checkDraw(plan, source, faults) }) };
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
  readonly engine?: EngineChoice;
  /** Holds the objects, instead of the file that the plan names. */
  readonly table?: Database;
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
  const frozen = await writeFolder(target, (partial) => {
    if (yearPlan !== undefined) writeOnce(join(partial, YEAR_PLAN_FILE), yearPlan);
    return freezeInto(partial, file, voids, options);
  });
  const { objects } = frozen.preparation.registries;
  if (objects instanceof FrameFile) objects.path = join(target, framePath("objects"));
  return frozen;
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
  const locate = await copyOriginals(directory, file, options.table);
  writeOnce(join(directory, "plan.json"), file.bytes);
  const { prepared, written, faults, originals, rehearse } = await withScratch(directory, async (scratch) => {
    const { onProgress, engine = "auto" } = options;
    const read = await checkRegistries(file, locate, onProgress, { scratch, engine });
    refuseErrors(read.faults);
    const registries = read.registries as ReadRegistries;
    const formed = formLayers(plan, registries);
    const layersWritten = writeLayers(directory, formed, registries.writeObjects);
    const prepared =
      formed.source === registries.source
        ? read.preparation
        : checkDraw(plan, formed.source, new FaultList(), read.count);
    return { ...read, prepared, written: layersWritten, originals: registries.originals };
  });
  const preparation = prepared as Preparation;
  const hasSecret = plan.sources?.some((source) => source.kind === "secret") === true;
  const secret = hasSecret ? randomBytes(32).toString("hex") : "";
  if (hasSecret) writeOnce(join(directory, SECRET_FILE), Buffer.from(secret), SEALED);
  const previous =
    options.previous === undefined ? undefined : compareWithPrevious(options.previous, plan, directory);
  const commitment = formCommitment({
    preparation,
    planFile: digestFile(file.bytes, nodeSha256),
    ...written,
    originals: { ...originals, ...digestTableState(directory) },
    secretDigest: nodeSha256(secret),
    roster,
    claimedTime: formatInstant(options.now),
    version: options.version,
    report: formReport(preparation, faults, previous, nodeSha256, rehearse?.(preparation)),
    voids,
    ...(options.archived === undefined ? {} : { archive: options.archived.place }),
  });
  const bytes = encodeJson(commitment);
  writeStatement(directory, "commitment", bytes, options.signer);
  return { commitment, commitmentDigest: nodeSha256(bytes), preparation, faults };
}
