import type { FrameSource } from "../registry/frames.js";
import { historyCells } from "../registry/relations.js";
import type { InspectionGroup } from "../registry/types.js";
import { compareRows, compareText, sortedSet } from "../text/order.js";
import { refuse } from "../fault/error.js";

/** The link between public ids and people, for the annex: public id, id, name. */
export interface Pseudonyms {
  readonly source: FrameSource;
  readonly link: readonly (readonly string[])[];
}

/**
 * Replaces every person's id and name by a public id, in groups too; groups keep their own ids and names. The whole draw then uses those; the link stays in the annex.
 *
 * @param publicIds one fresh random id per person, all different, in the order of the inspectors
 */
export function pseudonymise(source: FrameSource, publicIds: readonly string[]): Pseudonyms {
  const groups = source.groups ?? [];
  const ids = new Set([...publicIds, ...groups.map(({ id }) => id)]);
  if (ids.size !== source.inspectors.length + groups.length)
    refuse("id-repeated", { line: 0, earlier: "pseudonyms" });
  const publicIdOf = new Map(source.inspectors.map((person, i) => [person.id, publicIds[i] as string]));
  const rename = (id: string): string => publicIdOf.get(id) ?? "";
  const inspectors = source.inspectors.map((person) => ({
    ...person,
    id: rename(person.id),
    name: rename(person.id),
  }));
  const recusals = source.recusals.map(({ inspector, object }) => ({ inspector: rename(inspector), object }));
  const history = source.history.map((row) => ({
    ...row,
    inspectors: row.inspectors.map(rename).filter((id) => id !== ""),
  }));
  const renameGroup = (group: InspectionGroup): InspectionGroup => ({
    ...group,
    members: sortedSet(group.members.map(rename)),
  });
  const link = source.inspectors
    .map((person) => [rename(person.id), person.id, person.name])
    .sort(compareRows);
  return {
    source: {
      ...source,
      inspectors: inspectors.sort((a, b) => compareText(a.id, b.id)),
      recusals: recusals.sort((a, b) => compareRows([a.inspector, a.object], [b.inspector, b.object])),
      history: history.sort((a, b) => compareRows(historyCells(a), historyCells(b))),
      ...(source.groups === undefined ? {} : { groups: groups.map(renameGroup) }),
    },
    link,
  };
}
