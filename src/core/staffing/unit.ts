import { sortByText } from "../text/order.js";
import type { Inspector, Registries } from "../registry/types.js";

/** What is drawn for a slot: one person, or a fixed inspection group (检查小组) as a whole. */
export interface Unit {
  /** 执法证号 or 小组编号. */
  readonly id: string;
  readonly isGroup: boolean;
  /** The person alone, or the members of the group. */
  readonly people: readonly Inspector[];
}

/**
 * The units of a draw in the order of their ids. People of groups are no units of their own: they are drawn with their group only.
 *
 * @param registries inspectors and groups sorted by id
 */
export function formUnits({ inspectors, groups = [] }: Registries): Unit[] {
  const alone = inspectors.map((person): Unit => ({ id: person.id, isGroup: false, people: [person] }));
  if (groups.length === 0) return alone;
  const byId = new Map(inspectors.map((person) => [person.id, person]));
  const grouped = new Set(groups.flatMap(({ members }) => members));
  const together = groups.map(({ id, members }): Unit => {
    const people = members.flatMap((member) => byId.get(member) ?? []);
    return { id, isGroup: true, people };
  });
  return sortByText([...alone.filter(({ id }) => !grouped.has(id)), ...together], ({ id }) => id);
}

/** Most visits of a unit in this draw: the least cap of its people; undefined = no cap. */
export function capOf({ people }: Unit): number | undefined {
  const caps = people.flatMap(({ cap }) => cap ?? []);
  return caps.length === 0 ? undefined : caps.reduce((least, cap) => Math.min(least, cap));
}
