import type { Exclude } from "../plan/plan.js";
import { type IsoDate, monthsBefore, yearOf } from "../text/dates.js";
import type { HistoryIndex } from "./history-index.js";

/** Why an object in scope is not drawn, in the order in which the reasons are tried. */
export const exclusionReasons = ["exempt", "cool-down", "yearly-cap", "cycle"] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

/** Gives the first reason that applies to an object, by its id and its credit tier; undefined if it is eligible. */
export type ExclusionRule = (id: string, creditOf: () => string) => ExclusionReason | undefined;

/**
 * The exclusion rule of one task; undefined if it excludes nobody.
 *
 * @param from first day of the visit window
 */
export function createExclusionRule(
  exclude: Exclude | undefined,
  task: string,
  history: HistoryIndex,
  from: IsoDate,
): ExclusionRule | undefined {
  if (exclude === undefined) return undefined;
  const exempt = new Set((exclude.exempt ?? []).map((entry) => entry.object));
  const { inspectedWithinMonths: months, yearlyCap: caps, cycle } = exclude;
  const coolDown = months === undefined ? undefined : monthsBefore(from, months);
  return (id, creditOf) => {
    if (exempt.has(id)) return "exempt";
    const rows = history.byObject.get(id);
    if (rows === undefined && caps === undefined) return undefined;
    if (coolDown !== undefined && rows?.some((row) => row.date > coolDown)) return "cool-down";
    if (caps !== undefined) {
      const credit = creditOf();
      const cap = Object.hasOwn(caps, credit) ? caps[credit] : caps["*"];
      const dates = new Set(rows?.map((row) => row.date).filter((date) => yearOf(date) === yearOf(from)));
      if (cap !== undefined && dates.size >= cap) return "yearly-cap";
    }
    if (cycle !== undefined && rows?.some((row) => row.task === task && row.date >= cycle.from))
      return "cycle";
    return undefined;
  };
}
