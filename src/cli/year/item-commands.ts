import { existsSync } from "node:fs";
import { refuseErrors } from "../../core/index.js";
import { formatItemListPage, itemListTable } from "../../forms/year/plan-pages.js";
import { encodeForPeople } from "../../node/draw/draw-directory.js";
import { checkItems, publishItems } from "../../node/workspace/item-lists.js";
import { padRevision } from "../../node/workspace/layout.js";
import { openWorkspace, type Workspace } from "../../node/workspace/workspace.js";
import { compareItems, coverageOf } from "../../year/items/item-list.js";
import { type Console, faultAsJson, printFaults } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";
import type { ShowOption } from "./plan-commands.js";
import { type Publication, reportPublished, writeOutgoing } from "./outgoing.js";

/** `dualdraw items check DIR`: what is wrong with the list, and what differs from the published one. */
export async function runItemsCheck(
  console: Console,
  directory: string,
  { show }: ShowOption,
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const { items, differences, faults } = await checkItems(workspace);
  const coverage = coverageOf(items, workspace.settings);
  if (console.json)
    console.print(
      JSON.stringify({
        schema: "dualdraw/items-check/v1",
        items: items.length,
        differences,
        coverage,
        faults: faults.kept.map((fault) => faultAsJson(fault, console.language)),
      }),
    );
  else {
    for (const { code, name, change, fields } of differences) {
      const words = {
        added: console.say("新增", "added"),
        removed: console.say("删除", "removed"),
        changed: console.say("变动", "changed"),
      };
      const details = fields
        .map(({ field, from, to }) => `${field}: ${from || "—"} → ${to || "—"}`)
        .join("; ");
      console.print(`${words[change]}  ${code} ${name}${details === "" ? "" : `  ${details}`}`);
    }
    console.print(
      console.say(
        `清单${items.length}项，与已公布的相比有${differences.length}处差异`,
        `${items.length} items, ${differences.length} differences from the published list`,
      ),
    );
    printFaults(console, faults, show);
  }
  return faults.errors > 0 ? EXIT.badInput : EXIT.done;
}

/** `dualdraw items publish DIR`: the next version of the list, as page, CSV and JSON. */
export async function runItemsPublish(
  console: Console,
  directory: string,
  { show }: ShowOption,
): Promise<ExitCode> {
  const workspace = await openWorkspace(directory);
  const checked = await checkItems(workspace);
  refuseErrors(checked.faults);
  printFaults(console, checked.faults, show);
  const before = await writeItemPages(workspace);
  if (before.length === 0 || checked.differences.length > 0) publishItems(workspace, checked, new Date());
  const folders = [...before, ...(await writeItemPages(await openWorkspace(directory)))];
  return reportPublished(console, "dualdraw/items-publication/v1", folders);
}

/** Writes the page of every version that has none: also where the power was cut between the two. */
async function writeItemPages({ layout, settings, itemLists }: Workspace): Promise<Publication[]> {
  const written: Publication[] = [];
  for (const [i, { value: list, bytes, sha256 }] of itemLists.entries()) {
    const folder = layout.website(`items-${padRevision(list.revision)}`);
    if (existsSync(folder)) continue;
    const differences = compareItems(itemLists[i - 1]?.value.items ?? [], list.items);
    const page = formatItemListPage(list, sha256, differences, coverageOf(list.items, settings));
    await writeOutgoing(layout, folder, [
      ["items.html", Buffer.from(page)],
      ["items.csv", encodeForPeople(itemListTable(list))],
      ["items.json", bytes],
    ]);
    written.push({ folder, revision: list.revision });
  }
  return written;
}
