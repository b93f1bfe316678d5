import type { FaultList } from "../fault/fault-list.js";
import { parseRatio } from "../text/fraction.js";
import { compareRows } from "../text/order.js";
import { splitValues } from "./cells.js";
import { itemSpec } from "./columns.js";
import { IdRegister } from "./id-check.js";
import { type FieldRow, RowReader } from "./row-reader.js";
import type { Item } from "./types.js";

/** Words for the kind of an item (事项类别). */
export const itemKinds: ReadonlyMap<string, Item["kind"]> = new Map([
  ["重点检查事项", "key"],
  ["重点", "key"],
  ["key", "key"],
  ["一般检查事项", "general"],
  ["一般", "general"],
  ["general", "general"],
]);

/** The item that frame cells stand for, in the order of {@link itemSpec}; undefined if kind or ceiling cannot be read. */
export function itemOf(cells: readonly string[]): Item | undefined {
  const [code = "", name = "", kindCell = "", basis = "", itemRisk = "", ceilingCell = ""] = cells;
  const kind = itemKinds.get(kindCell);
  const ceiling = ceilingCell === "" ? undefined : parseRatio(ceilingCell);
  if (kind === undefined || (ceilingCell !== "" && ceiling === undefined)) return undefined;
  const expertise = splitValues(cells[11] ?? "");
  const qualifications = splitValues(cells[12] ?? "");
  return {
    code,
    name,
    kind,
    basis,
    itemRisk,
    ...(ceiling === undefined ? {} : { ceiling }),
    expertise,
    qualifications,
  };
}

/** Items of one file; `cells` are the frame's rows, sorted. */
export interface ParsedItems {
  readonly items: Item[];
  readonly cells: string[][];
}

/** Reads 随机抽查事项清单 row by row. */
export class ItemParser extends RowReader {
  readonly #cells: string[][] = [];
  readonly #faults: FaultList;
  readonly #codes: IdRegister;

  constructor(file: string, faults: FaultList) {
    super(itemSpec, file, faults, [], (row) => this.#take(row));
    this.#faults = faults;
    this.#codes = new IdRegister(faults);
  }

  #take(row: FieldRow): void {
    const [code = "", , kind = "", , , ceiling = ""] = row.values;
    if (row.values.slice(0, 4).some((value) => value === "")) return;
    if (!this.#codes.add(code, row.line, () => this.placeOf("code", row))) return;
    if (!itemKinds.has(kind)) this.#faults.add("item-kind-unknown", this.placeOf("kind", row), kind);
    else if (ceiling !== "" && parseRatio(ceiling) === undefined)
      this.#faults.add("ratio-invalid", this.placeOf("ceiling", row), ceiling);
    else this.#cells.push([...row.values]);
  }

  finish(): ParsedItems {
    this.#codes.finish();
    this.#cells.sort(compareRows);
    return { items: this.#cells.map(itemOf).filter((item) => item !== undefined), cells: this.#cells };
  }
}
