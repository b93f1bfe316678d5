import {
  type Commitment,
  decodeUtf8,
  type DrawEvent,
  eventName,
  isSealed,
  statementFile,
} from "../../core/index.js";
import type { ReadFile } from "../disk/read-file.js";
import { filesOfDraw, readLeaves } from "./draw-leaves.js";
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

function stageOf({ plan }: Commitment, kinds: readonly string[], isDrawn: boolean): Stage {
  if (kinds.includes("void")) return "voided";
  if (!isDrawn) return "open";
  return kinds.includes("release") || !isSealed(plan) ? "released" : "drawn";
}

/** The state of a draw from its files. */
export function describeDraw(
  draw: number,
  commitment: Commitment,
  read: ReadFile,
  leaves: number,
  today: string,
): DrawState {
  const { plan, claimedTime, archive } = commitment;
  const events = readEventValues(read);
  const stage = stageOf(
    commitment,
    events.map(({ kind }) => kind),
    read("record.json") !== undefined,
  );
  const releaseBy = plan.publication?.releaseBy ?? "";
  const voidReason = events.find(({ kind }) => kind === "void")?.reason.code;
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
    leaves,
  };
}

/** The state of an archived draw; undefined if its commitment is not in this copy. */
export function readDrawState(archive: string, draw: number, today: string): DrawState | undefined {
  const commitment = readStoredCommitment(archive, draw);
  if (commitment === undefined) return undefined;
  const leaves = readLeaves(archive, draw)?.size ?? 0;
  return describeDraw(draw, commitment, filesOfDraw(archive, draw), leaves, today);
}
