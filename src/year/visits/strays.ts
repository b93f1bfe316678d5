import { dayInChina, type YearReference } from "../../core/index.js";
import { holdsOn, type PublishedPlan } from "../plan/year-plan.js";

/** A frozen draw, recorded or not. */
export interface FrozenDraw {
  /** Plan id of the draw. */
  readonly draw: string;
  readonly year: number;
  /** The yearly plan that the draw names. */
  readonly yearPlan: YearReference | undefined;
  readonly frozenAt: string;
  readonly commitment: string;
  readonly voided: boolean;
}

/** The published yearly plans that draws are held against, by year. */
export type PublishedPlans = (year: number) => readonly PublishedPlan[];

/** Why a draw does not count as it stands: no plan that was published says it, or there is a second one beside it. */
export type StrayCode = "draw-beside-year" | "draw-repeated";

/** True if a draw names no yearly plan, or the published one as it held on the day of the freeze. */
function followsYear({ yearPlan, frozenAt }: FrozenDraw, plansOf: PublishedPlans): boolean {
  return yearPlan === undefined || holdsOn(yearPlan, plansOf(yearPlan.year), dayInChina(frozenAt) ?? "");
}

function isSameDraw(a: FrozenDraw, b: FrozenDraw): boolean {
  if (a.draw === b.draw) return true;
  return a.yearPlan !== undefined && a.year === b.year && a.yearPlan.task === b.yearPlan?.task;
}

/**
 * Why a draw does not count; undefined if it does, or is voided. Of two draws of one number or one task neither counts before the other is
 * voided: which one holds is never the program's choice.
 *
 * @param all every frozen draw of the workspace, or of the year
 */
export function findStray(
  draw: FrozenDraw,
  all: readonly FrozenDraw[],
  plansOf: PublishedPlans,
): StrayCode | undefined {
  if (draw.voided) return undefined;
  if (!followsYear(draw, plansOf)) return "draw-beside-year";
  const isTwin = (other: FrozenDraw): boolean =>
    !other.voided && other.commitment !== draw.commitment && isSameDraw(draw, other);
  return all.some(isTwin) ? "draw-repeated" : undefined;
}
