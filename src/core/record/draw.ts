import { type DrawnTask, drawTasks, formVisits } from "../lottery/lottery.js";
import type { OnAttempt } from "../staffing/hat.js";
import { staffVisits } from "../staffing/staff.js";
import { pureSha256, type Sha256 } from "../text/hash.js";
import { describeCell, describeTask, type Preparation } from "./prepare.js";
import type { DrawLists, RecordedTask } from "./statements.js";

/**
 * The whole procedure after the seed: objects, reserves, visits in order, teams, stand-ins, direct assignment.
 * A pure function: the same preparation and seed give the same lists everywhere.
 *
 * @param seed 64 lower-case hex digits
 * @param onAttempt told of every pick out of a hat, for explanations
 * @param sha256 a faster SHA-256 than the built-in one, if the caller has it
 */
export function computeDraw(
  preparation: Preparation,
  seed: string,
  sha256: Sha256 = pureSha256,
  onAttempt?: OnAttempt,
): DrawLists {
  if (!/^[0-9a-f]{64}$/.test(seed))
    throw new RangeError(`expected a seed of 64 lower-case hex digits, got ${seed.length} characters`);
  const { plan, registries, history, tasks } = preparation;
  const drawn = drawTasks(plan, tasks, registries, history, seed, sha256);
  return completeDraw(preparation, drawn, seed, sha256, onAttempt);
}

/**
 * What follows when the objects are drawn, by {@link drawTasks} or where they are kept: the registry needs to know the drawn ones only.
 *
 * @param drawn by the number of the task
 */
export function completeDraw(
  preparation: Preparation,
  drawn: readonly DrawnTask[],
  seed: string,
  sha256: Sha256,
  onAttempt?: OnAttempt,
): DrawLists {
  const { plan, registries, history, tasks } = preparation;
  const visits = formVisits(plan, drawn, seed, sha256);
  const staffed = staffVisits(plan, registries, history, visits, seed, sha256, onAttempt);
  const recorded = tasks.map((task, t): RecordedTask => {
    const { outOfScope: _, ...described } = describeTask(task);
    const cells = drawn[t]?.cells ?? [];
    return {
      ...described,
      cells: cells.map((cell, h) => ({
        ...describeCell(task, h),
        drawn: cell.drawn.map(({ id }) => id),
        reserves: cell.reserves.map(({ id }) => id),
      })),
    };
  });
  return {
    tasks: recorded,
    visits: staffed.visits.map(({ position, batch, object, tasks: visitTasks, team }) => ({
      position,
      batch,
      object,
      tasks: visitTasks.map((task) => task.id),
      team: team.map(({ slot, requirement, inspector, attempt, eligible, standIns }) => ({
        slot,
        role: requirement.role,
        department: requirement.department,
        inspector,
        attempt,
        eligible,
        standIns,
      })),
    })),
    direct: staffed.direct,
    level: staffed.level,
  };
}
