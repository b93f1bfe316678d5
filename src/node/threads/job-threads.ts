import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { DualdrawError, type Fault, FaultList } from "../../core/index.js";

/** What threads can do, by name. What goes in and comes out is plain data, as it is copied; the bulk of it stays in files. */
export type Jobs = Readonly<Record<string, (input: never) => unknown>>;

/** Each thread holds a piece of a registry: more of them cost memory, and a disk has no use for them. */
const MOST_THREADS = 4;

/** How a job ended, as it is sent from a thread. */
export type JobEnd =
  | { readonly result: unknown }
  | { readonly refused: Fault; readonly counted?: ReturnType<FaultList["pack"]> }
  | { readonly failed: string };

/** Runs a job and packs what it gives or throws. */
export function endJob(job: () => unknown): JobEnd {
  try {
    return { result: job() };
  } catch (error) {
    if (!(error instanceof DualdrawError))
      return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    const { fault, faults } = error;
    return faults === undefined ? { refused: fault } : { refused: fault, counted: faults.pack() };
  }
}

function unpack(end: JobEnd): unknown {
  if ("result" in end) return end.result;
  if ("failed" in end) throw new Error(end.failed);
  throw new DualdrawError(end.refused, end.counted === undefined ? undefined : FaultList.unpack(end.counted));
}

interface Waiting {
  readonly name: string;
  readonly input: unknown;
  readonly settle: (end: JobEnd) => void;
}

/** One thread, with the job that it has. */
class JobThread {
  readonly #worker: Worker;
  #settle: ((end: JobEnd) => void) | undefined;

  constructor(entry: URL, onFree: (thread: JobThread) => void) {
    // Flags of the process are for its own module, but for those of a profile, which goes where the work is.
    const execArgv = process.execArgv.filter((flag) => flag.startsWith("--cpu-prof"));
    this.#worker = new Worker(entry, { execArgv });
    this.#worker.on("message", (end: JobEnd) => {
      this.#finish(end);
      onFree(this);
    });
    this.#worker.on("error", (error) => this.#finish({ failed: error.stack ?? error.message }));
    this.#worker.on("exit", () => this.#finish({ failed: "a thread ended before its job" }));
  }

  #finish(end: JobEnd): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(end);
  }

  give({ name, input, settle }: Waiting): void {
    this.#settle = settle;
    this.#worker.postMessage({ name, input });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

/**
 * Runs jobs beside each other, as many as the computer has cores, each in a thread that is started when it is needed; in this thread where there is one core or
 * the sources are not compiled.
 */
export class JobThreads<J extends Jobs> {
  readonly #jobs: J;
  readonly #entry: URL;
  readonly #threads: JobThread[] = [];
  readonly #free: JobThread[] = [];
  readonly #waiting: Waiting[] = [];
  /** How many jobs run at the same time. */
  readonly width: number;

  /** @param entry module that serves the same jobs in a thread */
  constructor(jobs: J, entry: URL, cores = availableParallelism()) {
    this.#jobs = jobs;
    this.#entry = entry;
    this.width = existsSync(entry) ? Math.min(cores, MOST_THREADS) : 1;
  }

  /** Runs a job. Throws what it throws: faults as they are. */
  async run<K extends keyof J & string>(name: K, input: Parameters<J[K]>[0]): Promise<ReturnType<J[K]>> {
    const job = this.#jobs[name] as (input: unknown) => unknown;
    if (this.width === 1) return unpack(endJob(() => job(input))) as ReturnType<J[K]>;
    const end = await new Promise<JobEnd>((settle) => {
      this.#waiting.push({ name, input, settle });
      this.#advance();
    });
    return unpack(end) as ReturnType<J[K]>;
  }

  #advance(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#free.pop() ?? this.#start();
      if (thread === undefined) return;
      thread.give(this.#waiting.shift() as Waiting);
    }
  }

  #start(): JobThread | undefined {
    if (this.#threads.length === this.width) return undefined;
    const thread = new JobThread(this.#entry, (free) => {
      this.#free.push(free);
      this.#advance();
    });
    this.#threads.push(thread);
    return thread;
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}
