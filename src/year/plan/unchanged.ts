import { FaultList, formatJson, type YearAdjustment, type YearPlan } from "../../core/index.js";
import { ADD, type AdjustmentRow, applyAdjustments } from "./adjustments.js";
import { placeOfTask, type TaskRow, yearTaskSpec } from "./task-rows.js";

/** What the departments' files and the adjustments of a year say. */
export interface YearRows {
  readonly rows: readonly TaskRow[];
  readonly adjustments: readonly AdjustmentRow[];
}

/** An adjustment as the published plan holds it. */
export function withoutPlace({
  date,
  task,
  field,
  from,
  to,
  reason,
  decidedBy,
}: AdjustmentRow): YearAdjustment {
  return { date, task, field, from, to, reason, decidedBy };
}

const headerOf = (field: string): string =>
  yearTaskSpec.columns.find((column) => column.field === field)?.headers[0] ?? field;

/** What was published changes by adjustments alone: the rows in the files and the published adjustments give the last version again. */
export function checkUnchanged(
  { rows, adjustments }: YearRows,
  base: readonly TaskRow[],
  last: YearPlan,
  faults: FaultList,
): void {
  last.adjustments.forEach((published, i) => {
    const row = adjustments[i];
    const place = row?.place ?? { file: "adjustments.csv" };
    if (row === undefined || formatJson(withoutPlace(row)) !== formatJson(published))
      faults.add("year-plan-changed", place, published.field, {
        task: published.task,
        field: "adjustments.csv",
      });
  });
  const earlier = adjustments.slice(0, last.adjustments.length);
  const replayed = applyAdjustments(base, rows, earlier, PUBLISHED_BEFORE, new FaultList());
  const byId = new Map(replayed.map((row) => [row.cells["id"] ?? "", row]));
  for (const { id, row: published } of last.tasks) {
    const row = byId.get(id);
    byId.delete(id);
    if (row === undefined) faults.add("year-plan-changed", {}, "", { task: id, field: headerOf("id") });
    for (const [field, value] of Object.entries(published))
      if (row !== undefined && (row.cells[field] ?? "") !== value)
        faults.add("year-plan-changed", placeOfTask(row, field), row.cells[field] ?? "", {
          task: id,
          field: headerOf(field),
        });
  }
  for (const [id, row] of byId)
    faults.add("year-plan-changed", placeOfTask(row, "id"), id, { task: id, field: ADD });
}

/** Adjustments that were published were checked then. */
const PUBLISHED_BEFORE = { leastDays: 0, drawnOn: new Map<string, string>(), today: "", published: Infinity };

/** The rows with which the plan began; those that an adjustment brings in wait for it. Rows that neither has are a change without an entry. */
export function baseRows({ rows, adjustments }: YearRows, first: YearPlan, faults: FaultList): TaskRow[] {
  const known = new Set(first.tasks.map(({ id }) => id));
  const added = new Set(adjustments.filter(({ field }) => field === ADD).map(({ task }) => task));
  for (const row of rows) {
    const id = row.cells["id"] ?? "";
    if (!known.has(id) && !added.has(id))
      faults.add("year-plan-changed", placeOfTask(row, "id"), id, { task: id, field: ADD });
  }
  return rows.filter(({ cells }) => known.has(cells["id"] ?? ""));
}
