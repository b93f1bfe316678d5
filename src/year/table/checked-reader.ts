import { type FaultList, type FieldRow, parseDate, RowReader, type TableSpec } from "../../core/index.js";

/** Reads rows whose cells hold days or one of a few words, with a fault where they hold something else. */
export class CheckedReader extends RowReader {
  protected readonly faults: FaultList;

  constructor(spec: TableSpec, file: string, faults: FaultList, onRow: (row: FieldRow) => void) {
    super(spec, file, faults, [], onRow);
    this.faults = faults;
  }

  /** What a word stands for; undefined with a fault for any other. */
  protected choose<T>(
    choices: ReadonlyMap<string, T>,
    cell: string,
    field: string,
    row: FieldRow,
  ): T | undefined {
    const found = choices.get(cell);
    if (found === undefined)
      this.faults.add("cell-choice", this.placeOf(field, row), cell, {
        choices: [...choices.keys()].filter((choice) => choice !== "").join(" / "),
      });
    return found;
  }

  /** A day, `""` for an empty cell; undefined with a fault for what is no day. */
  protected day(cell: string, field: string, row: FieldRow): string | undefined {
    const date = cell === "" ? "" : parseDate(cell);
    if (date === undefined) this.faults.add("cell-date", this.placeOf(field, row), cell);
    return date;
  }
}
