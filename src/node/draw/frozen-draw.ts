import { join } from "node:path";
import {
  checkDraw,
  type Commitment,
  FaultList,
  frameNamesOf,
  listExtraColumns,
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
export const BYTES_IN_MEMORY = 1 << 28;

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

/** The frames of a draw directory but that of the objects, compared with the commitment. Throws `frame-changed`. */
export function readPeopleFrames(directory: string, { plan, frames }: Commitment): PeopleFrames {
  const people: Partial<Record<RegistryName, Uint8Array>> = {};
  for (const name of frameNamesOf(plan.registries)) {
    if (name === "objects") continue;
    const path = join(directory, framePath(name));
    const bytes = readBytes(path);
    if (nodeSha256(bytes) !== frames[name]?.sha256) refuse("frame-changed", {}, { file: path });
    people[name] = bytes;
  }
  return people as PeopleFrames;
}

/** The registries of a draw directory; large objects stay in their file. */
function readSource(directory: string, commitment: Commitment): ParsedFrames {
  const { plan, frames } = commitment;
  const people = readPeopleFrames(directory, commitment);
  const path = join(directory, framePath("objects"));
  const isLarge = sizeOf(path) > BYTES_IN_MEMORY;
  const objects = isLarge ? undefined : readBytes(path);
  const digest = objects === undefined ? digestPath(path).sha256 : nodeSha256(objects);
  if (digest !== frames["objects"]?.sha256) refuse("frame-changed", {}, { file: path });
  if (objects !== undefined) return parseFrames({ ...people, objects });
  const extraColumns = listExtraColumns(plan);
  return parseFrames(people, { objects: new FrameFile(path, extraColumns), extraColumns });
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
