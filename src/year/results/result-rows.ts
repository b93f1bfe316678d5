import { type FaultList, type FieldRow, type Place, splitValues, type TableSpec } from "../../core/index.js";
import { CheckedReader } from "../table/checked-reader.js";

/** 检查结果回填表: one row per object and item. */
export const resultSpec: TableSpec = {
  columns: [
    { field: "draw", headers: ["抽取编号"] },
    { field: "object", headers: ["对象编号", "统一社会信用代码", "注册号"], required: true },
    { field: "name", headers: ["对象名称", "名称"] },
    { field: "item", headers: ["事项编码"], required: true },
    { field: "itemName", headers: ["事项名称"] },
    { field: "department", headers: ["检查部门"], required: true },
    { field: "people", headers: ["检查人员"] },
    { field: "date", headers: ["检查日期"] },
    { field: "method", headers: ["检查方式"] },
    { field: "result", headers: ["检查结果"] },
    { field: "problem", headers: ["问题描述"] },
    { field: "followUp", headers: ["后续处置"] },
    { field: "transferTo", headers: ["移送单位"] },
    { field: "transferDocument", headers: ["移送文书"] },
    { field: "transferDate", headers: ["移送日期"] },
    { field: "confirmation", headers: ["确认方式"] },
    { field: "refusal", headers: ["拒签原因"] },
    { field: "witness", headers: ["见证人"] },
    { field: "exception", headers: ["不公示依据"] },
    { field: "penaltyDocument", headers: ["处罚文书"] },
    { field: "penaltyDate", headers: ["处罚日期"] },
    { field: "enteredBy", headers: ["录入人"] },
    { field: "correction", headers: ["更正原因"] },
    { field: "origin", headers: ["非随机来源"] },
  ],
};

/** How the inspected confirmed the findings. */
export type Confirmation = "signed" | "sealed" | "refused" | "absent";

const CONFIRMATIONS: ReadonlyMap<string, Confirmation> = new Map([
  ["签字", "signed"],
  ["盖章", "sealed"],
  ["拒绝签字", "refused"],
  ["无人到场", "absent"],
]);

/** A row that says something, its cells read; `""` where empty. */
export interface ResultRow {
  readonly draw: string;
  readonly object: string;
  readonly item: string;
  readonly department: string;
  readonly people: readonly string[];
  readonly date: string;
  readonly method: string;
  readonly result: string;
  readonly problem: string;
  readonly followUp: string;
  readonly transferTo: string;
  readonly transferDocument: string;
  readonly transferDate: string;
  readonly confirmation: Confirmation;
  readonly refusal: string;
  readonly witness: string;
  readonly exception: string;
  readonly penaltyDocument: string;
  readonly penaltyDate: string;
  readonly enteredBy: string;
  readonly correction: string;
  readonly origin: string;
  readonly placeOf: (field: string) => Place;
}

/** Fields without which a row that has any result is not read. */
const NEEDED = ["people", "date", "method", "result", "followUp", "confirmation", "enteredBy"] as const;

/** Reads a department's file; rows whose result is still empty are passed over. */
export class ResultReader extends CheckedReader {
  readonly rows: ResultRow[] = [];
  /** Rows that wait for their result. */
  waiting = 0;

  constructor(file: string, faults: FaultList) {
    super(resultSpec, file, faults, (row) => this.#take(row));
  }

  #take(row: FieldRow): void {
    const cells = Object.fromEntries(
      resultSpec.columns.map(({ field }, i) => [field, row.values[i] ?? ""]),
    ) as Record<string, string>;
    const text = (field: string): string => cells[field] ?? "";
    if (NEEDED.every((field) => field === "people" || text(field) === "")) {
      this.waiting++;
      return;
    }
    const placeOf = (field: string): Place => this.placeOf(field, row);
    for (const field of NEEDED) if (text(field) === "") this.faults.add("cell-empty", placeOf(field));
    const word = text("confirmation");
    const confirmation = word === "" ? undefined : this.choose(CONFIRMATIONS, word, "confirmation", row);
    const days = ["date", "transferDate", "penaltyDate"].map((field) => this.day(text(field), field, row));
    if (confirmation === undefined || days.includes(undefined)) return;
    if (NEEDED.some((field) => text(field) === "") || text("object") === "" || text("item") === "") return;
    const [date = "", transferDate = "", penaltyDate = ""] = days;
    this.rows.push({
      ...(cells as unknown as ResultRow),
      people: [...splitValues(text("people"))],
      date,
      transferDate,
      penaltyDate,
      confirmation,
      placeOf,
    });
  }
}
