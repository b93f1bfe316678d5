import { dirname, resolve } from "node:path";
import {
  type Commitment,
  type ComparedFrames,
  compareFrames,
  DualdrawError,
  type EarlierVoid,
  type Frames,
  type Plan,
  refuse,
} from "../core/index.js";
import { findDrawsIn, readCommitment } from "./commitment-file.js";
import { nodeSha256 } from "./draw-directory.js";
import { readEvents } from "./events.js";
import { readFrames } from "./frozen-draw.js";

/** A draw that stands in the same folder. */
interface Neighbour {
  readonly directory: string;
  readonly commitment: Commitment;
  readonly digest: string;
  readonly voidOf: EarlierVoid | undefined;
}

/** Reads a neighbour; one that is damaged is passed over, since it can be neither completed nor voided here. */
function readNeighbour(directory: string): Neighbour | undefined {
  try {
    const { commitment, bytes } = readCommitment(directory);
    const digest = nodeSha256(bytes);
    const { events, last } = readEvents(directory);
    const end = events.find(({ kind }) => kind === "void");
    if (end?.kind !== "void") return { directory, commitment, digest, voidOf: undefined };
    const after = events[end.number];
    const voidOf: EarlierVoid = {
      draw: commitment.plan.id,
      commitment: digest,
      event: after === undefined ? (last as string) : after.previous,
      reason: end.reason.code,
      withheld: end.withheld,
    };
    return { directory, commitment, digest, voidOf };
  } catch (error) {
    if (error instanceof DualdrawError) return undefined;
    throw error;
  }
}

/**
 * Looks at the draws that stand beside a new one. Throws `draw-exists` if the same plan was frozen and not voided.
 *
 * @returns the voided draws that had a task of this plan, which every later draw of the task names
 */
export function findEarlierVoids(plan: Plan, target: string): EarlierVoid[] {
  const tasks = new Set(plan.tasks.map(({ id }) => id));
  const neighbours = findDrawsIn(dirname(resolve(target)))
    .map(readNeighbour)
    .filter((neighbour) => neighbour !== undefined);
  for (const { directory, commitment, voidOf } of neighbours)
    if (commitment.plan.id === plan.id && voidOf === undefined)
      refuse("draw-exists", { draw: plan.id }, { file: directory });
  return neighbours.flatMap(({ commitment, voidOf }) =>
    voidOf !== undefined && commitment.plan.tasks.some(({ id }) => tasks.has(id)) ? [voidOf] : [],
  );
}

function usesPseudonyms({ publication }: Plan): boolean {
  return publication?.people === "pseudonyms";
}

/** Compares new frames with those of an earlier draw directory. */
export function compareWithPrevious(directory: string, plan: Plan, frames: Frames): ComparedFrames {
  const { commitment, bytes } = readCommitment(directory);
  const withPeople = !usesPseudonyms(plan) && !usesPseudonyms(commitment.plan);
  const before = readFrames(directory, commitment);
  return { commitment: nodeSha256(bytes), frames: compareFrames(before, frames, withPeople) };
}
