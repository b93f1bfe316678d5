import type { Size, TierRow } from "../plan/plan.js";
import {
  type Fraction,
  fraction,
  minimum,
  multiply,
  one,
  parseMultiple,
  parseRatio,
} from "../text/fraction.js";
import { refuse } from "../fault/error.js";

function isAny(wanted: string | undefined): boolean {
  return wanted === undefined || wanted === "*";
}

function rowMatches(row: TierRow, risk: string, credit: string, itemRisk: string | undefined): boolean {
  if (!isAny(row.risk) && row.risk !== risk) return false;
  if (!isAny(row.credit) && row.credit !== credit) return false;
  return isAny(row.itemRisk) || row.itemRisk === itemRisk;
}

/** True if a row of the table asks for the item risk. */
export function asksForItemRisk(size: Size): boolean {
  return size.tiers?.some((row) => !isAny(row.itemRisk)) ?? false;
}

/** A ratio that the plan's checks have accepted. Throws `plan-ratio-invalid` for any other text. */
export function readRatio(text: string): Fraction {
  return parseRatio(text) ?? refuse("plan-ratio-invalid", {}, {}, text);
}

/** A multiple that the plan's checks have accepted, an integer or a text. Throws `plan-ratio-invalid` for anything else. */
export function readMultiple(value: number | string): Fraction {
  return typeof value === "number"
    ? fraction(value)
    : (parseMultiple(value) ?? refuse("plan-ratio-invalid", {}, {}, value));
}

/**
 * The ratio of a cell: that of the task, or of the first tier row that matches, times the flags that apply, at most 1. Undefined if
 * the task has neither ratio nor tiers; `"none"` if no tier row matches.
 *
 * @param flags tags named in `size.flags` that the cell's objects bear
 */
export function findRatio(
  size: Size,
  risk: string,
  credit: string,
  itemRisk: string | undefined,
  flags: readonly string[],
): Fraction | "none" | undefined {
  let text = size.ratio;
  if (size.tiers !== undefined) {
    text = size.tiers.find((row) => rowMatches(row, risk, credit, itemRisk))?.ratio;
    if (text === undefined) return "none";
  }
  if (text === undefined) return undefined;
  let ratio = readRatio(text);
  for (const flag of size.flags ?? [])
    if (flags.includes(flag.tag)) ratio = multiply(ratio, readMultiple(flag.times));
  return minimum(ratio, one);
}
