import { join } from "node:path";
import { findYearDifferences, readYearPlan, YEAR_PLAN_FILE } from "../../core/index.js";
import { readBytesIfAny } from "../disk/read-file.js";
import type { PlanFile } from "../registry/plan-file.js";
import { nodeSha256 } from "./draw-directory.js";

/**
 * The yearly plan beside a plan that names one, byte for byte; undefined where none is named. Adds a fault where the file is missing, is
 * another than the named one, or where the plan departs from it: a draw cannot silently differ from the year.
 */
export function readYearPlanBeside({ plan, directory, faults }: PlanFile): Uint8Array | undefined {
  const reference = plan?.yearPlan;
  if (plan === undefined || reference === undefined) return undefined;
  const bytes = readBytesIfAny(join(directory, YEAR_PLAN_FILE));
  const place = { at: "/yearPlan" };
  if (bytes === undefined) {
    faults.add("year-plan-absent", place, YEAR_PLAN_FILE);
    return undefined;
  }
  const found = readYearPlan(bytes);
  const sha256 = nodeSha256(bytes);
  if ("fault" in found) faults.add("year-plan-form", place, YEAR_PLAN_FILE, { reason: found.fault });
  else if (sha256 !== reference.sha256)
    faults.add("year-plan-other", place, sha256, { expected: reference.sha256 });
  else {
    const { year, revision, tasks } = found.yearPlan;
    const task = tasks.find(({ id }) => id === reference.task);
    if (year !== reference.year || revision !== reference.revision)
      faults.add("year-plan-other", place, `${year}-${revision}`, {
        expected: `${reference.year}-${reference.revision}`,
      });
    if (task === undefined)
      faults.add("year-task-unknown", place, reference.task, { known: tasks.map(({ id }) => id).join("、") });
    else if (task.level !== "own") faults.add("year-task-superior", place, task.id);
    else
      for (const at of findYearDifferences(plan, task))
        faults.add("year-plan-differs", { at }, undefined, { task: task.id });
  }
  return bytes;
}
