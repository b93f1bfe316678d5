import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  compareText,
  FaultList,
  type ObjectRegistry,
  type Inspector,
  type Item,
  type Plan,
  refuseErrors,
} from "../../core/index.js";
import { besidePlan, readRegistries } from "../../node/registry/registry-files.js";

/** A value that stands in a registry, and how often. */
export interface Choice {
  readonly value: string;
  readonly count: number;
}

/** What the registries of a folder hold: the choices of the questions. */
export interface RegistryChoices {
  readonly registries: Plan["registries"];
  readonly objects: ObjectRegistry;
  readonly inspectors: readonly Inspector[];
  readonly items: readonly Item[];
}

const NAMES = ["objects", "inspectors", "recusals", "history", "items"] as const;

/** Reads the registries of a folder by their usual names, CSV or XLSX. Throws with all faults if they cannot be used. */
export async function readChoices(directory: string): Promise<RegistryChoices> {
  const found = NAMES.flatMap((name) => {
    const file = [`${name}.csv`, `${name}.xlsx`].find((candidate) => existsSync(join(directory, candidate)));
    return file === undefined ? [] : [[name, file] as const];
  });
  const registries = {
    objects: "objects.csv",
    inspectors: "inspectors.csv",
    ...Object.fromEntries(found),
  } as Plan["registries"];
  const faults = new FaultList();
  const bare = { registries, tasks: [] as Plan["tasks"] } as Plan;
  const { source } = await readRegistries(besidePlan(directory), bare, faults);
  refuseErrors(faults);
  const { objects, inspectors, items } = source;
  return { registries, objects, inspectors, items };
}

/** Distinct filled values with their numbers, most frequent first. */
export function countValues(values: Iterable<string>): Choice[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || compareText(a.value, b.value));
}
