import {
  type Commitment,
  decodeUtf8,
  type DrawEvent,
  eventName,
  isSealed,
  statementFile,
} from "../../core/index.js";
import type { ReadFile } from "../disk/read-file.js";
import { nodeSha256 } from "../draw/draw-directory.js";
import { readEarlierDraw } from "../draw/earlier-draws.js";
import { type DrawLeaves, filesOfDraw, readLeaves } from "./draw-leaves.js";
import { readStoredCommitment } from "./draw-file.js";

/** `open`: committed, and neither drawn nor voided yet. */
export type Stage = "open" | "drawn" | "released" | "voided";

/** One draw of the archive in short. */
export interface DrawState {
  readonly draw: number;
  /** The plan's id. */
  readonly id: string;
  readonly title: string;
  readonly authority: string;
  readonly claimedTime: string;
  readonly stage: Stage;
  /** Sealed, not released, and past the day that the plan set for it. */
  readonly overdue: boolean;
  /** Archived after its freeze: its place proves less. */
  readonly late: boolean;
  /** Coded reason of the void. */
  readonly voidReason?: string;
  readonly leaves: number;
}

function readEventValues(read: ReadFile): DrawEvent[] {
  const events: DrawEvent[] = [];
  for (;;) {
    const bytes = read(statementFile(eventName(events.length + 1)));
    if (bytes === undefined) return events;
    events.push(JSON.parse(decodeUtf8(bytes) ?? "") as DrawEvent);
  }
}

/** In a copy without the sealed half the log still shows what was made: before the draw, an event can only be a void. */
function stageOf({ plan }: Commitment, kinds: readonly string[], leaves: DrawLeaves, isVoid: boolean): Stage {
  const isDrawn = leaves.has("record");
  if (isVoid || (!isDrawn && kinds.length === 0 && leaves.has("event-001"))) return "voided";
  if (!isDrawn) return "open";
  return kinds.includes("release") || !isSealed(plan) ? "released" : "drawn";
}

/** The state of a draw from its files. */
export function describeDraw(
  draw: number,
  commitment: Commitment,
  read: ReadFile,
  leaves: DrawLeaves,
  today: string,
): DrawState {
  const { plan, claimedTime, archive } = commitment;
  const events = readEventValues(read);
  const digest = nodeSha256(read("commitment.json") ?? new Uint8Array());
  const { voidOf } = readEarlierDraw(commitment, digest, read);
  const stage = stageOf(
    commitment,
    events.map(({ kind }) => kind),
    leaves,
    voidOf !== undefined,
  );
  const releaseBy = plan.publication?.releaseBy ?? "";
  const voidReason = voidOf?.reason;
  return {
    draw,
    id: plan.id,
    title: plan.title,
    authority: plan.authority,
    claimedTime,
    stage,
    overdue: stage === "drawn" && releaseBy !== "" && today > releaseBy,
    late: archive === undefined,
    ...(voidReason === undefined ? {} : { voidReason }),
    leaves: leaves.size,
  };
}

/** The state of an archived draw; undefined if its commitment is not in this copy. */
export function readDrawState(archive: string, draw: number, today: string): DrawState | undefined {
  const commitment = readStoredCommitment(archive, draw);
  if (commitment === undefined) return undefined;
  const leaves = readLeaves(archive, draw) ?? new Map();
  return describeDraw(draw, commitment, filesOfDraw(archive, draw), leaves, today);
}
