import {
  FaultList,
  frameNamesOf,
  type FrameSource,
  GroupParser,
  HistoryParser,
  InspectorParser,
  ItemParser,
  listExtraColumns,
  type ObjectAnnex,
  ObjectParser,
  type Plan,
  RecusalParser,
  type RowSink,
} from "../core/index.js";
import type { County } from "./county.js";

/** A county's registries as the program reads them from files. */
export interface CountyRegistries {
  readonly source: FrameSource;
  /** Private cells of the objects, by id. */
  readonly annex: ObjectAnnex;
  readonly faults: FaultList;
}

function feed(rows: readonly (readonly string[])[], sink: RowSink): void {
  rows.forEach((row, i) => (i === 0 ? sink.header(row, 1) : sink.row(row, i + 1)));
}

/** Reads a county's tables by the same rules as an agency's files, without files. */
export function readCounty({ tables }: County, plan: Plan): CountyRegistries {
  const faults = new FaultList();
  const extraColumns = listExtraColumns(plan);
  const objects = new ObjectParser("objects.csv", faults, extraColumns);
  const inspectors = new InspectorParser("inspectors.csv", faults);
  const recusals = new RecusalParser("recusals.csv", faults);
  const history = new HistoryParser("history.csv", faults);
  const items = new ItemParser("items.csv", faults);
  const groups = new GroupParser("groups.csv", faults);
  const sinks: Readonly<Record<string, RowSink>> = { objects, inspectors, recusals, history, items, groups };
  for (const name of frameNamesOf(plan.registries)) feed(tables[`${name}.csv`] ?? [], sinks[name] as RowSink);
  const parsed = objects.finish();
  const people = inspectors.finish().inspectors;
  const parsedItems = items.finish();
  const source: FrameSource = {
    extraColumns,
    objects: parsed.objects,
    inspectors: people,
    recusals: recusals.finish(parsed.objects, people).recusals,
    history: history.finish(parsed.objects, people).history,
    items: parsedItems.items,
    itemCells: parsedItems.cells,
    ...(plan.registries.groups === undefined ? {} : { groups: groups.finish(people) }),
  };
  return { source, annex: parsed.annex, faults };
}
