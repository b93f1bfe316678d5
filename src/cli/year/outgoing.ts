import { dirname } from "node:path";
import { writePublicFolder } from "../../node/draw/publish.js";
import { makeFolders } from "../../node/workspace/documents.js";
import type { Workspace } from "../../node/workspace/workspace.js";

/** Writes a folder of the workspace that leaves the office, complete or not at all, with the digests of its files. */
export async function writeOutgoing(
  { layout }: Workspace,
  folder: string,
  files: readonly (readonly [path: string, bytes: Uint8Array])[],
): Promise<string> {
  makeFolders(dirname(folder), layout.directory);
  await writePublicFolder(folder, new Map(files));
  return folder;
}
