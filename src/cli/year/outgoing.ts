import { dirname } from "node:path";
import { writePublicFolder } from "../../node/draw/publish.js";
import { makeFolders } from "../../node/workspace/documents.js";
import type { WorkspaceLayout } from "../../node/workspace/layout.js";
import type { Console } from "../terminal/console.js";
import { EXIT, type ExitCode } from "../terminal/exit.js";

/** Writes a folder of the workspace that leaves the office, complete or not at all, with the digests of its files. */
export async function writeOutgoing(
  layout: WorkspaceLayout,
  folder: string,
  files: readonly (readonly [path: string, bytes: Uint8Array])[],
): Promise<string> {
  makeFolders(dirname(folder), layout.directory);
  await writePublicFolder(folder, new Map(files));
  return folder;
}

/** A version with the folder of its page. */
export interface Publication {
  readonly folder: string;
  readonly revision: number;
}

/** Says which versions were published, and where their pages are. */
export function reportPublished(
  console: Console,
  schema: string,
  published: readonly Publication[],
): ExitCode {
  for (const { folder, revision } of published)
    if (console.json) console.print(JSON.stringify({ schema, directory: folder, revision }));
    else
      console.print(
        console.say(
          `第${revision}版已公布，网页和CSV在 ${folder}`,
          `revision ${revision} is published; page and CSV are in ${folder}`,
        ),
      );
  return EXIT.done;
}
