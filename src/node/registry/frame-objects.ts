import { encodeRows, objectHeader } from "../../core/index.js";
import type { Rows } from "../engine/database.js";
import type { CandidateRequest, ObjectColumns } from "../engine/object-sql.js";
import type { ObjectSource } from "../engine/object-source.js";
import type { FrameQuestion } from "./frame-scan.js";
import type { ObjectThreads } from "./object-jobs.js";

/** Pieces that each thread gets, so that no one waits long for the last. */
const PIECES_PER_THREAD = 4;

/** A frame in a file, and where rows begin in it. */
export interface CutFrame {
  readonly path: string;
  readonly extraColumns: readonly string[];
  readonly bytes: number;
  /** Places behind the header where rows begin, in order. */
  readonly cuts: readonly number[];
}

/**
 * The objects of a frame in a file, asked without a database: threads read parts of it beside each other. The frame must be one that this program wrote, with its digest
 * compared.
 */
export class FrameObjects implements ObjectSource {
  readonly relation: string;
  readonly #header: readonly string[];
  readonly #threads: ObjectThreads;
  readonly #ownsThreads: boolean;
  /** Where parts begin, and the end of the last one. */
  readonly #places: readonly number[];

  /** @param ownsThreads true if the threads are to be closed with this */
  constructor({ path, extraColumns, bytes, cuts }: CutFrame, threads: ObjectThreads, ownsThreads = false) {
    this.#ownsThreads = ownsThreads;
    this.relation = path;
    this.#header = objectHeader(extraColumns);
    this.#threads = threads;
    const start = encodeRows([this.#header]).length;
    const apart = (bytes - start) / (PIECES_PER_THREAD * threads.width);
    const places = [start];
    for (const cut of cuts) if (cut - (places.at(-1) as number) >= apart) places.push(cut);
    this.#places = [...places, bytes];
  }

  columns(): Promise<readonly string[]> {
    return Promise.resolve(this.#header);
  }

  async combinations({ deciding }: ObjectColumns): Promise<Rows> {
    const rows = await this.#ask({ kind: "combinations", deciding: this.#positionsOf(deciding) });
    const counts = new Map<string, { row: readonly string[]; count: number }>();
    for (const row of rows) {
      const values = row.slice(0, -1);
      const key = JSON.stringify(values);
      const known = counts.get(key)?.count ?? 0;
      counts.set(key, { row: values, count: known + Number(row.at(-1)) });
    }
    return [...counts.values()].map(({ row, count }) => [...row, String(count)]);
  }

  async rowsOf(_: ObjectColumns, ids: readonly string[]): Promise<Rows> {
    return ids.length === 0 ? [] : this.#ask({ kind: "ids", ids });
  }

  candidates({ deciding }: ObjectColumns, request: CandidateRequest): Promise<Rows> {
    return this.#ask({ kind: "candidates", deciding: this.#positionsOf(deciding), request });
  }

  async close(): Promise<void> {
    if (this.#ownsThreads) await this.#threads.close();
  }

  #positionsOf(names: readonly string[]): number[] {
    return names.map((name) => this.#header.indexOf(name));
  }

  /** The answers of all parts, one behind the other. */
  async #ask(question: FrameQuestion): Promise<Rows> {
    const { relation: path } = this;
    const columns = this.#header.length;
    const parts = this.#places.slice(0, -1).map((from, i) => [from, this.#places[i + 1] as number] as const);
    const answers = await Promise.all(
      parts
        .filter(([from, to]) => to > from)
        .map(([from, to]) => this.#threads.run("scanFrame", { path, columns, from, to, question })),
    );
    return answers.flat();
  }
}
