import {
  checkContributions,
  computeDraw,
  deriveSeed,
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

/** Steps of a draw that a progress bar can show: frames read, lists computed, files written. */
export const DRAW_STEPS = 3;

/** Computes the lists of an opened draw again, telling of every finished step and every pick. */
export function recompute(
  directory: string,
  onStep: () => void,
  onAttempt?: OnAttempt,
): { frozen: FrozenDraw; record: RecordStatement } {
  const frozen = readFrozenDraw(directory);
  onStep();
  const { digest, seed } = readOpening(directory, frozen);
  const lists = computeDraw(frozen.preparation, seed, nodeSha256, onAttempt);
  onStep();
  return {
    frozen,
    record: {
      schema: "dualdraw/record/v1",
      commitment: frozen.commitmentDigest,
      opening: digest,
      seed,
      ...lists,
    },
  };
}

/** Draws: writes the record and the lists for people. */
export function runDraw(
  directory: string,
  signer: Signer | undefined,
  onStep: () => void = () => undefined,
): FinishedDraw {
  return withDrawLock(directory, () => {
    requireRosteredKey(readCommitment(directory).commitment, signer);
    requireNotVoided(directory);
    const { frozen, record } = recompute(directory, onStep);
    const bytes = encodeJson(record);
    writeStatement(directory, "record", bytes, signer, SEALED);
    writeLists(directory, formLists(record, frozen.preparation.registries));
    return { record, recordDigest: nodeSha256(bytes), frozen };
  });
}
