/** What a test of one hypothesis came to. `p` is the probability of a result at least as odd if the draw is fair. */
export interface TestResult {
  /** What was tested: `rounding`, `objects` or `neighbours`. */
  readonly test: "rounding" | "objects" | "neighbours";
  readonly task: string;
  /** Key of the cell; absent for tests of a whole task. */
  readonly cell?: readonly string[];
  readonly statistic: number;
  /** Degrees of freedom, of a chi-square. */
  readonly degrees?: number;
  readonly p: number;
  /** True if Holm's procedure rejects it among all tests of the run. */
  readonly rejected: boolean;
}

/** How often one object of a cell was drawn. */
export interface DrawnOften {
  readonly id: string;
  readonly times: number;
}

/** One cell over all seeds. */
export interface SimulatedCell {
  readonly key: readonly string[];
  readonly base: number;
  readonly eligible: number;
  /** Exact inclusion probability, `"p/q"`. */
  readonly probability: string;
  /** Number drawn over all seeds, as it should be on average and as it was. */
  readonly expected: number;
  readonly observed: number;
  /** Standard deviation of the number over all seeds. */
  readonly deviation: number;
  /** Seeds in which the number was neither floor nor ceiling of its expectation. */
  readonly outside: number;
  readonly mostDrawn?: DrawnOften;
  readonly leastDrawn?: DrawnOften;
}

/** One task over all seeds. */
export interface SimulatedTask {
  readonly id: string;
  readonly target: number;
  /** Seeds in which the task's total was not its target. */
  readonly wrongTotals: number;
  /** Seeds and strata in which a stratum's total was not within one of its expectation. */
  readonly wrongStrata: number;
  readonly cells: readonly SimulatedCell[];
}

/** Numbers from 0 up: `counts[i]` things had the value i; the last place holds all above. */
export type Histogram = readonly number[];

/** The people's part over all seeds. */
export interface SimulatedPeople {
  readonly people: number;
  /** Visits of a person per draw: mean of the least and of the most burdened, and of all. */
  readonly leastVisits: number;
  readonly meanVisits: number;
  readonly greatestVisits: number;
  readonly visitsPerPerson: Histogram;
  /** People in the hats from which picks stood. */
  readonly hats: Histogram;
  /** Shares, 0 to 1. */
  readonly staffed: number;
  readonly direct: number;
  /** 专长匹配度: of the slots that ask for expertise or qualification, the share that a person who has all of it fills. 1 without any. */
  readonly matching: number;
  /** The largest chance that one person visits one firm, given that the firm is visited; absent where too few visits were seen. */
  readonly largestChance?: LargestChance;
}

/** An estimate with its uncertainty. */
export interface LargestChance {
  readonly person: string;
  /** The object, or region and tasks of the objects, to which it refers. */
  readonly at: string;
  readonly chance: number;
  readonly standardError: number;
  readonly visits: number;
}

/** What a bias self-test found. */
export interface Simulation {
  readonly schema: "dualdraw/simulation/v1";
  readonly draw: string;
  readonly title: string;
  /** The visible number from which all seeds follow. */
  readonly number: string;
  readonly seeds: number;
  readonly level: number;
  readonly tasks: readonly SimulatedTask[];
  readonly tests: readonly TestResult[];
  readonly together: {
    readonly planned: boolean;
    /** Mean number of visits per draw, and what it would be with `together` the other way round. */
    readonly visits: number;
    readonly otherwise: number;
    /** Objects drawn over all tasks less visits, per draw. */
    readonly saved: number;
  };
  readonly people: SimulatedPeople;
  /** True if a test was rejected or a rule broken. */
  readonly biased: boolean;
}
