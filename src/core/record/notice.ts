import type { Digest } from "../text/hash.js";
import type { Commitment, RecordStatement } from "./statements.js";

/** Totals of one task; nothing per cell, since a lone firm's cell would give it away. */
export interface NoticeTask {
  readonly id: string;
  readonly title: string;
  readonly base: number;
  readonly requested: number;
  readonly drawn: number;
  readonly shortfall: number;
}

/** 公示: what is published on the day of a draw, while the list itself is sealed. */
export interface Notice {
  readonly schema: "dualdraw/notice/v1";
  readonly draw: string;
  readonly title: string;
  readonly authority: string;
  readonly visitWindow: { readonly from: string; readonly to: string };
  readonly commitment: Digest;
  readonly record: Digest;
  readonly claimedTime: string;
  readonly tasks: readonly NoticeTask[];
  readonly visits: number;
  readonly staffed: number;
  readonly direct: number;
  readonly sealed: boolean;
  readonly releaseBy?: string;
  /** Who knows the list from the moment of the draw: the operator and, in the roster, discipline inspection. */
  readonly knownTo: readonly string[];
  readonly voided: boolean;
  /** Names and roles of the roster: who was to be there, not who was. */
  readonly roster: readonly { readonly role: string; readonly name: string }[];
}

/** True if the list of a plan stays sealed until the visits are over. */
export function isSealed({ publication, sources }: Commitment["plan"]): boolean {
  return publication?.sealed ?? sources?.some(({ kind }) => kind === "secret") ?? false;
}

/** The notice of a draw. */
export function formNotice(
  commitment: Commitment,
  record: RecordStatement,
  digests: { readonly commitment: Digest; readonly record: Digest },
  voided: boolean,
): Notice {
  const { plan, roster, claimedTime } = commitment;
  const { id, title, authority, visitWindow, publication } = plan;
  const tasks = record.tasks.map((task, i): NoticeTask => {
    const drawn = task.cells.reduce((sum, cell) => sum + cell.drawn.length, 0);
    const { base, requested, shortfall } = task;
    return { id: task.id, title: plan.tasks[i]?.title ?? task.id, base, requested, drawn, shortfall };
  });
  const sealed = isSealed(plan);
  return {
    schema: "dualdraw/notice/v1",
    draw: id,
    title,
    authority,
    visitWindow,
    ...digests,
    claimedTime,
    tasks,
    visits: record.visits.length,
    staffed: record.visits.filter(({ team }) => team.length > 0).length,
    direct: record.direct.length,
    sealed,
    ...(publication?.releaseBy === undefined ? {} : { releaseBy: publication.releaseBy }),
    knownTo: sealed
      ? roster.filter(({ role }) => role === "operator" || role === "discipline").map(({ name }) => name)
      : [],
    voided,
    roster: roster.map(({ role, name }) => ({ role, name })),
  };
}
