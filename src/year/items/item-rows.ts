import {
  type FaultList,
  type FieldRow,
  itemKinds,
  itemSpec,
  parseRatio,
  splitValues,
  type TableSpec,
} from "../../core/index.js";
import { CheckedReader } from "../table/checked-reader.js";
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
const LISTS: ReadonlyMap<string, ListedItem["list"]> = new Map([
  ["", "department"],
  ["部门", "department"],
  ["部门联合", "joint"],
  ["联合", "joint"],
]);

/** Reads the rows of the list; each must have its basis (没有依据，不得检查). */
export class ListedItemReader extends CheckedReader {
  readonly items: ListedItem[] = [];
  /** Line of each item, by its code. */
  readonly lines = new Map<string, number>();

  constructor(file: string, faults: FaultList) {
    super(listedItemSpec, file, faults, (row) => this.#take(row));
  }

  #take(row: FieldRow): void {
    const [code = "", name = "", kindCell = "", basis = ""] = row.values;
    if ([code, name, kindCell, basis].includes("")) return;
    const [itemRisk = "", ceiling = "", frequency = "", subject = "", objectTypes = ""] = row.values.slice(4);
    const [methodCell = "", content = "", expertise = "", qualifications = "", departments = ""] =
      row.values.slice(9);
    const [listCell = "", reviewedBy = "", reviewedOn = ""] = row.values.slice(14);
    const kind = this.choose(itemKinds, kindCell, "kind", row);
    const list = this.choose(LISTS, listCell, "list", row);
    const methods = [...splitValues(methodCell)];
    for (const method of methods.filter((given) => !METHODS.includes(given)))
      this.faults.add("cell-choice", this.placeOf("methods", row), method, { choices: METHODS.join(" / ") });
    if (ceiling !== "" && parseRatio(ceiling) === undefined)
      this.faults.add("ratio-invalid", this.placeOf("ceiling", row), ceiling);
    const day = this.day(reviewedOn, "reviewedOn", row);
    if (this.items.some((item) => item.code === code))
      this.faults.add("code-repeated", this.placeOf("code", row), code);
    if (kind === undefined || list === undefined || day === undefined) return;
    this.lines.set(code, row.line);
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
}
