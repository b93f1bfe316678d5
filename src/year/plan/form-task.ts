import type { FaultList, Scope, Size, Task, TeamEntry, YearTask } from "../../core/index.js";
import type { ListedItem } from "../items/item-list.js";
import { CellReader, placeOfTask, type TaskRow } from "./task-rows.js";

const FORMS: ReadonlyMap<string, YearTask["form"]> = new Map([
  ["部门", "department"],
  ["本部门", "department"],
  ["部门联合", "joint"],
  ["联合", "joint"],
]);
const LEVELS: ReadonlyMap<string, YearTask["level"]> = new Map([
  ["本级", "own"],
  ["上级", "superior"],
]);
const MODES: ReadonlyMap<string, "open" | "targeted"> = new Map([
  ["不定向", "open"],
  ["定向", "targeted"],
]);
/** 行政处罚法 art. 42: at least two. */
const LEAST_PEOPLE = 2;

function scopeOf(cells: CellReader): Scope | undefined {
  const fields = [
    ["region", "region"],
    ["industry", "industryCode"],
    ["type", "type"],
    ["tags", "tags"],
  ] as const;
  const given = fields.map(([name, field]) => [name, cells.values(field)] as const);
  const kept = given.filter(([, values]) => values.length > 0);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Ratio, ratios by credit tier, or a number; of a ratio and a number side by side the ratio draws, and both must agree. */
function sizeOf(cells: CellReader, row: TaskRow, faults: FaultList): Size {
  const tiers = cells.pairs("tiers").flatMap(([credit, text]) => {
    const ratio = cells.ratio("tiers", text);
    return ratio === undefined ? [] : [{ credit, ratio }];
  });
  const ratio = cells.ratio("ratio");
  const count = cells.count("count");
  if (tiers.length > 0) return ratio === undefined ? { tiers } : { tiers, overall: ratio };
  if (ratio !== undefined) return { ratio };
  if (count !== undefined) return { count };
  faults.add("year-size-missing", placeOfTask(row, "ratio"), row.cells["id"] ?? "");
  return { count: 0 };
}

/** 派员 that asks for a fixed inspection group instead of people. */
const GROUP = "小组";

/** A group of each department that asks for one; else two people of it, or as many as the row says; one of them with what the department's items ask for. */
function teamOf(
  cells: CellReader,
  departments: readonly string[],
  items: readonly ListedItem[],
): TeamEntry[] {
  const asked = new Map(cells.pairs("team"));
  return departments.flatMap((department, i): TeamEntry[] => {
    const own = items.filter(({ subject }) => subject === department);
    const expertise = [...new Set(own.flatMap((item) => item.expertise))];
    const qualification = [...new Set(own.flatMap((item) => item.qualifications))];
    const demands = {
      ...(expertise.length > 0 ? { expertise } : {}),
      ...(qualification.length > 0 ? { qualification } : {}),
    };
    if (asked.get(department) === GROUP) return [{ department, role: "group", ...demands }];
    const people = Math.max(1, Number(asked.get(department) ?? LEAST_PEOPLE) || LEAST_PEOPLE);
    const skilled = {
      department,
      ...(i === 0 ? ({ role: "lead" } as const) : {}),
      ...demands,
    };
    const isPlain = i > 0 && expertise.length === 0 && qualification.length === 0;
    if (isPlain) return [{ department, count: people }];
    return [{ ...skilled, count: 1 }, ...(people > 1 ? [{ department, count: people - 1 }] : [])];
  });
}

function drawTask(
  cells: CellReader,
  row: TaskRow,
  departments: string[],
  items: ListedItem[],
  faults: FaultList,
): Task {
  const known = cells
    .values("items")
    .map((code) => items.find((item) => item.code === code))
    .filter((item) => item !== undefined);
  const scope = scopeOf(cells);
  const reserves = cells.count("reserves");
  const months = cells.count("cooldown");
  return {
    id: cells.text("id"),
    title: cells.text("title"),
    kind: known.length > 0 && known.every(({ kind }) => kind === "key") ? "key" : "general",
    items: cells.values("items"),
    ...(scope === undefined ? {} : { scope }),
    size: sizeOf(cells, row, faults),
    ...(months === undefined ? {} : { exclude: { inspectedWithinMonths: months } }),
    ...(reserves === undefined ? {} : { reserves }),
    team: teamOf(cells, departments, known),
  };
}

/** A task of the year from its row; faults say which cells cannot be read. */
export function formTask(
  row: TaskRow,
  items: readonly ListedItem[],
  authority: string,
  faults: FaultList,
): YearTask {
  const cells = new CellReader(row, faults);
  cells.choice("mode", MODES, "open");
  const lead = cells.text("lead");
  const departments = [...new Set([lead, ...cells.values("departments")])];
  return {
    id: cells.text("id"),
    form: cells.choice("form", FORMS, "department"),
    level: cells.choice("level", LEVELS, "own"),
    lead,
    departments,
    row: row.cells,
    draw: {
      title: cells.text("title"),
      authority,
      visitWindow: { from: cells.date("from"), to: cells.date("to") },
      tasks: [drawTask(cells, row, departments, [...items], faults)],
    },
  };
}
