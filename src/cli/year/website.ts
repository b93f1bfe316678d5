import { dirname } from "node:path";
import { makeFolders } from "../../node/workspace/documents.js";
import { writePublicFolder } from "../../node/draw/publish.js";
import type { Workspace } from "../../node/workspace/workspace.js";

/** Writes what goes to the website as one folder, with the digests of its files. */
export async function writeWebsite(
  { layout }: Workspace,
  name: string,
  files: readonly (readonly [path: string, bytes: Uint8Array])[],
): Promise<string> {
  const folder = layout.website(name);
  makeFolders(dirname(folder), layout.directory);
  await writePublicFolder(folder, new Map(files));
  return folder;
}
