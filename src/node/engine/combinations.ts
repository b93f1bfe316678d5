import {
  type CodedField,
  type DecidingColumns,
  FaultList,
  findColumn,
  findExtraColumn,
  listDecidingColumns,
  ObjectParser,
  objectSpec,
  type ObjectTable,
  type Plan,
  refuse,
} from "../../core/index.js";
import type { ObjectColumns } from "./object-sql.js";

/** Combinations of the deciding columns as they stand in the table, and how many objects have each. */
export interface RawCombinations {
  readonly values: readonly (readonly string[])[];
  readonly counts: readonly number[];
  /** The same as a registry of objects reads them, row by row. */
  readonly table: ObjectTable;
}

/** The columns of a table that hold what a plan asks for. */
export function findObjectColumns(
  plan: Plan,
  all: readonly string[],
): { columns: ObjectColumns; deciding: DecidingColumns } {
  const headers = all.map((name) => name.trim());
  const wanted = listDecidingColumns(plan);
  const positionsOf = (field: string): number[] => {
    const column = objectSpec.columns.find((known) => known.field === field);
    return column === undefined ? [] : findColumn(column, headers);
  };
  const nameOf = (position: number): string => all[position] as string;
  const present = wanted.fields.flatMap((field): [CodedField, string][] => {
    const [first] = positionsOf(field);
    return first === undefined ? [] : [[field, nameOf(first)]];
  });
  const extra = wanted.extraColumns.map((name) => {
    const position = findExtraColumn(objectSpec, name, headers);
    if (position < 0)
      refuse(
        "column-stratum-missing",
        { found: headers.join("、") },
        { file: plan.registries.objects },
        name,
      );
    return nameOf(position);
  });
  const ids = positionsOf("id").map(nameOf);
  if (ids.length === 0)
    refuse(
      "column-missing",
      { expected: (objectSpec.columns[0]?.headers ?? []).join(" / "), found: headers.join("、") },
      { file: plan.registries.objects },
    );
  return {
    columns: { id: ids, deciding: [...present.map(([, name]) => name), ...extra], all },
    deciding: { fields: present.map(([field]) => field), extraColumns: wanted.extraColumns },
  };
}

/** Rows of a table as a registry reads them. Throws `table-changed` if one of them could not stand in a registry. */
export function readObjects(
  header: readonly string[],
  rows: Iterable<readonly string[]>,
  extraColumns: readonly string[],
): ObjectTable {
  const faults = new FaultList();
  const parser = new ObjectParser("table", faults, extraColumns);
  parser.header(header, 1);
  let count = 0;
  for (const row of rows) parser.row(row, ++count + 1);
  const { objects } = parser.finish();
  return objects.length === count && faults.errors === 0 ? objects : refuse("table-changed");
}

/** Reads combinations as a registry reads cells: as rows of objects that nobody has. */
export function readCombinations(
  { deciding }: ObjectColumns,
  rows: readonly { readonly values: readonly string[]; readonly count: number }[],
  extraColumns: readonly string[],
): RawCombinations {
  const idOf = (i: number): string => `NOBODY${i.toString().padStart(12, "0")}`;
  const table = readObjects(
    ["id", "name", ...deciding],
    rows.map(({ values }, i) => [idOf(i), "-", ...values]),
    extraColumns,
  );
  return { values: rows.map(({ values }) => values), counts: rows.map(({ count }) => count), table };
}
