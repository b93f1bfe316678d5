import {
  FaultList,
  InspectorParser,
  inspectorSpec,
  type Inspector,
  ObjectParser,
  objectSpec,
  type InspectionObject,
  refuseErrors,
  type RowSink,
  type TableSpec,
} from "../../core/index.js";
import { CalendarReader, calendarSpec } from "../../year/calendar/calendar-rows.js";
import { WorkCalendar } from "../../year/calendar/work-calendar.js";
import type { ItemList, ListedItem } from "../../year/items/item-list.js";
import { CodeBook, CodeReader, codeSpec } from "../../year/settings/codes.js";
import type { Settings } from "../../year/settings/settings.js";
import { statIfAny } from "../disk/read-file.js";
import { readTableFile } from "../registry/registry-files.js";
import { type Published, readPublished, readWrittenDocument } from "./documents.js";
import { holidayNotice } from "./holidays.js";
import { openLayout, type WorkspaceLayout } from "./layout.js";

/** An opened workspace: its settings, codes, calendar and published item lists. */
export interface Workspace {
  readonly layout: WorkspaceLayout;
  readonly settings: Settings;
  readonly codes: CodeBook;
  readonly calendar: WorkCalendar;
  readonly itemLists: readonly Published<ItemList>[];
  /** Items of the latest published list; none before the first. */
  readonly items: readonly ListedItem[];
  /** Items of all versions, each as it stood last: what was drawn is owed, whatever the list became since. */
  readonly everyItem: readonly ListedItem[];
}

/** Reads a table of the workspace into a reader; one that is not there is left out if it need not be. */
export async function readTable(
  path: string,
  spec: TableSpec,
  sink: RowSink,
  faults: FaultList,
  optional = false,
): Promise<void> {
  if (optional && statIfAny(path) === undefined) return;
  await readTableFile(path, path, spec, sink, faults);
}

/** Opens a workspace. Throws what is wrong with its settings, calendar or codes, all at once. */
export async function openWorkspace(directory: string): Promise<Workspace> {
  const layout = openLayout(directory);
  const settings = readWrittenDocument("settings", layout.settings) as Settings;
  const faults = new FaultList();
  const calendar = new CalendarReader(layout.calendar, faults);
  const codes = new CodeReader(layout.codes, faults);
  await readTable(layout.calendar, calendarSpec, calendar, faults, true);
  await readTable(layout.codes, codeSpec, codes, faults);
  refuseErrors(faults);
  const itemLists = readPublished<ItemList>(layout, "item-list", "items");
  return {
    layout,
    settings,
    codes: new CodeBook(codes.codes),
    calendar: new WorkCalendar(holidayNotice, calendar.rows),
    itemLists,
    items: itemLists.at(-1)?.value.items ?? [],
    everyItem: [
      ...new Map(itemLists.flatMap(({ value }) => value.items.map((item) => [item.code, item]))).values(),
    ],
  };
}

/** The objects of the registry by id. */
export async function readObjects({ layout }: Workspace): Promise<Map<string, InspectionObject>> {
  const faults = new FaultList();
  const path = layout.registry("objects.csv");
  const reader = new ObjectParser(path, faults, []);
  await readTable(path, objectSpec, reader, faults);
  refuseErrors(faults);
  return new Map([...reader.finish().objects].map((object) => [object.id, object]));
}

/** The people of the registry by licence number. */
export async function readInspectors({ layout }: Workspace): Promise<Map<string, Inspector>> {
  const faults = new FaultList();
  const path = layout.registry("inspectors.csv");
  const reader = new InspectorParser(path, faults);
  await readTable(path, inspectorSpec, reader, faults);
  refuseErrors(faults);
  return new Map(reader.finish().inspectors.map((person) => [person.id, person]));
}

/** The day on which something happens, in China, by this computer's clock. */
export function todayInChina(now: Date): string {
  const shifted = new Date(now.getTime() + 8 * 3_600_000);
  return shifted.toISOString().slice(0, 10);
}

/** RFC 3339, whole seconds, UTC. */
export function instantOf(now: Date): string {
  return `${now.toISOString().slice(0, 19)}Z`;
}
