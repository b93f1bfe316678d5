import type { Scope } from "../plan/plan.js";
import { EXISTING, readStatus } from "../registry/status.js";
import type { InspectionObject } from "../registry/types.js";

/** Fields that can put an object out of scope, in the order in which they are tried. */
export const scopeFields = ["region", "industry", "type", "status", "tags", "departments"] as const;
export type ScopeField = (typeof scopeFields)[number];

function beginsWithOne(value: string, prefixes: readonly string[] | undefined): boolean {
  return prefixes === undefined || prefixes.some((prefix) => value.startsWith(prefix));
}

function meets(values: readonly string[], wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || values.some((value) => wanted.includes(value));
}

/**
 * The first field that puts the object out of scope; undefined if it is in scope. Region and industry match by prefix, type and
 * status by equality, tags and departments if one of the object's values is wanted. Without `status` only objects whose
 * status is empty or 存续 are in scope.
 */
export function findScopeMiss(object: InspectionObject, scope: Scope): ScopeField | undefined {
  if (!beginsWithOne(object.region, scope.region)) return "region";
  if (!beginsWithOne(object.industry, scope.industry)) return "industry";
  if (scope.type !== undefined && !scope.type.includes(object.type)) return "type";
  const status = readStatus(object.status);
  const statusMeets =
    scope.status === undefined ? status === "" || status === EXISTING : scope.status.includes(status);
  if (!statusMeets) return "status";
  if (!meets(object.tags, scope.tags)) return "tags";
  return meets(object.departments, scope.departments) ? undefined : "departments";
}

/** The scope with its statuses read like those of the registry; done once per task. */
export function readScope(scope: Scope = {}): Scope {
  return scope.status === undefined ? scope : { ...scope, status: scope.status.map(readStatus) };
}

function valuesOf(object: InspectionObject, field: ScopeField): readonly string[] {
  const value = object[field];
  return typeof value === "string" ? [field === "status" ? readStatus(value) : value] : value;
}

/** A scope value that no object has, with the values that were found instead (at most 12). */
export interface ScopeMiss {
  readonly field: ScopeField;
  readonly value: string;
  readonly found: readonly string[];
}

/** Scope values that match no row at all: a region given as a name beside codes, say. */
export function findUnmatchedValues(scope: Scope, objects: readonly InspectionObject[]): ScopeMiss[] {
  const misses: ScopeMiss[] = [];
  for (const field of scopeFields) {
    const wanted = scope[field];
    if (wanted === undefined) continue;
    const found = new Set<string>();
    for (const object of objects) for (const value of valuesOf(object, field)) found.add(value);
    const byPrefix = field === "region" || field === "industry";
    for (const value of wanted) {
      const matched = byPrefix ? [...found].some((text) => text.startsWith(value)) : found.has(value);
      if (!matched) misses.push({ field, value, found: [...found].slice(0, 12) });
    }
  }
  return misses;
}
