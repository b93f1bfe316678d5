import { readdirSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, writeOnce } from "../disk/durable-write.js";
import { isCode, refuseRead } from "../disk/read-file.js";
import { folderName, indexFolder, type IndexKind } from "./layout.js";

/** Numbers of the draws that an index holds under an id, ascending. */
export function findDraws(archive: string, kind: IndexKind, id: string): number[] {
  const folder = indexFolder(archive, kind, id);
  try {
    return readdirSync(folder)
      .filter((name) => /^[0-9]{6,}$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  } catch (error) {
    return isCode(error, "ENOENT") ? [] : refuseRead(folder, error);
  }
}

/** Enters a draw under an id. The index is only a help for freezing: `archive verify` makes it again and compares. */
export function enterDraw(archive: string, kind: IndexKind, id: string, draw: number): void {
  const folder = indexFolder(archive, kind, id);
  makeFolder(folder);
  writeOnce(join(folder, folderName(draw)), new Uint8Array());
}
