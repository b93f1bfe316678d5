import { type Checkpoint, type Signer } from "../../core/index.js";
import { readArchive } from "../../node/archive/archive.js";
import { keepArchived, readLink } from "../../node/archive/archived-draw.js";
import { readCommitment } from "../../node/draw/commitment-file.js";
import type { Console } from "../terminal/console.js";

/**
 * Runs one step of a draw and archives what it made before anything is said about it. Where the commitment names an archive that this
 * directory does not know, the step runs, and the user is told to archive the draw.
 */
export function archivedStep<T>(
  console: Console,
  directory: string,
  signer: Signer | undefined,
  step: () => T,
): T {
  const { archive } = readCommitment(directory).commitment;
  if (archive !== undefined && readLink(directory) === undefined)
    console.note(
      console.say(
        `dualdraw: 提示: 本次抽取属于档案库 ${archive.origin}，此处未连接；请随后执行 dualdraw archive add 档案库 ${directory}`,
        `dualdraw: hint: this draw belongs to the archive ${archive.origin}, which is not known here; afterwards: dualdraw archive add ARCHIVE ${directory}`,
      ),
    );
  return keepArchived(directory, signer, step);
}

/** The head of the archive's log for a form: on paper, it holds everything before it fast. */
export function readHead(directory: string): Checkpoint | undefined {
  const path = readLink(directory);
  if (path === undefined) return undefined;
  const { log } = readArchive(path);
  return log.checkpointAt(log.size);
}
