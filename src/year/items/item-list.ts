import { compareText, type FaultList, type IsoDate, itemSpec, parseRatio } from "../../core/index.js";
import type { Settings } from "../settings/settings.js";

/** One item of the published list (抽查事项). Texts as entered, `""` where empty. */
export interface ListedItem {
  readonly code: string;
  readonly name: string;
  readonly kind: "key" | "general";
  /** In the department's own list, or in the joint list. */
  readonly list: "department" | "joint";
  readonly basis: string;
  readonly itemRisk: string;
  readonly ceiling: string;
  readonly frequency: string;
  /** The department that inspects it (检查主体). */
  readonly subject: string;
  readonly objectTypes: readonly string[];
  readonly methods: readonly string[];
  readonly content: string;
  readonly expertise: readonly string[];
  readonly qualifications: readonly string[];
  readonly departments: readonly string[];
  /** Legal review (法制审查) of this item as it stands. */
  readonly reviewedBy: string;
  /** Day of the review, or `""`. */
  readonly reviewedOn: string;
}

/** One published version of the list (一单). */
export interface ItemList {
  readonly schema: "dualdraw/item-list/v1";
  readonly authority: string;
  /** Counts from 1. */
  readonly revision: number;
  /** Digest of the version before. */
  readonly previous?: string;
  readonly publishedOn: IsoDate;
  /** Sorted by code. */
  readonly items: readonly ListedItem[];
}

/** What differs between two versions of the list. */
export interface ItemDifference {
  readonly code: string;
  readonly name: string;
  readonly change: "added" | "removed" | "changed";
  /** Fields that differ, in the order of the list. */
  readonly fields: readonly {
    readonly field: keyof ListedItem;
    readonly from: string;
    readonly to: string;
  }[];
}

const show = (value: string | readonly string[]): string =>
  typeof value === "string" ? value : value.join("、");

function fieldsOf(before: ListedItem, after: ListedItem): ItemDifference["fields"] {
  return (Object.keys(after) as (keyof ListedItem)[]).flatMap((field) => {
    const [from, to] = [show(before[field]), show(after[field])];
    return from === to ? [] : [{ field, from, to }];
  });
}

/** Compares two versions of the list, by code. */
export function compareItems(before: readonly ListedItem[], after: readonly ListedItem[]): ItemDifference[] {
  const old = new Map(before.map((item) => [item.code, item]));
  const kept = new Set(after.map(({ code }) => code));
  const found = after.flatMap((item): ItemDifference[] => {
    const known = old.get(item.code);
    if (known === undefined) return [{ code: item.code, name: item.name, change: "added", fields: [] }];
    const fields = fieldsOf(known, item);
    return fields.length === 0 ? [] : [{ code: item.code, name: item.name, change: "changed", fields }];
  });
  const removed = before
    .filter(({ code }) => !kept.has(code))
    .map(({ code, name }): ItemDifference => ({ code, name, change: "removed", fields: [] }));
  return [...found, ...removed].sort((a, b) => compareText(a.code, b.code));
}

/** How many enforcement items of a department the list covers. */
export interface Coverage {
  readonly department: string;
  readonly items: number;
  /** Number of enforcement items by the settings; 0 = not entered. */
  readonly of: number;
}

/** The share of each department's enforcement items that is in the list. */
export function coverageOf(items: readonly ListedItem[], settings: Settings): Coverage[] {
  return settings.departments.map(({ name, enforcementItems }) => ({
    department: name,
    items: items.filter(({ subject }) => subject === name).length,
    of: enforcementItems,
  }));
}

/**
 * Checks the list as a whole: known departments, ceilings of general items, a legal review of every item that is new or changed since the
 * last version, and the share of enforcement items covered.
 */
export function checkItemList(
  items: readonly ListedItem[],
  published: ItemList | undefined,
  settings: Settings,
  faults: FaultList,
): void {
  const known = new Set(settings.departments.map(({ name }) => name));
  for (const item of items) {
    for (const department of new Set([item.subject, ...item.departments].filter((name) => name !== "")))
      if (!known.has(department)) faults.add("department-unknown", { at: item.code }, department);
    if (item.kind === "general" && item.ceiling === "")
      faults.add("item-ceiling-missing", { at: item.code }, item.name);
    if (item.subject === "") faults.add("item-subject-missing", { at: item.code }, item.name);
    if (item.list === "joint" && item.departments.length < 2)
      faults.add("item-joint-alone", { at: item.code }, item.name);
  }
  for (const { code, change, fields } of compareItems(published?.items ?? [], items)) {
    const item = items.find((listed) => listed.code === code);
    if (change === "removed" || item === undefined) continue;
    const reviewed = fields.some(({ field }) => field === "reviewedOn") || change === "added";
    if (item.reviewedBy === "" || item.reviewedOn === "" || !reviewed)
      faults.add("item-review-missing", { at: code }, code, { name: item.name });
  }
  const share = parseRatio(settings.coverage);
  for (const { department, items: listed, of } of coverageOf(items, settings)) {
    if (of === 0) faults.add("coverage-unknown", {}, department);
    else if (share !== undefined && BigInt(listed) * share.den < share.num * BigInt(of))
      faults.add("coverage-low", {}, department, { items: listed, of, share: settings.coverage });
  }
}

/** The list as the draw reads it: the fields of a frame, Chinese headers, one row per item. */
export function itemTable(items: readonly ListedItem[]): string[][] {
  const header = itemSpec.columns.map(({ headers, field }) => headers[0] ?? field);
  const rows = items.map((item) =>
    itemSpec.columns.map(({ field }) => {
      if (field === "kind") return item.kind === "key" ? "重点检查事项" : "一般检查事项";
      return show(item[field as keyof ListedItem]);
    }),
  );
  return [header, ...rows];
}
