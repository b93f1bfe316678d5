import type { FaultList } from "../fault/fault-list.js";
import { type IsoDate, parseEndDate } from "../text/dates.js";
import { compareText } from "../text/order.js";
import { parseCount, splitValues } from "./cells.js";
import { inspectorSpec } from "./columns.js";
import { IdRegister } from "./id-check.js";
import { type FieldRow, RowReader } from "./row-reader.js";
import type { Category, Inspector } from "./types.js";

const CATEGORIES: ReadonlyMap<string, Category> = new Map([
  ["", "enforcement"],
  ["执法人员", "enforcement"],
  ["专家", "expert"],
  ["辅助人员", "helper"],
]);

/** The category of a cell, where empty counts as 执法人员; undefined for an unknown text. */
export function readCategory(cell: string): Category | undefined {
  return CATEGORIES.get(cell);
}

/** 有效 or empty; all else (失效) is never drawn. */
export function isActive(inspector: Inspector): boolean {
  return inspector.state === "" || inspector.state === "有效";
}

/** People of one file with the private cells that go to the annex (id first). */
export interface ParsedInspectors {
  readonly inspectors: Inspector[];
  readonly annex: string[][];
}

/** Reads 执法检查人员名录库 row by row. */
export class InspectorParser extends RowReader {
  readonly #parsed: ParsedInspectors = { inspectors: [], annex: [] };
  readonly #ids: IdRegister;
  readonly #file: string;
  readonly #faults: FaultList;
  #emptyLicences = 0;
  #emptyStates = 0;

  constructor(file: string, faults: FaultList) {
    super(inspectorSpec, file, faults, [], (row) => this.#take(row));
    this.#file = file;
    this.#faults = faults;
    this.#ids = new IdRegister(faults);
  }

  #take(row: FieldRow): void {
    const [
      id = "",
      name = "",
      department = "",
      qualifications = "",
      expertise = "",
      regions = "",
      licence = "",
    ] = row.values;
    const [state = "", categoryCell = "", capCell = "", loadCell = ""] = row.values.slice(7);
    if (id === "" || name === "" || department === "") return;
    if (!this.#ids.add(id, row.line, () => this.placeOf("id", row))) return;
    const category = readCategory(categoryCell);
    if (category === undefined) {
      this.#faults.add("category-unknown", this.placeOf("category", row), categoryCell);
      return;
    }
    if (state !== "" && state !== "有效" && state !== "失效")
      this.#faults.add("state-unknown", this.placeOf("state", row), state);
    const licenceUntil = this.#licence(licence, row);
    const cap = this.#count("cap", capCell, row);
    const load = this.#count("load", loadCell, row);
    if (category === "enforcement" && licenceUntil === "") this.#emptyLicences++;
    if (state === "") this.#emptyStates++;
    this.#parsed.inspectors.push({
      id,
      name,
      department,
      qualifications: splitValues(qualifications),
      expertise: splitValues(expertise),
      regions: splitValues(regions),
      licenceUntil,
      state,
      category: categoryCell,
      ...(cap === undefined ? {} : { cap }),
      ...(load === undefined ? {} : { load }),
    });
    const secrets = row.values.slice(11);
    if (secrets.some((value) => value !== "")) this.#parsed.annex.push([id, ...secrets]);
  }

  #licence(cell: string, row: FieldRow): IsoDate {
    if (cell === "") return "";
    const date = parseEndDate(cell);
    if (date === undefined) this.#faults.add("date-invalid", this.placeOf("licenceUntil", row), cell);
    return date ?? "";
  }

  #count(field: "cap" | "load", cell: string, row: FieldRow): number | undefined {
    if (cell === "") return undefined;
    const count = parseCount(cell);
    if (count === undefined) this.#faults.add("number-invalid", this.placeOf(field, row), cell);
    return count;
  }

  finish(): ParsedInspectors {
    this.#ids.finish();
    const place = { file: this.#file };
    if (this.#emptyLicences > 0)
      this.#faults.add("licences-empty", place, undefined, { count: this.#emptyLicences });
    if (this.#emptyStates > 0)
      this.#faults.add("states-empty", place, undefined, { count: this.#emptyStates });
    this.#parsed.inspectors.sort((a, b) => compareText(a.id, b.id));
    this.#parsed.annex.sort((a, b) => compareText(a[0] ?? "", b[0] ?? ""));
    return this.#parsed;
  }
}
