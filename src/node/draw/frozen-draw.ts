import { join } from "node:path";
import {
  checkDraw,
  type Commitment,
  FaultList,
  frameNamesOf,
  listExtraColumns,
  type Frames,
  type KeptObjects,
  parseFrames,
  type ParsedFrames,
  type PeopleFrames,
  type Preparation,
  refuse,
  refuseErrors,
  type RegistryName,
} from "../../core/index.js";
import { digestPath, readBytes, sizeOf } from "../disk/read-file.js";
import { FrameFile } from "../registry/frame-file.js";
import { readCommitment } from "./commitment-file.js";
import { nodeSha256 } from "./draw-directory.js";

/** A frozen draw read back from its directory. */
export interface FrozenDraw {
  readonly commitment: Commitment;
  readonly commitmentDigest: string;
  readonly preparation: Preparation;
}

/** Bytes of an object frame that is read into the memory; a larger one is read from its file at every walk. */
const BYTES_IN_MEMORY = 1 << 28;

/** Where a frame stands in a draw directory. */
export function framePath(name: RegistryName): string {
  return join("frames", `${name}.csv`);
}

/** The frames of a draw directory, compared with its commitment. Throws `frame-changed`. */
export function requireFrames(directory: string, { frames: committed, plan }: Commitment): void {
  for (const name of frameNamesOf(plan.registries)) {
    const path = join(directory, framePath(name));
    if (digestPath(path).sha256 !== committed[name]?.sha256) refuse("frame-changed", {}, { file: path });
  }
}

/** The registries of a draw directory; large objects stay in their file. */
function readSource(directory: string, commitment: Commitment): ParsedFrames {
  const { plan, frames: committed } = commitment;
  const frames: Partial<Record<RegistryName, Uint8Array>> = {};
  let kept: KeptObjects | undefined;
  for (const name of frameNamesOf(plan.registries)) {
    const path = join(directory, framePath(name));
    const isLarge = name === "objects" && sizeOf(path) > BYTES_IN_MEMORY;
    const frame = isLarge ? undefined : readBytes(path);
    const digest = frame === undefined ? digestPath(path).sha256 : nodeSha256(frame);
    if (digest !== committed[name]?.sha256) refuse("frame-changed", {}, { file: path });
    if (frame !== undefined) frames[name] = frame;
    else kept = keepInFile(path, commitment);
  }
  return kept === undefined ? parseFrames(frames as Frames) : parseFrames(frames as PeopleFrames, kept);
}

function keepInFile(path: string, { plan }: Commitment): KeptObjects {
  const extraColumns = listExtraColumns(plan);
  return { objects: new FrameFile(path, extraColumns), extraColumns };
}

/** Reads the frames against the commitment. Throws `frame-changed` if a frame is not the one that was frozen. */
export function readFrozenDraw(directory: string): FrozenDraw {
  const { commitment, bytes } = readCommitment(directory);
  const { source, faults } = readSource(directory, commitment);
  refuseErrors(faults);
  const planFaults = new FaultList();
  const preparation = checkDraw(commitment.plan, source, planFaults);
  refuseErrors(planFaults);
  return { commitment, commitmentDigest: nodeSha256(bytes), preparation: preparation as Preparation };
}
