import type { Place } from "../fault/fault.js";
import type { FaultList } from "../fault/fault-list.js";
import { sortByText } from "../text/order.js";
import { splitValues } from "./cells.js";
import { objectSpec } from "./columns.js";
import { checkCreditCodeOf, IdRegister } from "./id-check.js";
import { type FieldRow, RowReader } from "./row-reader.js";
import { EXISTING, OTHER_STATUSES, readStatus } from "./status.js";
import type { InspectionObject } from "./types.js";

const NO_SECRETS: readonly string[] = [];

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
  readonly #rows: { readonly object: InspectionObject; readonly secrets: readonly string[] }[] = [];
  readonly #ids: IdRegister;

  /** @param extraColumns headers of stratum columns beyond the known fields */
  constructor(file: string, faults: FaultList, extraColumns: readonly string[] = []) {
    const interner = new Interner();
    super(objectSpec, file, faults, extraColumns, (row) => this.#take(row, interner, faults));
    this.#ids = new IdRegister(faults);
  }

  #take(row: FieldRow, interner: Interner, faults: FaultList): void {
    const values = row.values;
    const id = values[0] as string;
    const name = values[1] as string;
    const status = values[7] as string;
    if (id === "" || name === "") return;
    const placeOf = (): Place => this.placeOf("id", row);
    if (!this.#ids.add(id, row.line, placeOf)) return;
    checkCreditCodeOf(id, placeOf, faults);
    if (status !== "" && readStatus(status) !== EXISTING && !OTHER_STATUSES.includes(status))
      faults.add("status-unknown", this.placeOf("status", row), status, {
        known: [EXISTING, ...OTHER_STATUSES].join("、"),
      });
    const object: InspectionObject = {
      id,
      name,
      type: interner.text(values[2] as string),
      region: interner.text(values[3] as string),
      industry: interner.text(values[4] as string),
      risk: interner.text(values[5] as string),
      credit: interner.text(values[6] as string),
      status: interner.text(status),
      departments: interner.list(values[8] as string),
      tags: interner.list(values[9] as string),
      extra: row.extra.length === 0 ? row.extra : row.extra.map((value) => interner.text(value)),
    };
    const secret = values[10] !== "" || values[11] !== "" || values[12] !== "";
    this.#rows.push({ object, secrets: secret ? values.slice(10) : NO_SECRETS });
  }

  finish(): ParsedObjects {
    this.#ids.finish();
    sortByText(this.#rows, ({ object }) => object.id);
    return {
      objects: this.#rows.map(({ object }) => object),
      annex: this.#rows
        .filter(({ secrets }) => secrets !== NO_SECRETS)
        .map(({ object, secrets }) => [object.id, ...secrets]),
    };
  }
}
