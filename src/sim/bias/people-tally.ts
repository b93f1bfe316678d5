import {
  beginStanding,
  demandsOf,
  formUnits,
  type DrawLists,
  type HatAttempt,
  mergeDemands,
  type Preparation,
  type RecordStatement,
  type Unit,
} from "../../core/index.js";
import type { LargestChance, SimulatedPeople } from "./result.js";

/** Visits that have to be seen before a chance is stated. */
const LEAST_VISITS = 20;
/** Places of a histogram; the last one holds all above. */
const PLACES = 61;

function count(histogram: number[], value: number): void {
  const place = Math.min(value, PLACES - 1);
  histogram[place] = (histogram[place] ?? 0) + 1;
}

/** Visits that are alike for the people: chances of every person, added up, and their squares. */
interface Pool {
  visits: number;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/** Counts of the people's part over all seeds; a group counts as one. */
export class PeopleTally {
  readonly #preparation: Preparation;
  readonly #units: readonly Unit[];
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #experts: ReadonlySet<string>;
  readonly #regionOf: ReadonlyMap<string, string>;
  /** Objects with people of their own: recusals, or, with rotation, earlier visits. */
  readonly #apart: ReadonlySet<string>;
  readonly #pools = new Map<string, Pool>();
  readonly #misses: Float64Array;
  #touched: number[] = [];
  #visit = "";
  #run = "";
  /** Flushed when the lists are known, which tell the tasks of each visit. */
  #pending: { visit: string; run: string; chances: readonly (readonly [number, number])[] }[] = [];
  readonly #hats: number[] = Array.from({ length: PLACES }, () => 0);
  readonly #perPerson: number[] = Array.from({ length: PLACES }, () => 0);
  #seeds = 0;
  readonly #totals = {
    visits: 0,
    staffed: 0,
    direct: 0,
    asked: 0,
    matched: 0,
    least: 0,
    greatest: 0,
    slots: 0,
  };

  constructor(preparation: Preparation) {
    const { registries, history, plan } = preparation;
    this.#preparation = preparation;
    this.#units = formUnits(registries);
    this.#indexOf = new Map(this.#units.map(({ id }, i) => [id, i]));
    this.#experts = new Set(
      registries.inspectors.flatMap(({ id, category }) => (category === "专家" ? [id] : [])),
    );
    this.#regionOf = new Map([...registries.objects].map(({ id, region }) => [id, region]));
    const earlier = plan.staffing?.rotate === true ? [...history.byObject.keys()] : [];
    this.#apart = new Set([...registries.recusals.map(({ object }) => object), ...earlier]);
    this.#misses = new Float64Array(this.#units.length).fill(1);
  }

  /** Takes one pick of the draw that is running. */
  addAttempt({ visit, hat, picked, stands }: HatAttempt): void {
    if (!stands) return;
    const run = this.#experts.has(picked) ? "expert" : "enforcement";
    if (visit !== this.#visit || run !== this.#run) this.#closeVisit();
    [this.#visit, this.#run] = [visit, run];
    count(this.#hats, hat.length);
    for (const id of hat) {
      const person = this.#indexOf.get(id) ?? 0;
      if (this.#misses[person] === 1) this.#touched.push(person);
      this.#misses[person] = (this.#misses[person] ?? 1) * (1 - 1 / hat.length);
    }
  }

  #closeVisit(): void {
    if (this.#touched.length > 0) {
      const chances = [...new Set(this.#touched)].map(
        (person) => [person, 1 - (this.#misses[person] ?? 1)] as const,
      );
      for (const [person] of chances) this.#misses[person] = 1;
      this.#pending.push({ visit: this.#visit, run: this.#run, chances });
    }
    this.#touched = [];
    this.#visit = "";
  }

  /** Takes the lists of one draw, after its picks. */
  add(lists: DrawLists): void {
    this.#closeVisit();
    this.#seeds++;
    this.#addChances(lists);
    this.#addSlots(lists);
    const visits = new Uint32Array(this.#indexOf.size);
    for (const { team } of lists.visits)
      for (const { inspector } of team) {
        const person = this.#indexOf.get(inspector) ?? 0;
        visits[person] = (visits[person] ?? 0) + 1;
      }
    for (const number of visits) count(this.#perPerson, number);
    this.#totals.least += visits.reduce((a, b) => Math.min(a, b), visits[0] ?? 0);
    this.#totals.greatest += visits.reduce((a, b) => Math.max(a, b), 0);
    this.#totals.slots += visits.reduce((a, b) => a + b, 0);
    this.#totals.visits += lists.visits.length;
    this.#totals.staffed += lists.visits.filter(({ team }) => team.length > 0).length;
    this.#totals.direct += lists.direct.length;
  }

  #addChances({ visits }: DrawLists): void {
    const tasksOf = new Map(visits.map(({ object, tasks }) => [object, tasks.join("、")]));
    for (const { visit, run, chances } of this.#pending) {
      const alike = `${this.#regionOf.get(visit) ?? ""} ${tasksOf.get(visit) ?? ""}`;
      const key = `${this.#apart.has(visit) ? visit : alike}\n${run}`;
      let pool = this.#pools.get(key);
      if (pool === undefined) {
        const size = this.#indexOf.size;
        pool = { visits: 0, sums: new Float64Array(size), squares: new Float64Array(size) };
        this.#pools.set(key, pool);
      }
      pool.visits++;
      for (const [person, chance] of chances) {
        pool.sums[person] = (pool.sums[person] ?? 0) + chance;
        pool.squares[person] = (pool.squares[person] ?? 0) + chance * chance;
      }
    }
    this.#pending = [];
  }

  /** Slots that ask for skills, and how many of them are filled. */
  #addSlots(lists: DrawLists): void {
    const { plan } = this.#preparation;
    const asksSkill = (requirement: {
      expertise: readonly string[];
      qualification: readonly string[];
    }): boolean => requirement.expertise.length + requirement.qualification.length > 0;
    for (const { tasks, slots } of beginStanding(plan, lists as RecordStatement).visits) {
      this.#totals.matched += slots.filter(({ requirement }) => asksSkill(requirement)).length;
      const wanted = plan.tasks.filter(({ id }) => tasks.includes(id));
      for (const run of ["enforcement", "expert"] as const)
        for (const demand of mergeDemands(wanted.map((task) => demandsOf(task, run))))
          if (asksSkill(demand.requirement)) this.#totals.asked += demand.count;
    }
  }

  #largestChance(): LargestChance | undefined {
    let largest: LargestChance | undefined;
    for (const [key, { visits, sums, squares }] of this.#pools) {
      if (visits < LEAST_VISITS) continue;
      sums.forEach((sum, person) => {
        const chance = sum / visits;
        if (chance <= (largest?.chance ?? 0)) return;
        const variance = Math.max(0, (squares[person] ?? 0) / visits - chance * chance);
        largest = {
          person: this.#units[person]?.id ?? "",
          at: key.split("\n")[0] ?? "",
          chance,
          standardError: Math.sqrt(variance / visits),
          visits,
        };
      });
    }
    return largest;
  }

  describe(): SimulatedPeople {
    const { visits, staffed, direct, asked, matched, least, greatest, slots } = this.#totals;
    const people = this.#indexOf.size;
    const largestChance = this.#largestChance();
    const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
    return {
      people,
      leastVisits: least / this.#seeds,
      meanVisits: slots / this.#seeds / Math.max(1, people),
      greatestVisits: greatest / this.#seeds,
      visitsPerPerson: this.#perPerson,
      hats: this.#hats,
      staffed: share(staffed, visits),
      direct: visits === 0 ? 0 : direct / visits,
      matching: share(matched, asked),
      ...(largestChance === undefined ? {} : { largestChance }),
    };
  }
}
