import type { Place } from "../fault/fault.js";
import type { FaultList } from "../fault/fault-list.js";
import { parseDate } from "../text/dates.js";
import { compareRows } from "../text/order.js";
import { splitValues } from "./cells.js";
import { historySpec, recusalSpec } from "./columns.js";
import { checkIdText } from "./id-check.js";
import type { ObjectRegistry } from "./object-registry.js";
import { type FieldRow, RowReader } from "./row-reader.js";
import type { HistoryRow, Inspector, Recusal } from "./types.js";

/** A recusal as entered: the object by id or by name. */
interface RecusalEntry {
  readonly inspector: string;
  readonly object: string;
  readonly reason: string;
  readonly places: { readonly inspector: Place; readonly object: Place };
}

/** Pairs that must not meet, with the reasons that go to the annex (inspector, object, reason). */
export interface ParsedRecusals {
  readonly recusals: Recusal[];
  readonly annex: string[][];
}

/** Reads 回避 row by row; {@link RecusalParser.finish} resolves names to ids. */
export class RecusalParser extends RowReader {
  readonly #entries: RecusalEntry[] = [];
  readonly #faults: FaultList;

  constructor(file: string, faults: FaultList) {
    super(recusalSpec, file, faults, [], (row) => this.#take(row));
    this.#faults = faults;
  }

  #take(row: FieldRow): void {
    const [inspector = "", object = "", reason = ""] = row.values;
    if (inspector === "" || object === "") return;
    const places = { inspector: this.placeOf("inspector", row), object: this.placeOf("object", row) };
    if (checkIdText(inspector, () => places.inspector, this.#faults))
      this.#entries.push({ inspector, object, reason, places });
  }

  /**
   * An object may be given by its id or by its name; a name means every object of that name. Frames hold ids only.
   * Unknown people and objects are faults.
   */
  finish(
    objects: ObjectRegistry,
    inspectors: readonly Inspector[],
    by: "id" | "id-or-name" = "id-or-name",
  ): ParsedRecusals {
    const people = new Set(inspectors.map((inspector) => inspector.id));
    const wanted = new Set(this.#entries.map((entry) => entry.object));
    const idsOf = new Map<string, Set<string>>();
    const note = (key: string, id: string): void => {
      if (wanted.has(key)) idsOf.set(key, (idsOf.get(key) ?? new Set()).add(id));
    };
    for (const batch of wanted.size === 0 ? [] : objects.batches())
      for (let row = 0; row < batch.length; row++) {
        const id = batch.idAt(row);
        note(id, id);
        if (by === "id-or-name") note(batch.nameAt(row), id);
      }
    const recusals = new Map<string, Recusal>();
    const annex: string[][] = [];
    for (const { inspector, object, reason, places } of this.#entries) {
      const ids = idsOf.get(object);
      if (!people.has(inspector)) this.#faults.add("recusal-inspector-unknown", places.inspector, inspector);
      if (ids === undefined) this.#faults.add("recusal-object-unknown", places.object, object);
      for (const id of ids ?? []) {
        recusals.set(`${inspector}\n${id}`, { inspector, object: id });
        if (reason !== "") annex.push([inspector, id, reason]);
      }
    }
    const sorted = [...recusals.values()].sort((a, b) =>
      compareRows([a.inspector, a.object], [b.inspector, b.object]),
    );
    return { recusals: sorted, annex: annex.sort(compareRows) };
  }
}

/** Past inspections with the results that go to the annex (object, date, task, result). */
export interface ParsedHistory {
  readonly history: HistoryRow[];
  readonly annex: string[][];
}

/** Reads 历史抽查 row by row. */
export class HistoryParser extends RowReader {
  readonly #parsed: ParsedHistory = { history: [], annex: [] };
  readonly #file: string;
  readonly #faults: FaultList;

  constructor(file: string, faults: FaultList) {
    super(historySpec, file, faults, [], (row) => this.#take(row));
    this.#file = file;
    this.#faults = faults;
  }

  #take(row: FieldRow): void {
    const [object = "", dateCell = "", task = "", inspectors = "", result = ""] = row.values;
    if (object === "" || dateCell === "") return;
    if (!checkIdText(object, () => this.placeOf("object", row), this.#faults)) return;
    const date = parseDate(dateCell);
    if (date === undefined) {
      this.#faults.add("date-invalid", this.placeOf("date", row), dateCell);
      return;
    }
    this.#parsed.history.push({ object, date, task, inspectors: splitValues(inspectors) });
    if (result !== "") this.#parsed.annex.push([object, date, task, result]);
  }

  /** Rows sorted by object, date, task, inspectors. Rows of objects or people that no registry knows are counted in a warning. */
  finish(objects: ObjectRegistry, inspectors: readonly Inspector[]): ParsedHistory {
    const place = { file: this.#file };
    const named = new Set(this.#parsed.history.map((row) => row.object));
    for (const batch of named.size === 0 ? [] : objects.batches())
      for (let row = 0; row < batch.length; row++) named.delete(batch.idAt(row));
    if (named.size > 0)
      this.#faults.add("history-object-unknown", place, [...named][0], {
        count: this.#parsed.history.filter((row) => named.has(row.object)).length,
      });
    const people = new Set(this.#parsed.history.flatMap((row) => row.inspectors));
    for (const { id } of inspectors) people.delete(id);
    if (people.size > 0)
      this.#faults.add("history-inspector-unknown", place, [...people][0], { count: people.size });
    this.#parsed.history.sort((a, b) => compareRows(historyCells(a), historyCells(b)));
    this.#parsed.annex.sort(compareRows);
    return this.#parsed;
  }
}

/** The cells of a history row in the frame. */
export function historyCells(row: HistoryRow): string[] {
  return [row.object, row.date, row.task, row.inspectors.join(";")];
}
