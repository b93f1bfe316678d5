import { sortedSet } from "../text/order.js";
import type { Role, Task, TeamEntry } from "./plan.js";

/** What the one person, or the one group, in a slot must be: department, role, and everything listed (sets, sorted). */
export interface Requirement {
  readonly department: string;
  readonly role: Role;
  readonly expertise: readonly string[];
  readonly qualification: readonly string[];
}

/** A requirement and how many people or groups must meet it. */
export interface Demand {
  readonly requirement: Requirement;
  readonly count: number;
  /** Equal for requirements that agree in everything but the count. */
  readonly key: string;
}

/** Reads one team entry with its defaults. */
export function demandOf(entry: TeamEntry): Demand {
  const requirement: Requirement = {
    department: entry.department,
    role: entry.role ?? "member",
    expertise: sortedSet(entry.expertise ?? []),
    qualification: sortedSet(entry.qualification ?? []),
  };
  const { department, role, expertise, qualification } = requirement;
  return {
    requirement,
    count: entry.count ?? 1,
    key: JSON.stringify([department, role, expertise, qualification]),
  };
}

/** For how many people a slot counts: a group stands for the two that the law asks for, however many it has. */
export function countPeople({ role }: Pick<Requirement, "role">): number {
  return role === "group" ? 2 : 1;
}

/** Enforcement or expert demands of one task, in the order of its team. */
export function demandsOf(task: Task, run: "enforcement" | "expert"): Demand[] {
  return task.team
    .map(demandOf)
    .filter((demand) => (demand.requirement.role === "expert") === (run === "expert"));
}

/**
 * Merges the demands of several tasks, tasks first, then entries: one requirement stands at the place of its first entry with its
 * largest count, so that a joint visit does not send a second lead for the second department's form.
 */
export function mergeDemands(lists: readonly (readonly Demand[])[]): Demand[] {
  const merged = new Map<string, Demand>();
  for (const demand of lists.flat()) {
    const known = merged.get(demand.key);
    if (known === undefined || known.count < demand.count) merged.set(demand.key, demand);
  }
  return [...merged.values()];
}
