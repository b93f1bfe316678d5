import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isTemporary } from "../../disk/durable-write.js";
import { LOCK_FILE } from "../../disk/lock.js";
import { readBytesIfAny } from "../../disk/read-file.js";
import { readPending } from "../archive.js";
import { digestPayload, formTagFiles, TAG_FILES, TAG_MANIFEST } from "../bag.js";
import { EXPORT_FILE, type ExportScope } from "../export-file.js";
import { folderName } from "../layout.js";
import { readerInfo } from "../readers.js";
import type { Tally } from "./report.js";

const TOP = ["draws", "log", "index", "readers"];

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * At the top of an archive stand its folders and nothing else.
 *
 * @returns number of the draw that was being written when a write was interrupted
 */
export function checkTop(path: string, scope: ExportScope | undefined, tally: Tally): number | undefined {
  const known = [...TOP, LOCK_FILE, "pending.json", ...(scope === undefined ? [] : [EXPORT_FILE])];
  for (const name of readdirSync(path)) {
    if (isTemporary(name)) tally.skip("interrupted", `left over: ${name}`);
    else if (!known.includes(name)) tally.add("archive-form", { file: name, expected: "no such file" });
  }
  if (scope !== undefined && lstatSync(join(path, "index"), { throwIfNoEntry: false }) !== undefined)
    tally.add("archive-form", { file: EXPORT_FILE, expected: "no such file beside an index" });
  for (const name of scope === undefined ? TOP : ["draws", "log"])
    if (!isFolder(join(path, name)))
      tally.add("archive-form", { file: name, expected: "a folder", found: "missing" });
  const pending = readPending(path)?.draw;
  if (pending !== undefined)
    tally.skip(
      "interrupted",
      `writing draw ${pending} was interrupted; the next command that writes completes it`,
    );
  return pending;
}

/** Where draws stand, there are folders with the numbers that the log gives, and no others. */
export function checkDrawFolders(
  path: string,
  draws: number,
  pending: number | undefined,
  scope: ExportScope | undefined,
  tally: Tally,
): void {
  for (const entry of readdirSync(join(path, "draws"), { withFileTypes: true })) {
    const { name } = entry;
    const draw = Number(name);
    const file = `draws/${name}`;
    if (!entry.isDirectory()) tally.add("archive-form", { file, expected: "a folder" });
    const isNumber = /^[0-9]{6,}$/.test(name) && folderName(draw) === name;
    if (isTemporary(name)) tally.skip("interrupted", `left over: ${file}`);
    else if (!isNumber || (draw > draws && draw !== pending))
      tally.add("archive-form", { file, expected: `draws up to ${draws}` });
    else if (draw > 0 && scope !== undefined && !scope.draws.includes(draw))
      tally.add("archive-form", { file, expected: `no draw that ${EXPORT_FILE} does not name` });
  }
}

/** What readers need travels along, whole. */
export function checkReaders(path: string, tally: Tally): void {
  const folder = join(path, "readers");
  const versions = isFolder(folder) ? readdirSync(folder).filter((name) => !isTemporary(name)) : [];
  if (versions.length === 0)
    tally.skip("readers", "no description of the formats and no verifier in this copy");
  for (const version of versions) {
    const bag = join(folder, version);
    for (const [name, expected] of formTagFiles(readerInfo(version), digestPayload(bag))) {
      const found = readBytesIfAny(join(bag, name));
      if (found === undefined || !Buffer.from(found).equals(expected))
        tally.add("readers", {
          file: `readers/${version}/${name}`,
          expected: "what follows from the payload",
        });
    }
    for (const name of readdirSync(bag))
      if (![...TAG_FILES, TAG_MANIFEST, "data"].includes(name))
        tally.add("readers", { file: `readers/${version}/${name}`, expected: "no such file" });
  }
}
