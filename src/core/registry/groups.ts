import type { Place } from "../fault/fault.js";
import type { FaultList } from "../fault/fault-list.js";
import { foldId } from "../text/ids.js";
import { compareText, sortedSet } from "../text/order.js";
import { splitEntries } from "./cells.js";
import { groupSpec } from "./columns.js";
import { IdRegister } from "./id-check.js";
import { readCategory } from "./inspectors.js";
import { type FieldRow, RowReader } from "./row-reader.js";
import type { InspectionGroup, Inspector } from "./types.js";

/** 行政处罚法 art. 42: never fewer than two. */
const LEAST_MEMBERS = 2;

/** A group as entered: members in the order of the cell, repeats kept. */
interface GroupEntry {
  readonly id: string;
  readonly name: string;
  readonly entered: readonly string[];
  readonly places: { readonly id: Place; readonly members: Place };
}

/** Reads 检查小组名录 row by row; {@link GroupParser.finish} looks the members up. */
export class GroupParser extends RowReader {
  readonly #entries: GroupEntry[] = [];
  readonly #ids: IdRegister;
  readonly #faults: FaultList;

  constructor(file: string, faults: FaultList) {
    super(groupSpec, file, faults, [], (row) => this.#take(row));
    this.#faults = faults;
    this.#ids = new IdRegister(faults);
  }

  #take(row: FieldRow): void {
    const [id = "", name = "", members = ""] = row.values;
    if (id === "" || name === "" || members === "") return;
    const places = { id: this.placeOf("id", row), members: this.placeOf("members", row) };
    if (this.#ids.add(id, row.line, () => places.id))
      this.#entries.push({ id, name, entered: splitEntries(members), places });
  }

  /** Groups sorted by id. Members must be enforcement people of one department, and nobody is in two groups. */
  finish(inspectors: readonly Inspector[]): InspectionGroup[] {
    this.#ids.finish();
    const people = new Map(inspectors.map((person) => [person.id, person]));
    const personIds = new Set(inspectors.map(({ id }) => foldId(id)));
    const groupOf = new Map<string, string>();
    for (const entry of this.#entries) {
      // One id must not stand for a person here and for a group there: slots and events name either by it.
      if (personIds.has(foldId(entry.id))) this.#faults.add("group-id-taken", entry.places.id, entry.id);
      this.#checkMembers(entry, people, groupOf);
    }
    return this.#entries
      .map(({ id, name, entered }) => ({ id, name, members: sortedSet(entered) }))
      .sort((a, b) => compareText(a.id, b.id));
  }

  #checkMembers(
    { id, entered, places }: GroupEntry,
    people: ReadonlyMap<string, Inspector>,
    groupOf: Map<string, string>,
  ): void {
    const place = places.members;
    for (const member of entered) {
      const person = people.get(member);
      const earlier = groupOf.get(member);
      if (earlier !== undefined) this.#faults.add("group-member-repeated", place, member, { group: earlier });
      groupOf.set(member, earlier ?? id);
      if (person === undefined) this.#faults.add("group-member-unknown", place, member, { group: id });
      else if (readCategory(person.category) !== "enforcement")
        this.#faults.add("group-member-category", place, member, { found: person.category });
    }
    const found = new Set(entered).size;
    if (found < LEAST_MEMBERS) this.#faults.add("group-too-small", place, id, { found });
    const departments = sortedSet(entered.flatMap((member) => people.get(member)?.department ?? []));
    if (departments.length > 1)
      this.#faults.add("group-departments-differ", place, id, { found: departments.join("、") });
  }
}
