import {
  type FaultList,
  type FieldRow,
  itemSpec,
  parseDate,
  parseRatio,
  RowReader,
  splitValues,
  type TableSpec,
} from "../../core/index.js";
import type { ListedItem } from "./item-list.js";

/** 随机抽查事项清单, with what the list itself needs beside the fields of a draw. */
export const listedItemSpec: TableSpec = {
  columns: [
    ...itemSpec.columns,
    { field: "list", headers: ["清单类型"] },
    { field: "reviewedBy", headers: ["法制审查人"] },
    { field: "reviewedOn", headers: ["法制审查日期"] },
  ],
};

const METHODS = ["现场检查", "书面检查", "网络检查", "委托专业机构检查"];
const KINDS: ReadonlyMap<string, ListedItem["kind"]> = new Map([
  ["重点检查事项", "key"],
  ["重点", "key"],
  ["key", "key"],
  ["一般检查事项", "general"],
  ["一般", "general"],
  ["general", "general"],
]);
const LISTS: ReadonlyMap<string, ListedItem["list"]> = new Map([
  ["", "department"],
  ["部门", "department"],
  ["部门联合", "joint"],
  ["联合", "joint"],
]);

/** Reads the rows of the list; each must have its basis (没有依据，不得检查). */
export class ListedItemReader extends RowReader {
  readonly items: ListedItem[] = [];
  readonly #faults: FaultList;

  constructor(file: string, faults: FaultList) {
    super(listedItemSpec, file, faults, [], (row) => this.#take(row));
    this.#faults = faults;
  }

  #take(row: FieldRow): void {
    const [code = "", name = "", kindCell = "", basis = ""] = row.values;
    if ([code, name, kindCell, basis].includes("")) return;
    const [itemRisk = "", ceiling = "", frequency = "", subject = "", objectTypes = ""] = row.values.slice(4);
    const [methodCell = "", content = "", expertise = "", qualifications = "", departments = ""] =
      row.values.slice(9);
    const [listCell = "", reviewedBy = "", reviewedOn = ""] = row.values.slice(14);
    const kind = this.#choose(KINDS, kindCell, "kind", row);
    const list = this.#choose(LISTS, listCell, "list", row);
    const methods = [...splitValues(methodCell)];
    for (const method of methods.filter((given) => !METHODS.includes(given)))
      this.#faults.add("cell-choice", this.placeOf("methods", row), method, { choices: METHODS.join(" / ") });
    if (ceiling !== "" && parseRatio(ceiling) === undefined)
      this.#faults.add("ratio-invalid", this.placeOf("ceiling", row), ceiling);
    const day = reviewedOn === "" ? "" : parseDate(reviewedOn);
    if (day === undefined) this.#faults.add("cell-date", this.placeOf("reviewedOn", row), reviewedOn);
    if (this.items.some((item) => item.code === code))
      this.#faults.add("code-repeated", this.placeOf("code", row), code);
    if (kind === undefined || list === undefined || day === undefined) return;
    this.items.push({
      code,
      name,
      kind,
      list,
      basis,
      itemRisk,
      ceiling,
      frequency,
      subject,
      objectTypes: [...splitValues(objectTypes)],
      methods,
      content,
      expertise: [...splitValues(expertise)],
      qualifications: [...splitValues(qualifications)],
      departments: [...splitValues(departments)],
      reviewedBy,
      reviewedOn: day,
    });
  }

  #choose<T>(choices: ReadonlyMap<string, T>, cell: string, field: string, row: FieldRow): T | undefined {
    const found = choices.get(cell);
    if (found === undefined)
      this.#faults.add("cell-choice", this.placeOf(field, row), cell, {
        choices: [...choices.keys()].filter((choice) => choice !== "").join(" / "),
      });
    return found;
  }
}
