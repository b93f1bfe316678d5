import type { FaultList, FieldRow, TableSpec } from "../../core/index.js";
import { CheckedReader } from "../table/checked-reader.js";
import type { CalendarRow } from "./work-calendar.js";

/** 工作日调整: what the office knows better than the built-in notices, or of a year that they do not know. */
export const calendarSpec: TableSpec = {
  columns: [
    { field: "date", headers: ["日期"], required: true },
    { field: "kind", headers: ["类型"], required: true },
    { field: "note", headers: ["说明"] },
  ],
};

const KINDS: ReadonlyMap<string, boolean> = new Map([
  ["休", false],
  ["off", false],
  ["班", true],
  ["work", true],
]);

/** Reads 工作日调整 row by row. */
export class CalendarReader extends CheckedReader {
  readonly rows: CalendarRow[] = [];

  constructor(file: string, faults: FaultList) {
    super(calendarSpec, file, faults, (row) => this.#take(row));
  }

  #take(row: FieldRow): void {
    const [day = "", kind = ""] = row.values;
    if (day === "" || kind === "") return;
    const date = this.day(day, "date", row);
    const works = this.choose(KINDS, kind, "kind", row);
    if (date !== undefined && works !== undefined) this.rows.push({ date, works });
  }
}
