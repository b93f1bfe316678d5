import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import {
  type FileDigest,
  type IdOrderCheck,
  ObjectAnnex,
  objectHeader,
  ObjectRowWriter,
  type ObjectSpill,
  type ParsedObjects,
  RowWriter,
  encodeRows,
} from "../../core/index.js";
import type { WrittenObjects } from "./object-layers.js";
import { SEALED } from "../disk/durable-write.js";
import { refuseRead } from "../disk/read-file.js";
import { PageWriter, pourOnce, writeScratch } from "../disk/streamed-write.js";

/** Objects that are sorted, and kept, in memory. */
const ROWS_IN_MEMORY = 1 << 20;
/** Numbers before each row of a run: line, and the lengths of id, frame row and annex row. */
const HEAD = 16;
const PAGE = 1 << 18;

/** The rows of one run, one after the other: places in a page that is read anew where a row does not end in it. */
class RunCursor {
  readonly number: number;
  readonly #path: string;
  readonly #file: number;
  page = Buffer.alloc(PAGE);
  #used = 0;
  #next = 0;
  line = 0;
  /** Where id, frame row and annex row begin in the page, and where the last one ends. */
  id = 0;
  frame = 0;
  annex = 0;
  end = 0;

  constructor(path: string, number: number) {
    this.#path = path;
    this.#file = openSync(path, "r");
    this.number = number;
  }

  /** Reads the next row; false at the end, when the file is closed. */
  advance(): boolean {
    if (!this.#fill(HEAD)) {
      closeSync(this.#file);
      return false;
    }
    const [id, frame, annex] = [4, 8, 12].map((at) => this.page.readUInt32LE(this.#next + at)) as [
      number,
      number,
      number,
    ];
    if (!this.#fill(HEAD + id + frame + annex)) refuseRead(this.#path, new Error("the run ends too soon"));
    this.line = this.page.readUInt32LE(this.#next);
    this.id = this.#next + HEAD;
    this.frame = this.id + id;
    this.annex = this.frame + frame;
    this.end = this.annex + annex;
    this.#next = this.end;
    return true;
  }

  /** Makes so many bytes stand in the page; false if the file ends before. */
  #fill(bytes: number): boolean {
    if (this.#used - this.#next >= bytes) return true;
    const page = bytes > this.page.length ? Buffer.alloc(2 * bytes) : this.page;
    this.page.copy(page, 0, this.#next, this.#used);
    this.#used -= this.#next;
    this.#next = 0;
    this.page = page;
    try {
      for (let read = -1; read !== 0 && this.#used < page.length; this.#used += read)
        read = readSync(this.#file, page, this.#used, page.length - this.#used, null);
    } catch (error) {
      refuseRead(this.#path, error);
    }
    return this.#used >= bytes;
  }

  compare(other: RunCursor): number {
    return (
      this.page.compare(other.page, other.id, other.frame, this.id, this.frame) || this.number - other.number
    );
  }
}

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
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < heap.length && (heap[child] as RunCursor).compare(heap[least] as RunCursor) < 0)
          least = child;
      if (least === i) return;
      [heap[i], heap[least]] = [heap[least] as RunCursor, heap[i] as RunCursor];
      i = least;
    }
  }
}

/**
 * Sorts objects outside of the memory: what was read goes to a file as a sorted run, the runs are merged into frame and annex. Memory: the rows of one run,
 * and a page of every run.
 */
export class ObjectRuns implements ObjectSpill {
  readonly rows: number;
  readonly #makeFolder: () => string;
  readonly #extraColumns: readonly string[];
  #folder = "";
  #runs = 0;
  #hasAnnex = false;

  /** @param makeFolder makes a folder that belongs to this sort alone, when the first run is written */
  constructor(makeFolder: () => string, extraColumns: readonly string[], rows = ROWS_IN_MEMORY) {
    this.#makeFolder = makeFolder;
    this.#extraColumns = extraColumns;
    this.rows = rows;
  }

  #pathOf(run: number): string {
    return join(this.#folder, `run-${run}`);
  }

  take({ objects, annex, lineAt }: ParsedObjects): void {
    this.#hasAnnex ||= annex.length > 0;
    if (this.#runs === 0) this.#folder = this.#makeFolder();
    writeScratch(this.#pathOf(this.#runs++), (write) => {
      const page = new PageWriter(write);
      const frameRow = new RowWriter();
      const annexRow = new RowWriter();
      const rows = new ObjectRowWriter(objects, this.#extraColumns);
      for (let row = 0; row < objects.length; row++) {
        rows.write(frameRow, row);
        annex.write(annexRow, row);
        const id = objects.idBytesAt(row);
        page.addNumbers(lineAt(row), id.length, frameRow.length, annexRow.length);
        for (const part of [id, frameRow.finish(), annexRow.finish()]) page.add(part);
        frameRow.clear();
        annexRow.clear();
      }
      page.flush();
    });
  }

  /** Where the merged frame and annex stand. */
  get frame(): string {
    return join(this.#folder, "objects.csv");
  }

  get annex(): string {
    return join(this.#folder, "annex.csv");
  }

  /** Merges the runs into frame and annex, and gives every id in order to the check. */
  merge(check: IdOrderCheck): WrittenObjects {
    const cursors = Array.from({ length: this.#runs }, (_, run) => new RunCursor(this.#pathOf(run), run));
    let rows = 0;
    const mergeInto = (frames: PageWriter, annexes: PageWriter | undefined): void => {
      const heap = new RunHeap(cursors);
      frames.add(encodeRows([objectHeader(this.#extraColumns)]));
      annexes?.add(encodeRows([ObjectAnnex.header]));
      for (let run = heap.first; run !== undefined; run = heap.first) {
        check.next(run.page.subarray(run.id, run.frame), run.line);
        frames.add(run.page, run.frame, run.annex);
        annexes?.add(run.page, run.annex, run.end);
        rows++;
        heap.step();
      }
      frames.flush();
      annexes?.flush();
    };
    let annexDigest: FileDigest | undefined;
    const digest = pourOnce(this.frame, 0o644, (write) => {
      const frames = new PageWriter(write);
      if (!this.#hasAnnex) return mergeInto(frames, undefined);
      annexDigest = pourOnce(this.annex, SEALED, (writeAnnex) =>
        mergeInto(frames, new PageWriter(writeAnnex)),
      );
    });
    return { frame: { ...digest, rows }, ...(annexDigest === undefined ? {} : { annex: annexDigest }) };
  }
}
