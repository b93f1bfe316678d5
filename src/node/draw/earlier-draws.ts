import { dirname, join, resolve } from "node:path";
import {
  type Commitment,
  type ComparedFrames,
  compareFrames,
  type EarlierVoid,
  envelopeFile,
  envelopeHolds,
  eventName,
  findSigners,
  type FrameRows,
  parseEnvelope,
  type Plan,
  refuse,
  statementFile,
  type StatementName,
} from "../../core/index.js";
import { findDrawsIn, readCommitment } from "./commitment-file.js";
import { nodeSha256 } from "./draw-directory.js";
import { readEventFiles } from "./events.js";
import { framePath, requireFrames } from "./frozen-draw.js";
import { filesOf, type ReadFile, statIfAny } from "../disk/read-file.js";
import { readFrameRows } from "../registry/frame-file.js";

/** A draw that was made before, with its void if it was voided. */
export interface EarlierDraw {
  readonly commitment: Commitment;
  readonly digest: string;
  readonly voidOf: EarlierVoid | undefined;
}

/** True if the operator of a draw, where it has one with a key, signed the event: anybody can write a file. */
function isSignedVoid(read: ReadFile, { roster }: Commitment, name: StatementName): boolean {
  const keys = roster.flatMap(({ role, publicKey }) =>
    role === "operator" && publicKey !== undefined ? [publicKey] : [],
  );
  if (keys.length === 0) return true;
  const bytes = read(envelopeFile(name));
  const envelope = bytes === undefined ? undefined : parseEnvelope(bytes);
  const statement = read(statementFile(name));
  return (
    envelope !== undefined &&
    statement !== undefined &&
    envelopeHolds(envelope, "event", statement) &&
    findSigners(envelope, keys).length > 0
  );
}

/** Reads an earlier draw. A damaged one is refused, not passed over: damaging a draw is no way to a second one. */
export function readEarlierDraw(commitment: Commitment, digest: string, read: ReadFile): EarlierDraw {
  const { events, last } = readEventFiles(read);
  const end = events.find(({ kind }) => kind === "void");
  if (end?.kind !== "void" || !isSignedVoid(read, commitment, eventName(end.number)))
    return { commitment, digest, voidOf: undefined };
  const after = events[end.number];
  const voidOf: EarlierVoid = {
    draw: commitment.plan.id,
    commitment: digest,
    event: after === undefined ? (last as string) : after.previous,
    reason: end.reason.code,
    withheld: end.withheld,
  };
  return { commitment, digest, voidOf };
}

function readNeighbour(directory: string): EarlierDraw & { readonly directory: string } {
  const { commitment, bytes } = readCommitment(directory);
  return { directory, ...readEarlierDraw(commitment, nodeSha256(bytes), filesOf(directory)) };
}

/** True if a draw was of this plan or of one of its tasks. */
export function isOfSameTask(plan: Plan, commitment: Commitment): boolean {
  const tasks = new Set(plan.tasks.map(({ id }) => id));
  return commitment.plan.id === plan.id || commitment.plan.tasks.some(({ id }) => tasks.has(id));
}

/**
 * Looks at the draws that stand beside a new one and beside its plan; others are not seen. Throws `draw-exists` if the same plan was frozen
 * and not voided, and what is wrong with a draw that cannot be read.
 *
 * @returns the voided draws of this plan or of a task of it, which every later draw names
 */
export function findEarlierVoids(plan: Plan, planPath: string, target: string): EarlierVoid[] {
  const folders = new Set([dirname(resolve(target)), dirname(resolve(planPath))]);
  const neighbours = [...folders].flatMap((folder) => findDrawsIn(folder)).map(readNeighbour);
  for (const { directory, commitment, voidOf } of neighbours)
    if (commitment.plan.id === plan.id && voidOf === undefined)
      refuse("draw-exists", { draw: plan.id }, { file: directory });
  // A draw and its public copy name the same void.
  const unique = new Map(neighbours.map((neighbour) => [neighbour.digest, neighbour]));
  return [...unique.values()].flatMap(({ commitment, voidOf }) =>
    voidOf !== undefined && isOfSameTask(plan, commitment) ? [voidOf] : [],
  );
}

function usesPseudonyms({ publication }: Plan): boolean {
  return publication?.people === "pseudonyms";
}

/** Compares the frames of a directory, as far as they are written, with those of an earlier draw directory. */
export function compareWithPrevious(previous: string, plan: Plan, directory: string): ComparedFrames {
  const { commitment, bytes } = readCommitment(previous);
  const withPeople = !usesPseudonyms(plan) && !usesPseudonyms(commitment.plan);
  requireFrames(previous, commitment);
  const frames = compareFrames(frameRowsIn(previous), frameRowsIn(directory), withPeople);
  return { commitment: nodeSha256(bytes), frames };
}

/** Rows of the frames that a directory holds. */
export function frameRowsIn(directory: string): FrameRows {
  return (name) => {
    const path = join(directory, framePath(name));
    return statIfAny(path) === undefined ? undefined : readFrameRows(path);
  };
}
