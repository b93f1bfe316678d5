import { type Fraction, formatFraction, type PreparedTask, type RecordedCell } from "../../core/index.js";
import { binomialTail, chiSquareTail } from "./distributions.js";
import type { SimulatedCell, TestResult } from "./result.js";

/** A test before it is known which of all are rejected. */
export type OpenTest = Omit<TestResult, "rejected">;

/** Objects are put into bins until each is expected so often: below, chi-square is no good approximation. */
const LEAST_EXPECTED = 10;

/** Counts of one cell over all seeds. */
export class CellTally {
  readonly #task: string;
  readonly #key: readonly string[];
  readonly #base: number;
  readonly #ids: readonly string[];
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #times: Uint32Array;
  readonly #probability: Fraction;
  /** Floor of the expected number, and what is above it. */
  readonly #floor: number;
  readonly #rest: number;
  #seeds = 0;
  #observed = 0;
  #up = 0;
  #outside = 0;
  /** Variance of how often one object is drawn, given the numbers: Σ n/N (1 − n/N). */
  #variance = 0;
  /** Neighbours in the order of ids that were drawn together, their expectation and variance. */
  readonly neighbours = { seen: 0, expected: 0, variance: 0 };

  /** @param ids of the objects that the cell can draw */
  constructor({ pool, fit }: PreparedTask, h: number, ids: readonly string[]) {
    const cell = pool.cells[h];
    this.#task = pool.task.id;
    this.#key = cell?.key ?? [];
    this.#base = cell?.base ?? 0;
    this.#ids = ids;
    this.#indexOf = new Map(this.#ids.map((id, i) => [id, i]));
    this.#times = new Uint32Array(this.#ids.length);
    this.#probability = fit.probabilities[h] ?? { num: 0n, den: 1n };
    const { num, den } = this.#probability;
    const mass = num * BigInt(this.#ids.length);
    this.#floor = Number(mass / den);
    this.#rest = Number(mass % den) / Number(den);
  }

  /** Expected number of one draw. */
  get expected(): number {
    return this.#floor + this.#rest;
  }

  add({ drawn }: Pick<RecordedCell, "drawn">): void {
    const [count, size] = [drawn.length, this.#ids.length];
    this.#seeds++;
    this.#observed += count;
    if (count === this.#floor + 1 && this.#rest > 0) this.#up++;
    else if (count !== this.#floor) this.#outside++;
    if (size === 0) return;
    this.#variance += (count / size) * (1 - count / size);
    const places = drawn.map((id) => this.#indexOf.get(id) ?? -1).sort((a, b) => a - b);
    places.forEach((place, i) => {
      if (place >= 0) this.#times[place] = (this.#times[place] ?? 0) + 1;
      if (i > 0 && place === (places[i - 1] ?? 0) + 1) this.neighbours.seen++;
    });
    this.#addNeighbours(count, size);
  }

  /** Neighbours among `n` of `N` in a row are n less the runs. Source: Wald and Wolfowitz 1940, moments of the number of runs of one kind. */
  #addNeighbours(n: number, size: number): void {
    if (size < 2) return;
    this.neighbours.expected += (n * (n - 1)) / size;
    this.neighbours.variance += (n * (n - 1) * (size - n) * (size - n + 1)) / (size * size * (size - 1));
  }

  /** The tests of this cell: how often it was rounded up, and whether its objects were drawn equally often. */
  tests(): OpenTest[] {
    const place = { task: this.#task, cell: this.#key };
    const tests: OpenTest[] = [];
    if (this.#rest > 0 && this.#rest < 1)
      tests.push({
        test: "rounding",
        ...place,
        statistic: this.#up,
        p: binomialTail(this.#seeds, this.#up, this.#rest),
      });
    const objects = this.#testObjects();
    if (objects !== undefined) tests.push({ test: "objects", ...place, ...objects });
    return tests;
  }

  /**
   * Chi-square of the counts against equal chances, given how many were drawn each time. Without replacement the counts of objects i and j have
   * covariance −V/(N−1), so Σ (C_b − m_b T/N)² / m_b, divided by V N/(N−1), has one degree of freedom less than bins.
   */
  #testObjects(): { statistic: number; degrees: number; p: number } | undefined {
    const size = this.#ids.length;
    if (this.#variance === 0 || size < 2) return undefined;
    const mean = this.#observed / size;
    const width = Math.max(1, Math.ceil(LEAST_EXPECTED / mean));
    const bins = Math.floor(size / width);
    if (bins < 2) return undefined;
    const scale = (this.#variance * size) / (size - 1);
    let statistic = 0;
    for (let bin = 0; bin < bins; bin++) {
      const [from, to] = [Math.floor((bin * size) / bins), Math.floor(((bin + 1) * size) / bins)];
      let count = 0;
      for (let i = from; i < to; i++) count += this.#times[i] ?? 0;
      statistic += (count - mean * (to - from)) ** 2 / (to - from) / scale;
    }
    return { statistic, degrees: bins - 1, p: chiSquareTail(statistic, bins - 1) };
  }

  describe(): SimulatedCell {
    let [most, least] = [0, 0];
    this.#times.forEach((times, i) => {
      if (times > (this.#times[most] ?? 0)) most = i;
      if (times < (this.#times[least] ?? 0)) least = i;
    });
    const often = (i: number): { id: string; times: number } => ({
      id: this.#ids[i] ?? "",
      times: this.#times[i] ?? 0,
    });
    return {
      key: this.#key,
      base: this.#base,
      eligible: this.#ids.length,
      probability: formatFraction(this.#probability),
      expected: this.expected * this.#seeds,
      observed: this.#observed,
      deviation: Math.sqrt(this.#seeds * this.#rest * (1 - this.#rest)),
      outside: this.#outside,
      ...(this.#ids.length === 0 ? {} : { mostDrawn: often(most), leastDrawn: often(least) }),
    };
  }
}
