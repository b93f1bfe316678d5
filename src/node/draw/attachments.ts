import { extname, join } from "node:path";
import type { EvidenceFile } from "../../core/index.js";
import { copyOnce, makeFolder, SEALED } from "../disk/durable-write.js";

const FOLDER = "attachments";

/** The name of an attachment: its digest, so that no two differ in letter case alone and none hides another, with a plain ending. */
function nameOf({ name, sha256 }: EvidenceFile): string {
  const ending = extname(name).toLowerCase();
  return sha256 + (/^\.[a-z0-9]{1,8}$/.test(ending) ? ending : "");
}

/**
 * Keeps a scan, a photo or a recording of any size beside the statement that names it, in pieces, for the owner alone.
 *
 * @param file what the statement says of it; throws `file-changed` if that is not what is read now
 */
export function keepAttachment(directory: string, path: string, file: EvidenceFile): void {
  makeFolder(join(directory, FOLDER), 0o700);
  copyOnce(path, join(directory, FOLDER, nameOf(file)), SEALED, { expected: file.sha256 });
}
