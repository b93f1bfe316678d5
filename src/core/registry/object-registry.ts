import type { ObjectTable } from "./object-table.js";
import type { InspectionObject, Registries } from "./types.js";

/**
 * The objects of a draw in code-point order of their ids, in memory ({@link ObjectTable}) or in a file that is read again at every walk: what
 * the procedure asks of them, and nothing else.
 */
export interface ObjectRegistry extends Iterable<InspectionObject> {
  readonly length: number;
  /** The object of an id; undefined if there is none. */
  find(id: string): InspectionObject | undefined;
  /** All objects, some at a time. A table may be used until the next one is asked for. */
  batches(): Iterable<ObjectTable>;
}

/** True for objects that stand in order already. */
export function isObjectRegistry(objects: Iterable<InspectionObject>): objects is ObjectRegistry {
  return "batches" in objects;
}

/** Registries whose rows are in the order of their ids. */
export interface SortedRegistries extends Registries {
  readonly objects: ObjectRegistry;
}
