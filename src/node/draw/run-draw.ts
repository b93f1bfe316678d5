import {
  checkContributions,
  completeDraw,
  computeDraw,
  deriveSeed,
  type DrawLists,
  encodeJson,
  FaultList,
  formLists,
  type OnAttempt,
  type Opening,
  parseStatement,
  type RecordStatement,
  refuse,
  refuseErrors,
  type Signer,
} from "../../core/index.js";
import { nodeSha256, readStep, writeLists, writeStatement } from "./draw-directory.js";
import { SEALED } from "../disk/durable-write.js";
import { readCommitment, requireRosteredKey } from "./commitment-file.js";
import { withDrawLock } from "../disk/lock.js";
import { requireNotVoided } from "./events.js";
import { type FrozenDraw, readFrozenDraw } from "./frozen-draw.js";
import type { Database } from "../engine/database.js";
import { type ObjectSource, SqlObjects } from "../engine/object-source.js";
import { drawObjects, knowDrawn, prepareFrozen, requireFrozenTable, type TableDrawn } from "./table-draw.js";

/** Reads the opening of a draw directory with its seed. */
export function readOpening(
  directory: string,
  { commitment, commitmentDigest }: FrozenDraw,
): { opening: Opening; digest: string; seed: string } {
  const bytes = readStep(directory, "opening.json", "dualdraw open");
  const faults = new FaultList();
  const opening = parseStatement("opening", bytes, faults) as Opening;
  refuseErrors(faults);
  if (opening.commitment !== commitmentDigest)
    refuse(
      "statement-form",
      { kind: "opening", reason: "commitment" },
      { file: "opening.json", at: "/commitment" },
      opening.commitment,
    );
  checkContributions(commitment.sources, opening.contributions, nodeSha256, faults);
  refuseErrors(faults);
  return { opening, digest: nodeSha256(bytes), seed: deriveSeed(bytes, nodeSha256) };
}

/** A finished draw. */
export interface FinishedDraw {
  readonly record: RecordStatement;
  readonly recordDigest: string;
  readonly frozen: FrozenDraw;
}

/** A frozen draw with the lists that follow from its opening. */
export interface Recomputed {
  readonly frozen: FrozenDraw;
  readonly record: RecordStatement;
}

/** Steps of a draw that a progress bar can show: frames read, lists computed, files written. */
export const DRAW_STEPS = 3;

/** Computes the lists of an opened draw again, telling of every finished step and every pick. */
export function recompute(directory: string, onStep: () => void, onAttempt?: OnAttempt): Recomputed {
  const frozen = readFrozenDraw(directory);
  onStep();
  const { digest, seed } = readOpening(directory, frozen);
  const lists = computeDraw(frozen.preparation, seed, nodeSha256, onAttempt);
  onStep();
  return { frozen, record: formRecord(frozen, digest, seed, lists) };
}

function formRecord(
  { commitmentDigest }: FrozenDraw,
  opening: string,
  seed: string,
  lists: DrawLists,
): RecordStatement {
  return { schema: "dualdraw/record/v1", commitment: commitmentDigest, opening, seed, ...lists };
}

/** Between the computation and the lock somebody may have put another draw into the directory. */
function requireSame(directory: string, { frozen, record }: Recomputed, committed: string): void {
  if (committed !== frozen.commitmentDigest || readOpening(directory, frozen).digest !== record.opening)
    refuse("frame-changed", {}, { file: directory });
}

/** Computes the lists where a database holds the objects. Throws `table-changed` if they are not those that were frozen. */
export async function recomputeInTable(
  directory: string,
  database: Database,
  onStep?: () => void,
): Promise<Recomputed> {
  return recomputeFrom(directory, new SqlObjects(database), onStep, (frozen, drawn) =>
    requireFrozenTable(directory, database, frozen, drawn),
  );
}

/** Computes the lists from the frame of the directory, whose digest was compared, where it is too large for the memory. */
export function recomputeInFrame(
  directory: string,
  frame: ObjectSource,
  onStep?: () => void,
): Promise<Recomputed> {
  return recomputeFrom(directory, frame, onStep, () => Promise.resolve());
}

async function recomputeFrom(
  directory: string,
  source: ObjectSource,
  onStep: () => void = () => undefined,
  requireFrozen: (frozen: FrozenDraw, drawn: TableDrawn) => Promise<void>,
): Promise<Recomputed> {
  const { prepared, frozen } = await prepareFrozen(directory, source);
  onStep();
  const { digest, seed } = readOpening(directory, frozen);
  const drawn = await drawObjects(prepared, seed);
  await requireFrozen(frozen, drawn);
  const preparation = knowDrawn(prepared.preparation, drawn);
  const lists = completeDraw(preparation, drawn.drawn, seed, nodeSha256);
  onStep();
  return { frozen: { ...frozen, preparation }, record: formRecord(frozen, digest, seed, lists) };
}

/**
 * Draws: writes the record and the lists for people.
 *
 * @param recomputed the lists, where they were computed elsewhere just before
 */
export function runDraw(
  directory: string,
  signer: Signer | undefined,
  onStep: () => void = () => undefined,
  recomputed?: Recomputed,
): FinishedDraw {
  return withDrawLock(directory, () => {
    const { commitment, bytes: committed } = readCommitment(directory);
    requireRosteredKey(commitment, signer);
    requireNotVoided(directory);
    if (recomputed !== undefined) requireSame(directory, recomputed, nodeSha256(committed));
    const { frozen, record } = recomputed ?? recompute(directory, onStep);
    const bytes = encodeJson(record);
    writeStatement(directory, "record", bytes, signer, SEALED);
    writeLists(directory, formLists(record, frozen.preparation.registries));
    return { record, recordDigest: nodeSha256(bytes), frozen };
  });
}
