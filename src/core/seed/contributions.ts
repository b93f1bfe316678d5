import type { FaultList } from "../fault/fault-list.js";
import type { FaultDetails } from "../fault/fault.js";
import { hasHiddenCharacter, lengthOf } from "../text/ids.js";
import { isDigest, type Sha256 } from "../text/hash.js";
import { findRound } from "./beacon.js";
import type { Contribution, Source } from "./opening.js";

/** Words of a witness: 1 to 64 visible characters, NFC, no spaces, no full-width ASCII, so that they have one spelling. */
function isPlainWords(value: string): boolean {
  const length = lengthOf(value);
  return (
    length >= 1 &&
    length <= 64 &&
    value.normalize("NFC") === value &&
    !hasHiddenCharacter(value) &&
    !/[\uff01-\uff5e]/.test(value)
  );
}

function isDiceText(value: string, sides: number, count: number): boolean {
  if (sides === 10) return /^[0-9]*$/.test(value) && value.length === count;
  const throws = value.split("-");
  return (
    throws.length === count && throws.every((text) => /^[1-9][0-9]{0,6}$/.test(text) && Number(text) <= sides)
  );
}

function matches(source: Source, contribution: Contribution): boolean {
  if (source.kind !== contribution.kind) return false;
  return source.kind !== "witness" || (contribution as { name?: unknown }).name === source.name;
}

type ValueFault =
  | "secret-wrong"
  | "witness-value-wrong"
  | "words-spelling"
  | "dice-spelling"
  | "beacon-round";

/** What is wrong with a value under its source; undefined if nothing is. */
function findValueFault(source: Source, contribution: Contribution, sha256: Sha256): ValueFault | undefined {
  const { value } = contribution;
  switch (source.kind) {
    case "secret":
      return isDigest(value) && sha256(value) === source.sha256 ? undefined : "secret-wrong";
    case "witness":
      if (source.sha256 !== undefined)
        return isDigest(value) && sha256(value) === source.sha256 ? undefined : "witness-value-wrong";
      return isPlainWords(value) ? undefined : "words-spelling";
    case "dice":
      return isDiceText(value, source.sides, source.count) ? undefined : "dice-spelling";
    case "drand": {
      const { round } = contribution as Extract<Contribution, { kind: "drand" }>;
      return round === findRound(source.at) && isDigest(value) ? undefined : "beacon-round";
    }
  }
}

/** What a fault says of a source beside its name. */
function detailsOf(source: Source): FaultDetails {
  if (source.kind === "dice") return { count: source.count, sides: source.sides };
  if (source.kind === "drand") return { round: findRound(source.at) ?? 0, at: source.at };
  return { source: labelOf(source) };
}

/** The value as a fault shows it; the secret never. */
function shownValue(contribution: Contribution): string | undefined {
  if (contribution.kind === "secret") return undefined;
  return contribution.kind === "drand" ? String(contribution.round) : contribution.value;
}

/** A source in a few words: its kind, and whose. */
export function labelOf(source: Source): string {
  return source.kind === "witness" ? `witness ${source.name}` : source.kind;
}

/** Checks the value of one source, as it is entered. */
export function checkContribution(
  source: Source,
  contribution: Contribution,
  sha256: Sha256,
  faults: FaultList,
  at?: string,
): void {
  const fault = matches(source, contribution)
    ? findValueFault(source, contribution, sha256)
    : "contribution-unknown";
  if (fault !== undefined)
    faults.add(fault, at === undefined ? {} : { at }, shownValue(contribution), detailsOf(source));
}

/** Checks that an opening holds exactly one value per committed source, in order, each in its one spelling. */
export function checkContributions(
  sources: readonly Source[],
  contributions: readonly Contribution[],
  sha256: Sha256,
  faults: FaultList,
): void {
  sources.forEach((source, i) => {
    const at = `/contributions/${i}`;
    const contribution = contributions[i];
    if (contribution === undefined || !matches(source, contribution)) {
      faults.add("contribution-missing", { at }, undefined, { source: labelOf(source) });
      return;
    }
    checkContribution(source, contribution, sha256, faults, at);
  });
  contributions.slice(sources.length).forEach((_, i) => {
    faults.add("contribution-unknown", { at: `/contributions/${sources.length + i}` });
  });
}

/**
 * Puts contributions that were handed in (in any order) into the committed order. Values that no source asks for, a second value for a
 * source, and missing ones are faults.
 */
export function orderContributions(
  sources: readonly Source[],
  given: readonly Contribution[],
  faults: FaultList,
): Contribution[] {
  const left = [...given];
  const ordered = sources.flatMap((source) => {
    const at = left.findIndex((contribution) => matches(source, contribution));
    if (at < 0) faults.add("contribution-missing", {}, undefined, { source: labelOf(source) });
    return at < 0 ? [] : left.splice(at, 1);
  });
  for (const extra of left)
    faults.add("contribution-unknown", {}, extra.kind === "witness" ? extra.name : extra.kind);
  return ordered;
}
