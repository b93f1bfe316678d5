import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { refuse } from "../../core/index.js";
import { isCode, refuseRead } from "../disk/read-file.js";

/** Files and folders of a workspace (工作区), each by what it holds. */
export interface WorkspaceLayout {
  readonly directory: string;
  readonly settings: string;
  readonly calendar: string;
  readonly codes: string;
  readonly items: string;
  readonly template: string;
  readonly registry: (file: string) => string;
  /** Tasks of a year, one file per department. */
  readonly yearFolder: (year: number) => string;
  readonly adjustments: (year: number) => string;
  /** Published versions: `items-001.json`, `plan-2026-001.json`. */
  readonly published: (name: string, revision: number) => string;
  /** Pages and tables for the website, one folder per publication. */
  readonly website: (name: string) => string;
  /** Reports for the filing office: not for the website. */
  readonly report: (name: string) => string;
  /** What a draw is frozen from: its plan, the yearly plan and the published items. */
  readonly prepared: (draw: string) => string;
  readonly draws: string;
  readonly results: (draw: string) => string;
  readonly register: (year: number) => string;
  readonly dispatch: (draw: string) => string;
  readonly feedback: (year: number) => string;
}

/** Name of the template's registries in a workspace. */
export const REGISTRY_FILES = {
  objects: "objects.csv",
  inspectors: "inspectors.csv",
  recusals: "recusals.csv",
  history: "history.csv",
} as const;

/** Version number as it stands in file names. */
export function padRevision(revision: number): string {
  return String(revision).padStart(3, "0");
}

/** Where a workspace keeps what. */
export function layoutOf(directory: string): WorkspaceLayout {
  const at = (...path: string[]): string => join(directory, ...path);
  return {
    directory,
    settings: at("settings.json"),
    calendar: at("calendar.csv"),
    codes: at("codes.csv"),
    items: at("items.csv"),
    template: at("draw-template.json"),
    registry: (file) => at(file),
    yearFolder: (year) => at("plan", String(year)),
    adjustments: (year) => at("plan", String(year), "adjustments.csv"),
    published: (name, revision) => at("published", `${name}-${padRevision(revision)}.json`),
    website: (name) => at("website", name),
    report: (name) => at("reports", name),
    prepared: (draw) => at("prepared", draw),
    draws: at("draws"),
    results: (draw) => at("results", `${draw}.json`),
    register: (year) => at("register", `${year}.json`),
    dispatch: (draw) => at("dispatch", draw),
    feedback: (year) => at("feedback", `${year}.csv`),
  };
}

/** The layout of a folder that is a workspace. Throws `workspace-missing`. */
export function openLayout(directory: string): WorkspaceLayout {
  const layout = layoutOf(directory);
  if (!existsSync(layout.settings))
    refuse("workspace-missing", { missing: "settings.json" }, { file: directory });
  return layout;
}

/** A folder that is not there yet: the name itself, else with a number behind it. */
export function freeFolder(folder: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? folder : `${folder}-${number}`;
    if (!existsSync(name)) return name;
  }
}

/** Names in a folder, sorted by code unit; none if there is no such folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith("."))
      .sort((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    return isCode(error, "ENOENT", "ENOTDIR") ? [] : refuseRead(folder, error);
  }
}
