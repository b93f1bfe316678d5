import { join } from "node:path";
import {
  encodeRows,
  groupSpec,
  historySpec,
  inspectorSpec,
  objectSpec,
  recusalSpec,
  type TableSpec,
} from "../../core/index.js";
import { calendarSpec } from "../../year/calendar/calendar-rows.js";
import { listedItemSpec } from "../../year/items/item-rows.js";
import { adjustmentSpec } from "../../year/plan/adjustments.js";
import { yearTaskSpec } from "../../year/plan/task-rows.js";
import type { DrawTemplate } from "../../year/plan/year-plan.js";
import { defaultSettings } from "../../year/settings/settings.js";
import { makeFolder, requireEmpty, writeFolder, writeOnce } from "../disk/durable-write.js";
import { REGISTRY_FILES } from "./layout.js";

/** What a new workspace is made from. */
export interface InitOptions {
  readonly authority: string;
  readonly departments: readonly string[];
  readonly year: number;
  /** The code table in national use. */
  readonly codes: Uint8Array;
}

const BYTE_ORDER_MARK = "\ufeff";

/** A table without rows: the Chinese headers, with the mark by which Excel knows UTF-8. */
function emptyTable({ columns }: TableSpec): Uint8Array {
  const headers = columns.map(({ headers: [first], field }) => first ?? field);
  return Buffer.concat([Buffer.from(BYTE_ORDER_MARK), encodeRows([headers])]);
}

function pretty(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** What all draws of the office have in common, until somebody writes it better. */
const template: DrawTemplate = {
  registries: { ...REGISTRY_FILES, items: "items.csv", groups: "groups.csv" },
  staffing: { standIns: 2 },
  direct: { basis: "执法检查人员有限、不能满足随机抽查基本条件的，可以采取直接委派方式" },
  sources: [
    { kind: "secret" },
    { kind: "witness", name: "派驻纪检监察组" },
    { kind: "dice", sides: 10, count: 20 },
  ],
  roster: [{ role: "discipline", name: "派驻纪检监察组", by: "paper", required: true }],
};

/** Makes a workspace: a folder of plain files, complete or not at all. Throws `directory-not-empty`. */
export async function initWorkspace(directory: string, options: InitOptions): Promise<void> {
  requireEmpty(directory);
  await writeFolder(directory, (partial) => {
    const write = (name: string, bytes: Uint8Array): void => writeOnce(join(partial, name), bytes);
    write("settings.json", pretty(defaultSettings(options.authority, options.departments)));
    write("draw-template.json", pretty(template));
    write("codes.csv", options.codes);
    write("calendar.csv", emptyTable(calendarSpec));
    write("items.csv", emptyTable(listedItemSpec));
    write("objects.csv", emptyTable(objectSpec));
    write("inspectors.csv", emptyTable(inspectorSpec));
    write("groups.csv", emptyTable(groupSpec));
    write("recusals.csv", emptyTable(recusalSpec));
    write("history.csv", emptyTable(historySpec));
    const year = join(partial, "plan", String(options.year));
    makeFolder(join(partial, "plan"));
    makeFolder(year);
    for (const name of options.departments.length === 0 ? [options.authority] : options.departments)
      writeOnce(join(year, `${safeName(name)}.csv`), emptyTable(yearTaskSpec));
    writeOnce(join(year, "adjustments.csv"), emptyTable(adjustmentSpec));
    for (const folder of [
      "draws",
      "prepared",
      "published",
      "website",
      "results",
      "register",
      "dispatch",
      "feedback",
    ])
      makeFolder(join(partial, folder));
  });
}

/** A name as a file's: letters, digits and marks that no file system minds. */
export function safeName(name: string): string {
  return name.replace(/[^\p{L}\p{Nd}._-]/gu, "_").slice(0, 60) || "_";
}
