import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { DualdrawError, type FileDigest, refuse } from "../../core/index.js";
import { disk } from "./disk.js";
import { refuseWrite, syncDirectory, writeAll, writeNew } from "./durable-write.js";

/** Takes the next bytes of a file. They may be used again as soon as it returns. */
export type Write = (bytes: Uint8Array) => void;

function refuseFill(path: string, error: unknown): never {
  if (error instanceof DualdrawError) throw error;
  return refuseWrite(path, error);
}

/**
 * Writes a file of any size that nothing may replace, as `fill` gives its bytes: complete and synced, or not there. Throws `file-exists` if the name
 * is taken, `file-unwritable` if the system refuses.
 */
export function pourOnce(path: string, mode: number, fill: (write: Write) => void): FileDigest {
  const hash = createHash("sha256");
  let bytes = 0;
  let isNew = false;
  try {
    isNew = writeNew(path, mode, (file) =>
      fill((part) => {
        hash.update(part);
        writeAll(file, part);
        bytes += part.length;
      }),
    );
  } catch (error) {
    refuseFill(path, error);
  }
  return isNew ? { sha256: hash.digest("hex"), bytes } : refuse("file-exists", {}, { file: path });
}

/** Writes a file that only this process reads, and that may be gone after a power cut. Throws `file-unwritable`. */
export function writeScratch(path: string, fill: (write: Write) => void): void {
  try {
    const file = disk().open(path, "wx", 0o600);
    try {
      fill((part) => writeAll(file, part));
    } finally {
      disk().close(file);
    }
  } catch (error) {
    refuseFill(path, error);
  }
}

/** Gives a synced file another name, which must be free. Throws `file-unwritable`. */
export function moveFile(from: string, to: string): void {
  try {
    disk().rename(from, to);
    syncDirectory(dirname(to));
  } catch (error) {
    refuseWrite(to, error);
  }
}

const PAGE = 1 << 20;

/** Collects small pieces and writes them page by page. */
export class PageWriter {
  readonly #write: Write;
  readonly #page = Buffer.alloc(PAGE);
  #used = 0;

  constructor(write: Write) {
    this.#write = write;
  }

  /** Adds a part of some bytes. */
  add(bytes: Buffer, from = 0, to = bytes.length): void {
    if (this.#used + to - from > PAGE) this.flush();
    if (to - from > PAGE) this.#write(bytes.subarray(from, to));
    else this.#used += bytes.copy(this.#page, this.#used, from, to);
  }

  /** Writes what is collected. */
  flush(): void {
    if (this.#used > 0) this.#write(this.#page.subarray(0, this.#used));
    this.#used = 0;
  }
}

/**
 * Writes a new file as its pieces arrive, complete and synced. For folders that appear as a whole or not at all. Throws
 * `file-unwritable`, and what the pieces throw.
 */
export async function pourPieces(
  path: string,
  mode: number,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  try {
    const file = disk().open(path, "wx", mode);
    try {
      for await (const piece of pieces) writeAll(file, piece);
      disk().sync(file);
    } finally {
      disk().close(file);
    }
    syncDirectory(dirname(path));
  } catch (error) {
    refuseFill(path, error);
  }
}
