import type { Registries } from "./types.js";

/** Names of the people and groups of a draw by id. A group is named with its people, since they are who comes. */
export class PeopleNames {
  readonly #names: ReadonlyMap<string, string>;
  readonly #members: ReadonlyMap<string, readonly string[]>;

  constructor({ inspectors, groups = [] }: Pick<Registries, "inspectors" | "groups">) {
    this.#names = new Map([...inspectors, ...groups].map(({ id, name }) => [id, name]));
    this.#members = new Map(groups.map(({ id, members }) => [id, members]));
  }

  /** `张一`; of a group `一组：张一(P01)、张二(P02)`; empty for an id that nobody has. */
  nameOf(id: string): string {
    return `${this.#names.get(id) ?? ""}${this.#peopleOf(id)}`;
  }

  /** `张一(P01)`; of a group `一组(G01)：张一(P01)、张二(P02)`. */
  nameWithId(id: string): string {
    return `${this.#names.get(id) ?? ""}(${id})${this.#peopleOf(id)}`;
  }

  #peopleOf(id: string): string {
    const members = this.#members.get(id);
    return members === undefined ? "" : `：${members.map((member) => this.nameWithId(member)).join("、")}`;
  }
}
