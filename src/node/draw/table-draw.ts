import { join } from "node:path";
import {
  allocateTask,
  checkDraw,
  countCombinations,
  describeTask,
  type countObjects,
  type DrawnTask,
  encodeJson,
  formatJson,
  FaultList,
  indexHistory,
  type InspectionObject,
  listExtraColumns,
  listNamedIds,
  type ObjectRegistry,
  ObjectTable,
  parseFrames,
  type PeopleFrames,
  type Plan,
  type Preparation,
  readRows,
  refuse,
  refuseErrors,
  type Registries,
} from "../../core/index.js";
import { digestPath, readBytesIfAny } from "../disk/read-file.js";
import type { Database } from "../engine/database.js";
import type { chooseCutOff } from "../engine/cut-off.js";
import type { ObjectSource } from "../engine/object-source.js";
import { readTableState } from "../engine/export-table.js";
import type { RawCombinations } from "../engine/combinations.js";
import { TableObjects } from "../engine/table-objects.js";
import { readCommitment } from "./commitment-file.js";
import { nodeSha256 } from "./draw-directory.js";
import { FrameFile } from "../registry/frame-file.js";
import { TABLE_STATE } from "./freeze-layers.js";
import { framePath, type FrozenDraw, readPeopleFrames } from "./frozen-draw.js";

/** A prepared draw whose objects stay in a table. */
export interface PreparedTable {
  readonly preparation: Preparation;
  readonly table: TableObjects;
  readonly raw: RawCombinations;
}

/** As many objects as a table holds, of which only some are here. */
function knowingSome(some: ObjectTable, length: number): ObjectRegistry {
  return {
    length,
    find: (id) => some.find(id),
    batches: () => some.batches(),
    [Symbol.iterator]: () => some[Symbol.iterator](),
  };
}

/** Ids that recusals name: the only objects that have to be known before the draw, but for those of past inspections and exemptions. */
function listRecused({ recusals }: PeopleFrames): string[] {
  return [...readRows(recusals)].slice(1).map(([, object = ""]) => object);
}

/** A table of objects that was counted for a plan. */
export interface CountedTable {
  readonly table: TableObjects;
  readonly raw: RawCombinations;
  /** The objects of which past inspections or exemptions are known, as a registry of the table's length. */
  readonly objects: ObjectRegistry;
  /** Counts the objects of every task, as {@link checkDraw} asks for it. */
  readonly count: typeof countObjects;
}

/** Counts a table by what a plan looks at. */
export async function countTable(
  plan: Plan,
  { history }: Pick<Registries, "history">,
  table: TableObjects,
): Promise<CountedTable> {
  const named = await table.find(listNamedIds(plan, indexHistory(history, plan.visitWindow.from)));
  const raw = await table.combine();
  const combined = { combinations: raw.table, counts: raw.counts, named };
  return {
    table,
    raw,
    objects: knowingSome(
      named,
      raw.counts.reduce((sum, count) => sum + count, 0),
    ),
    count: (_, registries, index) => countCombinations(plan, registries, index, combined),
  };
}

/** Checks a plan against people's frames and a table of objects, of which only counts travel. */
export async function prepareTable(
  plan: Plan,
  people: PeopleFrames,
  source: ObjectSource,
  cutOff?: typeof chooseCutOff,
): Promise<PreparedTable> {
  const table = await TableObjects.open(source, plan, cutOff);
  const extraColumns = listExtraColumns(plan);
  const recused = await table.find(listRecused(people));
  const { source: parsed, faults } = parseFrames(people, { objects: recused, extraColumns });
  refuseErrors(faults);
  const { raw, objects, count } = await countTable(plan, parsed, table);
  const planFaults = new FaultList();
  const preparation = checkDraw(plan, { ...parsed, objects }, planFaults, count);
  refuseErrors(planFaults);
  return { preparation: preparation as Preparation, table, raw };
}

/** What a table drew, before anybody is assigned. */
export interface TableDrawn {
  /** By the number of the task. */
  readonly drawn: readonly DrawnTask[];
  /** The drawn objects and the reserves. */
  readonly objects: ObjectRegistry;
}

/** Draws where the objects are: only those that may be drawn travel, and who is drawn is decided here. */
export async function drawObjects(
  { preparation, table, raw }: PreparedTable,
  seed: string,
): Promise<TableDrawn> {
  const { plan, registries, history, tasks } = preparation;
  const { extraColumns } = registries;
  const known = new Map<string, InspectionObject>();
  const drawn: DrawnTask[] = [];
  for (const task of tasks) {
    const allocated = allocateTask(plan, task, seed, nodeSha256);
    const division = { plan, task: task.pool.task, extraColumns, history };
    const { drawn: one, objects } = await table.draw(division, allocated, seed, raw);
    drawn.push(one);
    for (const cell of one.cells)
      for (const { id } of [...cell.drawn, ...cell.reserves])
        known.set(id, objects.find(id) as InspectionObject);
  }
  const some = ObjectTable.from(known.values(), extraColumns);
  return { drawn, objects: knowingSome(some, registries.objects.length) };
}

/** The preparation with the objects that a table drew. */
export function knowDrawn(preparation: Preparation, { objects }: TableDrawn): Preparation {
  return { ...preparation, registries: { ...preparation.registries, objects } };
}

/**
 * Holds a table that is not the frame itself against what was frozen: if the freeze read it, by its state, else every drawn object by the frame. Throws
 * `table-changed`.
 */
export async function requireFrozenTable(
  directory: string,
  database: Database,
  { commitment }: FrozenDraw,
  { objects }: TableDrawn,
): Promise<void> {
  const changed = (): never => refuse("table-changed", {}, { file: database.relation });
  const path = join(directory, "originals", TABLE_STATE);
  const known = readBytesIfAny(path);
  if (known !== undefined && nodeSha256(known) === commitment.originals[TABLE_STATE]?.sha256) {
    if (!Buffer.from(known).equals(encodeJson(await readTableState(database)))) changed();
    return;
  }
  const frame = join(directory, framePath("objects"));
  if (digestPath(frame).sha256 !== commitment.frames["objects"]?.sha256)
    refuse("frame-changed", {}, { file: frame });
  const frozen = new FrameFile(frame, listExtraColumns(commitment.plan));
  for (const object of objects)
    if (formatJson(frozen.find(object.id) ?? {}) !== formatJson(object)) changed();
}

/** A frozen draw whose objects stay in a table. Throws `table-changed` if the table does not hold as many in every cell as were frozen. */
export async function prepareFrozen(
  directory: string,
  source: ObjectSource,
): Promise<{ prepared: PreparedTable; frozen: FrozenDraw }> {
  const { commitment, bytes } = readCommitment(directory);
  const prepared = await prepareTable(commitment.plan, readPeopleFrames(directory, commitment), source);
  const described = encodeJson(prepared.preparation.tasks.map(describeTask));
  if (!Buffer.from(described).equals(encodeJson(commitment.tasks)))
    refuse("table-changed", {}, { file: source.relation });
  const { preparation } = prepared;
  return { prepared, frozen: { commitment, commitmentDigest: nodeSha256(bytes), preparation } };
}
