import type { FaultList } from "../fault/fault-list.js";
import { parseInstant } from "../text/dates.js";
import type { PlannedSigner, PlannedSource } from "./plan.js";

/** Bits that the outside sources of an official draw must bring: with 2^64 outcomes none can be searched for. */
export const LEAST_BITS = 64;

/** Bits of a committed 64-digit witness value, and of a public beacon. */
const COMMITTED_BITS = 128;

/** Whole bits of dice: log2(sides^count), rounded down. */
function bitsOfDice(sides: number, count: number): number {
  let power = BigInt(sides) ** BigInt(count);
  let bits = 0;
  while (power > 1n) [power, bits] = [power / 2n, bits + 1];
  return bits;
}

/**
 * Bits that one source brings from outside the operator; free words and the secret count 0. A committed value counts only for a required
 * witness whom the roster names once, with a key: anybody else the operator could invent.
 */
export function countedBits(source: PlannedSource, roster: readonly PlannedSigner[]): number {
  if (source.kind === "dice") return bitsOfDice(source.sides, source.count);
  if (source.kind === "drand") return COMMITTED_BITS;
  if (source.kind !== "witness" || source.sha256 === undefined) return 0;
  const entries = roster.filter((entry) => entry.name === source.name);
  const [entry] = entries;
  const counts = entries.length === 1 && entry?.required === true && entry.key !== undefined;
  return counts && entry.role !== "operator" ? COMMITTED_BITS : 0;
}

/** Fields of each kind beside `kind`; those with a question mark may be left out. */
const FIELDS: Readonly<Record<PlannedSource["kind"], readonly string[]>> = {
  secret: [],
  witness: ["name", "sha256?"],
  dice: ["sides", "count"],
  drand: ["chain", "at"],
};

function checkFields(source: PlannedSource, at: string, faults: FaultList): void {
  const fields = ["kind", ...FIELDS[source.kind]];
  for (const field of Object.keys(source))
    if (!fields.includes(field) && !fields.includes(`${field}?`))
      faults.add("source-field", { at }, field, { kind: source.kind });
  for (const field of fields)
    if (!field.endsWith("?") && !Object.hasOwn(source, field))
      faults.add("plan-field-missing", { at }, undefined, { field });
}

/** Checks the sources of an official draw: fields of each kind, each source once, enough bits from outside. */
export function checkSources(
  sources: readonly PlannedSource[],
  roster: readonly PlannedSigner[],
  faults: FaultList,
): void {
  const names = new Set<string>();
  sources.forEach((source, i) => {
    const at = `/sources/${i}`;
    checkFields(source, at, faults);
    if (source.kind === "drand" && source.at !== undefined && parseInstant(source.at) === undefined)
      faults.add("plan-date-invalid", { at: `${at}/at` }, source.at);
    const name = source.kind === "witness" ? `witness ${source.name}` : source.kind;
    if (names.has(name)) faults.add("source-repeated", { at }, name);
    names.add(name);
  });
  if (faults.errors > 0) return;
  const bits = sources.reduce((total, source) => total + countedBits(source, roster), 0);
  if (bits < LEAST_BITS)
    faults.add("sources-too-weak", { at: "/sources" }, undefined, { bits, least: LEAST_BITS });
}

/** Nobody stands twice in a roster under one role, and whoever signs on paper has no key. */
export function checkRosterNames(roster: readonly PlannedSigner[], faults: FaultList): void {
  const names = new Set<string>();
  roster.forEach(({ role, name, organisation = "", key, by }, i) => {
    const person = JSON.stringify([role, name, organisation]);
    if (names.has(person)) faults.add("roster-repeated", { at: `/roster/${i}` }, name, { role });
    names.add(person);
    if (key !== undefined && by !== undefined)
      faults.add("roster-key-and-paper", { at: `/roster/${i}` }, name);
  });
}
