import {
  daysBetween,
  type FaultList,
  type FieldRow,
  parseDate,
  parseRatio,
  type Place,
  type TableSpec,
  type YearAdjustment,
} from "../../core/index.js";
import { CheckedReader } from "../table/checked-reader.js";
import { type TaskRow, yearTaskSpec } from "./task-rows.js";

/** 计划调整: dated entries, each with its reason; the rows of the published plan itself stay as they are. */
export const adjustmentSpec: TableSpec = {
  columns: [
    { field: "date", headers: ["日期"], required: true },
    { field: "task", headers: ["任务编号"], required: true },
    { field: "field", headers: ["调整内容"], required: true },
    { field: "from", headers: ["原值"] },
    { field: "to", headers: ["新值"] },
    { field: "reason", headers: ["原因"], required: true },
    { field: "decidedBy", headers: ["决定人"], required: true },
  ],
};

/** Fields of an adjustment that drop a task or bring a new one in. */
export const CANCEL = "取消";
export const ADD = "新增";

/** An adjustment and where it stands. */
export interface AdjustmentRow extends YearAdjustment {
  readonly place: Place;
}

/** Reads 计划调整 row by row, in the order of the file. */
export class AdjustmentReader extends CheckedReader {
  readonly rows: AdjustmentRow[] = [];

  constructor(file: string, faults: FaultList) {
    super(adjustmentSpec, file, faults, (row) => this.#take(row, file));
  }

  #take(row: FieldRow, file: string): void {
    const [day = "", task = "", field = "", from = "", to = "", reason = "", decidedBy = ""] = row.values;
    if ([day, task, field, reason, decidedBy].includes("")) return;
    const date = this.day(day, "date", row);
    if (date === undefined) return;
    this.rows.push({ date, task, field, from, to, reason, decidedBy, place: { file, line: row.line } });
  }
}

/** What limits an adjustment. */
export interface AdjustmentRules {
  /** Days between an adjustment and the first inspection. */
  readonly leastDays: number;
  /** Tasks that were drawn, with the day; they are not adjusted any more. */
  readonly drawnOn: ReadonlyMap<string, string>;
  /** No adjustment is dated after today, and none touches a task that has begun. */
  readonly today: string;
  /** How many adjustments were published already: they were checked then. */
  readonly published: number;
}

function fieldOf(header: string): string | undefined {
  return yearTaskSpec.columns.find(({ headers, field }) => headers.includes(header) || field === header)
    ?.field;
}

/** A task is adjusted before its draw, and early enough before its first inspection: by the start as it was, and as it becomes. */
function checkTime(
  row: TaskRow,
  { date, task, field, to, place }: AdjustmentRow,
  rules: AdjustmentRules,
  faults: FaultList,
): void {
  const { today, leastDays } = rules;
  const drawn = rules.drawnOn.get(task);
  if (drawn !== undefined) faults.add("adjustment-after-draw", place, task, { drawn, date });
  if (date > today) faults.add("day-in-future", place, date, { today });
  const moved = fieldOf(field) === "from" ? parseDate(to) : undefined;
  for (const start of [parseDate(row.cells["from"] ?? ""), moved])
    if (start !== undefined && (daysBetween(date, start) < leastDays || start <= today))
      faults.add("adjustment-late", place, task, { date, start, days: leastDays });
}

/** Applies adjustments to the rows of the published plan, in order. An adjustment that does not fit is a fault and changes nothing. */
export function applyAdjustments(
  rows: readonly TaskRow[],
  added: readonly TaskRow[],
  adjustments: readonly AdjustmentRow[],
  rules: AdjustmentRules,
  faults: FaultList,
): TaskRow[] {
  const current = new Map(rows.map((row) => [row.cells["id"] ?? "", row]));
  for (const [i, adjustment] of adjustments.entries()) {
    const isNew = i >= rules.published;
    const { task, field, from, to, place } = adjustment;
    if (field === ADD) {
      const row = added.find(({ cells }) => cells["id"] === task);
      if (row === undefined) faults.add("adjustment-nothing-added", place, task);
      else if (current.has(task)) faults.add("adjustment-task-present", place, task);
      else {
        if (isNew) checkTime(row, adjustment, rules, faults);
        current.set(task, row);
      }
      continue;
    }
    const row = current.get(task);
    if (row === undefined) {
      faults.add("adjustment-task-unknown", place, task, { known: [...current.keys()].join("、") });
      continue;
    }
    if (isNew) checkTime(row, adjustment, rules, faults);
    if (field === CANCEL) {
      current.delete(task);
      continue;
    }
    const name = fieldOf(field);
    if (name === undefined || name === "id")
      faults.add("adjustment-field-unknown", place, field, {
        known: yearTaskSpec.columns
          .slice(1)
          .map(({ headers }) => headers[0] ?? "")
          .join("、"),
      });
    else if ((row.cells[name] ?? "") !== from)
      faults.add("adjustment-from-differs", place, from, { field, found: row.cells[name] ?? "" });
    else current.set(task, { ...row, cells: { ...row.cells, [name]: to } });
  }
  return [...current.values()];
}

/** True if an adjustment drops a task, or lowers its ratio or number. */
export function lowers({ field, from, to }: YearAdjustment): boolean {
  if (field === CANCEL) return true;
  const name = fieldOf(field);
  if (name === "count") return Number(to) < Number(from);
  const [before, after] = [parseRatio(from), parseRatio(to)];
  return (
    name === "ratio" &&
    before !== undefined &&
    after !== undefined &&
    after.num * before.den < before.num * after.den
  );
}
