import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { encodeJson, refuse, statementFile } from "../../core/index.js";
import { copyOnce, makeFolder, SEALED, writeFolder, writeOnce } from "../disk/durable-write.js";
import { LOCK_FILE } from "../disk/lock.js";
import type { Archive } from "./archive.js";
import { isLeftOver, listFiles } from "./bag.js";
import { listPayload, namesOfStatements } from "./draw-leaves.js";
import { EXPORT_FILE, type ExportScope } from "./export-file.js";
import { drawFolder, folderName, type Part, partFolder, parts, payloadFile } from "./layout.js";
import { writeProofs } from "./proofs.js";

function copyFile(from: string, to: string, sealed: boolean): void {
  makeFolder(dirname(to), sealed ? 0o700 : 0o755);
  copyOnce(from, to, sealed ? SEALED : undefined);
}

function isSealedPath(path: string): boolean {
  return path.split("/").includes("sealed");
}

/** Copies a folder, file by file, each read to its end; links are refused. */
function copyTree(from: string, to: string): void {
  for (const path of listFiles(from))
    if (!isLeftOver(path) && path !== LOCK_FILE)
      copyFile(join(from, path), join(to, path), isSealedPath(join(to, path)));
}

/** Throws `archive-draw-unknown`. */
export function requireDraw({ log, path }: Archive, draw: number): void {
  if (draw < 1 || draw > log.draws || !existsSync(drawFolder(path, draw)))
    refuse("archive-draw-unknown", { draws: log.draws }, {}, String(draw));
}

/** A copy of the whole archive: what a backup is. */
export function exportAll({ path }: Archive, target: string): Promise<void> {
  return writeFolder(target, (copy) => {
    for (const folder of ["draws", "log", "index", "readers"]) {
      makeFolder(join(copy, folder));
      copyTree(join(path, folder), join(copy, folder));
    }
  });
}

/** A copy with the whole log and some draws, for somebody who shall check them and not have everything. */
export function exportDraws(
  archive: Archive,
  target: string,
  { draws, parts: halves }: Pick<ExportScope, "draws" | "parts">,
): Promise<void> {
  for (const draw of draws) requireDraw(archive, draw);
  const { path } = archive;
  return writeFolder(target, (copy) => {
    for (const folder of ["log", "readers"]) copyTree(join(path, folder), join(copy, folder));
    for (const draw of [0, ...draws]) {
      const name = `draws/${folderName(draw)}`;
      copyFile(join(drawFolder(path, draw), "leaves.txt"), join(copy, name, "leaves.txt"), false);
      for (const part of halves) copyTree(partFolder(path, draw, part), join(copy, name, part));
    }
    const scope: ExportScope = { schema: "dualdraw/archive-export/v1", draws, parts: halves };
    writeOnce(join(copy, EXPORT_FILE), encodeJson(scope));
  });
}

/** One draw as a draw directory, both halves in one, with the proofs of its statements: to verify it, or to go on with it elsewhere. */
export function exportAsDirectory(
  archive: Archive,
  draw: number,
  target: string,
  halves: readonly Part[],
): Promise<void> {
  requireDraw(archive, draw);
  const { path } = archive;
  return writeFolder(target, (copy) => {
    for (const part of parts.filter((half) => halves.includes(half)))
      for (const file of listFiles(join(partFolder(path, draw, part), "data")))
        if (!existsSync(join(copy, file)))
          copyFile(payloadFile(path, draw, part, file), join(copy, file), part === "sealed");
    const names = namesOfStatements(listPayload(path, draw)).filter((name) =>
      existsSync(join(copy, statementFile(name))),
    );
    writeProofs(archive, draw, copy, names);
  });
}
