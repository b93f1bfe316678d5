import type { Commitment, DrawEvent, Plan, RecordStatement, YearReference } from "../../core/index.js";

/** One visit as it is to be made: drawn, or changed by an event. */
export interface DueVisit {
  readonly position: number;
  readonly batch: number;
  readonly object: string;
  /** Tasks of the draw, in plan order. */
  readonly tasks: readonly string[];
  /** Everybody who goes: by lot, then directly assigned. */
  readonly people: readonly string[];
}

/** A recorded draw as the rest of the year needs it. */
export interface DrawnTask {
  /** Plan id of the draw. */
  readonly draw: string;
  readonly title: string;
  /** Task of the yearly plan that the draw counts for; undefined for a draw that has none, or does not count. */
  readonly yearTask: string | undefined;
  /** The yearly plan that the draw names. */
  readonly yearPlan: YearReference | undefined;
  readonly year: number;
  readonly window: { readonly from: string; readonly to: string };
  readonly frozenAt: string;
  readonly commitment: string;
  readonly record: string;
  readonly voided: boolean;
  readonly tasks: readonly DrawnPlanTask[];
  readonly visits: readonly DueVisit[];
}

/** A task of the draw's own plan: items, base and number. */
export interface DrawnPlanTask {
  readonly id: string;
  readonly title: string;
  readonly items: readonly string[];
  readonly departments: readonly string[];
  readonly base: number;
  readonly drawn: number;
}

/**
 * The visits after the events, from what the events themselves state. The verifier recomputes them; here the files are taken at their word,
 * so that five years of draws are read in a moment.
 */
export function visitsAfter(record: RecordStatement, events: readonly DrawEvent[]): DueVisit[] {
  const visits = new Map(
    record.visits.map(({ position, batch, object, tasks, team }): [string, DueVisit] => [
      object,
      { position, batch, object, tasks, people: team.map(({ inspector }) => inspector) },
    ]),
  );
  for (const event of events) {
    if (event.kind === "replace-object") visits.delete(event.object);
    if (!("outcome" in event)) continue;
    for (const { position, batch, object, tasks, team, assigned } of event.outcome.visits)
      visits.set(object, {
        position,
        batch,
        object,
        tasks,
        people: [...team.map(({ inspector }) => inspector), ...assigned],
      });
  }
  return [...visits.values()].sort((a, b) => a.position - b.position || (a.object < b.object ? -1 : 1));
}

/** The year that a draw counts to: that of its yearly plan, else that of its first visit. */
export function yearOfDraw({ yearPlan, visitWindow }: Plan): number {
  return yearPlan?.year ?? Number(visitWindow.from.slice(0, 4));
}

/** What the year needs of a draw's statements. */
export function describeDraw(
  { plan, claimedTime }: Commitment,
  record: RecordStatement,
  events: readonly DrawEvent[],
  digests: { readonly commitment: string; readonly record: string },
): DrawnTask {
  return {
    draw: plan.id,
    title: plan.title,
    yearTask: plan.yearPlan?.task,
    yearPlan: plan.yearPlan,
    year: yearOfDraw(plan),
    window: plan.visitWindow,
    frozenAt: claimedTime,
    ...digests,
    voided: events.some(({ kind }) => kind === "void"),
    tasks: plan.tasks.map(({ id, title = id, items = [], team }, t) => ({
      id,
      title,
      items,
      departments: [...new Set(team.map(({ department }) => department))],
      base: record.tasks[t]?.base ?? 0,
      drawn: (record.tasks[t]?.cells ?? []).reduce((sum, { drawn }) => sum + drawn.length, 0),
    })),
    visits: visitsAfter(record, events),
  };
}
