import type { Plan } from "../plan/plan.js";
import type { CodedField } from "../registry/coded-column.js";
import type { ObjectRegistry, SortedRegistries } from "../registry/object-registry.js";
import type { ObjectTable } from "../registry/object-table.js";
import { formatJson } from "../text/json.js";
import { sortedSet } from "../text/order.js";
import type { CountedObjects } from "./check-pool.js";
import type { HistoryIndex } from "./history-index.js";
import { listExtraColumns, PoolCounter } from "./pool.js";
import { FoundValues, scopeFields } from "./scope.js";

/** What a plan looks at in an object before it knows its ticket. */
export interface DecidingColumns {
  readonly fields: readonly CodedField[];
  readonly extraColumns: readonly string[];
}

/** The columns that decide in which cell of any task an object is, if in any. */
export function listDecidingColumns(plan: Plan): DecidingColumns {
  const fields = new Set<CodedField>(["status", "risk", "credit"]);
  for (const { scope = {}, within = [], size } of plan.tasks) {
    for (const field of scopeFields)
      if (scope[field] !== undefined || within.includes(field)) fields.add(field);
    if (size.flags !== undefined) fields.add("tags");
  }
  return { fields: sortedSet(fields) as CodedField[], extraColumns: listExtraColumns(plan) };
}

/** Objects that were counted where they are kept. */
export interface CountedCombinations {
  /** One row for every combination of the deciding columns; its ids mean nothing. */
  readonly combinations: ObjectTable;
  /** Number of objects of each row. */
  readonly counts: readonly number[];
  /** Objects of which a past inspection or an exemption is known: they are looked at one by one. */
  readonly named: ObjectTable;
}

/** Counts objects by their deciding columns: what a database answers, for those that are here. */
export function combineObjects(
  objects: ObjectRegistry,
  { fields, extraColumns }: DecidingColumns,
): { readonly values: readonly string[]; readonly count: number }[] {
  const combined = new Map<string, { values: readonly string[]; count: number }>();
  for (const batch of objects.batches())
    for (let row = 0; row < batch.length; row++) {
      const values = [
        ...fields.map((field) => batch.valueAt(field, row)),
        ...extraColumns.map((_, i) => batch.valuesOfExtra(i)[batch.codeOfExtraAt(i, row)] as string),
      ];
      const key = formatJson(values);
      const known = combined.get(key);
      if (known === undefined) combined.set(key, { values, count: 1 });
      else known.count++;
    }
  return [...combined.values()];
}

/** Ids of the objects of which past inspections or exemptions may decide. */
export function listNamedIds(plan: Plan, history: HistoryIndex): string[] {
  const asksHistory = plan.tasks.some(
    ({ exclude }) => exclude !== undefined && Object.keys(exclude).some((key) => key !== "exempt"),
  );
  const exempt = plan.tasks.flatMap(({ exclude }) => exclude?.exempt ?? []).map(({ object }) => object);
  return sortedSet([...exempt, ...(asksHistory ? history.byObject.keys() : [])]);
}

/** {@link countObjects} from counts alone. Cost: linear in the combinations and the named objects, however many objects there are. */
export function countCombinations(
  plan: Plan,
  { extraColumns, items }: SortedRegistries,
  history: HistoryIndex,
  { combinations, counts, named }: CountedCombinations,
): CountedObjects {
  const found = new FoundValues();
  found.add(combinations);
  const pools = plan.tasks.map((task) => {
    const counter = new PoolCounter({ plan, task, extraColumns, history });
    counter.add(
      combinations,
      (row) => counts[row] as number,
      () => NOBODY,
    );
    // Counted above as if nothing were known of them.
    counter.add(
      named,
      () => -1,
      () => NOBODY,
    );
    counter.add(named);
    return counter.finish(items);
  });
  return { pools, found };
}

/** No id: the lookups of past inspections find nothing. */
const NOBODY = "";
