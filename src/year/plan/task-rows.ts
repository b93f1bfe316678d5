import {
  type FaultList,
  type FieldRow,
  parseCount,
  parseDate,
  parseRatio,
  type Place,
  RowReader,
  splitValues,
  type TableSpec,
} from "../../core/index.js";

/** 年度抽查工作计划: one row per task. Columns by name; an adjustment names them by their header. */
export const yearTaskSpec: TableSpec = {
  columns: [
    { field: "id", headers: ["任务编号"], required: true },
    { field: "workPlan", headers: ["工作计划名称"] },
    { field: "title", headers: ["任务名称", "抽查任务名称"], required: true },
    { field: "form", headers: ["任务类型"], required: true },
    { field: "level", headers: ["发起层级"] },
    { field: "pattern", headers: ["抽查模式"] },
    { field: "mode", headers: ["抽取方式", "抽查方式"] },
    { field: "lead", headers: ["发起部门"], required: true },
    { field: "departments", headers: ["参与部门"] },
    { field: "industry", headers: ["行业领域"] },
    { field: "items", headers: ["抽查事项"], required: true },
    { field: "region", headers: ["行政区划"] },
    { field: "industryCode", headers: ["行业代码"] },
    { field: "type", headers: ["对象类型"] },
    { field: "tags", headers: ["监管标签"] },
    { field: "ratio", headers: ["抽查比例"] },
    { field: "tiers", headers: ["分级比例"] },
    { field: "count", headers: ["抽查数量"] },
    { field: "cooldown", headers: ["免重复月数"] },
    { field: "reserves", headers: ["候补数量"] },
    { field: "team", headers: ["派员"] },
    { field: "methods", headers: ["检查方式"] },
    { field: "content", headers: ["检查内容"] },
    { field: "from", headers: ["开始日期"], required: true },
    { field: "to", headers: ["结束日期"], required: true },
    { field: "agreed", headers: ["会商记录"] },
  ],
};

/** The cells of one task by field, as entered; after adjustments, as adjusted. */
export type TaskCells = Readonly<Record<string, string>>;

/** One row of a department's file. */
export interface TaskRow {
  readonly cells: TaskCells;
  readonly file: string;
  readonly line: number;
}

/** Place of a field of a task, as the file names it. */
export function placeOfTask({ file, line }: TaskRow, field: string): Place {
  const column = yearTaskSpec.columns.find((known) => known.field === field);
  return { file, line, column: column?.headers[0] ?? field };
}

/** Reads the tasks of one file as they stand; {@link formTask} reads their cells. */
export class TaskRowReader extends RowReader {
  readonly rows: TaskRow[] = [];

  constructor(file: string, faults: FaultList) {
    super(yearTaskSpec, file, faults, [], (row: FieldRow) => {
      const cells = Object.fromEntries(
        yearTaskSpec.columns.map(({ field }, i) => [field, row.values[i] ?? ""]),
      );
      if (yearTaskSpec.columns.every(({ field, required }) => required !== true || cells[field] !== ""))
        this.rows.push({ cells, file, line: row.line });
    });
  }
}

/** Reads cells of a task, with a fault where one cannot be read. */
export class CellReader {
  readonly #row: TaskRow;
  readonly #faults: FaultList;

  constructor(row: TaskRow, faults: FaultList) {
    this.#row = row;
    this.#faults = faults;
  }

  text(field: string): string {
    return this.#row.cells[field] ?? "";
  }

  values(field: string): string[] {
    return [...splitValues(this.text(field))];
  }

  choice<T>(field: string, choices: ReadonlyMap<string, T>, fallback: T): T {
    const cell = this.text(field);
    const found = cell === "" ? fallback : choices.get(cell);
    if (found === undefined)
      this.#faults.add("cell-choice", placeOfTask(this.#row, field), cell, {
        choices: [...choices.keys()].join(" / "),
      });
    return found ?? fallback;
  }

  date(field: string): string {
    const cell = this.text(field);
    const date = parseDate(cell);
    if (date === undefined) this.#faults.add("cell-date", placeOfTask(this.#row, field), cell);
    return date ?? "";
  }

  count(field: string): number | undefined {
    const cell = this.text(field);
    if (cell === "") return undefined;
    const count = parseCount(cell);
    if (count === undefined) this.#faults.add("cell-number", placeOfTask(this.#row, field), cell);
    return count;
  }

  /** A ratio as entered; undefined if there is none, or it is none. */
  ratio(field: string, text = this.text(field)): string | undefined {
    if (text === "") return undefined;
    if (parseRatio(text) !== undefined) return text;
    this.#faults.add("ratio-invalid", placeOfTask(this.#row, field), text);
    return undefined;
  }

  /** `name=value` pairs. */
  pairs(field: string): [name: string, value: string][] {
    return this.values(field).flatMap((pair): [string, string][] => {
      const parts = /^([^=＝]+)[=＝](.+)$/.exec(pair);
      if (parts !== null) return [[(parts[1] ?? "").trim(), (parts[2] ?? "").trim()]];
      this.#faults.add("cell-pair", placeOfTask(this.#row, field), pair);
      return [];
    });
  }
}
