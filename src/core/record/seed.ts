import type { FaultList } from "../fault/fault-list.js";
import { hasHiddenCharacter, lengthOf } from "../text/ids.js";
import { isDigest, type Sha256 } from "../text/hash.js";
import { encodeUtf8 } from "../text/utf8.js";
import type { Contribution, Opening, Source } from "./statements.js";

const SEED_PREFIX = encodeUtf8("dualdraw/v1/seed:");

/** The seed of a draw: SHA-256 of `dualdraw/v1/seed:` followed by the exact bytes of the opening. */
export function deriveSeed(opening: Uint8Array, sha256: Sha256): string {
  const bytes = new Uint8Array(SEED_PREFIX.length + opening.length);
  bytes.set(SEED_PREFIX);
  bytes.set(opening, SEED_PREFIX.length);
  return sha256(bytes);
}

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

/** What is wrong with a value under its source; undefined if nothing is. */
function findValueFault(
  source: Source,
  value: string,
  sha256: Sha256,
): "secret-wrong" | "witness-value-wrong" | "words-spelling" | "dice-spelling" | undefined {
  switch (source.kind) {
    case "secret":
      return isDigest(value) && sha256(value) === source.sha256 ? undefined : "secret-wrong";
    case "witness":
      if (source.sha256 !== undefined)
        return isDigest(value) && sha256(value) === source.sha256 ? undefined : "witness-value-wrong";
      return isPlainWords(value) ? undefined : "words-spelling";
    case "dice":
      return isDiceText(value, source.sides, source.count) ? undefined : "dice-spelling";
  }
}

function labelOf(source: Source): string {
  return source.kind === "witness" ? `witness ${source.name}` : source.kind;
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
    const fault = findValueFault(source, contribution.value, sha256);
    if (fault === undefined) return;
    const details =
      source.kind === "dice" ? { count: source.count, sides: source.sides } : { source: labelOf(source) };
    faults.add(fault, { at }, source.kind === "secret" ? undefined : contribution.value, details);
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

/** The opening statement of a commitment. */
export function formOpening(commitmentDigest: string, contributions: readonly Contribution[]): Opening {
  const exact = contributions.map(
    (contribution): Contribution =>
      contribution.kind === "witness"
        ? { kind: "witness", name: contribution.name, value: contribution.value }
        : { kind: contribution.kind, value: contribution.value },
  );
  return { schema: "dualdraw/opening/v1", commitment: commitmentDigest, contributions: exact };
}
