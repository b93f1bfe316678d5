import { join } from "node:path";
import {
  checkDraw,
  completeDraw,
  type countObjects,
  type FaultList,
  type FrameSource,
  listExtraColumns,
  listRehearsalSeeds,
  type Plan,
  type Preparation,
  refuse,
  type Rehearse,
} from "../../core/index.js";
import { digestPath, sizeOf } from "../disk/read-file.js";
import { hasDuckDb, openDuckDb } from "../engine/duckdb.js";
import { type ObjectSource, SqlObjects } from "../engine/object-source.js";
import { TableObjects } from "../engine/table-objects.js";
import { RowCuts } from "../rows/csv-shape.js";
import type { FrameFile } from "../registry/frame-file.js";
import { FrameObjects } from "../registry/frame-objects.js";
import { type ObjectThreads, openObjectThreads } from "../registry/object-jobs.js";
import { readCommitment } from "./commitment-file.js";
import { nodeSha256 } from "./draw-directory.js";
import { framePath } from "./frozen-draw.js";
import { countTable, drawObjects, knowDrawn, type TableDrawn } from "./table-draw.js";

/** Bytes of an object frame from which on it is counted and drawn by an engine. */
const LARGE = 1 << 25;

/** Which engine works on objects that are too many for the memory: DuckDB where it is installed, else the one that is built in. */
export type EngineChoice = "auto" | "built-in" | "duckdb";

async function isDuckDbChosen(engine: EngineChoice): Promise<boolean> {
  return engine === "duckdb" || (engine === "auto" && (await hasDuckDb()));
}

/**
 * The objects of a draw directory where they are too many for the memory, asked by the engine of choice; undefined where they are not. Throws `frame-changed` if the
 * frame is not the one that was frozen.
 */
export async function openLargeFrame(
  directory: string,
  engine: EngineChoice,
): Promise<ObjectSource | undefined> {
  const { commitment } = readCommitment(directory);
  const path = join(directory, framePath("objects"));
  if (engine !== "duckdb" && sizeOf(path) < LARGE) return undefined;
  const extraColumns = listExtraColumns(commitment.plan);
  const rows = new RowCuts();
  const { sha256, bytes } = digestPath(path, (piece) => rows.add(piece));
  if (sha256 !== commitment.frames["objects"]?.sha256) refuse("frame-changed", {}, { file: path });
  if (await isDuckDbChosen(engine)) return openInDuckDb(path, extraColumns);
  const cuts = rows.cuts.map(({ offset }) => offset);
  return new FrameObjects({ path, extraColumns, bytes, cuts }, openObjectThreads(), true);
}

async function openInDuckDb(path: string, extraColumns: readonly string[]): Promise<ObjectSource> {
  return new SqlObjects(await openDuckDb({ kind: "frame", path, extraColumns }));
}

/** A checked plan, with what an engine has drawn for the rehearsals of its freeze report. */
export interface CheckedBy {
  readonly preparation: Preparation | undefined;
  readonly count: typeof countObjects | undefined;
  /** Rehearses for a preparation that differs in its people at most. */
  readonly rehearse: ((preparation: Preparation) => Rehearse) | undefined;
}

/** Checks a plan whose objects stand in a large frame file, which an engine counts and in which it rehearses. */
export async function checkInFile(
  plan: Plan,
  source: FrameSource,
  frame: FrameFile,
  faults: FaultList,
  { engine, threads }: { readonly engine: EngineChoice; readonly threads: ObjectThreads },
): Promise<CheckedBy> {
  const { path } = frame;
  const { extraColumns } = source;
  const objects = (await isDuckDbChosen(engine))
    ? await openInDuckDb(path, extraColumns)
    : new FrameObjects({ path, extraColumns, ...frame.layout }, threads);
  try {
    const table = await TableObjects.open(objects, plan);
    const { count, raw } = await countTable(plan, source, table);
    const preparation = checkDraw(plan, source, faults, count);
    if (preparation === undefined) return { preparation, count, rehearse: undefined };
    const rehearsed = new Map<string, TableDrawn>();
    for (const seed of listRehearsalSeeds(preparation, nodeSha256))
      rehearsed.set(seed, await drawObjects({ preparation, table, raw }, seed));
    const rehearse =
      (prepared: Preparation): Rehearse =>
      (seed, onAttempt) => {
        const drawn = rehearsed.get(seed) as TableDrawn;
        completeDraw(knowDrawn(prepared, drawn), drawn.drawn, seed, nodeSha256, onAttempt);
      };
    return { preparation, count, rehearse };
  } finally {
    await objects.close();
  }
}
