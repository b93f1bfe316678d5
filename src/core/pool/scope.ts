import type { Scope } from "../plan/plan.js";
import { EXISTING, readStatus } from "../registry/status.js";
import { sortedSet } from "../text/order.js";
import { isList } from "../registry/coded-column.js";
import type { ObjectTable } from "../registry/object-table.js";
import type { InspectionObject } from "../registry/types.js";

/** Fields that can put an object out of scope, in the order in which they are tried. */
export const scopeFields = ["region", "industry", "type", "status", "tags", "departments"] as const;
export type ScopeField = (typeof scopeFields)[number];

/** One field of a scope: what puts an object out, and how a value of the field is read. */
interface ScopeTest {
  readonly field: ScopeField;
  /** True if an object with such a value, or such values, is in scope as far as this field goes. */
  readonly meets: (value: string | readonly string[]) => boolean;
}

const textOf = (value: string | readonly string[]): string => (typeof value === "string" ? value : "");

function beginsWithOne(prefixes: readonly string[] | undefined): ScopeTest["meets"] {
  return (value) => prefixes === undefined || prefixes.some((prefix) => textOf(value).startsWith(prefix));
}

function holdsOne(wanted: readonly string[] | undefined): ScopeTest["meets"] {
  return (values) =>
    wanted === undefined ||
    (typeof values === "string" ? [values] : values).some((value) => wanted.includes(value));
}

/**
 * The tests of a scope, in the order in which they are tried. Region and industry match by prefix, type and status by equality, tags and
 * departments if one of the object's values is wanted. Without `status` only objects whose status is empty or 存续 are in scope.
 */
export function scopeTests(scope: Scope): readonly ScopeTest[] {
  const { region, industry, type, status, tags, departments } = scope;
  const wanted = status ?? ["", EXISTING];
  return [
    { field: "region", meets: beginsWithOne(region) },
    { field: "industry", meets: beginsWithOne(industry) },
    { field: "type", meets: (value) => type === undefined || type.includes(textOf(value)) },
    { field: "status", meets: (value) => wanted.includes(readStatus(textOf(value))) },
    { field: "tags", meets: holdsOne(tags) },
    { field: "departments", meets: holdsOne(departments) },
  ];
}

/** The first field that puts the object out of scope; undefined if it is in scope. */
export function findScopeMiss(object: InspectionObject, tests: readonly ScopeTest[]): ScopeField | undefined {
  return tests.find(({ field, meets }) => !meets(object[field]))?.field;
}

/** {@link findScopeMiss} for the rows of a table: each test is made once for each distinct value. */
export function createMissFinder(
  objects: ObjectTable,
  tests: readonly ScopeTest[],
): (row: number) => ScopeField | undefined {
  const tested = tests.map(({ field, meets }) => ({
    field,
    met: objects.valuesOf(field).map((value) => meets(isList(field) ? objects.listOf(value) : value)),
  }));
  const deciding = tested.filter(({ met }) => met.includes(false));
  return (row) => {
    for (const { field, met } of deciding) if (met[objects.codeAt(field, row)] !== true) return field;
    return undefined;
  };
}

/** The scope with its statuses read like those of the registry; done once per task. */
export function readScope(scope: Scope = {}): Scope {
  return scope.status === undefined ? scope : { ...scope, status: scope.status.map(readStatus) };
}

/** A scope value that no object has, with the values that were found instead (at most 12). */
export interface ScopeMiss {
  readonly field: ScopeField;
  readonly value: string;
  readonly found: readonly string[];
}

/** Values that the objects have, by field, collected a table at a time. */
export class FoundValues {
  readonly #found = new Map<ScopeField, Set<string>>(scopeFields.map((field) => [field, new Set()]));

  add(objects: ObjectTable): void {
    for (const [field, found] of this.#found)
      for (const value of objects.valuesOf(field))
        if (!isList(field)) found.add(field === "status" ? readStatus(value) : value);
        else for (const single of objects.listOf(value)) found.add(single);
  }

  /** Scope values that match no row at all: a region given as a name beside codes, say. */
  findUnmatched(scope: Scope): ScopeMiss[] {
    const misses: ScopeMiss[] = [];
    for (const [field, found] of this.#found) {
      const byPrefix = field === "region" || field === "industry";
      for (const value of scope[field] ?? []) {
        const matched = byPrefix ? [...found].some((text) => text.startsWith(value)) : found.has(value);
        if (!matched) misses.push({ field, value, found: sortedSet(found).slice(0, 12) });
      }
    }
    return misses;
  }
}
