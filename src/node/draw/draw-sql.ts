import { allocateTask, combineObjects, isSealed, objectHeader, refuse } from "../../core/index.js";
import { type DialectName, dialectOf } from "../engine/dialect.js";
import { ObjectSql } from "../engine/object-sql.js";
import { formRequest } from "../engine/candidate-request.js";
import { findObjectColumns, readCombinations } from "../engine/combinations.js";
import { nodeSha256 } from "./draw-directory.js";
import { readFrozenDraw } from "./frozen-draw.js";
import { readOpening } from "./run-draw.js";

/** A question of a draw, with what it is for. */
export interface DrawQuestion {
  /** Id of the task; undefined for the question that all tasks share. */
  readonly task?: string;
  readonly sql: string;
}

/**
 * The questions that a draw asks of a table that holds the frame under its own column names: how many objects there are of every kind, and, for each task, which of
 * them may be drawn. Throws `engine-sealed` for a list that is not yet to be known.
 */
export function formQuestions(directory: string, name: DialectName, table: string): DrawQuestion[] {
  const frozen = readFrozenDraw(directory);
  const { plan, registries, history, tasks } = frozen.preparation;
  if (isSealed(plan)) refuse("engine-sealed");
  const { seed } = readOpening(directory, frozen);
  const { extraColumns, objects } = registries;
  const { columns, deciding } = findObjectColumns(plan, objectHeader(extraColumns));
  const dialect = dialectOf(name);
  const relation = table.split(".").map(dialect.identifier).join(".");
  const sql = new ObjectSql(dialect, relation, columns);
  const raw = readCombinations(columns, combineObjects(objects, deciding), extraColumns);
  const asked = tasks.map((task): DrawQuestion => {
    const division = { plan, task: task.pool.task, extraColumns, history };
    const allocated = allocateTask(plan, task, seed, nodeSha256);
    const request = formRequest(division, allocated, seed, deciding, raw);
    return { task: task.pool.task.id, sql: sql.candidates(request) };
  });
  return [{ sql: sql.combinations() }, ...asked];
}
