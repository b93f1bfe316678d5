import { type AllocatedTask, type DecidingColumns, type Division, TaskDivider } from "../../core/index.js";
import type { RawCombinations } from "./combinations.js";
import { chooseCutOff } from "./cut-off.js";
import type { CandidateClass, CandidateRequest } from "./object-sql.js";

export type CutOffChoice = typeof chooseCutOff;

/** A cell of a task among the combinations: what the table holds for it. */
interface CellCombinations {
  readonly h: number;
  /** Values of the telling columns, each combination once. */
  readonly values: Map<string, readonly string[]>;
}

/** The cells of a task, by the number of the cell, with the combinations that are in scope. */
function divideCombinations(
  division: Division,
  task: AllocatedTask,
  { table, values }: RawCombinations,
  columns: readonly number[],
): { cells: readonly CellCombinations[]; inScope: readonly (readonly string[])[] } {
  const numberOf = new Map(task.pool.cells.map(({ keyText }, h) => [keyText, h]));
  const divider = new TaskDivider(
    division,
    ({ keyText }): CellCombinations => ({ h: numberOf.get(keyText) ?? -1, values: new Map() }),
  );
  const inScope: (readonly string[])[] = [];
  divider.divide(table, {
    inScope: (cell, row) => {
      const all = values[row] as readonly string[];
      inScope.push(all);
      const telling = columns.map((column) => all[column] as string);
      cell.values.set(JSON.stringify(telling), telling);
    },
  });
  return { cells: [...divider.cells.values()], inScope };
}

/** Columns of which only some values are in scope. */
function narrowColumns(
  all: readonly (readonly string[])[],
  inScope: readonly (readonly string[])[],
): { column: number; values: string[] }[] {
  const valuesOf = (rows: readonly (readonly string[])[], column: number): Set<string> =>
    new Set(rows.map((values) => values[column] as string));
  return (all[0] ?? []).flatMap((_, column) => {
    const found = valuesOf(inScope, column);
    return found.size === valuesOf(all, column).size ? [] : [{ column, values: [...found] }];
  });
}

/** Columns that tell the cells of a task apart, by their number among the deciding ones. */
function listTelling(
  { fields, extraColumns }: DecidingColumns,
  { within = [], size }: AllocatedTask["pool"]["task"],
): number[] {
  const names = [...within, "risk", "credit", ...(size.flags === undefined ? [] : ["tags"])];
  const all: readonly string[] = [...fields, ...extraColumns];
  const numbers = names.map((name) => all.indexOf(name)).filter((i) => i >= 0);
  return numbers.length > 0 ? [...new Set(numbers)] : [0];
}

/**
 * What a task asks of a table: of every cell that draws anything a few more objects than it draws.
 *
 * @param widenings of the cut-off, by the number of the cell
 */
export function formRequest(
  division: Division,
  task: AllocatedTask,
  seed: string,
  deciding: DecidingColumns,
  raw: RawCombinations,
  widenings: readonly number[] = [],
  cutOff: CutOffChoice = chooseCutOff,
): CandidateRequest {
  const columns = listTelling(deciding, division.task);
  const { cells, inScope } = divideCombinations(division, task, raw, columns);
  const classes = new Map<string | undefined, (readonly string[])[]>();
  for (const { h, values } of cells) {
    const wanted = (task.numbers[h] ?? 0) + task.reserves;
    if (wanted === 0) continue;
    const below = cutOff(wanted, task.pool.cells[h]?.eligible ?? 0, widenings[h] ?? 0);
    classes.set(below, [...(classes.get(below) ?? []), ...values.values()]);
  }
  return {
    seed,
    label: task.label,
    within: narrowColumns(raw.values, inScope),
    columns,
    classes: [...classes].map(([below, combinations]): CandidateClass => ({ combinations, below })),
  };
}
