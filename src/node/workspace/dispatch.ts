import { FaultList, ObjectParser, objectSpec, protectCell, refuse, refuseErrors } from "../../core/index.js";
import { itemsOfVisit } from "../../year/assess/tally.js";
import type { ListedItem } from "../../year/items/item-list.js";
import { resultSpec } from "../../year/results/result-rows.js";
import type { DrawnTask, DueVisit } from "../../year/visits/visits.js";
import { encodeForPeople, encodeList } from "../draw/draw-directory.js";
import { makeFolder, writeFolder, writeOnce } from "../disk/durable-write.js";
import { dirname, join } from "node:path";
import { makeFolders } from "./documents.js";
import { findDraw } from "./drawn-tasks.js";
import { safeName } from "./init.js";
import { freeFolder } from "./layout.js";
import { readInspectors, readTable, type Workspace } from "./workspace.js";

/** One inspected object as its forms show it. */
export interface VisitedObject {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly legalRepresentative: string;
  readonly phone: string;
}

/** One visit with everything that its forms show. */
export interface DispatchedVisit {
  readonly visit: DueVisit;
  readonly object: VisitedObject;
  /** Items of all tasks merged (进一次门、查多项事). */
  readonly items: readonly ListedItem[];
  readonly people: readonly { readonly id: string; readonly name: string; readonly department: string }[];
}

/** A draw ready to be sent out. */
export interface DispatchedDraw {
  readonly drawn: DrawnTask;
  readonly visits: readonly DispatchedVisit[];
}

async function readVisitedObjects({ layout }: Workspace): Promise<Map<string, VisitedObject>> {
  const path = layout.registry("objects.csv");
  const faults = new FaultList();
  const reader = new ObjectParser(path, faults, []);
  await readTable(path, objectSpec, reader, faults);
  refuseErrors(faults);
  const { objects, annex } = reader.finish();
  const privateCells = new Map([...annex].map(([id = "", ...cells]) => [id, cells]));
  return new Map(
    [...objects].map(({ id, name }) => {
      const [address = "", legalRepresentative = "", phone = ""] = privateCells.get(id) ?? [];
      return [id, { id, name, address, legalRepresentative, phone }];
    }),
  );
}

/** Gathers what the lists and forms of a draw need. Throws `draw-unknown`, `result-draw-voided`. */
export async function gatherDispatch(workspace: Workspace, draw: string): Promise<DispatchedDraw> {
  const { drawn } = findDraw(workspace.layout, draw);
  if (drawn.voided) refuse("result-draw-voided", { draw }, {}, draw);
  const objects = await readVisitedObjects(workspace);
  const inspectors = await readInspectors(workspace);
  const items = new Map(workspace.everyItem.map((item) => [item.code, item]));
  const visits = drawn.visits.map((visit) => ({
    visit,
    object: objects.get(visit.object) ?? {
      id: visit.object,
      name: visit.object,
      address: "",
      legalRepresentative: "",
      phone: "",
    },
    items: itemsOfVisit(drawn, visit).flatMap((code) => items.get(code) ?? []),
    people: visit.people.map((id) => {
      const person = inspectors.get(id);
      return { id, name: person?.name ?? id, department: person?.department ?? "" };
    }),
  }));
  return { drawn, visits };
}

const LIST_HEADER = [
  "序号",
  "批次",
  "对象编号",
  "对象名称",
  "住所",
  "联系人",
  "联系电话",
  "检查事项",
  "检查人员",
  "检查期间",
];

function listRow({ drawn }: DispatchedDraw, { visit, object, items, people }: DispatchedVisit): string[] {
  return [
    String(visit.position),
    String(visit.batch),
    object.id,
    object.name,
    object.address,
    object.legalRepresentative,
    object.phone,
    items.map(({ code, name }) => `${code} ${name}`).join("、"),
    people.map(({ name, id }) => `${name}（${id}）`).join("、"),
    `${drawn.window.from} 至 ${drawn.window.to}`,
  ];
}

/** The rows that a department fills in after its visits. */
function resultRows({ drawn, visits }: DispatchedDraw, department: string): string[][] {
  const header = resultSpec.columns.map(({ headers: [first], field }) => first ?? field);
  const rows = visits.flatMap(({ visit, object, items, people }) =>
    items
      .filter(({ subject }) => subject === department)
      .map((item) => {
        const cells: Record<string, string> = {
          draw: drawn.draw,
          object: visit.object,
          name: protectCell(object.name),
          item: item.code,
          itemName: protectCell(item.name),
          department,
          people: people
            .filter((person) => person.department === department)
            .map(({ id }) => id)
            .join("、"),
        };
        return resultSpec.columns.map(({ field }) => cells[field] ?? "");
      }),
  );
  return [header, ...rows];
}

/** Lists by department and by team, and the tables to fill in; by file name. */
export function dispatchTables(dispatched: DispatchedDraw): Map<string, string[][]> {
  const tables = new Map<string, string[][]>();
  const { visits } = dispatched;
  tables.set("全部.csv", [LIST_HEADER, ...visits.map((visit) => listRow(dispatched, visit))]);
  const departments = [...new Set(visits.flatMap(({ items }) => items.map(({ subject }) => subject)))];
  for (const department of departments) {
    const own = visits.filter(({ items }) => items.some(({ subject }) => subject === department));
    const name = safeName(department);
    tables.set(`部门/${name}.csv`, [LIST_HEADER, ...own.map((visit) => listRow(dispatched, visit))]);
    tables.set(`回填/${name}.csv`, resultRows(dispatched, department));
  }
  const teams = new Map<string, DispatchedVisit[]>();
  for (const visit of visits) {
    const key = visit.people.map(({ name }) => name).join("、") || "待直接委派";
    teams.set(key, [...(teams.get(key) ?? []), visit]);
  }
  for (const [i, [people, own]] of [...teams].entries())
    tables.set(`检查组/${String(i + 1).padStart(3, "0")}-${safeName(people)}.csv`, [
      LIST_HEADER,
      ...own.map((visit) => listRow(dispatched, visit)),
    ]);
  return tables;
}

/** Writes lists, tables and pages as one folder: complete or not at all. */
export async function writeDispatch(
  { layout }: Workspace,
  dispatched: DispatchedDraw,
  name: string,
  pages: ReadonlyMap<string, string>,
): Promise<string> {
  const target = freeFolder(join(layout.dispatch(dispatched.drawn.draw), name));
  makeFolders(dirname(target), layout.directory);
  await writeFolder(target, (partial) => {
    for (const folder of ["部门", "回填", "检查组"]) makeFolder(join(partial, folder));
    for (const [path, table] of dispatchTables(dispatched))
      writeOnce(join(partial, path), path.startsWith("回填/") ? encodeList(table) : encodeForPeople(table));
    for (const [path, page] of pages) writeOnce(join(partial, path), Buffer.from(page));
  });
  return target;
}
