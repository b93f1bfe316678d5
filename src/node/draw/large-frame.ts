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
import type { Database } from "../engine/database.js";
import { hasDuckDb, openDuckDb } from "../engine/duckdb.js";
import { TableObjects } from "../engine/table-objects.js";
import { readCommitment } from "./commitment-file.js";
import { nodeSha256 } from "./draw-directory.js";
import { BYTES_IN_MEMORY, framePath } from "./frozen-draw.js";
import { countTable, drawObjects, knowDrawn, type TableDrawn } from "./table-draw.js";

/** Which engine works on objects that are too many for the memory: DuckDB where it is installed, else the one that is built in. */
export type EngineChoice = "auto" | "built-in" | "duckdb";

async function isChosen(engine: EngineChoice): Promise<boolean> {
  return engine === "duckdb" || (engine === "auto" && (await hasDuckDb()));
}

/**
 * DuckDB over the object frame of a draw directory; undefined where the built-in engine is to work. Throws `frame-changed` if the frame is not the one that was
 * frozen.
 */
export async function openLargeFrame(directory: string, engine: EngineChoice): Promise<Database | undefined> {
  const { commitment } = readCommitment(directory);
  const path = join(directory, framePath("objects"));
  const isLarge = engine === "duckdb" || sizeOf(path) > BYTES_IN_MEMORY;
  if (!isLarge || !(await isChosen(engine))) return undefined;
  if (digestPath(path).sha256 !== commitment.frames["objects"]?.sha256)
    refuse("frame-changed", {}, { file: path });
  return openDuckDb({ kind: "frame", path, extraColumns: listExtraColumns(commitment.plan) });
}

/** A checked plan, with what an engine has drawn for the rehearsals of its freeze report. */
export interface CheckedBy {
  readonly preparation: Preparation | undefined;
  readonly count: typeof countObjects | undefined;
  /** Rehearses for a preparation that differs in its people at most. */
  readonly rehearse: ((preparation: Preparation) => Rehearse) | undefined;
}

/** Checks a plan whose objects stand in a large frame file, where an engine counts and rehearses. */
export async function checkInFile(
  plan: Plan,
  source: FrameSource,
  path: string,
  faults: FaultList,
  engine: EngineChoice,
): Promise<CheckedBy | undefined> {
  if (!(await isChosen(engine))) return undefined;
  const database = await openDuckDb({ kind: "frame", path, extraColumns: source.extraColumns });
  try {
    const table = await TableObjects.open(database, plan);
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
    await database.close();
  }
}
