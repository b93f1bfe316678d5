import { join } from "node:path";
import {
  checkContributions,
  checkDraw,
  type Commitment,
  computeDraw,
  deriveSeed,
  encodeJson,
  FaultList,
  formLists,
  frameNames,
  type Frames,
  type OnAttempt,
  type Opening,
  parseFrames,
  parseStatement,
  type Preparation,
  type RecordStatement,
  refuse,
  refuseErrors,
  type Signer,
} from "../core/index.js";
import { nodeSha256, readStep, writeLists, writeStatement } from "./draw-directory.js";
import { SEALED } from "./durable-write.js";
import { readCommitment, requireRosteredKey } from "./open-draw.js";
import { readBytes } from "./read-file.js";

/** A frozen draw read back from its directory. */
export interface FrozenDraw {
  readonly commitment: Commitment;
  readonly commitmentDigest: string;
  readonly preparation: Preparation;
}

/** Reads the frames against the commitment. Throws `frame-changed` if a frame is not the one that was frozen. */
export function readFrozenDraw(directory: string): FrozenDraw {
  const { commitment, bytes } = readCommitment(directory);
  const frames: Partial<Record<keyof Frames, Uint8Array>> = {};
  for (const name of frameNames) {
    const path = join(directory, "frames", `${name}.csv`);
    const frame = readBytes(path);
    if (nodeSha256(frame) !== commitment.frames[name]?.sha256) refuse("frame-changed", {}, { file: path });
    frames[name] = frame;
  }
  const { source, faults } = parseFrames(frames as Frames);
  refuseErrors(faults);
  const planFaults = new FaultList();
  const preparation = checkDraw(commitment.plan, source, planFaults);
  refuseErrors(planFaults);
  return { commitment, commitmentDigest: nodeSha256(bytes), preparation: preparation as Preparation };
}

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
  requireRosteredKey(readCommitment(directory).commitment, signer);
  const { frozen, record } = recompute(directory, onStep);
  const bytes = encodeJson(record);
  writeStatement(directory, "record", bytes, signer, SEALED);
  writeLists(directory, formLists(record, frozen.preparation.registries));
  return { record, recordDigest: nodeSha256(bytes), frozen };
}
