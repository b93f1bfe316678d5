import { FaultList } from "../fault/fault-list.js";
import { parseRows } from "../text/csv.js";
import type { PlainRows } from "../text/plain-rows.js";
import { encodeRows } from "../text/row-writer.js";
import {
  frameFields,
  groupSpec,
  historySpec,
  inspectorSpec,
  itemSpec,
  recusalSpec,
  type RegistryName,
} from "./columns.js";
import { type FramePieces, holdSame, piecesOf } from "./frame-pieces.js";
import { GroupParser } from "./groups.js";
import { InspectorParser } from "./inspectors.js";
import { ItemParser } from "./items.js";
import { encodeObjectPieces, encodeObjects, objectHeader } from "./object-frame.js";
import type { ObjectRegistry, SortedRegistries } from "./object-registry.js";
import { ObjectParser } from "./objects.js";
import { HistoryParser, historyCells, RecusalParser } from "./relations.js";
import type { RowSink } from "./row-reader.js";
import type { Inspector } from "./types.js";

type AlwaysThere = Exclude<RegistryName, "groups">;

/**
 * The frames of a draw: name → bytes. A registry that the plan leaves out is a frame with a header alone; but for groups, which a
 * draw without them does not have.
 */
export type Frames = Readonly<Record<AlwaysThere, Uint8Array> & { groups?: Uint8Array }>;

/** Frames of which that of the objects may be too large to be held. */
export type FrameSet = Omit<Frames, "objects"> & { readonly objects: Uint8Array | FramePieces };

/** All frames but that of the objects. */
export type PeopleFrames = Omit<Frames, "objects">;

const ALWAYS_THERE: readonly AlwaysThere[] = ["objects", "inspectors", "recusals", "history", "items"];

/**
 * Names of a draw's frames in the order of their dependence: recusals, history and groups name objects and people.
 *
 * @param registries of the plan
 */
export function frameNamesOf(registries: { readonly groups?: unknown }): readonly RegistryName[] {
  return registries.groups === undefined ? ALWAYS_THERE : [...ALWAYS_THERE, "groups"];
}

/** The frames that are there, in order. */
export function listFrames<F extends FrameSet>(frames: F): [RegistryName, F["objects"]][] {
  return frameNamesOf(frames).map((name) => [name, frames[name] as F["objects"]]);
}

/** Registries with the item rows whole, as the item frame holds them. */
export interface FrameSource extends SortedRegistries {
  /** Cells of items.csv in the order of {@link itemSpec}, sorted. */
  readonly itemCells: readonly (readonly string[])[];
}

function inspectorCells(inspector: Inspector): string[] {
  const {
    id,
    name,
    department,
    qualifications,
    expertise,
    regions,
    licenceUntil,
    state,
    category,
    cap,
    load,
  } = inspector;
  const lists = [qualifications, expertise, regions].map((values) => values.join(";"));
  const counts = [cap, load].map((count) => (count === undefined ? "" : String(count)));
  return [id, name, department, ...lists, licenceUntil, state, category, ...counts];
}

function* frameRows(
  name: Exclude<RegistryName, "objects">,
  source: FrameSource,
): Generator<readonly string[]> {
  switch (name) {
    case "inspectors":
      yield frameFields(inspectorSpec);
      for (const inspector of source.inspectors) yield inspectorCells(inspector);
      return;
    case "recusals":
      yield frameFields(recusalSpec);
      for (const { inspector, object } of source.recusals) yield [inspector, object];
      return;
    case "history":
      yield frameFields(historySpec);
      for (const row of source.history) yield historyCells(row);
      return;
    case "items":
      yield frameFields(itemSpec);
      yield* source.itemCells;
      return;
    case "groups":
      yield frameFields(groupSpec);
      for (const { id, name: title, members } of source.groups ?? []) yield [id, title, members.join(";")];
  }
}

/**
 * The frame of one registry: UTF-8, LF, comma, quotes only where needed, English field names, rows sorted by their cells.
 * The rows of `source` must be sorted already, as the parsers give them.
 */
export function encodeFrame(name: RegistryName, source: FrameSource): Uint8Array {
  if (name !== "objects") return encodeRows(frameRows(name, source));
  return encodeObjects(source.objects, source.extraColumns);
}

/** True if this is the frame of a registry, in its one spelling. That of the objects is never whole in memory a second time. */
export function isFrameOf(name: RegistryName, source: FrameSource, frame: Uint8Array | FramePieces): boolean {
  const encoded =
    name === "objects"
      ? encodeObjectPieces(source.objects, source.extraColumns)
      : [encodeFrame(name, source)];
  return holdSame(encoded, piecesOf(frame));
}

/** All frames of a draw. */
export function encodeFrames(source: FrameSource): Frames {
  return Object.fromEntries(
    frameNamesOf(source).map((name) => [name, encodeFrame(name, source)]),
  ) as unknown as Frames;
}

/**
 * Gives the rows of a frame, or of a part of one, to a sink. A departure from the one spelling is a fault. Returns the lines up to the end; undefined after such a
 * fault, where the rest says nothing.
 *
 * @param before lines that stand before: 0 where the header comes first
 */
export function feedRows(
  bytes: Uint8Array,
  sink: RowSink,
  faults: FaultList,
  file: string,
  before = 0,
): number | undefined {
  let line = before;
  const onRow = (cells: string[]): void => {
    if (++line === 1) sink.header(cells, line);
    else sink.row(cells, line);
  };
  const onPlain = (cells: PlainRows): boolean => {
    if (line === 0 || sink.plain?.(cells, line + 1) !== true) return false;
    line++;
    return true;
  };
  const canonical = parseRows(bytes, onRow, sink.plain === undefined ? undefined : onPlain);
  if (canonical && line > 0) return line;
  faults.add("frame-spelling", { file, line: line + 1 });
  return undefined;
}

/** {@link feedRows} of a frame that may come in pieces. */
function feedFrame(frame: Uint8Array | FramePieces, sink: RowSink, faults: FaultList, file: string): void {
  let line: number | undefined = 0;
  for (const piece of piecesOf(frame)) {
    line = feedRows(piece, sink, faults, file, line);
    if (line === undefined) return;
  }
}

function extraColumnsIn(frame: Uint8Array | FramePieces): string[] {
  const [bytes = new Uint8Array(0)] = piecesOf(frame);
  const end = bytes.indexOf(0x0a);
  let header: string[] = [];
  parseRows(bytes.subarray(0, end + 1), (cells) => {
    header = cells;
  });
  return header.slice(objectHeader([]).length);
}

/** Registries read back from frames, with every fault that the frames hold. */
export interface ParsedFrames {
  readonly source: FrameSource;
  readonly faults: FaultList;
}

/** Objects whose frame is not in memory, and what stands in it beside the known fields. */
export interface KeptObjects {
  readonly objects: ObjectRegistry;
  readonly extraColumns: readonly string[];
}

/**
 * Reads frames with the same rules as the agency's files. Frames are strict (one spelling); departures are faults.
 * Never throws for bad content.
 *
 * @param kept the objects, where their frame is too large to be here
 */
export function parseFrames(frames: PeopleFrames, kept: KeptObjects): ParsedFrames;
export function parseFrames(frames: FrameSet): ParsedFrames;
export function parseFrames(
  frames: PeopleFrames & Pick<Partial<FrameSet>, "objects">,
  kept?: KeptObjects,
): ParsedFrames {
  const faults = new FaultList();
  const fileOf = (name: RegistryName): string => `frames/${name}.csv`;
  const extraColumns = kept?.extraColumns ?? extraColumnsIn(frames.objects ?? new Uint8Array(0));
  const objects = new ObjectParser(fileOf("objects"), faults, extraColumns);
  const inspectors = new InspectorParser(fileOf("inspectors"), faults);
  const recusals = new RecusalParser(fileOf("recusals"), faults);
  const history = new HistoryParser(fileOf("history"), faults);
  const items = new ItemParser(fileOf("items"), faults);
  const groups = new GroupParser(fileOf("groups"), faults);
  const sinks: Record<RegistryName, RowSink> = { objects, inspectors, recusals, history, items, groups };
  for (const name of frameNamesOf(frames))
    if (name !== "objects" || kept === undefined)
      feedFrame(frames[name] ?? new Uint8Array(0), sinks[name], faults, fileOf(name));
  const parsedObjects = kept?.objects ?? objects.finish().objects;
  const parsedInspectors = inspectors.finish().inspectors;
  const parsedItems = items.finish();
  return {
    source: {
      extraColumns,
      objects: parsedObjects,
      inspectors: parsedInspectors,
      recusals: recusals.finish(parsedObjects, parsedInspectors, "id").recusals,
      history: history.finish(parsedObjects, parsedInspectors).history,
      items: parsedItems.items,
      itemCells: parsedItems.cells,
      ...(frames.groups === undefined ? {} : { groups: groups.finish(parsedInspectors) }),
    },
    faults,
  };
}
