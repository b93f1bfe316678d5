import { createReadStream, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import {
  type Column,
  type FaultCode,
  encodeRows,
  FaultList,
  type FileDigest,
  type FrameSource,
  GroupParser,
  groupSpec,
  HistoryParser,
  historySpec,
  InspectorParser,
  inspectorSpec,
  ItemParser,
  itemSpec,
  listExtraColumns,
  objectSpec,
  type Plan,
  privateFields,
  RecusalParser,
  recusalSpec,
  type RegistryName,
  type RegistrySpec,
  type RowSink,
  type TableSpec,
} from "../../core/index.js";
import { type OnProgress, readCsvFile } from "../rows/csv-file.js";
import type { Inspection } from "../rows/inspection.js";
import { type ObjectLayers, ObjectReader, type Scratch } from "./object-layers.js";
import { refuseRead } from "../disk/read-file.js";
import { readParquetFile } from "../rows/parquet-file.js";
import { readXlsxFile } from "../rows/xlsx-file.js";

/** Faults after which a registry was not read to its end. */
export const fileFaults: readonly FaultCode[] = [
  "file-encoding",
  "file-empty",
  "csv-syntax",
  "xlsx-invalid",
  "xlsx-too-large",
  "column-missing",
  "column-stratum-missing",
];

/** Gives the path of a registry, beside the plan or where its copy stands, and what was seen of it there already. */
export type LocateRegistry = (
  registry: RegistryName,
  file: string,
) => { readonly path: string; readonly inspected?: Inspection };

/** Registries beside the plan, as the plan names them. */
export function besidePlan(directory: string): LocateRegistry {
  return (_, file) => ({ path: join(directory, file) });
}

/** The registries of a plan as read from its files. */
export interface ReadRegistries {
  readonly source: FrameSource;
  /** Private tables as CSV files, without that of the objects. */
  readonly annex: Readonly<Partial<Record<RegistryName, Uint8Array>>>;
  /** The files as handed in, by the name under which the draw directory keeps them. */
  readonly originals: Readonly<Record<string, FileDigest>>;
  /** Writes frame and annex of the objects. */
  readonly writeObjects: ObjectLayers["write"];
}

/** `objects.csv` for whatever name and folder the file came from. */
export function originalName(registry: RegistryName, file: string): string {
  const extension = extname(file).toLowerCase();
  return registry + (/^\.[a-z0-9]{1,8}$/.test(extension) ? extension : "");
}

function knownHeaders(spec: TableSpec): ReadonlySet<string> {
  return new Set(spec.columns.flatMap((column: Column) => [...column.headers, column.field]));
}

/** The first four bytes of a file, by which its kind is known. */
async function readMark(path: string): Promise<string> {
  for await (const chunk of createReadStream(path, { end: 3 }).on("error", () => undefined))
    return (chunk as Buffer).toString("latin1");
  return "";
}

/** Reads one file of rows, CSV, XLSX or Parquet by its content, into a sink. */
export async function readTableFile(
  path: string,
  file: string,
  spec: TableSpec,
  sink: RowSink,
  faults: FaultList,
  onProgress: OnProgress = () => undefined,
  readCsv = readCsvFile,
  inspected?: Inspection,
): Promise<FileDigest> {
  const mark = await readMark(path).catch((error: unknown) => refuseRead(path, error));
  if (mark === "PAR1") return readParquetFile(path, sink);
  const isWorkbook = mark === "PK\u0003\u0004";
  return isWorkbook
    ? readXlsxFile(path, file, sink, faults, onProgress)
    : readCsv(path, file, knownHeaders(spec), sink, faults, onProgress, inspected);
}

/** Bytes of all registry files of a plan, for a progress bar; 0 for missing ones. */
export function registryBytes(directory: string, plan: Plan): number {
  const sizes = Object.values(plan.registries).map(
    (file) => statSync(join(directory, file), { throwIfNoEntry: false })?.size ?? 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A parser for every registry, and which of them the plan gives a file. */
function openParsers(plan: Plan, faults: FaultList, scratch: Scratch | undefined) {
  const extraColumns = listExtraColumns(plan);
  const { registries } = plan;
  const objects = new ObjectReader(registries.objects, faults, extraColumns, scratch);
  const inspectors = new InspectorParser(registries.inspectors, faults);
  const recusals = new RecusalParser(registries.recusals ?? "recusals", faults);
  const history = new HistoryParser(registries.history ?? "history", faults);
  const items = new ItemParser(registries.items ?? "items", faults);
  const groups = new GroupParser(registries.groups ?? "groups", faults);
  const jobs: [string | undefined, RegistrySpec, RowSink][] = [
    [registries.objects, objectSpec, objects.parser],
    [registries.inspectors, inspectorSpec, inspectors],
    [registries.recusals, recusalSpec, recusals],
    [registries.history, historySpec, history],
    [registries.items, itemSpec, items],
    [registries.groups, groupSpec, groups],
  ];
  return { objects, inspectors, recusals, history, items, groups, jobs };
}

/**
 * Reads every registry that a plan names. All faults of all files are collected; a file that cannot be opened is thrown.
 *
 * @param locate path of a registry from its name and the file that the plan names
 * @param scratch for objects that are too many for the memory; without it they are kept there all the same
 */
export async function readRegistries(
  locate: LocateRegistry,
  plan: Plan,
  faults: FaultList,
  onProgress: OnProgress = () => undefined,
  scratch?: Scratch,
): Promise<ReadRegistries> {
  const parsers = openParsers(plan, faults, scratch);
  const { objects, inspectors, recusals, history, items, groups } = parsers;
  const originals: Record<string, FileDigest> = {};
  for (const [file, spec, sink] of parsers.jobs)
    if (file !== undefined) {
      const { path, inspected } = locate(spec.registry, file);
      const readCsv = spec === objectSpec ? objects.readCsv : undefined;
      const digest = await readTableFile(path, file, spec, sink, faults, onProgress, readCsv, inspected);
      originals[basename(path)] = digest;
    }
  const parsedObjects = await objects.finish();
  const parsedInspectors = inspectors.finish();
  const broken = fileFaults.some((code) => faults.counts.has(code));
  const parsedRecusals = broken
    ? { recusals: [], annex: [] }
    : recusals.finish(parsedObjects.objects, parsedInspectors.inspectors);
  const parsedHistory = broken
    ? { history: [], annex: [] }
    : history.finish(parsedObjects.objects, parsedInspectors.inspectors);
  const parsedItems = items.finish();
  const parsedGroups = broken ? [] : groups.finish(parsedInspectors.inspectors);
  const annex: Partial<Record<RegistryName, Uint8Array>> = {
    ...encodeTable("inspectors", ["id", ...privateFields(inspectorSpec)], parsedInspectors.annex),
    ...encodeTable("recusals", ["inspector", "object", "reason"], parsedRecusals.annex),
    ...encodeTable("history", ["object", "date", "task", "result"], parsedHistory.annex),
  };
  const source: FrameSource = {
    extraColumns: listExtraColumns(plan),
    objects: parsedObjects.objects,
    inspectors: parsedInspectors.inspectors,
    recusals: parsedRecusals.recusals,
    history: parsedHistory.history,
    items: parsedItems.items,
    itemCells: parsedItems.cells,
    ...(plan.registries.groups === undefined ? {} : { groups: parsedGroups }),
  };
  return { source, annex, originals, writeObjects: parsedObjects.write };
}

/** A private table, its header first; none where nothing private is known. */
function encodeTable(
  name: RegistryName,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Partial<Record<RegistryName, Uint8Array>> {
  return rows.length === 0 ? {} : { [name]: encodeRows([header, ...rows]) };
}
