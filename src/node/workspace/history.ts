import { historySpec } from "../../core/index.js";
import { standVisits } from "../../year/assess/tally.js";
import { rewriteTable } from "./rewrite-table.js";
import type { Workspace } from "./workspace.js";
import { readRecords, type WorkspaceRecords } from "./year-files.js";

/** One inspection as history.csv has it. */
interface HistoryEntry {
  readonly object: string;
  readonly date: string;
  readonly task: string;
  readonly inspectors: string;
  readonly result: string;
}

/** Every visit of which all results are published, once for each task of its draw. */
export function finishedVisits({ draws, journals }: WorkspaceRecords): HistoryEntry[] {
  return draws
    .flatMap((draw) => standVisits(draw, journals.get(draw.draw), () => ""))
    .filter(({ doneOn }) => doneOn !== undefined)
    .flatMap(({ visit, results }) => {
      const date = results.reduce((last, { entry }) => (entry.date > last ? entry.date : last), "");
      const result = [...new Set(results.map(({ entry }) => entry.result))].join("、");
      return visit.tasks.map((task) => ({
        object: visit.object,
        date,
        task,
        inspectors: visit.people.join("、"),
        result,
      }));
    });
}

const keyOf = ({ object, date, task }: Pick<HistoryEntry, "object" | "date" | "task">): string =>
  JSON.stringify([object, date, task]);

/** Appends every finished visit that history.csv does not have. */
export async function appendHistory(workspace: Workspace, year: number): Promise<number> {
  const path = workspace.layout.registry("history.csv");
  const finished = finishedVisits(readRecords(workspace, year));
  let added = 0;
  await rewriteTable(path, historySpec, (table) => {
    const known = new Set(
      table.rows.map((row) =>
        keyOf({
          object: table.get(row, "object"),
          date: table.get(row, "date"),
          task: table.get(row, "task"),
        }),
      ),
    );
    for (const visit of finished)
      if (!known.has(keyOf(visit))) {
        table.add({ ...visit });
        added++;
      }
  });
  return added;
}
