import type { FaultList } from "../fault/fault-list.js";
import { compareText } from "../text/order.js";
import { splitValues } from "./cells.js";
import { objectSpec } from "./columns.js";
import { checkCreditCodeOf, IdRegister } from "./id-check.js";
import { type FieldRow, RowReader } from "./row-reader.js";
import { EXISTING, OTHER_STATUSES, readStatus } from "./status.js";
import type { InspectionObject } from "./types.js";

/** Few distinct texts stand in millions of cells: each is kept once. */
class Interner {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();

  text(value: string): string {
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    this.#texts.set(value, value);
    return value;
  }

  list(cell: string): readonly string[] {
    let known = this.#lists.get(cell);
    if (known === undefined) {
      known = splitValues(cell);
      this.#lists.set(cell, known);
    }
    return known;
  }
}

/** Objects of one file with the private cells that go to the annex (id first). */
export interface ParsedObjects {
  readonly objects: InspectionObject[];
  readonly annex: string[][];
}

/** Reads 检查对象名录库 row by row; {@link ObjectParser.finish} gives the objects sorted by id. */
export class ObjectParser extends RowReader {
  readonly #parsed: ParsedObjects = { objects: [], annex: [] };
  readonly #ids: IdRegister;

  /** @param extraColumns headers of stratum columns beyond the known fields */
  constructor(file: string, faults: FaultList, extraColumns: readonly string[] = []) {
    const interner = new Interner();
    super(objectSpec, file, faults, extraColumns, (row) => this.#take(row, interner, faults));
    this.#ids = new IdRegister(faults);
  }

  #take(row: FieldRow, interner: Interner, faults: FaultList): void {
    const [id = "", name = "", type = "", region = "", industry = "", risk = "", credit = "", status = ""] = row.values;
    if (id === "" || name === "") return;
    const place = this.placeOf("id", row);
    if (!this.#ids.add(id, place)) return;
    checkCreditCodeOf(id, place, faults);
    if (status !== "" && readStatus(status) !== EXISTING && !OTHER_STATUSES.includes(status))
      faults.add("status-unknown", this.placeOf("status", row), status, { known: [EXISTING, ...OTHER_STATUSES].join("、") });
    this.#parsed.objects.push({
      id,
      name,
      type: interner.text(type),
      region: interner.text(region),
      industry: interner.text(industry),
      risk: interner.text(risk),
      credit: interner.text(credit),
      status: interner.text(status),
      departments: interner.list(row.values[8] ?? ""),
      tags: interner.list(row.values[9] ?? ""),
      extra: row.extra.map((value) => interner.text(value)),
    });
    const secrets = row.values.slice(10);
    if (secrets.some((value) => value !== "")) this.#parsed.annex.push([id, ...secrets]);
  }

  finish(): ParsedObjects {
    this.#ids.finish();
    this.#parsed.objects.sort((a, b) => compareText(a.id, b.id));
    this.#parsed.annex.sort((a, b) => compareText(a[0] ?? "", b[0] ?? ""));
    return this.#parsed;
  }
}
