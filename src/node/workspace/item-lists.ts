import { compareText, FaultList, refuse } from "../../core/index.js";
import {
  checkItemList,
  compareItems,
  type ItemDifference,
  type ItemList,
  type ListedItem,
} from "../../year/items/item-list.js";
import { ListedItemReader, listedItemSpec } from "../../year/items/item-rows.js";
import { writePublished } from "./documents.js";
import { readTable, todayInChina, type Workspace } from "./workspace.js";

/** The list as it stands in items.csv, against the last published version. */
export interface CheckedItems {
  readonly items: readonly ListedItem[];
  readonly differences: readonly ItemDifference[];
  readonly faults: FaultList;
}

/** Reads and checks items.csv. */
export async function checkItems({ layout, itemLists, settings }: Workspace): Promise<CheckedItems> {
  // What is said of an item is found by its code; people look for the line.
  const lines = new Map<string, number>();
  const faults = new FaultList(({ at = "", ...place }) => {
    const line = lines.get(at);
    return { file: layout.items, ...(line === undefined ? {} : { line }), ...place };
  });
  const reader = new ListedItemReader(layout.items, faults);
  await readTable(layout.items, listedItemSpec, reader, faults);
  for (const [code, line] of reader.lines) lines.set(code, line);
  const items = [...reader.items].sort((a, b) => compareText(a.code, b.code));
  const published = itemLists.at(-1)?.value;
  checkItemList(items, published, settings, faults);
  return { items, differences: compareItems(published?.items ?? [], items), faults };
}

/** Publishes items.csv as the next version. Throws `items-unchanged` where nothing differs. */
export function publishItems(
  { layout, itemLists, settings }: Workspace,
  { items, differences }: CheckedItems,
  now: Date,
): ItemList {
  const before = itemLists.at(-1);
  if (before !== undefined && differences.length === 0) refuse("items-unchanged", {}, { file: layout.items });
  const list: ItemList = {
    schema: "dualdraw/item-list/v1",
    authority: settings.authority,
    revision: itemLists.length + 1,
    ...(before === undefined ? {} : { previous: before.sha256 }),
    publishedOn: todayInChina(now),
    items,
  };
  writePublished(layout.published("items", list.revision), list, layout.directory);
  return list;
}
