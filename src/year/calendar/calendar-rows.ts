import { type FaultList, type FieldRow, parseDate, RowReader, type TableSpec } from "../../core/index.js";
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
export class CalendarReader extends RowReader {
  readonly rows: CalendarRow[] = [];

  constructor(file: string, faults: FaultList) {
    super(calendarSpec, file, faults, [], (row) => this.#take(row, faults));
  }

  #take(row: FieldRow, faults: FaultList): void {
    const [day = "", kind = ""] = row.values;
    if (day === "" || kind === "") return;
    const date = parseDate(day);
    const works = KINDS.get(kind);
    if (date === undefined) return faults.add("cell-date", this.placeOf("date", row), day);
    if (works === undefined)
      return faults.add("cell-choice", this.placeOf("kind", row), kind, {
        choices: [...KINDS.keys()].join(" / "),
      });
    this.rows.push({ date, works });
  }
}
