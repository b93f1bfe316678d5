import { isUtf8 } from "node:buffer";
import type { FileDigest } from "../../core/index.js";
import { digestPath } from "../disk/read-file.js";
import { RowCuts } from "./csv-shape.js";

/** What a file is before anybody reads its rows. */
export interface Inspection {
  readonly digest: FileDigest;
  /** A NUL byte means a binary or UTF-16 file. */
  readonly content: "utf-8" | "other text" | "binary";
  /** Where its rows may be cut, if it is CSV in UTF-8. */
  readonly cuts: RowCuts;
}

/** End of the last whole UTF-8 character: a lead byte among the last three may wait for more. */
function endOfCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (length > 1) return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Looks at the bytes of a file while they pass by, for a copy or a digest. */
export class Inspector {
  readonly #cuts: RowCuts;
  #isBinary = false;
  #isUtf8 = true;
  #rest = Buffer.alloc(0);

  /** @param apart least number of bytes between places where the file may be cut */
  constructor(apart?: number) {
    this.#cuts = new RowCuts(apart);
  }

  /** Takes the next bytes of the file. */
  readonly add = (piece: Uint8Array): void => {
    this.#isBinary ||= piece.includes(0);
    this.#cuts.add(piece);
    if (!this.#isUtf8) return;
    const text = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const end = endOfCharacters(text);
    this.#isUtf8 = isUtf8(text.subarray(0, end));
    this.#rest = Buffer.from(text.subarray(end));
  };

  finish(digest: FileDigest): Inspection {
    const isUtf8Text = this.#isUtf8 && this.#rest.length === 0;
    const content = this.#isBinary ? "binary" : isUtf8Text ? "utf-8" : "other text";
    return { digest, content, cuts: this.#cuts };
  }
}

/** Reads a file for its digest and what it is. Throws `file-missing`, `file-unreadable`. */
export function inspect(path: string, apart?: number): Inspection {
  const inspector = new Inspector(apart);
  return inspector.finish(digestPath(path, inspector.add));
}
