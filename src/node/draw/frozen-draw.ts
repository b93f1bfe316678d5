import { join } from "node:path";
import {
  checkDraw,
  type Commitment,
  FaultList,
  frameNamesOf,
  type Frames,
  parseFrames,
  type Preparation,
  refuse,
  refuseErrors,
} from "../../core/index.js";
import { readCommitment } from "./commitment-file.js";
import { nodeSha256 } from "./draw-directory.js";
import { readBytes } from "../disk/read-file.js";

/** A frozen draw read back from its directory. */
export interface FrozenDraw {
  readonly commitment: Commitment;
  readonly commitmentDigest: string;
  readonly preparation: Preparation;
}

/** The frames of a draw directory, compared with its commitment. Throws `frame-changed`. */
export function readFrames(directory: string, { frames: committed, plan }: Commitment): Frames {
  const frames: Partial<Record<keyof Frames, Uint8Array>> = {};
  for (const name of frameNamesOf(plan.registries)) {
    const path = join(directory, "frames", `${name}.csv`);
    const frame = readBytes(path);
    if (nodeSha256(frame) !== committed[name]?.sha256) refuse("frame-changed", {}, { file: path });
    frames[name] = frame;
  }
  return frames as Frames;
}

/** Reads the frames against the commitment. Throws `frame-changed` if a frame is not the one that was frozen. */
export function readFrozenDraw(directory: string): FrozenDraw {
  const { commitment, bytes } = readCommitment(directory);
  const { source, faults } = parseFrames(readFrames(directory, commitment));
  refuseErrors(faults);
  const planFaults = new FaultList();
  const preparation = checkDraw(commitment.plan, source, planFaults);
  refuseErrors(planFaults);
  return { commitment, commitmentDigest: nodeSha256(bytes), preparation: preparation as Preparation };
}
