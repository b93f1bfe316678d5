import { levelOf } from "../fault/fault.js";
import type { FaultList } from "../fault/fault-list.js";
import { isSmallTask, SMALL_CELL } from "../pool/check-pool.js";
import { deriveRehearsalSeed } from "../seed/opening.js";
import type { HatAttempt, OnAttempt } from "../staffing/hat.js";
import { findLoadDifferences } from "../staffing/check-staff.js";
import { computeLoads } from "../staffing/load.js";
import type { Sha256 } from "../text/hash.js";
import { compareText } from "../text/order.js";
import { computeDraw } from "./draw.js";
import type { Preparation } from "./prepare.js";
import type { ComparedFrames, FreezeReport, PeopleReport, ReportedWarning } from "./statements.js";

const SMALL_HAT = 3;
const MOST_REHEARSALS = 10;
/** Objects and (ten times) visits that all rehearsals together may cost. */
const REHEARSAL_WORK = 100_000;
const CERTAIN = 10_000;

function countRehearsals({ registries, tasks }: Preparation): number {
  const visits = tasks.reduce((sum, task) => sum + task.fit.target, 0);
  const work = Math.max(1, registries.objects.length, 10 * visits);
  return Math.max(1, Math.min(MOST_REHEARSALS, Math.floor(REHEARSAL_WORK / work)));
}

/** Runs a whole draw with a seed, telling of every pick. */
export type Rehearse = (seed: string, onAttempt: OnAttempt) => void;

/** The seeds of the rehearsals that a freeze report rests on. */
export function listRehearsalSeeds(preparation: Preparation, sha256: Sha256): string[] {
  const { id } = preparation.plan;
  return Array.from({ length: countRehearsals(preparation) }, (_, i) =>
    deriveRehearsalSeed(id, i + 1, sha256),
  );
}

/** Chances of the people of one rehearsal at one object: what is left, in ten-thousandths, of not having been picked yet. */
type Misses = Map<string, Map<string, number>>;

function addHat(misses: Misses, { visit, hat }: HatAttempt): void {
  let people = misses.get(visit);
  if (people === undefined) misses.set(visit, (people = new Map()));
  for (const person of hat) {
    const miss = people.get(person) ?? CERTAIN;
    people.set(person, Math.floor((miss * (hat.length - 1)) / hat.length));
  }
}

/** Sums over rehearsals, by object and person, and how often the object was visited. */
class ChanceSums {
  readonly #sums: Misses = new Map();
  readonly #visits = new Map<string, number>();

  add(misses: Misses): void {
    for (const [visit, people] of misses) {
      this.#visits.set(visit, (this.#visits.get(visit) ?? 0) + 1);
      let sums = this.#sums.get(visit);
      if (sums === undefined) this.#sums.set(visit, (sums = new Map()));
      for (const [person, miss] of people) sums.set(person, (sums.get(person) ?? 0) + CERTAIN - miss);
    }
  }

  greatest(): number {
    let greatest = 0;
    for (const [visit, people] of this.#sums) {
      const visits = this.#visits.get(visit) ?? 1;
      for (const sum of people.values()) greatest = Math.max(greatest, Math.floor(sum / visits));
    }
    return greatest;
  }
}

/**
 * Rehearses the draw with seeds that follow from its id and looks into the hats. Where picks were passed over, the hat of the pick that
 * stood counts: whoever was passed over could not have stood.
 */
function reportPeople(preparation: Preparation, sha256: Sha256, rehearse: Rehearse): PeopleReport {
  const { plan, registries, history } = preparation;
  const seeds = listRehearsalSeeds(preparation, sha256);
  const loads = computeLoads(plan, registries.inspectors, history);
  const sums = new ChanceSums();
  let slots = 0;
  let smallHats = 0;
  for (const seed of seeds) {
    const misses: Misses = new Map();
    rehearse(seed, (attempt) => {
      if (!attempt.stands) return;
      slots++;
      if (attempt.hat.length < SMALL_HAT) smallHats++;
      addHat(misses, attempt);
    });
    sums.add(misses);
  }
  return {
    rehearsals: seeds.length,
    leastLoad: loads.reduce((least, load) => Math.min(least, load), loads[0] ?? 0),
    loadDiffers: findLoadDifferences(plan, registries.inspectors, history).map(({ id }) => id),
    greatestLoad: loads.reduce((greatest, load) => Math.max(greatest, load), 0),
    slots,
    smallHats,
    largestChance: sums.greatest(),
  };
}

function countWarnings(faults: FaultList): ReportedWarning[] {
  return [...faults.counts]
    .filter(([code]) => levelOf(code) === "warning")
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => compareText(a.code, b.code));
}

/** The part of a freeze report that everybody can recompute from the frames: all but the warnings of the original files. */
export function computeReport(
  preparation: Preparation,
  sha256: Sha256,
  rehearse: Rehearse = (seed, onAttempt) => void computeDraw(preparation, seed, sha256, onAttempt),
): Pick<FreezeReport, "smallCells" | "smallTasks" | "people"> {
  const cells = preparation.tasks.flatMap(({ pool }) => pool.cells);
  return {
    smallCells: cells.filter(({ base }) => base < SMALL_CELL).length,
    smallTasks: preparation.tasks.filter(({ pool }) => isSmallTask(pool)).map(({ pool }) => pool.task.id),
    people: reportPeople(preparation, sha256, rehearse),
  };
}

/**
 * The freeze report.
 *
 * @param warnings of the check of the files as handed in
 * @param rehearse runs a rehearsal, where its objects were drawn elsewhere
 */
export function formReport(
  preparation: Preparation,
  warnings: FaultList,
  previous: ComparedFrames | undefined,
  sha256: Sha256,
  rehearse?: Rehearse,
): FreezeReport {
  return {
    warnings: countWarnings(warnings),
    ...computeReport(preparation, sha256, rehearse),
    ...(previous === undefined ? {} : { previous }),
  };
}
