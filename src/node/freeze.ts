import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import {
  checkDraw,
  type CommitmentInput,
  digestFile,
  encodeFrame,
  encodeJson,
  encodeRows,
  type FaultList,
  type FileDigest,
  formCommitment,
  frameNames,
  type FrameSource,
  type Frames,
  type Plan,
  type Preparation,
  pseudonymise,
  refuse,
  refuseErrors,
  type RosterEntry,
  type Signer,
} from "../core/index.js";
import type { OnProgress } from "./csv-file.js";
import { nodeSha256, requireEmpty, SECRET_FILE, writeStatement } from "./draw-directory.js";
import { SEALED, syncDirectory, writeOnce } from "./durable-write.js";
import { readPlanFile } from "./plan-file.js";
import { readBytes } from "./read-file.js";
import { readPublicKey } from "./private-key.js";
import { type AnnexTable, type ReadRegistries, readRegistries } from "./registry-files.js";

/** A plan with its registries after all checks; `preparation` is undefined if there are errors. */
export interface CheckedPlan {
  readonly plan: Plan | undefined;
  readonly planBytes: Uint8Array;
  readonly directory: string;
  readonly registries: ReadRegistries | undefined;
  readonly preparation: Preparation | undefined;
  readonly faults: FaultList;
}

/** Reads and checks everything that a plan names; every fault is collected, what cannot be read at all is thrown. */
export async function checkPlanFile(path: string, onProgress?: OnProgress): Promise<CheckedPlan> {
  const { plan, bytes: planBytes, directory, faults } = readPlanFile(path, basename(path));
  if (plan === undefined) return { plan, planBytes, directory, registries: undefined, preparation: undefined, faults };
  const registries = await readRegistries(directory, plan, faults, onProgress);
  const preparation = checkDraw(plan, registries.source, faults);
  return { plan, planBytes, directory, registries, preparation, faults };
}

/** What a freeze needs from outside. */
export interface FreezeOptions {
  readonly signer: Signer | undefined;
  readonly now: Date;
  readonly version: string;
  readonly onProgress?: OnProgress;
}

/** A finished freeze. */
export interface Frozen {
  readonly commitmentDigest: string;
  readonly preparation: Preparation;
  readonly faults: FaultList;
}

/** The calendar day of the computer's own time zone. */
function localDay(now: Date): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function checkOfficial(plan: Plan, now: Date): void {
  const { from } = plan.visitWindow;
  if (plan.sources === undefined) refuse("sources-absent");
  if (localDay(now) >= from) refuse("window-started", { from, today: localDay(now) });
}

function formRoster(plan: Plan, directory: string, signer: Signer | undefined): RosterEntry[] {
  const roster = (plan.roster ?? []).map(({ key, ...signerOf }): RosterEntry => ({
    ...signerOf,
    required: signerOf.required ?? false,
    ...(key === undefined ? {} : { publicKey: readPublicKey(join(directory, key)) }),
  }));
  if (signer === undefined) return roster;
  const operators = roster.filter((entry) => entry.role === "operator");
  if (operators.length === 0) {
    const { authority } = plan;
    return [{ role: "operator", name: authority, organisation: authority, publicKey: signer.publicKey, required: true }, ...roster];
  }
  if (!operators.some((entry) => entry.publicKey === signer.publicKey)) refuse("key-not-rostered");
  return roster;
}

/** The layers that a freeze writes. */
interface Layers {
  readonly source: FrameSource;
  readonly annex: Readonly<Record<string, AnnexTable>>;
}

/** Gives every person a random public id where the plan asks for it; the annex holds the link. */
function formLayers(plan: Plan, { source, annex }: ReadRegistries): Layers {
  if (plan.publication?.people !== "pseudonyms") return { source, annex };
  const ids = source.inspectors.map(() => `P${randomBytes(6).toString("hex")}`);
  const { source: renamed, link } = pseudonymise(source, ids);
  return { source: renamed, annex: { ...annex, pseudonyms: [["public", "id", "name"], ...link] } };
}

function writeFolder(directory: string, folder: string, files: Readonly<Record<string, Uint8Array>>, sealed: boolean): void {
  mkdirSync(join(directory, folder), { mode: sealed ? 0o700 : 0o755 });
  for (const [name, bytes] of Object.entries(files)) writeOnce(join(directory, folder, name), bytes, sealed ? SEALED : undefined);
}

function csvFiles(tables: Readonly<Record<string, Uint8Array>>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(tables).map(([name, bytes]) => [`${name}.csv`, bytes]));
}

function copyOriginals(directory: string, originals: ReadRegistries["originals"]): void {
  mkdirSync(join(directory, "originals"), { mode: 0o700 });
  for (const [name, { path, digest }] of Object.entries(originals)) {
    const bytes = readBytes(path);
    // A file that changed between reading and copying must not slip in under the old digest.
    if (nodeSha256(bytes) !== digest.sha256) refuse("frame-changed", {}, { file: path });
    writeOnce(join(directory, "originals", name), bytes, SEALED);
  }
}

function writeDraw(directory: string, checked: CheckedPlan, layers: Layers, input: CommitmentInput, signer: Signer | undefined, secret: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  writeOnce(join(directory, "plan.json"), checked.planBytes);
  writeFolder(directory, "frames", csvFiles(input.frames), false);
  const annex = Object.fromEntries(Object.entries(layers.annex).map(([name, table]) => [name, encodeRows(table)]));
  writeFolder(directory, "annex", csvFiles(annex), true);
  copyOriginals(directory, checked.registries?.originals ?? {});
  if (secret !== "") writeOnce(join(directory, SECRET_FILE), Buffer.from(secret), SEALED);
  const bytes = encodeJson(formCommitment(input, nodeSha256));
  writeStatement(directory, "commitment", bytes, signer);
  return nodeSha256(bytes);
}

/**
 * Freezes a plan and its registries: frames, annex, originals, secret and the commitment. The directory appears as a whole or not
 * at all. Throws with all faults if the plan cannot be drawn officially.
 *
 * @param target a new or empty directory
 */
export async function freeze(planPath: string, target: string, options: FreezeOptions): Promise<Frozen> {
  requireEmpty(target);
  const checked = await checkPlanFile(planPath, options.onProgress);
  const { plan, registries, faults } = checked;
  refuseErrors(faults);
  if (plan === undefined || registries === undefined) throw new RangeError("expected faults for a plan that cannot be read");
  checkOfficial(plan, options.now);
  const roster = formRoster(plan, checked.directory, options.signer);
  const layers = formLayers(plan, registries);
  const preparation = layers.source === registries.source ? checked.preparation : checkDraw(plan, layers.source, faults);
  refuseErrors(faults);
  const secret = plan.sources?.some((source) => source.kind === "secret") === true ? randomBytes(32).toString("hex") : "";
  const annexDigests = Object.entries(layers.annex).map(([name, table]): [string, FileDigest] => [`${name}.csv`, digestFile(encodeRows(table), nodeSha256)]);
  const input: CommitmentInput = {
    preparation: preparation as Preparation,
    frames: Object.fromEntries(frameNames.map((name) => [name, encodeFrame(name, layers.source)])) as Frames,
    originals: Object.fromEntries(Object.entries(registries.originals).map(([name, { digest }]) => [name, digest])),
    annex: Object.fromEntries(annexDigests),
    secretDigest: nodeSha256(secret),
    roster,
    claimedTime: `${options.now.toISOString().slice(0, 19)}Z`,
    version: options.version,
    warnings: faults,
  };
  const partial = join(dirname(resolve(target)), `.${basename(resolve(target))}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const commitmentDigest = writeDraw(partial, checked, layers, input, options.signer, secret);
    renameSync(partial, target);
    syncDirectory(dirname(resolve(target)));
    return { commitmentDigest, preparation: input.preparation, faults };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}
