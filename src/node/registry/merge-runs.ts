import {
  encodeRows,
  FaultList,
  type FileDigest,
  type IdFacts,
  IdOrderCheck,
  ObjectAnnex,
  objectHeader,
} from "../../core/index.js";
import { SEALED } from "../disk/durable-write.js";
import { PageWriter, pourOnce } from "../disk/streamed-write.js";
import { RunCursor, type RunPart } from "./run-file.js";

/** The run with the lowest next id stands first: a heap of cursors. */
class RunHeap {
  readonly #heap: RunCursor[] = [];

  constructor(cursors: readonly RunCursor[]) {
    for (const cursor of cursors) if (cursor.advance()) this.#heap.push(cursor);
    for (let i = this.#heap.length >> 1; i >= 0; i--) this.#sink(i);
  }

  get first(): RunCursor | undefined {
    return this.#heap[0];
  }

  /** Puts the first run where its next row belongs. */
  step(): void {
    if (this.first?.advance() === false) {
      const last = this.#heap.pop() as RunCursor;
      if (this.#heap.length > 0) this.#heap[0] = last;
    }
    this.#sink(0);
  }

  #sink(from: number): void {
    const heap = this.#heap;
    for (let i = from; ; ) {
      let least = i;
      for (let child = 2 * i + 1; child < heap.length && child <= 2 * i + 2; child++)
        if ((heap[child] as RunCursor).compare(heap[least] as RunCursor) < 0) least = child;
      if (least === i) return;
      [heap[i], heap[least]] = [heap[least] as RunCursor, heap[i] as RunCursor];
      i = least;
    }
  }
}

/** Bytes between places where a frame may be cut. */
const APART = 1 << 20;

/** Runs that become one file. */
export interface MergeRequest {
  /** In the order in which their rows came. */
  readonly runs: readonly string[];
  readonly part: RunPart;
  readonly path: string;
  readonly extraColumns: readonly string[];
  /** What the rows told of their ids: looked at with the frame, which has them all. */
  readonly facts: IdFacts;
}

/** A file that was merged. */
export interface Merged {
  readonly digest: FileDigest;
  readonly rows: number;
  /** Places behind the header where rows begin, about a megabyte apart. */
  readonly cuts: readonly number[];
  /** Ids that stand there twice. */
  readonly faults: ReturnType<FaultList["pack"]>;
}

/** Merges one part of sorted runs into its file. Throws `file-unwritable`, `file-unreadable`. Memory: a block of every run. */
export function mergeRuns({ runs, part, path, extraColumns, facts }: MergeRequest): Merged {
  const faults = new FaultList();
  const check = part === "frame" ? new IdOrderCheck(facts, faults) : undefined;
  const header = part === "frame" ? objectHeader(extraColumns) : ObjectAnnex.header;
  const cuts: number[] = [];
  let rows = 0;
  const digest = pourOnce(path, part === "frame" ? 0o644 : SEALED, (write) => {
    const page = new PageWriter(write);
    const heading = Buffer.from(encodeRows([header]));
    page.add(heading);
    let offset = heading.length;
    const heap = new RunHeap(runs.map((run, number) => new RunCursor(run, number, part)));
    for (let run = heap.first; run !== undefined; run = heap.first) {
      check?.next(run.ids, run.idFrom, run.idTo, run.line);
      page.add(run.rows, run.from, run.to);
      rows++;
      offset += run.to - run.from;
      if (offset - (cuts.at(-1) ?? 0) >= APART) cuts.push(offset);
      heap.step();
    }
    page.flush();
  });
  return { digest, rows, cuts, faults: faults.pack() };
}
